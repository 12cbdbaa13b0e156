import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import type { Schemas } from '@/shared/api/client';
import { queueTopic } from '@/shared/api/topics';
import QueuePage from './QueuePage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function open(waiting: Partial<Schemas['QueueEntry']>[]) {
  stage = await showPage(QueuePage, '/queue', 'desk@example.org');
  const visit = stage.clinic.appointments.find(({ start }) => start.startsWith('2026-11-23'))!;
  visit.status = 'CHECKED_IN';
  await tell(visit, waiting);
  return visit;
}

async function tell(visit: Schemas['Appointment'], waiting: Partial<Schemas['QueueEntry']>[]) {
  const items = waiting.map((one, index) => ({
    appointmentId: index === 0 ? visit.id : `visit-${index}`,
    patientId: visit.patientId,
    doctorName: 'Dr. Sofia Lindqvist',
    departmentName: 'Cardiology',
    room: '12',
    start: '2026-11-23T07:00:00+01:00',
    version: visit.version,
    ...one,
  }));
  const about = { day: '2026-11-23', zone: 'Europe/Berlin' };
  stage.live.set(queueTopic, {
    about,
    items: Object.fromEntries(items.map((one) => [one.appointmentId, one])),
  });
  await settle();
}

const rows = () => stage.wrapper.findAll('tbody tr').map((row) => row.text());
const ada = {
  ticket: 'A01',
  patientName: 'Ada',
  birthDate: '1990-12-24',
  since: '2026-11-23T06:35:00+01:00',
};

describe('the queue', () => {
  it('shows who waits in the order in which they are due, with age and minutes', async () => {
    await open([
      { ...ada, start: '2026-11-23T09:00:00+01:00' },
      {
        ticket: 'A02',
        patientName: 'Bo',
        patientListedName: 'Li, Bo',
        since: '2026-11-23T06:20:00+01:00',
        start: '2026-11-23T06:30:00+01:00',
      },
    ]);
    expect(rows()).toHaveLength(2);
    expect(rows()[0]).toMatch(/^A02\s*Li, Bo.*40 min/);
    expect(rows()[1]).toMatch(/^A01\s*Ada\s*35 years.*25 min/);
    const late = stage.wrapper.findAll('.wait.late').map((one) => one.text());
    expect(late).toEqual(['40 min']);
  });

  it('calls a patient, once more after the first call', async () => {
    const visit = await open([ada]);
    await byName(stage.wrapper, 'Call: A01, Ada').trigger('click');
    await settle();
    expect(stage.sent).toContain(`POST /api/appointments/${visit.id}/call`);
    expect(stage.wrapper.find('[aria-live]').text()).toBe('A01 was called to room 12.');
    await tell(visit, [{ ...ada, calledAt: '2026-11-23T07:00:00+01:00' }]);
    byName(stage.wrapper, 'Call again: A01, Ada');
  });

  it('cancels the appointment of a patient who left, with a reason', async () => {
    const visit = await open([ada]);
    await byName(stage.wrapper, 'Left: A01, Ada').trigger('click');
    await settle();
    const reason = stage.wrapper.find<HTMLInputElement>('dialog input');
    expect(reason.element.value).toBe('Left without being seen');
    await byName(stage.wrapper, 'Yes, has left').trigger('click');
    await settle();
    expect(stage.sent).toContain(`PUT /api/appointments/${visit.id}/status`);
    expect(visit.status).toBe('CANCELLED');
  });

  it('says in one sentence that nobody waits', async () => {
    await open([]);
    expect(stage.wrapper.find('.page').text()).toContain('Nobody is waiting. Check somebody in');
    expect(stage.wrapper.find('table').exists()).toBe(false);
  });
});
