import { afterEach, describe, expect, it, vi } from 'vitest';
import { h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { documentsTopic } from '@/shared/api/topics';
import { useNotices } from '@/shared/stores/notices';
import { useLeaving } from '@/shared/stores/leaving';
import DocumentsPart from './components/DocumentsPart.vue';
import LetterDialog from './components/LetterDialog.vue';
import StrikeOutDialog from './components/StrikeOutDialog.vue';
import RecordsMock from '@/features/records/mock';
import DocumentsMock from './mock';
import DocumentsPage from './pages/DocumentsPage.vue';
import VerifyPage from './pages/VerifyPage.vue';
import { begin, categoryOf, isSame, send, SECTION } from './lib/transfer';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const known = { id: 'd', state: 'UPLOADING' as const, size: 2 * SECTION + 5, received: 0 };

describe('documents of a patient', () => {
  it('are read again when one has changed, and open when they can be read', async () => {
    stage = await showPage(DocumentsPage, '/me/documents', 'patient@example.org');
    expect(stage.wrapper.text()).toContain('There are no documents yet.');
    const { id: patientId } = stage.clinic.patients[0]!;
    const tell = async (changes: number) => {
      stage.live.set(documentsTopic(patientId), { about: { patientId, changes }, items: {} });
      await settle();
    };
    await tell(1);
    const mock = new DocumentsMock(stage.clinic);
    mock.documents.push(
      mock.document({ id: 'one', state: 'STORED', fileName: 'x-ray.png', size: 1_200_000 }),
      mock.document({ id: 'other', state: 'CHECKING', fileName: 'later.pdf' }),
    );
    await tell(2);
    const rows = stage.wrapper.findAll('[data-document]');
    expect(rows[0]!.text()).toMatch(/x-ray\.png.*Picture.*1\.2.MB/);
    expect(rows[0]!.find('button').text()).toBe('x-ray.png');
    expect(rows[1]!.text()).toContain('Is being checked');
    expect(rows[1]!.findAll('button').map((one) => one.text())).toEqual(['Remove']);
  });
});

describe('documents for a doctor', () => {
  it('state when the patient reads them, and what the patient keeps from others', async () => {
    let patientId = '';
    stage = await showPage(
      () => (patientId ? h(DocumentsPart, { patientId }) : null),
      '/account',
      'doctor@example.org',
    );
    const mock = stage.clinic.of(DocumentsMock);
    const at = (days: number) => new Date(stage.clinic.now().getTime() + days * 86_400_000).toISOString();
    const letter = { category: 'LETTER', state: 'STORED', byPatient: false, own: true } as const;
    mock.documents.push(
      mock.document({ ...letter, id: 'later', releasedAt: at(3), restricted: true }),
      mock.document({ ...letter, id: 'now', releasedAt: at(0) }),
      mock.document({ ...letter, id: 'never' }),
    );
    patientId = stage.clinic.patients[0]!.id;
    stage.wrapper.vm.$forceUpdate();
    await settle();
    const row = (id: string) => stage.wrapper.find(`[data-document=${id}]`);
    expect(row('later').text()).toMatch(/can read it from .*26/);
    expect(row('later').text()).toContain('Restricted by the patient');
    expect(row('later').text()).not.toContain('Release to the patient');
    expect(row('now').text()).not.toMatch(/read it|Restricted/);
    expect(row('never').text()).toContain('cannot read it yet');
    expect(row('never').text()).toContain('Release to the patient');
  });
});

describe('a document that was entered in error', () => {
  it('is struck out for a reason; the button says what is missing', async () => {
    let patientId = '';
    stage = await showPage(
      () => (patientId ? h(DocumentsPart, { patientId }) : null),
      '/account',
      'doctor@example.org',
    );
    const reasons: string[] = [];
    stage.clinic.on('POST', '/api/documents/:id/strike-out', async (_, request) => {
      reasons.push((await request.json()).reason);
      return { body: {} };
    });
    const mock = stage.clinic.of(DocumentsMock);
    mock.documents.push(mock.document({ id: 'one', state: 'STORED', own: true, byPatient: false }));
    patientId = stage.clinic.patients[0]!.id;
    stage.wrapper.vm.$forceUpdate();
    await settle();
    await byName(stage.wrapper, 'Strike out').trigger('click');
    await settle();
    const dialog = stage.wrapper.findComponent(StrikeOutDialog);
    const field = () => dialog.find('[name=reason]');
    const send = async (reason: string) => {
      await field().setValue(reason);
      await dialog.find('form').trigger('submit');
      await settle();
    };
    expect(dialog.find('[type=submit]').attributes('disabled')).toBeUndefined();
    await send(' x ');
    expect(reasons).toEqual([]);
    expect(field().attributes('aria-invalid')).toBe('true');
    expect(dialog.text()).toContain('Say why, in at least three characters.');
    await send(' of somebody else ');
    expect(reasons).toEqual(['of somebody else']);
  });
});

describe('documents that were damaged', () => {
  it('are in their place, marked, and can be neither opened nor changed', async () => {
    let patientId = '';
    stage = await showPage(
      () => (patientId ? h(DocumentsPart, { patientId }) : null),
      '/account',
      'doctor@example.org',
    );
    const mock = stage.clinic.of(DocumentsMock);
    const letter = { category: 'LETTER', state: 'STORED', byPatient: false, own: true } as const;
    const damaged = { fileName: '', unreadable: true };
    mock.documents.push(
      mock.document({ ...letter, ...damaged, id: 'letter', own: false }),
      mock.document({ ...damaged, id: 'upload' }),
      mock.document({ ...letter, id: 'struck', state: 'ENTERED_IN_ERROR', errorUnreadable: true }),
      mock.document({ ...letter, id: 'intact', fileName: 'summary.pdf' }),
    );
    patientId = stage.clinic.patients[0]!.id;
    stage.wrapper.vm.$forceUpdate();
    await settle();
    const row = (id: string) => stage.wrapper.get(`[data-document=${id}]`);
    const buttons = (id: string) =>
      row(id)
        .findAll('button')
        .map((one) => one.text());
    for (const id of ['letter', 'upload']) {
      expect(row(id).text()).toContain('Cannot be read: damaged in the database');
    }
    expect(buttons('letter')).toEqual([]);
    expect(buttons('upload')).toEqual(['Remove']);
    expect(row('struck').text()).toContain(': Cannot be read: damaged in the database');
    expect(buttons('struck')).toEqual(['photo.jpg']);
    expect(buttons('intact')).toEqual(['summary.pdf', 'Release to the patient', 'Strike out']);
    expect(row('intact').text()).not.toContain('Cannot be read');
  });
});

describe('a letter', () => {
  const encounterId = 'e0000000-0000-7000-8000-000000000001';
  let reopen: () => void;

  async function write(
    kind: string,
    change: () => Promise<unknown> = () => Promise.resolve(),
    more: Parameters<DocumentsMock['encounter']>[0] = {},
    others: object[] = [],
  ) {
    const shown = ref(false);
    reopen = () => (shown.value = true);
    stage = await showPage(
      () =>
        h(LetterDialog, {
          open: shown.value,
          'onUpdate:open': (open: boolean) => (shown.value = open),
          patientId: stage?.clinic.patients[0]!.id ?? '',
          encounterId,
        }),
      '/account',
      'doctor@example.org',
    );
    const mock = stage.clinic.of(DocumentsMock);
    const patientId = stage.clinic.patients[0]!.id;
    stage.clinic.of(RecordsMock).encounters.push(mock.encounter({ id: encounterId, patientId, ...more }));
    const prescription = {
      id: 'p1',
      encounterId,
      medication: { name: 'Amoxi', strength: '500 mg' },
      sentence: 'Take 1 tablet.',
    };
    stage.clinic.on('GET', '/api/patients/:id/prescriptions', () => ({
      body: { items: [prescription, ...others] },
    }));
    shown.value = true;
    await settle();
    await stage.wrapper.find('[name=kind]').setValue(kind);
    await settle();
    await change();
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    return mock.letters;
  }

  it('has the parts of the signed note that the doctor chooses', async () => {
    const letters = await write('VISIT_SUMMARY', async () => {
      const boxes = stage.wrapper.findAll<HTMLInputElement>('input[type=checkbox]');
      // Findings are there to choose, not chosen; there is no assessment.
      expect(stage.wrapper.find('fieldset').text()).toMatch(/Findings.*Diagnoses.*Plan.*Prescriptions/s);
      expect(stage.wrapper.find('fieldset').text()).not.toContain('Assessment');
      await boxes[0]!.setValue(true);
    });
    expect(letters).toEqual([
      { kind: 'VISIT_SUMMARY', released: true, encounterId, parts: expect.anything() },
    ]);
    expect(letters[0]!.parts).toEqual(
      expect.arrayContaining(['FINDINGS', 'DIAGNOSES', 'PLAN', 'PRESCRIPTIONS']),
    );
    expect(letters[0]!.parts).toHaveLength(4);
  });

  it('takes the referral and the sick note of the signed note', async () => {
    expect(await write('REFERRAL')).toEqual([
      { kind: 'REFERRAL', released: true, encounterId, text: 'Echo, please', recipient: 'Dr. Gómez' },
    ]);
    stage.wrapper.unmount();
    expect(await write('SICK_NOTE')).toEqual([
      { kind: 'SICK_NOTE', released: true, encounterId, from: '2026-11-23', until: '2026-11-27' },
    ]);
  });

  it('has the days of a sick note as they are typed, and not the last before the first', async () => {
    const type = (name: string, text: string) => stage.wrapper.find(`[name=${name}]`).setValue(text);
    const letters = await write('SICK_NOTE', async () => {
      await type('from', '11/24/2026');
      await type('until', '11/23/2026');
      await stage.wrapper.find('form').trigger('submit');
      await settle();
      expect(stage.clinic.of(DocumentsMock).letters).toEqual([]);
      expect(stage.wrapper.find('[name=until]').attributes('aria-invalid')).toBe('true');
      await type('until', '11/30/2026');
    });
    expect(letters).toMatchObject([{ kind: 'SICK_NOTE', from: '2026-11-24', until: '2026-11-30' }]);
  });

  it('does not show the patient what the note does not, unless the doctor chooses so', async () => {
    const unreleased = { releasedAt: '2026-11-26T07:00:00+01:00' };
    const states = () => {
      expect(stage.wrapper.text()).toContain('The patient does not see the note of this visit yet.');
      return Promise.resolve();
    };
    // The clinic shows a summary with the note.
    expect(await write('VISIT_SUMMARY', states, unreleased)).toMatchObject([{ released: true }]);
    stage.wrapper.unmount();
    expect(await write('REFERRAL', states, unreleased)).toMatchObject([{ released: false }]);
  });

  it('prints no prescription that was damaged, and says so', async () => {
    const damaged = { id: 'p2', encounterId, unreadable: true };
    const letters = await write(
      'PRESCRIPTION',
      () => {
        expect(stage.wrapper.findAll('[name=prescriptionId] option').map((one) => one.text())).toEqual([
          'Amoxi 500 mg: Take 1 tablet.',
        ]);
        expect(stage.wrapper.text()).toContain('Cannot be read: damaged in the database');
        return Promise.resolve();
      },
      {},
      [damaged],
    );
    expect(letters).toEqual([{ kind: 'PRESCRIPTION', released: true, prescriptionId: 'p1' }]);
  });

  it('has the only prescription chosen, also when it is opened again', async () => {
    await write('PRESCRIPTION');
    stage.wrapper.unmount();
    const close = () => {
      stage.wrapper.get<HTMLDialogElement>('dialog').element.close();
      return settle();
    };
    const letters = await write('PRESCRIPTION', async () => {
      await close();
      reopen();
      await settle();
      await stage.wrapper.find('[name=kind]').setValue('PRESCRIPTION');
      await settle();
    });
    expect(letters).toMatchObject([{ prescriptionId: 'p1' }]);
  });

  it('needs a text where it says so', async () => {
    const label = () => stage.wrapper.get('textarea[name=text]').element.closest('.stack')!.textContent;
    const letters = await write('REFERRAL', async () => {
      expect(label()).not.toContain('optional');
      await stage.wrapper.get('textarea[name=text]').setValue('');
    });
    expect(letters).toEqual([]);
    expect(label()).toContain('Write the text of the letter.');
  });

  it('is not thrown away by Escape without asking', async () => {
    await write('REFERRAL', async () => {
      const dialog = stage.wrapper.get<HTMLDialogElement>('dialog');
      const text = stage.wrapper.get<HTMLTextAreaElement>('textarea[name=text]');
      await text.setValue('Please look at the hand.');
      const escape = new Event('cancel', { cancelable: true });
      dialog.element.dispatchEvent(escape);
      expect(escape.defaultPrevented).toBe(true);
      expect(useLeaving().asking).toBe(true);
      useLeaving().close(false);
      await settle();
      expect(text.element.value).toBe('Please look at the hand.');
    });
  });

  it('prints a prescription as it was signed', async () => {
    expect(await write('PRESCRIPTION')).toEqual([
      { kind: 'PRESCRIPTION', released: true, prescriptionId: 'p1' },
    ]);
  });
});

describe('the page that confirms a letter', () => {
  it('says who issued it and when', async () => {
    stage = await showPage(VerifyPage, `/verify/${'0'.repeat(26)}`);
    await settle();
    expect(stage.wrapper.text()).toContain('Dr. Sofia Lindqvist');
    expect(stage.wrapper.text()).toContain('This letter was issued by this clinic.');
  });

  it('says that no letter has the code', async () => {
    stage = await showPage(VerifyPage, `/verify/${'1'.repeat(26)}`);
    await settle();
    expect(stage.wrapper.find('[role=alert]').text()).toContain('No letter of this clinic has this code');
  });
});

describe('an upload', () => {
  it('is begun by choosing a file after the choice of the rest of another was given up', async () => {
    let patientId = '';
    stage = await showPage(
      () => (patientId ? h(DocumentsPart, { patientId }) : null),
      '/account',
      'doctor@example.org',
    );
    const mock = stage.clinic.of(DocumentsMock);
    mock.documents.push(mock.document({ id: 'half', state: 'UPLOADING', own: true, byPatient: false }));
    patientId = stage.clinic.patients[0]!.id;
    stage.wrapper.vm.$forceUpdate();
    await settle();
    await byName(stage.wrapper, 'Continue').trigger('click');
    await byName(stage.wrapper, 'Choose files').trigger('click');
    const input = stage.wrapper.get<HTMLInputElement>('[data-test=files]');
    Object.defineProperty(input.element, 'files', { value: [new File(['%PDF'], 'new.pdf')] });
    await input.trigger('change');
    await settle();
    expect(stage.sent.filter((one) => one.startsWith('POST /api/patients/'))).toHaveLength(1);
    expect(stage.wrapper.find('[role=alert]').exists()).toBe(false);
  });

  it('is continued where the clinic says, and only with the same file', async () => {
    stage = await showPage(VerifyPage, `/verify/${'0'.repeat(26)}`);
    const offsets: number[] = [];
    const at = { received: SECTION };
    stage.clinic.on('PUT', '/api/documents/:id/content', async (_, request) => {
      offsets.push(Number(new URL(request.url).searchParams.get('offset')));
      at.received += (await request.arrayBuffer()).byteLength;
      const state = at.received === known.size ? 'CHECKING' : 'UPLOADING';
      return { body: { ...known, state, received: at.received } };
    });
    const file = new File([new Uint8Array(known.size)], 'a.pdf');
    const done = await send(
      { ...known, received: SECTION },
      file,
      () => undefined,
      new AbortController().signal,
    );
    expect(done.state).toBe('CHECKING');
    expect(offsets[0]).toBe(SECTION);
    expect(at.received).toBe(known.size);
    const document = { fileName: 'a.pdf', size: known.size } as Parameters<typeof isSame>[1];
    expect(isSame(file, document)).toBe(true);
    expect(isSame(new File(['x'], 'a.pdf'), document)).toBe(false);
  });

  it.each([
    ['photo.jpg', 'image/jpeg', 'IMAGE'],
    ['photo.HEIC', '', 'IMAGE'],
    ['blood.pdf', 'application/pdf', 'REPORT'],
  ])('of a patient is what the file is: %s', (name, type, category) => {
    expect(categoryOf(new File(['x'], name, { type }))).toBe(category);
  });

  it('says that it has arrived; one that was refused can be taken off the list', async () => {
    let patientId = '';
    stage = await showPage(
      () => (patientId ? h(DocumentsPart, { patientId }) : null),
      '/account',
      'doctor@example.org',
    );
    stage.clinic.on('POST', '/api/patients/:id/documents', () => ({
      status: 201,
      body: { ...known, size: 4 },
    }));
    stage.clinic.on('PUT', '/api/documents/:id/content', () => ({
      body: { ...known, state: 'CHECKING', size: 4, received: 4 },
    }));
    patientId = stage.clinic.patients[0]!.id;
    stage.wrapper.vm.$forceUpdate();
    await settle();
    const input = stage.wrapper.get<HTMLInputElement>('[data-test=files]');
    const files = [new File(['%PDF'], 'new.pdf'), new File([], 'empty.pdf')];
    Object.defineProperty(input.element, 'files', { value: files });
    await input.trigger('change');
    await settle();
    expect(useNotices().notices.map(({ text }) => text)).toEqual(['new.pdf has arrived.']);
    expect(stage.wrapper.get('[role=alert]').text()).toBe('empty.pdf: The file is empty.');
    await byName(stage.wrapper, 'Take empty.pdf off the list').trigger('click');
    expect(stage.wrapper.find('[role=alert]').exists()).toBe(false);
  });

  it('has a name that does not change the direction of the text around it', async () => {
    stage = await showPage(VerifyPage, `/verify/${'0'.repeat(26)}`, 'patient@example.org');
    const names: string[] = [];
    stage.clinic.on('POST', '/api/patients/:id/documents', async (_, request) => {
      names.push(((await request.json()) as { fileName: string }).fileName);
      return { status: 201, body: known };
    });
    for (const name of ['photo\u202efdp.jpg', '\u2067photo\u2069.jpg', '\u202e']) {
      await begin({ patientId: stage.clinic.patients[0]!.id }, 'IMAGE', new File(['x'], name));
    }
    expect(names).toEqual(['photofdp.jpg', 'photo.jpg', 'document']);
  });
});
