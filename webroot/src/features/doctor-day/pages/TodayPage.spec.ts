import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Appointment } from '@/shared/api/client';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { queryClient } from '@/shared/query/client';
import RecordsMock from '@/features/records/mock';
import TodayPage from './TodayPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function show(...statuses: Appointment['status'][]) {
  stage = await showPage(TodayPage, '/today', 'doctor@example.org');
  const { doctorId } = stage.clinic.users[1]!;
  const today = stage.clinic.appointments
    .filter((one) => one.doctorId === doctorId && one.start.startsWith('2026-11-23'))
    .slice(0, statuses.length);
  today.forEach((one, index) => (one.status = statuses[index]!));
  tell(today);
  await settle();
  return today;
}

const tell = (visits: Appointment[]) =>
  stage.live.set('me', { items: Object.fromEntries(visits.map((one) => [one.id, structuredClone(one)])) });
const card = () => stage.wrapper.get('article');

describe('a doctor’s today', () => {
  it('shows the waiting patient, with allergies', async () => {
    const [, waits] = await show('BOOKED', 'CHECKED_IN', 'BOOKED');
    expect(card().text()).toContain(waits!.patientName);
    expect(card().text()).toContain('is waiting for you');
    expect(card().text()).toContain('Penicillin');
    expect(card().text()).toMatch(/\d+ years/);
  });

  it('says that nobody asked for allergies, until the answer is recorded', async () => {
    const [visit] = await show('CHECKED_IN');
    stage.clinic.patient(visit!.patientId).medicalHistory = { allergies: [] };
    await queryClient.invalidateQueries();
    await settle();
    expect(card().text()).toContain('Allergies: not asked yet');
    expect(card().text()).not.toContain('No known allergies');

    await byName(stage.wrapper, 'Ask and record').trigger('click');
    const none = await waitFor(() => stage.wrapper.get('dialog input[value=NONE]'));
    await none.setValue();
    await stage.wrapper.get('dialog form').trigger('submit');
    await settle();
    expect(stage.clinic.patient(visit!.patientId).medicalHistory).toMatchObject({ noKnownAllergies: true });
    expect(card().text()).toMatch(/No known allergies, asked on .*November 23.* \(by a doctor\)/);
  });

  it('does not say that nothing is recorded where the patient has told nothing', async () => {
    const [visit] = await show('CHECKED_IN');
    stage.clinic.patient(visit!.patientId).medicalHistory = { allergies: [], conditions: ['Gout'] };
    await queryClient.invalidateQueries();
    await settle();
    expect(card().text()).toContain('Gout');
    expect(card().text()).not.toMatch(/Nothing recorded|Current medication/);
  });

  it('begins and completes the visit, at once and before it has come back live', async () => {
    const [visit] = await show('CHECKED_IN', 'BOOKED');
    await byName(stage.wrapper, 'Begin').trigger('click');
    await settle();
    expect(card().text()).toContain('with you now');
    expect(stage.clinic.appointments.find(({ id }) => id === visit!.id)?.status).toBe('IN_CONSULTATION');
    await byName(stage.wrapper, 'Complete the visit').trigger('click');
    await settle();
    expect(card().text()).toContain('comes next');
  });

  it('leads to a note of a patient without an appointment today', async () => {
    await show();
    await byName(stage.wrapper, 'Note without appointment').trigger('click');
    const dialog = stage.wrapper.get('dialog[open]');
    await dialog.get('form').trigger('submit');
    await settle();
    expect(dialog.text()).toContain('Choose a patient.');
    const { id, givenName, familyName } = stage.clinic.patients[0]!;
    await dialog.get('[role=combobox]').setValue(familyName);
    const option = await waitFor(() => {
      const first = dialog.get('[role=option]');
      expect(first.text()).toContain(`${givenName} ${familyName}`);
      return first;
    });
    await option.trigger('pointerdown');
    await dialog.get('form').trigger('submit');
    await settle();
    const [written] = stage.clinic.of(RecordsMock).encounters;
    expect(written).toMatchObject({ kind: 'TELEPHONE', patientId: id });
    await waitFor(() => expect(stage.router.currentRoute.value.fullPath).toBe(`/treat/${written!.id}`));
  });

  it('follows changes by other users', async () => {
    const [first, second] = await show('BOOKED', 'BOOKED');
    expect(card().text()).toContain(first!.patientName);
    tell([first!, { ...second!, status: 'CHECKED_IN', version: 2 }]);
    await settle();
    expect(card().text()).toContain(second!.patientName);
  });

  it('keeps to the visit that was chosen in the timeline', async () => {
    const [, second] = await show('BOOKED', 'BOOKED');
    const link = stage.wrapper
      .findAll('.timeline a')
      .find((one) => one.text().includes(second!.patientName))!;
    await link.trigger('click');
    await settle();
    expect(card().text()).toContain('comes later');
    expect(byName(stage.wrapper, 'Back to the current patient').exists()).toBe(true);
  });

  it('shows that there are no visits', async () => {
    await show();
    expect(stage.wrapper.text()).toContain('No visits today');
  });
});
