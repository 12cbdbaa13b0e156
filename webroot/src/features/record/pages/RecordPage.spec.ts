import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import type { Patient } from '@/shared/api/client';
import DocumentsMock from '@/features/documents/mock';
import PrescriptionsMock from '@/features/prescriptions/mock';
import RecordsMock from '@/features/records/mock';
import { waitFor } from '@dev/testing/waitFor';
import { useNotices } from '@/shared/stores/notices';
import ChartMock from '@/features/chart/mock';
import RecordPage from './RecordPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const mock = () => stage.clinic.of(ChartMock);
const text = () => stage.wrapper.text();
const button = (words: string) =>
  stage.wrapper.findAll('button').find((one) => one.text().startsWith(words))!;

async function open() {
  stage = await showPage(RecordPage, '/', 'doctor@example.org');
  const { id } = stage.clinic.patients[0]!;
  mock().record(id, {
    condition: { text: 'Asthma', onset: '2019-04', clinicalStatus: 'ACTIVE', certainty: 'PROVISIONAL' },
  });
  await stage.router.push({ name: 'record', params: { patientId: id } });
  await settle();
  return id;
}

/** The record of a patient whom the doctor does not treat. */
async function openAs(right: Pick<Patient, 'emergencyAccessUntil' | 'colleague'>) {
  stage = await showPage(RecordPage, '/', 'doctor@example.org');
  const patient = Object.assign(stage.clinic.patients[1]!, right);
  await stage.router.push({ name: 'record', params: { patientId: patient.id } });
  await settle();
  return patient.id;
}

/** The live topic tells that the record has changed so often. */
async function readAt(recordId: string, changes: number) {
  mock().changes = changes;
  stage.live.set(`record/${recordId}`, { about: { recordId, changes } });
  await settle();
}

const said = () => useNotices().notices.map((one) => one.text);

describe('the record of a patient', () => {
  it('keeps allergies in sight and says what is known of a problem', async () => {
    await open();
    expect(stage.wrapper.find('.banner').text()).toContain('Allergies');
    expect(text()).toContain('suspected · since April 2019');
  });

  it('shows an entry that was damaged in its place, marked, and offers no change of it', async () => {
    const id = await open();
    Object.assign(mock().entries[0]!, { details: {}, unreadable: true });
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 9 } });
    await settle();
    expect(stage.wrapper.get('[role=alert]').text()).toContain('One part of this record');
    expect(text()).toContain('Cannot be read: damaged in the database');
    expect(text()).not.toContain('Asthma');
    expect(button('Change')).toBeUndefined();
    expect(button('Entered in error')).toBeUndefined();
  });

  it('records, changes and strikes out, and what was struck out stays visible', async () => {
    await open();
    await button('Add a problem').trigger('click');
    await stage.wrapper.find('[name="condition.text"]').setValue('Hay fever');
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    expect(mock().entries.map(({ details }) => details.condition!.text)).toEqual(['Hay fever', 'Asthma']);
    expect(text()).toContain('Hay fever');
    expect(said()).toEqual(['Hay fever: recorded.']);

    await button('Entered in error: Hay fever').trigger('click');
    await stage.wrapper.find('[name=reason]').setValue('other person');
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    expect(mock().entries[0]!.status).toBe('ENTERED_IN_ERROR');
    expect(stage.wrapper.find('s').text()).toBe('Hay fever');
    expect(text()).toContain('Entered in error: other person');
    expect(said()).toContain('Hay fever: struck out.');
  });

  it('leads to notes without an appointment', async () => {
    const patientId = await open();
    await button('Note without appointment').trigger('click');
    const dialog = stage.wrapper.get('dialog[open]');
    expect(dialog.find('[role=combobox]').exists()).toBe(false);
    await dialog.get('input[value=EMERGENCY]').setValue();
    await dialog.get('form').trigger('submit');
    await settle();
    const [written] = stage.clinic.of(RecordsMock).encounters;
    expect(written).toMatchObject({ kind: 'EMERGENCY', patientId });
    await waitFor(() => expect(stage.router.currentRoute.value.fullPath).toBe(`/treat/${written!.id}`));
  });

  it('leads to a note in an emergency, and changes nothing else', async () => {
    const patientId = await openAs({ emergencyAccessUntil: '2026-11-23T08:00:00+01:00' });
    expect(button('Add a problem')).toBeUndefined();
    await button('Note without appointment').trigger('click');
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await settle();
    expect(stage.clinic.of(RecordsMock).encounters).toMatchObject([{ kind: 'EMERGENCY', patientId }]);
  });

  it('leads to no note as a colleague', async () => {
    await openAs({ colleague: true });
    expect(text()).toContain('You read this record as a colleague');
    expect(button('Note without appointment')).toBeUndefined();
  });

  it('marks vital signs that it shows only because of the emergency', async () => {
    const id = await open();
    const measured = [{ kind: 'WEIGHT' as const, value: 70, unit: 'kg' as const }];
    mock().vitals = [{ encounterId: 'e1', at: '2026-11-02T09:00:00+01:00', measurements: measured }];
    await readAt(id, 1);
    expect(stage.wrapper.get('article').text()).toContain('70 kg');
    expect(stage.wrapper.get('article').text()).not.toContain('Restricted by the patient');
    mock().vitals[0]!.restricted = true;
    await readAt(id, 2);
    expect(stage.wrapper.get('article').text()).toContain('Restricted by the patient');
  });

  it('does not name a problem twice', async () => {
    const id = await open();
    const code = { system: 'own', code: 'RESP-11', display: 'Bronchitis' };
    mock().entries = [];
    mock().record(id, {
      condition: { text: 'Bronchitis', code, clinicalStatus: 'ACTIVE', certainty: 'CONFIRMED' },
    });
    await readAt(id, 9);
    expect(
      stage.wrapper
        .get('.entry')
        .text()
        .match(/Bronchitis/g),
    ).toHaveLength(1);
    expect(stage.wrapper.get('.entry').text()).toContain('RESP-11');
  });

  it('asks for any of life and habits, in the first field', async () => {
    await open();
    await button('Add to life and habits').trigger('click');
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    expect(mock().entries).toHaveLength(1);
    expect(stage.wrapper.get('dialog[open] .error').text()).toBe('Fill in at least one of these.');
    expect(document.activeElement?.getAttribute('name')).toBe('socialHistory.smoking');
  });

  it('refuses what is no date before it is sent', async () => {
    await open();
    await button('Add a problem').trigger('click');
    await stage.wrapper.find('[name="condition.text"]').setValue('Flu');
    await stage.wrapper.find('[name="condition.onset"]').setValue('last year');
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    expect(mock().entries).toHaveLength(1);
    expect(stage.wrapper.find('[name="condition.onset"]').attributes('aria-invalid')).toBe('true');
  });

  it('takes dates as they are written, also without a day', async () => {
    await open();
    await button('Add a problem').trigger('click');
    await stage.wrapper.find('[name="condition.text"]').setValue('Flu');
    const onset = stage.wrapper.find<HTMLInputElement>('[name="condition.onset"]');
    await onset.setValue('2.2018');
    expect(onset.element.value).toBe('02/2018');
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    const flu = mock().entries.find(({ details }) => details.condition?.text === 'Flu');
    expect(flu?.details.condition?.onset).toBe('2018-02');
  });

  it('finds words without stating them in an address, and filters by kind', async () => {
    const id = await open();
    await stage.wrapper.find('input[type=search]').setValue('asth');
    await waitFor(() => expect(stage.sent).toContain(`POST /api/patients/${id}/record-search`));
    await settle();
    expect(stage.wrapper.find('.excerpt').text()).toContain('Asthma');
    expect(stage.sent.join()).not.toContain('asth');
    await stage.wrapper.find('.filters select').setValue('IMMUNIZATION');
    await settle();
    expect(text()).toContain('These words do not occur.');
  });

  it('is read again when it has changed, and says what an emergency opens', async () => {
    const id = await open();
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    expect(text()).not.toContain('is shown only because of it');
    mock().opened = true;
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    expect(text()).toContain('is shown only because of it');
  });

  it('says live what it shows only because of the emergency: entries, prescriptions and documents', async () => {
    const id = await open();
    const mark = 'Restricted by the patient';
    const marked = (selector: string, words: string) =>
      stage.wrapper.findAll(selector).some((one) => one.text().includes(words) && one.text().includes(mark));
    const prescribed = stage.clinic.of(PrescriptionsMock);
    const { id: medicationId } = prescribed.medications[0]!;
    const { id: prescription } = prescribed.write(id, {
      medicationId,
      dosage: { dose: 1, unit: 'CAPSULE', route: 'ORAL', schedule: { kind: 'TIMES_A_DAY', timesADay: 3 } },
      substitution: true,
      repeats: 0,
    });
    prescribed.sign(prescription).restricted = true;
    const documents = stage.clinic.of(DocumentsMock);
    documents.documents.push(
      documents.document({ fileName: 'letter.pdf', state: 'STORED', restricted: true }),
    );
    expect(text()).not.toContain(mark);
    mock().entries[0]!.restricted = true;
    mock().opened = true;
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await waitFor(() => expect(text()).toContain('is shown only because of it'));
    expect(marked('.entry', 'Asthma')).toBe(true);
    await waitFor(() => expect(marked('li', 'Amoxicillin')).toBe(true));
    stage.live.set(`documents/${id}`, { about: { patientId: id, changes: 0 } });
    await settle();
    stage.live.set(`documents/${id}`, { about: { patientId: id, changes: 1 } });
    await waitFor(() => expect(marked('[data-document]', 'letter.pdf')).toBe(true));
  });

  it('keeps in sight whom to call, where it is opened in an emergency', async () => {
    await open();
    expect(stage.wrapper.find('.banner').text()).not.toContain('Emergency contact');
    const patient = stage.clinic.patients[1]!;
    Object.assign(patient, { emergencyAccessUntil: '2026-11-23T18:00:00+01:00' });
    await stage.router.push({ name: 'record', params: { patientId: patient.id } });
    await settle();
    const banner = stage.wrapper.find('.banner');
    expect(banner.text()).toContain('Emergency contactMaria Schneider, Sister');
    expect(banner.find('a').attributes('href')).toBe('tel:+4930555123');
    Object.assign(stage.clinic.patients[2]!, {
      ...{ emergencyAccessUntil: '2026-11-23T18:00:00+01:00', emergencyContact: undefined },
    });
    await stage.router.push({ name: 'record', params: { patientId: stage.clinic.patients[2]!.id } });
    await settle();
    expect(stage.wrapper.find('.banner').text()).toContain('No emergency contact is recorded.');
    expect(stage.wrapper.find('.banner').text()).not.toContain('Represented by');
  });

  it('shows who represents a patient without an emergency contact', async () => {
    await open();
    const patient = stage.clinic.patients[2]!;
    const father = { representativeId: 'f', name: 'Felix Lee', relation: 'CHILD', phone: '+49 30 5550' };
    Object.assign(patient, {
      ...{ emergencyAccessUntil: '2026-11-23T18:00:00+01:00', emergencyContact: undefined },
      representatives: [father, { representativeId: 'g', name: 'Greta Lee', relation: 'OTHER' }],
    });
    await stage.router.push({ name: 'record', params: { patientId: patient.id } });
    await settle();
    const banner = stage.wrapper.find('.banner');
    expect(banner.text()).toContain('No emergency contact is recorded.');
    expect(banner.text()).toContain('Represented byFelix Lee, parent or guardian');
    expect(banner.findAll('a').map((one) => one.attributes('href'))).toEqual(['tel:+49305550']);
    expect(banner.text()).toContain('Greta Lee, relative or carerNo phone number');
  });
});
