import { afterEach, describe, expect, it } from 'vitest';
import { h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import type { Schemas } from '@/shared/api/client';
import { prescriptionsTopic } from '@/shared/api/topics';
import PrescriptionsMock from '../mock';
import PatientPrescriptions from './PatientPrescriptions.vue';
import PrescriptionsPart from './PrescriptionsPart.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const doctor = 'doctor@example.org';
const encounterId = 'e0000000-0000-7000-8000-000000000001';
const mock = () => stage.clinic.of(PrescriptionsMock);
const patientId = () => stage.clinic.patients[0]!.id;
const text = () => stage.wrapper.text();
const form = () => stage.wrapper.find('dialog[open] form');
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

/** Shows the part of the first patient, with what is there before. */
async function open(
  props: { encounterId?: string; readOnly?: boolean } = {},
  before: () => unknown = () => undefined,
  ofPatient = false,
) {
  const shown = ref(false);
  stage = await showPage(
    () => {
      if (!shown.value) {
        return null;
      }
      const id = { patientId: patientId() };
      return ofPatient ? h(PatientPrescriptions, id) : h(PrescriptionsPart, { ...props, ...id });
    },
    '/account',
    ofPatient ? 'patient@example.org' : doctor,
  );
  before();
  shown.value = true;
  await settle();
}

function details(): Schemas['PrescriptionDetails'] {
  return {
    medicationId: mock().medications[0]!.id,
    dosage: {
      dose: 1,
      unit: 'CAPSULE',
      route: 'ORAL',
      schedule: { kind: 'TIMES_A_DAY', timesADay: 3 },
      durationDays: 7,
    },
    substitution: true,
    repeats: 0,
  };
}

async function choose(typed: string, name: string) {
  await stage.wrapper.find('[role="combobox"]').setValue(typed);
  await waitFor(() => expect(text()).toContain(name));
  await stage.wrapper.find('[role="combobox"]').trigger('keydown', { key: 'Enter' });
  await settle();
}

describe('the prescriptions of a patient', () => {
  it('are written with a sentence that follows what is entered', async () => {
    await open({ encounterId });
    await press('Prescribe');
    await choose('amox', 'Amoxicillin 500 mg');
    await waitFor(() => expect(text()).toContain('en: 1 CAPSULE TIMES_A_DAY 3.'));
    await form().find('[name="dosage.schedule.timesADay"]').setValue('2');
    await waitFor(() => expect(text()).toContain('en: 1 CAPSULE TIMES_A_DAY 2.'));
    expect(text()).toContain('Needed for the whole time: 14 capsule');
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions).toHaveLength(1);
    expect(mock().prescriptions[0]).toMatchObject({
      encounterId,
      dosage: { dose: 1, unit: 'CAPSULE', schedule: { kind: 'TIMES_A_DAY', timesADay: 2 } },
    });
    expect(text()).toContain('Draft');
    // It is signed with its encounter.
    expect(() => byName(stage.wrapper, /^Sign/)).toThrow();
  });

  it('take the usual way of a medication, and need one', async () => {
    await open();
    await press('Prescribe');
    await form().trigger('submit');
    await settle();
    const lookup = form().get('[role="combobox"]');
    expect(lookup.attributes('aria-invalid')).toBe('true');
    expect(
      form()
        .get(`[id="${lookup.attributes('aria-describedby')}"]`)
        .text(),
    ).toBe('Choose a medication.');
    expect(document.activeElement).toBe(lookup.element);
    await choose('salb', 'Salbutamol 100');
    expect((form().find('[name="dosage.route"]').element as HTMLSelectElement).value).toBe('INHALED');
  });

  it.each([
    ['dosage.durationDays', 'seven', 'Please enter a whole number from 1 to 730.'],
    ['dosage.schedule.timesADay', '2.5', 'Please enter a whole number from 1 to 24.'],
    ['quantity', 'ten', 'Enter a number, for example 1 or 0.5.'],
  ])('are not written without what cannot be read: %s', async (name, typed, error) => {
    await open();
    await press('Prescribe');
    await choose('amox', 'Amoxicillin 500 mg');
    const field = form().get<HTMLInputElement>(`[name="${name}"]`);
    await field.setValue(typed);
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions).toHaveLength(0);
    expect(form().text()).toContain(error);
    expect(document.activeElement).toBe(field.element);
    expect(field.element.value).toBe(typed);
  });

  it('need a time where they are taken at times', async () => {
    await open();
    await press('Prescribe');
    await choose('amox', 'Amoxicillin 500 mg');
    await form().get('input[value=AT_TIMES]').setValue(true);
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions).toHaveLength(0);
    expect(form().text()).toContain('Choose a part of the day, or enter a time.');
  });

  it('keep a quantity that was stated when they are changed', async () => {
    await open({}, () => mock().write(patientId(), { ...details(), quantity: 30 }));
    await press(/^Change draft/);
    await waitFor(() => expect(form().get<HTMLInputElement>('[name=quantity]').element.value).toBe('30'));
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions[0]!.quantity).toBe(30);
  });

  it('follow the dosage with a quantity that was not stated', async () => {
    await open({}, () => mock().write(patientId(), details()));
    await press(/^Change draft/);
    await waitFor(() => expect(text()).toContain('Needed for the whole time: 21 capsule'));
    expect(form().get<HTMLInputElement>('[name=quantity]').element.value).toBe('');
  });

  it('are signed alone, ended with a reason, and renewed', async () => {
    await open({}, () => mock().write(patientId(), details()));
    await press('Sign: Amoxicillin 500 mg');
    expect(mock().prescriptions[0]!.status).toBe('ACTIVE');
    await press('End: Amoxicillin 500 mg');
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions[0]!.status).toBe('ACTIVE');
    await form().find('[name="reason"]').setValue('Rash');
    await form().trigger('submit');
    await settle();
    expect(mock().prescriptions[0]).toMatchObject({ status: 'STOPPED', endReason: 'Rash' });
    await press('Earlier prescriptions (1)');
    expect(text()).toContain('Reason: Rash');
    await press('Renew: Amoxicillin 500 mg');
    expect(mock().prescriptions[1]).toMatchObject({ status: 'DRAFT', renews: mock().prescriptions[0]!.id });
    expect(form().exists()).toBe(true);
  });

  it('are not signed while the clinic lacks what the law requires, which is named', async () => {
    await open({}, () => mock().write(patientId(), details()));
    mock().missing = ['clinic-address', 'doctor-email'];
    await press(/^Sign/);
    await settle();
    expect(mock().prescriptions[0]!.status).toBe('DRAFT');
    const { useNotices } = await import('@/shared/stores/notices');
    expect(useNotices().notices.map((notice) => notice.text)).toEqual([
      "Not signed. Not recorded yet: the clinic's address, your e-mail address.",
    ]);
  });

  it('that were damaged are in their place, marked, and cannot be signed, ended or renewed', async () => {
    await open({}, () => {
      mock().damage(mock().sign(mock().write(patientId(), details()).id));
      mock().damage(mock().write(patientId(), details()));
      mock().damage(
        Object.assign(mock().sign(mock().write(patientId(), details()).id), { status: 'STOPPED' as const }),
      );
      const ended = mock().sign(mock().write(patientId(), details()).id);
      Object.assign(ended, { status: 'STOPPED', endReasonUnreadable: true });
    });
    const rows = () => stage.wrapper.findAll('.entry').map((row) => row.text());
    expect(rows()).toHaveLength(2);
    rows().forEach((row) => expect(row).toMatch(/^Cannot be read: damaged in the database/));
    expect(text()).not.toContain('Amoxicillin');
    expect(text()).not.toContain('Nothing is prescribed');
    await press('Earlier prescriptions (2)');
    expect(rows().filter((row) => row.startsWith('Cannot be read'))).toHaveLength(3);
    expect(text()).toContain('Reason: Cannot be read');
    const actions = stage.wrapper.findAll('.entry button').map((one) => one.attributes('aria-label'));
    expect(actions).toEqual([
      'Remove draft: Cannot be read: damaged in the database',
      'Renew: Amoxicillin 500 mg',
    ]);
    await press(/^Remove/);
    expect(mock().prescriptions).toHaveLength(3);
  });

  it('are written with a warning while nobody knows the allergies, as they were damaged', async () => {
    await open({}, () => {
      const { medicalHistory, ...patient } = stage.clinic.patients[0]!;
      expect(medicalHistory).toBeDefined();
      stage.clinic.patients[0] = { ...patient, medicalHistoryUnreadable: true };
    });
    await press('Prescribe');
    expect(form().find('[role=alert]').text()).toContain('Allergies cannot be shown.');
    stage.wrapper.unmount();
    await open();
    await press('Prescribe');
    expect(form().text()).not.toContain('Allergies');
  });

  it('that were damaged are on the page of the patient as well', async () => {
    await open({}, () => mock().damage(mock().sign(mock().write(patientId(), details()).id)), true);
    expect(text()).toContain('Cannot be read: damaged in the database');
    expect(text()).toContain('valid until');
    expect(text()).not.toContain('Nothing is prescribed');
  });

  it('can only be read where nothing may be changed', async () => {
    await open({ readOnly: true }, () => mock().sign(mock().write(patientId(), details()).id));
    expect(text()).toContain('Amoxicillin 500 mg');
    expect(stage.wrapper.findAll('button')).toHaveLength(0);
  });

  it('appear on the page of the patient when they are signed', async () => {
    await open({}, () => undefined, true);
    const topic = prescriptionsTopic(patientId());
    stage.live.set(topic, { items: {} });
    await settle();
    expect(text()).toContain('Nothing is prescribed for you at the moment.');
    const { id, version } = mock().sign(mock().write(patientId(), details()).id);
    stage.live.set(topic, { items: { [id]: { id, status: 'ACTIVE', version } } });
    await settle();
    expect(text()).toContain('Amoxicillin 500 mg');
    expect(text()).toContain('valid until');
  });
});
