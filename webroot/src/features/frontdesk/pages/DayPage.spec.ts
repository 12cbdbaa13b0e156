import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import DayPage from './DayPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

describe('the day', () => {
  it('checks a patient in with one press and shows it', async () => {
    stage = await showPage(DayPage, '/day', 'desk@example.org');
    const button = byName(stage.wrapper, /^Check in: /);
    const row = button.element.closest('li')!;
    expect(row.textContent).toContain('Booked');
    await button.trigger('click');
    await settle();
    expect(row.textContent).toContain('Checked in');
    expect(stage.clinic.appointments.filter(({ version }) => version === 2)).toHaveLength(1);
  });

  it('shows a doctor only their own visits', async () => {
    stage = await showPage(DayPage, '/day', 'doctor@example.org');
    const doctorId = stage.clinic.users[1]!.doctorId!;
    const own = stage.clinic.appointments.filter(
      (one) => one.doctorId === doctorId && one.start.startsWith('2026-11-23'),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(stage.wrapper.findAll('ol > li')).toHaveLength(own.length);
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
