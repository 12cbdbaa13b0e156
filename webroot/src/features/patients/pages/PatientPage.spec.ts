import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { patients } from '@dev/mock/people';
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

describe('a patient', () => {
  it('is shown to the front desk without the medical history', async () => {
    await open('desk@example.org');
    expect(stage.wrapper.text()).toContain('Aurelia Health');
    expect(stage.wrapper.text()).not.toContain('Asthma');
    expect(button('Edit the medical history')).toBeUndefined();
    await button('Edit details')!.trigger('click');
    expect(stage.wrapper.find('[name^="medicalHistory"]').exists()).toBe(false);
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
});
