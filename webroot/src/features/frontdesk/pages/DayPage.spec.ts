import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { queryClient } from '@/shared/query/client';
import { useNotices } from '@/shared/stores/notices';
import DayPage from './DayPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const said = () => stage.wrapper.get('.visually-hidden[aria-live]').text();

describe('the day', () => {
  it('checks a patient in with one press and shows it', async () => {
    stage = await showPage(DayPage, '/day', 'desk@example.org');
    const button = byName(stage.wrapper, /^Check in: /);
    const row = button.element.closest('li')!;
    expect(row.textContent).toContain('Booked');
    await button.trigger('click');
    await settle();
    expect(row.textContent).toContain('Checked in');
    expect(said()).toMatch(/^.+: Checked in$/);
    expect(stage.clinic.appointments.filter(({ version }) => version === 2)).toHaveLength(1);
  });

  it('shows a doctor only their own visits', async () => {
    stage = await showPage(DayPage, '/day', 'doctor@example.org');
    const doctorId = stage.clinic.users[1]!.doctorId!;
    const own = stage.clinic.appointments.filter(
      (one) => one.doctorId === doctorId && one.start.startsWith('2026-11-23'),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(stage.wrapper.findAll('ol > li:not(.now)')).toHaveLength(own.length);
  });

  it('takes back a status with a reason', async () => {
    stage = await showPage(DayPage, '/day', 'desk@example.org');
    const visit = stage.clinic.appointments.find(({ start }) => start.startsWith('2026-11-23'))!;
    visit.status = 'NO_SHOW';
    await queryClient.invalidateQueries();
    await settle();
    const row = stage.wrapper.findAll('ol > li').find((one) => one.text().includes('No-show'))!;
    await row.find('[aria-label^="More for"]').trigger('click');
    await row
      .findAll('[role=menuitem]')
      .find((one) => one.text() === 'Take back “No-show”')!
      .trigger('click');
    await settle();
    const form = stage.wrapper.find('dialog[open] form');
    await form.trigger('submit');
    expect(form.text()).toContain('Please fill this in.');
    await form.find('textarea').setValue('Came late');
    await form.trigger('submit');
    await settle();
    expect(visit.status).toBe('CHECKED_IN');
    expect(useNotices().notices.map(({ text }) => text)).toEqual([`${visit.patientName}: Checked in`]);
  });

  it('asks about open visits of earlier days', async () => {
    stage = await showPage(DayPage, '/day', 'desk@example.org');
    const visit = stage.clinic.appointments.find(({ status }) => status === 'BOOKED')!;
    Object.assign(visit, {
      start: '2026-11-20T10:00:00+01:00',
      patientName: 'Late Closer',
      patientListedName: 'Closer, Late',
    });
    await queryClient.invalidateQueries();
    await settle();
    expect(stage.wrapper.text()).toContain('Closer, Late');
    await byName(stage.wrapper, /^Came: .*Late Closer$/).trigger('click');
    await settle();
    expect(visit.status).toBe('COMPLETED');
    expect(said()).toBe('Late Closer: Completed');
    expect(stage.wrapper.text()).not.toContain('Closer, Late');
  });

  it('refetches the day after a conflict', async () => {
    stage = await showPage(DayPage, '/day', 'desk@example.org');
    stage.clinic.appointments.forEach((appointment) => appointment.version++);
    const reads = () => stage.sent.filter((request) => request === 'GET /api/appointments').length;
    const before = reads();
    await byName(stage.wrapper, /^Check in: /).trigger('click');
    await settle();
    expect(reads()).toBe(before + 1);
  });
});
