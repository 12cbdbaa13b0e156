import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import AppointmentsMock from '../mock';
import AppointmentsPage from './AppointmentsPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const upcoming = () =>
  stage.clinic.appointments.filter(
    ({ patientId, status }) => status === 'BOOKED' && patientId === stage.clinic.patients[0]!.id,
  );

describe('my appointments', () => {
  it('are cancelled only after a confirmation, with the reason', async () => {
    stage = await showPage(AppointmentsPage, '/appointments', 'patient@example.org');
    const before = upcoming().length;
    await press(/^Cancel \w+/);
    expect(upcoming()).toHaveLength(before);
    await stage.wrapper.get('[name=reason]').setValue('down with the flu');
    await press('Cancel the appointment');
    expect(upcoming()).toHaveLength(before - 1);
    const [sent, ...more] = stage.clinic.of(AppointmentsMock).notes;
    expect(more).toEqual([]);
    expect(sent!.note).toBe('down with the flu');
    expect(sent!.address).not.toContain('flu');
  });

  it('are moved to another free time', async () => {
    stage = await showPage(AppointmentsPage, '/appointments', 'patient@example.org');
    const before = new Map(upcoming().map(({ id, start }) => [id, start]));
    await press(/^Reschedule /);
    await stage.wrapper.findAll('dialog .time.free').at(-1)!.trigger('click');
    await settle();
    expect(stage.wrapper.find('dialog').text()).toContain('This time is held for you.');
    await press(/^Move to/);
    const moved = upcoming().filter(({ id, start }) => before.get(id) !== start);
    expect(moved).toHaveLength(1);
    expect(moved[0]!.version).toBe(2);
    expect(stage.wrapper.find('dialog[open]').exists()).toBe(false);
  });

  it('stay unchanged after a concurrent change, and show the new state', async () => {
    stage = await showPage(AppointmentsPage, '/appointments', 'patient@example.org');
    upcoming().forEach((appointment) => (appointment.version = 9));
    await press(/^Cancel \w+/);
    await press('Cancel the appointment');
    expect(stage.wrapper.find('dialog [role=alert]').text()).toContain('Somebody else changed this');
    // The list was read again: pressing once more works on what is current.
    await press('Cancel the appointment');
    expect(
      stage.clinic.appointments.some(({ status, version }) => status === 'CANCELLED' && version === 10),
    ).toBe(true);
  });

  it('cannot be changed online after the cut-off, and say so', async () => {
    stage = await showPage(AppointmentsPage, '/appointments', 'patient@example.org');
    const soon = upcoming()[0]!;
    soon.start = new Date(Date.now() + 3_600_000).toISOString();
    stage.clinic.appointments = [soon];
    await stage.router.push('/appointments?view=past');
    await stage.router.push('/appointments');
    await settle();
    expect(stage.wrapper.text()).toContain('too late to change this online');
    expect(() => byName(stage.wrapper, /^Reschedule /)).toThrow();
  });

  it.each([
    [{ reasonUnavailable: true }, 'The reason cannot be shown at the moment.'],
    [{ reasonUnreadable: true }, 'The reason was damaged in the database and cannot be read.'],
  ])('state that their reason cannot be shown: %o', async (stated, words) => {
    stage = await showPage(AppointmentsPage, '/appointments', 'patient@example.org');
    stage.clinic.appointments = [{ ...upcoming()[0]!, reason: '', ...stated }];
    await stage.router.push('/appointments?view=past');
    await stage.router.push('/appointments');
    await settle();
    expect(stage.wrapper.find('article').text()).toContain(words);
  });
});
