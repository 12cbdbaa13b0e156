import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { patients } from '@dev/mock/people';
import { Refusal } from '@dev/mock/server';
import { useNotices } from '@/shared/stores/notices';
import type { Patient, Schemas } from '@/shared/api/client';
import RecordsMock from '@/features/records/mock';
import PatientsMock from '../mock';
import PatientPage from './PatientPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const patient = patients[0]!;
const button = (text: string) => stage.wrapper.findAll('button').find((one) => one.text() === text);

async function open(email: string) {
  stage = await showPage(PatientPage, `/patients/${patient.id}`, email);
}

/** Shows the page again with proposals for identity and medical history. */
async function openWithProposals(email: string) {
  await open(email);
  const proposed = { proposedAt: '2026-11-24T08:00:00Z', version: 1, patientId: patient.id };
  stage.clinic.of(PatientsMock).proposals.push(
    {
      ...{ ...proposed, id: 'p1', part: 'IDENTITY', status: 'PENDING' },
      proposed: { identity: { givenName: 'Anna', familyName: 'Married' } },
    },
    {
      ...{ ...proposed, id: 'p2', part: 'MEDICAL_HISTORY', status: 'PENDING' },
      proposed: { medicalHistory: { conditions: ['Gout'] } },
    },
  );
  const { queryClient } = await import('@/shared/query/client');
  await queryClient.invalidateQueries();
  await settle();
}

const changes: Schemas['PatientChange'][] = [
  {
    ...{ id: 'c2', version: 3, part: 'CONTACT', at: '2026-11-20T09:00:00Z' },
    ...{ actorId: 'u1', actorName: 'Dana Desk', actorRole: 'RECEPTIONIST' },
    before: { contact: { phone: '+49 30 1', address: 'Street 1' } },
    after: { contact: { phone: '+49 30 2', address: 'Street 1', email: 'anna@example.org' } },
  },
  {
    ...{ id: 'c1', version: 2, part: 'MEDICAL_HISTORY', at: '2026-11-19T09:00:00Z' },
    ...{ actorId: 'u2', actorRole: 'DOCTOR', proposalId: 'p1' },
    before: { medicalHistory: {} },
    after: { medicalHistory: { conditions: ['Gout'] } },
  },
];

/** A record that the doctor has opened in an emergency, with a proposal and without an answer about allergies. */
const openInEmergency = () => openAs({ emergencyAccessUntil: '2026-11-23T18:00:00+01:00' });

/** The same record, as a doctor sees it by another right. */
async function openAs(right: Pick<Patient, 'emergencyAccessUntil' | 'colleague'>) {
  await openWithProposals('doctor@example.org');
  const { queryClient } = await import('@/shared/query/client');
  const stored = stage.clinic.patients[0]!;
  stage.clinic.patients[0] = {
    ...stored,
    medicalHistory: { ...stored.medicalHistory, allergies: [] },
    ...right,
  };
  await queryClient.invalidateQueries();
  await settle();
}

describe('a patient', () => {
  it('is shown to the front desk without the medical history', async () => {
    await open('desk@example.org');
    expect(stage.wrapper.text()).toContain('Aurelia Health');
    expect(stage.wrapper.text()).not.toContain('Asthma');
    expect(button('Edit the medical history')).toBeUndefined();
    await button('Edit details')!.trigger('click');
    expect(stage.wrapper.find('[name^="medicalHistory"]').exists()).toBe(false);
  });

  it('is edited from the first field on, and left or saved with the focus where it began', async () => {
    await open('desk@example.org');
    const form = () => stage.wrapper.find('form[aria-label=Details]');
    const focus = () => document.activeElement as HTMLInputElement;
    await button('Edit details')!.trigger('click');
    await settle();
    expect(focus().name).toBe('givenName');
    await button('Leave it as it is')!.trigger('click');
    await settle();
    expect(form().exists()).toBe(false);
    expect(focus().textContent!.trim()).toBe('Edit details');
    await button('Edit details')!.trigger('click');
    await form().trigger('submit');
    await settle();
    expect(focus().textContent!.trim()).toBe('Edit details');
  });

  it('keeps the medical history when the front desk saves', async () => {
    await open('desk@example.org');
    await button('Edit details')!.trigger('click');
    await stage.wrapper.find('[name="familyName"]').setValue('Married');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.clinic.patients[0]).toMatchObject({
      familyName: 'Married',
      medicalHistory: { conditions: ['Asthma'] },
    });
  });

  it('has a medical history that doctors edit', async () => {
    await open('doctor@example.org');
    expect(stage.wrapper.text()).toContain('Asthma');
    expect(button('Edit details')).toBeUndefined();
    await button('Edit the medical history')!.trigger('click');
    await stage.wrapper.find('[name="medicalHistory.conditions"]').setValue('Asthma\nGout');
    await stage.wrapper.find('dialog form').trigger('submit');
    await settle();
    expect(stage.clinic.patients[0]!.medicalHistory).toMatchObject({ conditions: ['Asthma', 'Gout'] });
    expect(stage.wrapper.text()).toContain('Asthma, Gout');
  });

  it('has a telephone note that its doctor begins there', async () => {
    await open('doctor@example.org');
    await button('Note without appointment')!.trigger('click');
    await settle();
    await stage.wrapper.find('dialog[open] form').trigger('submit');
    await settle();
    const [opened] = stage.clinic.of(RecordsMock).encounters;
    expect(opened).toMatchObject({ patientId: patient.id, kind: 'TELEPHONE' });
    expect(stage.router.currentRoute.value.fullPath).toBe(`/treat/${opened!.id}`);
  });

  it('has no note for the front desk, nor for a doctor who only reads', async () => {
    await open('desk@example.org');
    expect(button('Note without appointment')).toBeUndefined();
    stage.wrapper.unmount();
    await openInEmergency();
    expect(button('Note without appointment')).toBeUndefined();
  });

  it('has proposals for personal details that the front desk accepts', async () => {
    await openWithProposals('desk@example.org');
    expect(stage.wrapper.text()).not.toContain('Gout');
    await button('Accept')!.trigger('click');
    await settle();
    expect(stage.clinic.patients[0]!.familyName).toBe('Married');
    expect(stage.wrapper.find('h1').text()).toContain('Married');
    expect(button('Accept')).toBeUndefined();
  });

  it('has proposals for the medical history that doctors refuse', async () => {
    await openWithProposals('doctor@example.org');
    expect(stage.wrapper.text()).not.toContain('Married');
    await button('Refuse')!.trigger('click');
    await settle();
    expect(stage.clinic.patients[0]!.medicalHistory).toMatchObject({ conditions: ['Asthma'] });
    expect(button('Refuse')).toBeUndefined();
  });

  it('has a log of changes, which is read when it is opened', async () => {
    await open('doctor@example.org');
    stage.clinic.of(PatientsMock).changes.push(...changes);
    const path = `GET /api/patients/${patient.id}/changes`;
    expect(stage.sent).not.toContain(path);
    await button('Changes to the record')!.trigger('click');
    await settle();
    expect(stage.sent).toContain(path);
    const entries = stage.wrapper.findAll('ul[aria-label="Changes to the record"] > li');
    expect(entries).toHaveLength(2);
    expect(entries[0]!.text()).toContain('Contact data');
    expect(entries[0]!.text()).toContain('Dana Desk, Reception');
    const cells = (index: number) => entries[index]!.findAll('tbody tr').map((row) => row.text());
    expect(cells(0)).toEqual([
      'Phone number+49 30 1+49 30 2',
      'E-mail addressNothing recordedanna@example.org',
    ]);
    expect(entries[1]!.text()).toContain('A former user, Doctor, as proposed by the patient');
    expect(cells(1)).toEqual(['ConditionsNothing recordedGout']);
  });

  it('has a log of changes without those of the medical history for an administrator', async () => {
    await open('admin@example.org');
    stage.clinic.of(PatientsMock).changes.push(...changes);
    await button('Changes to the record')!.trigger('click');
    await settle();
    expect(stage.wrapper.findAll('ul[aria-label="Changes to the record"] > li')).toHaveLength(1);
  });

  it('is given a copy of the data, and erased, by an administrator only', async () => {
    await open('desk@example.org');
    expect(button('Copy and erasure of the data')).toBeUndefined();
    stage.wrapper.unmount();
    await open('admin@example.org');
    await button('Copy and erasure of the data')!.trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain('but the clinical parts');
    await button('Ask for a copy')!.trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/privacy/exports');
    expect(stage.wrapper.find('a[href="/admin/privacy"]').exists()).toBe(false);
    await button('Show what would be erased')!.trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/privacy/erasures');
    expect(stage.wrapper.text()).toContain('Appointments (3)');
    expect(stage.wrapper.find('a[href="/admin/privacy"]').text()).toBe('To the requests');
  });

  it('is copied with the clinical parts by a doctor, unless the patient has an account', async () => {
    await open('doctor@example.org');
    stage.clinic.on('POST', '/api/privacy/exports', () => {
      throw new Refusal(409, 'export-in-account');
    });
    expect(button('Copy and erasure of the data')).toBeUndefined();
    await button('Copy of the data')!.trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain('with the clinical parts');
    await button('Ask for a copy')!.trigger('click');
    await settle();
    expect(useNotices().notices.map(({ text }) => text)).toEqual([
      'This patient has an account and asks for the copy there.',
    ]);
  });

  it('is only read under emergency access, whose end is stated', async () => {
    await openInEmergency();
    expect(stage.wrapper.text()).toContain('Emergency access: you read this record until');
    expect(stage.wrapper.text()).toContain('Asthma');
    expect(stage.wrapper.text()).toContain('Gout');
    const offered = stage.wrapper.findAll('button, a.btn').map((one) => one.text());
    expect(offered).toEqual(['Medical record']);
  });

  it('is only read by a colleague of who treats the patient', async () => {
    await openAs({ colleague: true });
    expect(stage.wrapper.text()).toContain('You read this record as a colleague');
    expect(stage.wrapper.text()).toContain('Asthma');
    const offered = stage.wrapper.findAll('button, a.btn').map((one) => one.text());
    expect(offered).toEqual(['Medical record']);
  });

  it('is invited to an account, and the invitation withdrawn', async () => {
    stage = await showPage(PatientPage, `/patients/${patients[1]!.id}`, 'desk@example.org');
    await button('Invite to an account')!.trigger('click');
    await settle();
    expect(stage.sent).toContain(`POST /api/patients/${patients[1]!.id}/account-invitation`);
    expect(button('Send the invitation again')).toBeDefined();
    await button('Withdraw the invitation')!.trigger('click');
    await settle();
    expect(button('Invite to an account')).toBeDefined();
  });

  it('is not invited by a doctor', async () => {
    await open('doctor@example.org');
    expect(button('Invite to an account')).toBeUndefined();
  });
});

describe('the visits of a patient', () => {
  it('state that their reason cannot be shown now', async () => {
    await open('desk@example.org');
    const visit = {
      ...stage.clinic.appointments[0]!,
      patientId: patient.id,
      reason: '',
      reasonUnavailable: true,
    };
    stage.clinic.appointments = [visit];
    const { queryClient } = await import('@/shared/query/client');
    await queryClient.invalidateQueries();
    await settle();
    expect(stage.wrapper.text()).toContain('The reason cannot be shown at the moment.');
  });
});
