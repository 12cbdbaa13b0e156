import { afterEach, describe, expect, it, vi } from 'vitest';
import { h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import { queryClient } from '@/shared/query/client';
import { useNotices } from '@/shared/stores/notices';
import ChartMock from '@/features/chart/mock';
import PrescriptionsMock from '@/features/prescriptions/mock';
import SettingsMock from '@/features/settings/mock';
import type { Encounter } from '../queries';
import RecordsMock from '../mock';
import TreatPage from './TreatPage.vue';

let stage: Stage;
let encounter: Encounter;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

/** The record is not open any more to the author of the note. */
const closed = { authorOnly: true, patientName: 'Ada Byron' };

/** Shows the draft of a note without a visit of the first patient. */
async function open(
  releaseDays = 0,
  prepare: (clinic: Clinic) => void = () => {},
  kind: 'TELEPHONE' | 'EMERGENCY' = 'TELEPHONE',
) {
  const shown = ref(false);
  stage = await showPage(() => (shown.value ? h(TreatPage) : null), '/today', 'doctor@example.org');
  stage.clinic.of(SettingsMock).recordRules.releaseDays = releaseDays;
  encounter = stage.clinic.of(RecordsMock).open(stage.clinic.patients[0]!.id, kind);
  prepare(stage.clinic);
  await stage.router.push(`/treat/${encounter.id}`);
  shown.value = true;
  await settle();
}

const press = async (name: string) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const enter = (element: Element, more: KeyboardEventInit = {}) =>
  element.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }),
  );
const isSigned = () => stage.sent.some((one) => one.endsWith('/signature'));
const release = () =>
  stage.wrapper
    .findAll('select')
    .map((one) => one.findAll('option').map((option) => option.text()))
    .find((options) => options.includes('after a week'));

describe('a consultation', () => {
  it('does not say that there were no visits where they cannot be read', async () => {
    await open(0, (clinic) =>
      clinic.on('GET', '/api/patients/:id/encounters', () => {
        throw new Refusal(403, 'forbidden');
      }),
    );
    const earlier = stage.wrapper.get('aside[aria-labelledby=history]').text();
    expect(earlier).toContain('You may not do this.');
    expect(earlier).not.toContain('No earlier visits.');
  });

  it('has the name of the patient as its heading', async () => {
    await open();
    const { givenName, familyName } = stage.clinic.patients[0]!;
    expect(stage.wrapper.get('h1').text()).toBe(`${givenName} ${familyName}`);
  });
});

describe('a note', () => {
  it('is not signed by Enter in a dialog of its prescriptions', async () => {
    await open();
    await press('Prescribe');
    const form = await waitFor(() => stage.wrapper.get('dialog[open] form'));
    expect(stage.wrapper.findAll('form dialog, form form')).toEqual([]);
    enter(form.element);
    enter(form.element, { ctrlKey: true });
    await form.trigger('submit');
    await settle();
    expect(stage.wrapper.text()).toContain('Choose a medication.');
    expect(isSigned()).toBe(false);
    expect(encounter.status).toBe('IN_PROGRESS');
  });

  it('is signed by Ctrl and Enter outside of dialogs', async () => {
    await open();
    enter(document.body, { ctrlKey: true });
    await waitFor(() => expect(encounter.status).toBe('FINISHED'));
    expect(isSigned()).toBe(true);
  });

  it.each([
    [undefined, 'Signed.'],
    ['a0000000-0000-7000-8000-000000000001', 'Signed. The visit is completed.'],
  ])('says that its visit is completed only if it has one: %s', async (appointmentId, said) => {
    await open(0, (clinic) => Object.assign(clinic.of(RecordsMock).encounters[0]!, { appointmentId }));
    await press('Sign');
    await waitFor(() => expect(useNotices().notices.map(({ text }) => text)).toEqual([said]));
  });

  it('has the focus when it is signed', async () => {
    await open();
    await press('Sign');
    await waitFor(() => expect(stage.wrapper.text()).toContain('Add or correct'));
    await settle();
    expect(document.activeElement?.id).toBe('note');
  });

  it('has the focus when it is signed, and not what is near the button', async () => {
    await open();
    const near = document.createElement('button');
    const observer = new MutationObserver(() => document.activeElement === document.body && near.focus());
    document.body.append(near);
    (byName(stage.wrapper, 'Sign').element as HTMLElement).focus();
    observer.observe(stage.wrapper.element.parentElement!, { childList: true, subtree: true });
    await press('Sign');
    await waitFor(() => expect(stage.wrapper.text()).toContain('Add or correct'));
    await settle();
    observer.disconnect();
    near.remove();
    expect(document.activeElement?.id).toBe('note');
  });

  it('is no longer written by a page that is closed or loaded again', async () => {
    await open();
    const left = () => stage.sent.filter((one) => one.startsWith('DELETE') && one.includes('/editors/'));
    expect(left()).toEqual([]);
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    expect(left()).toHaveLength(1);
  });

  it('is seen by the patient at once, or later', async () => {
    await open();
    await waitFor(() => expect(release()).toEqual(['at once', 'after a day', 'after a week']));
  });

  it('is seen by the patient after the days of the clinic, or later', async () => {
    await open(2);
    await waitFor(() => expect(release()).toEqual(["after 2 days, the clinic's rule", 'after a week']));
  });
});

describe('what cannot be read in a note', () => {
  const oxygen = { kind: 'SATURATION', units: [{ unit: '%', min: 40, max: 100 }] };
  const weight = { kind: 'WEIGHT', units: [{ unit: 'kg', min: 0.2, max: 400 }] };
  const field = (name: string) => stage.wrapper.get<HTMLInputElement>(`[name=${name}]`);
  const type = async (name: string, text: string) => {
    await field(name).setValue(text);
    await field(name).trigger('change');
  };
  const withSigns = () =>
    open(0, (clinic) => clinic.on('GET', '/api/vital-signs', () => ({ body: { items: [oxygen, weight] } })));
  const alert = () => stage.wrapper.get('[role=alert]').text();

  it.each([
    ['sign-SATURATION', 'abc', 'Please enter a number.'],
    ['sign-WEIGHT', '4000', 'Not plausible'],
    ['sickFrom', '31/13/2026', 'Enter a day that exists, with the whole year, for example 15/3/1984.'],
    ['followUpDate', 'soon', 'Enter a day that exists, with the whole year, for example 15/3/1984.'],
    ['followUpAmount', '401', 'Please enter a whole number from 1 to 400.'],
  ])('is not lost by signing: %s', async (name, text, error) => {
    await withSigns();
    await type(name, text);
    await press('Sign');
    expect(isSigned()).toBe(false);
    expect(alert()).toContain('Please correct one field.');
    expect(field(name).attributes('aria-invalid')).toBe('true');
    expect(field(name).element.closest('.stack')!.textContent).toContain(error);
    expect(document.activeElement).toBe(field(name).element);

    await type(name, '');
    await press('Sign');
    await waitFor(() => expect(encounter.status).toBe('FINISHED'));
  });

  it('does not keep the rest from being saved', async () => {
    await withSigns();
    await type('sickUntil', '31/13/2026');
    await field('plan').setValue('Rest');
    await press('Sign');
    await waitFor(() => expect(encounter.note.plan).toBe('Rest'));
    expect(encounter.note.sickNote).toBeUndefined();
    await type('sickUntil', '12/01/2026');
    await press('Sign');
    await waitFor(() => expect(encounter.note.sickNote?.until).toBe('2026-12-01'));
  });

  it('is said by the clinic until it is changed, whichever line it is in then', async () => {
    await withSigns();
    stage.clinic.on('POST', '/api/encounters/:id/signature', () => {
      const wrong = { pointer: '/measurements/0/value', code: 'invalid', params: {}, message: 'Not valid' };
      throw new Refusal(400, 'validation-failed', { errors: [wrong] });
    });
    await type('sign-WEIGHT', '80');
    await press('Sign');
    const isWrong = (name: string) => field(name).attributes('aria-invalid');
    await waitFor(() => expect(isWrong('sign-WEIGHT')).toBe('true'));
    expect(document.activeElement).toBe(field('sign-WEIGHT').element);
    await type('sign-SATURATION', '97');
    expect([isWrong('sign-SATURATION'), isWrong('sign-WEIGHT')]).toEqual([undefined, undefined]);
    expect(alert()).toBe('');
  });

  it('takes the focus where no field can', async () => {
    await withSigns();
    stage.clinic.on('POST', '/api/encounters/:id/signature', () => {
      throw new Refusal(503, 'unavailable');
    });
    await press('Sign');
    await waitFor(() => expect(alert()).not.toBe(''));
    await settle();
    expect(document.activeElement?.getAttribute('role')).toBe('alert');
  });
});

describe('a note of an emergency', () => {
  const ofRecord = () => stage.sent.filter((one) => one.startsWith('GET /api/patients/'));
  const inEmergency = { emergencyAccessUntil: '2026-11-23T08:00:00+01:00' };

  it('is written while prescriptions and documents are only read', async () => {
    await open(0, ({ patients }) => Object.assign(patients[0]!, inEmergency), 'EMERGENCY');
    const page = stage.wrapper.text();
    expect(page).toContain('you read this record until');
    expect(page).toContain('Prescriptions');
    expect(stage.wrapper.findAll('button').map((one) => one.text())).not.toContain('Prescribe');
    expect(stage.wrapper.find('input[type=file]').exists()).toBe(false);
  });

  it('is finished and signed after the access, with nothing else of the record', async () => {
    await open(0, (clinic) => Object.assign(clinic.of(RecordsMock).encounters[0]!, closed), 'EMERGENCY');
    expect(stage.wrapper.get('h1').text()).toBe('Ada Byron');
    expect(stage.wrapper.text()).toContain('The rest of this record is no longer open to you.');
    expect(ofRecord()).toEqual([]);
    enter(document.body, { ctrlKey: true });
    await waitFor(() => expect(encounter.status).toBe('FINISHED'));
    await settle();
    expect(stage.wrapper.text()).toContain('Signed');
    expect(ofRecord()).toEqual([]);
  });

  it('stays as it is typed when the access ends, and the rest of the record goes', async () => {
    await open(0, ({ patients }) => Object.assign(patients[0]!, inEmergency), 'EMERGENCY');
    await stage.wrapper.get('textarea').setValue('not saved yet');
    const { familyName } = stage.clinic.patients[0]!;
    expect(stage.wrapper.text()).toContain(familyName);
    Object.assign(encounter, closed);
    await queryClient.invalidateQueries({ queryKey: ['records', 'encounter'] });
    await waitFor(() => expect(stage.wrapper.text()).toContain('no longer open to you'));
    expect(stage.wrapper.text()).not.toContain(familyName);
    expect(stage.wrapper.find('aside').exists()).toBe(false);
    expect(stage.wrapper.text()).not.toContain('Prescriptions');
    expect(stage.wrapper.get('textarea').element.value).toBe('not saved yet');
  });
});

describe('a signed note', () => {
  it('is marked where it is shown only because of the emergency, as earlier ones are', async () => {
    const mark = 'Restricted by the patient';
    const signed = { status: 'FINISHED', writable: false, signedAt: '2026-11-23T06:00:00+01:00' } as const;
    await open(0, (clinic) => {
      const records = clinic.of(RecordsMock);
      const earlier = records.open(clinic.patients[0]!.id, 'EMERGENCY');
      Object.assign(encounter, signed);
      Object.assign(earlier, signed, { restricted: true });
    });
    expect(stage.wrapper.get('aside').text()).toContain(mark);
    expect(stage.wrapper.get('header').text()).not.toContain(mark);
    encounter.restricted = true;
    await queryClient.invalidateQueries({ queryKey: ['records', 'encounter'] });
    await waitFor(() => expect(stage.wrapper.get('header').text()).toContain(mark));
  });

  it('is not shown any more when it may not be read', async () => {
    await open();
    stage.clinic.on('GET', '/api/encounters/:id', () => {
      throw new Refusal(403, 'forbidden');
    });
    await queryClient.invalidateQueries({ queryKey: ['records', 'encounter'] });
    await waitFor(() => expect(stage.wrapper.text()).toContain('Page not found'));
  });
});

describe('what is added to a signed note', () => {
  const signed = { status: 'FINISHED', signedAt: '2026-11-23T06:00:00+01:00' } as const;
  const openSigned = () =>
    open(0, (clinic) => {
      Object.assign(clinic.of(RecordsMock).encounters[0]!, signed);
      clinic.on('POST', '/api/encounters/:id/addenda', () => ({ body: encounter }));
    });
  const text = () => stage.wrapper.get<HTMLTextAreaElement>('dialog[open] textarea');

  it('is not there any more when something else is added', async () => {
    await openSigned();
    await press('Add or correct');
    await text().setValue('The X-ray is clear.');
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await waitFor(() => expect(stage.wrapper.find('dialog[open]').exists()).toBe(false));
    await press('Add or correct');
    expect(text().element.value).toBe('');
  });

  it('says that it is added, and asks why it corrects the note', async () => {
    await openSigned();
    await press('Add or correct');
    await stage.wrapper.get('dialog[open] input[value=CORRECTION]').setValue(true);
    await text().setValue('The left hand.');
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await settle();
    const reason = stage.wrapper.get<HTMLInputElement>('dialog[open] [name=reason]');
    expect(document.activeElement).toBe(reason.element);
    expect(stage.wrapper.get('dialog[open] .error').text()).toBe('Say why.');
    await reason.setValue('Side mixed up');
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await waitFor(() => expect(useNotices().notices.map((one) => one.text)).toEqual(['Added to the note.']));
  });

  it('is still there after the dialog was closed by mistake', async () => {
    await openSigned();
    await press('Add or correct');
    await text().setValue('The X-ray is');
    stage.wrapper.get<HTMLDialogElement>('dialog[open]').element.close();
    await settle();
    await press('Add or correct');
    expect(text().element.value).toBe('The X-ray is');
  });
});

describe('a signed note that was entered in error', () => {
  it('is struck out after saying what stays valid, and then has the focus', async () => {
    await open(0, (clinic) => {
      const [note] = clinic.of(RecordsMock).encounters;
      Object.assign(note!, { status: 'FINISHED', signedAt: '2026-11-23T06:00:00+01:00' });
      clinic.on('POST', '/api/encounters/:id/strike-out', () => ({
        body: Object.assign(note!, { status: 'ENTERED_IN_ERROR' }),
      }));
    });
    await press('Entered in error');
    expect(stage.wrapper.get('dialog[open]').text()).toContain('Its prescriptions and letters stay valid');
    await stage.wrapper.get('dialog[open] [name=reason]').setValue('Another patient');
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await waitFor(() => expect(document.activeElement?.id).toBe('note'));
    expect(stage.wrapper.find('del').exists()).toBe(true);
  });
});

describe('measurements of a signed note', () => {
  it('have a unit each, the body mass index too', async () => {
    const measurements = [
      { kind: 'WEIGHT', value: 70, unit: 'kg' },
      { kind: 'HEIGHT', value: 175, unit: 'cm' },
    ] as const;
    await open(0, (clinic) => {
      const [one] = clinic.of(RecordsMock).encounters;
      Object.assign(one!, { status: 'FINISHED', bodyMassIndex: 22.9 });
      one!.note.measurements = [...measurements];
    });
    expect(stage.wrapper.text()).toContain('BMI 22.9 kg/m²');
  });
});

describe('the body mass index', () => {
  it('is shown of values that can be', async () => {
    const height = { kind: 'HEIGHT', units: [{ unit: 'cm', min: 20, max: 260 }] };
    const weight = { kind: 'WEIGHT', units: [{ unit: 'kg', min: 0.2, max: 400 }] };
    await open(0, (clinic) =>
      clinic.on('GET', '/api/vital-signs', () => ({ body: { items: [weight, height] } })),
    );
    const type = async (name: string, text: string) => {
      await stage.wrapper.get(`[name=sign-${name}]`).setValue(text);
      await settle();
    };
    await type('WEIGHT', '70');
    await type('HEIGHT', '1,75');
    expect(stage.wrapper.text()).not.toContain('BMI');
    await type('HEIGHT', '175');
    expect(stage.wrapper.get('output').text()).toBe('22.9 kg/m²');
  });
});

describe('a note that is open elsewhere too', () => {
  const since = '2026-11-23T06:50:00+01:00';
  async function openElsewhere(of: 'own' | 'other') {
    await open();
    const about = { id: encounter.id, status: 'IN_PROGRESS', savedAt: encounter.savedAt, version: 1 };
    const doctorId = of === 'own' ? encounter.doctorId : crypto.randomUUID();
    stage.live.set(`encounter/${encounter.id}`, {
      about,
      items: { page: { id: 'page', doctorId, doctorName: 'Dr. Grace Hopper', since } },
    });
    await settle();
    return stage.wrapper.get('section[aria-labelledby=note] > [aria-live=polite]').text();
  }

  it('says who has it open', async () => {
    expect(await openElsewhere('other')).toMatch(/^Dr\. Grace Hopper has this note open too, since /);
  });

  it("does not say that of the doctor's own other window", async () => {
    const text = await openElsewhere('own');
    expect(text).toMatch(/^You have this note open in another window too, since /);
    expect(text).not.toContain('Grace Hopper');
  });
});

describe('the patient of a note', () => {
  it.each([
    ['TELEPHONE', false],
    ['EMERGENCY', true],
  ] as const)('has the emergency contact in sight in an emergency: %s', async (kind, shown) => {
    await open(0, undefined, kind);
    expect(stage.wrapper.find('a[href="tel:+4930555123"]').exists()).toBe(shown);
  });

  it('has recorded problems and prescriptions in sight, with what the patient told', async () => {
    await open(0, (clinic) => {
      const chart = clinic.of(ChartMock);
      const { id, medicalHistory } = clinic.patients[0]!;
      const record = (text: string, clinicalStatus: 'ACTIVE' | 'RESOLVED') =>
        chart.record(id, { condition: { text, clinicalStatus, certainty: 'CONFIRMED' } });
      record('Gout', 'ACTIVE');
      record('Measles', 'RESOLVED');
      Object.assign(medicalHistory!, { conditions: ['gout', 'Hay fever'], medication: ['Vitamin D'] });
      const prescriptions = clinic.of(PrescriptionsMock);
      const [medication] = prescriptions.medications;
      const dosage = {
        dose: 1,
        unit: 'CAPSULE',
        route: 'ORAL',
        durationDays: 7,
        schedule: { kind: 'TIMES_A_DAY', timesADay: 3 },
      } as const;
      const details = { medicationId: medication!.id, dosage, substitution: true, repeats: 0 };
      prescriptions.sign(prescriptions.write(id, details).id);
      for (let later = 0; later < 60; later++) {
        Object.assign(prescriptions.write(id, details), { status: 'STOPPED', sentence: 'Ended.' });
      }
    });
    const summary = () => stage.wrapper.get('[aria-label=Patient]').text();
    await waitFor(() => expect(summary()).toMatch(/Gout\s*Hay fever/));
    expect(summary()).not.toMatch(/Measles|Nothing recorded/);
    expect(summary()).toMatch(/Amoxicillin 500 mg.*Vitamin D/s);
    expect(summary()).not.toContain('Ended.');
  });
});
