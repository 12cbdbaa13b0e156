import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { patients } from '@dev/mock/people';
import PatientsMock from '../mock';
import DuplicatesPage from './DuplicatesPage.vue';
import PatientPage from './PatientPage.vue';
import PatientsPage from './PatientsPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const [first, second] = [patients[0]!, patients[1]!];
const button = (text: string) => stage.wrapper.findAll('button').find((one) => one.text() === text);
const mock = () => stage.clinic.of(PatientsMock);

async function openPair() {
  stage = await showPage(DuplicatesPage, '/patients/duplicates', 'desk@example.org');
  mock().duplicates.push({
    ...{ id: 'd1', score: 80, reasons: ['NAME', 'STATED'], foundAt: '2026-11-24T08:00:00Z' },
    first: { patient: first, hasAccount: true },
    second: { patient: second, hasAccount: false },
  });
  const { queryClient } = await import('@/shared/query/client');
  await queryClient.invalidateQueries();
  await settle();
}

describe('duplicate records', () => {
  it('are listed with the reasons', async () => {
    await openPair();
    expect(stage.wrapper.text()).toContain('same name, stated by the person');
  });

  it('are dismissed as different people', async () => {
    await openPair();
    await button('Different people')!.trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/patients/duplicates/d1/dismissal');
    expect(button('Different people')).toBeUndefined();
  });

  it('are merged into the record that is chosen', async () => {
    await openPair();
    await button('Merge')!.trigger('click');
    await settle();
    await stage.wrapper.find('dialog input[value=second]').setValue();
    await settle();
    await stage.wrapper.find('dialog form').trigger('submit');
    await settle();
    expect(stage.sent).toContain(`POST /api/patients/${second.id}/merges`);
    expect(mock().merges[0]!.from.id).toBe(first.id);
  });

  it('are not merged while visits overlap', async () => {
    await openPair();
    mock().conflicts.push({ kind: 'VISITS_OVERLAP', start: '2026-11-26T09:00:00Z', name: 'Dr. Lindqvist' });
    await button('Merge')!.trigger('click');
    await settle();
    expect(stage.wrapper.find('dialog').text()).toContain('Both have a visit at the same time');
    expect(stage.wrapper.find('dialog [type=submit]').attributes('disabled')).toBeDefined();
  });

  it('ask whose account remains', async () => {
    await openPair();
    mock().conflicts.push({ kind: 'BOTH_HAVE_ACCOUNTS' });
    await button('Merge')!.trigger('click');
    await settle();
    expect(stage.wrapper.find('dialog').text()).toContain('Whose remains?');
  });

  it('are separated again', async () => {
    stage = await showPage(PatientPage, `/patients/${first.id}`, 'desk@example.org');
    mock().merges.push({
      ...{ id: 'm1', patientId: first.id, from: second },
      ...{ mergedAt: '2026-11-24T08:00:00Z', undoableUntil: '2026-12-24T08:00:00Z' },
    });
    const { queryClient } = await import('@/shared/query/client');
    await queryClient.invalidateQueries();
    await settle();
    await byName(stage.wrapper, `Undo the merge with ${second.givenName} ${second.familyName}`).trigger(
      'click',
    );
    await settle();
    expect(stage.sent).toContain(`POST /api/patients/${first.id}/merges/m1/undoing`);
  });

  it('are shown before a patient is added, who is added with a second press', async () => {
    stage = await showPage(PatientsPage, '/patients', 'desk@example.org');
    await button('New patient')!.trigger('click');
    await settle();
    await stage.wrapper.find('dialog [name=givenName]').setValue(first.givenName);
    await stage.wrapper.find('dialog [name=familyName]').setValue(first.familyName);
    await stage.wrapper.find('dialog form').trigger('submit');
    await settle();
    expect(stage.sent).not.toContain('POST /api/patients');
    expect(stage.wrapper.find('dialog').text()).toContain('May be the same person');
    expect(button('Add anyway')).toBeDefined();
    await stage.wrapper.find('dialog [name=givenName]').setValue('Nobody');
    expect(button('Add anyway')).toBeUndefined();
    await stage.wrapper.find('dialog [name=givenName]').setValue(first.givenName);
    await stage.wrapper.find('dialog form').trigger('submit');
    await settle();
    expect(stage.sent).toContain('POST /api/patients');
  });
});
