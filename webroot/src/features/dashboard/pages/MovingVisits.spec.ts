import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import type { Appointment } from '@/shared/api/client';
import { departmentTopic, slotsTopic } from '@/shared/api/topics';
import { useNotices } from '@/shared/stores/notices';
import { isOpen } from '../lib/layout';
import {
  address,
  booked,
  card,
  close,
  column,
  day,
  department,
  dialog,
  key,
  lift,
  open,
  pushDay,
  pushSlots,
  pushVisits,
  staff,
  stage,
} from '@dev/testing/boardStage';

afterEach(close);

describe('moving a visit with the keyboard', () => {
  it('moves to another time of the same doctor at once, and back at a press', async () => {
    await open();
    const visit = { ...booked() };
    const aim = await lift(visit);
    const first = aim();
    expect(first).toContain(visit.patientName);
    await key('ArrowDown');
    expect(aim()).not.toBe(first);
    await stage.wrapper.find('.ghost button').trigger('click');
    await settle();
    expect(dialog().exists()).toBe(false);
    const now = () => stage.clinic.appointments.find(({ id }) => id === visit.id)!;
    expect(now()).toMatchObject({ version: 2, doctorId: visit.doctorId });
    expect(now().start).not.toBe(visit.start);
    vi.setSystemTime(Date.now() + 60_000); // however late the board learns of it
    (card(visit.id).element as HTMLElement).blur(); // as a browser does with what is drawn elsewhere
    pushDay();
    await settle();
    expect(document.activeElement).toBe(card(visit.id).element);
    const { notices, act } = useNotices();
    expect(notices.at(-1)).toMatchObject({ action: { text: 'Undo' } });
    act(notices.at(-1)!.id);
    await settle();
    expect(Date.parse(now().start)).toBe(Date.parse(visit.start));
    expect(useNotices().notices.at(-1)!.text).toContain('No mail is sent.');
  });

  it('undoes the last move with Ctrl+Z', async () => {
    await open();
    const visit = { ...booked() };
    await lift(visit);
    await stage.wrapper.find('.ghost button').trigger('click');
    await settle();
    await stage.wrapper.find('.dashboard').trigger('keydown', { key: 'z', ctrlKey: true });
    await settle();
    const now = stage.clinic.appointments.find(({ id }) => id === visit.id)!;
    expect(now.version).toBe(3);
    expect(Date.parse(now.start)).toBe(Date.parse(visit.start));
  });

  it('asks about what changes when it is another doctor', async () => {
    await open();
    const visit = { ...booked() };
    const aim = await lift(visit);
    await key('ArrowRight');
    const target = /^[\d:]+/.exec(aim())![0];
    await stage.wrapper.find('.ghost button').trigger('click');
    await settle();
    expect(stage.sent.filter((request) => request.startsWith('PUT'))).toEqual([]);
    expect(dialog().text()).toContain(`Move ${visit.patientName}?`);
    expect(dialog().text()).toContain(target);
    expect(
      dialog()
        .findAll('dt')
        .map((one) => one.text()),
    ).toContain('Doctor');
    expect(
      dialog()
        .findAll('dt')
        .map((one) => one.text()),
    ).not.toContain('Length');
    expect(document.activeElement!.textContent).toContain('Move to');
    await byName(stage.wrapper, /^Move to/).trigger('click');
    await settle();
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)).toMatchObject({ version: 2 });
  });

  it('waits for free times that are still on their way', async () => {
    await open('desk@example.org', address, pushVisits);
    const visit = booked();
    (card(visit.id).element as HTMLElement).focus();
    await key('m');
    expect(stage.wrapper.find('.ghost').exists()).toBe(false);
    expect(stage.wrapper.find('.mode').text()).toContain(visit.patientName);
    pushSlots();
    await settle();
    expect(stage.wrapper.find('.ghost button').text()).toContain(visit.patientName);
  });

  it('is given up with Escape also before free times are known', async () => {
    await open('desk@example.org', address, pushVisits);
    const visit = booked();
    (card(visit.id).element as HTMLElement).focus();
    await key('m');
    await key('Escape');
    expect(stage.wrapper.find('.mode').exists()).toBe(false);
    expect(stage.wrapper.find('[aria-live]').text()).toContain(`${visit.patientName} was not moved.`);
  });

  it('is given up when nothing is free on that day', async () => {
    await open();
    const visit = booked();
    stage.clinic.appointments.push(
      ...staff.flatMap(({ id }) =>
        stage.clinic
          .days(id, day, 1)[0]!
          .slots.filter(isOpen)
          .map(({ start, end }) => ({ ...visit, id: `${id} ${start}`, doctorId: id, start, end })),
      ),
    );
    pushDay();
    await settle();
    (card(visit.id).element as HTMLElement).focus();
    await key('m');
    expect(stage.wrapper.find('.mode').exists()).toBe(false);
    expect(stage.wrapper.find('[aria-live]').text()).toContain(`${visit.patientName} was not moved.`);
    expect(document.activeElement).toBe(card(visit.id).element);
  });

  it('is given up with Escape, and nothing was sent', async () => {
    await open();
    const visit = booked();
    await lift(visit);
    await key('Escape');
    expect(stage.wrapper.find('.ghost').exists()).toBe(false);
    expect(stage.wrapper.find('[aria-live]').text()).toContain(`${visit.patientName} was not moved.`);
    expect(document.activeElement).toBe(card(visit.id).element);
    expect(stage.sent.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });

  it('keeps the visit where it is after a conflict, and offers other times', async () => {
    await open();
    const visit = booked();
    await lift(visit);
    const to = stage.wrapper.find('.ghost button');
    const doctor = to.find('.visually-hidden').text();
    const wanted = `${to.find('.numbers').text()}, free, ${doctor}: book`;
    const start = byName(stage.wrapper, wanted).attributes('data-slot')!;
    stage.clinic.appointments.push({ ...visit, id: 'faster', start, patientName: 'Somebody Else' });
    await to.trigger('click');
    await settle();
    expect(dialog().text()).toContain('is not free any more');
    expect(dialog().findAll('.taken button').length).toBeGreaterThan(0);
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)).toMatchObject({
      start: visit.start,
      version: 1,
    });
    await dialog().find('.taken button').trigger('click');
    await settle();
    await byName(stage.wrapper, /^Move to/).trigger('click');
    await settle();
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)).toMatchObject({ version: 2 });
  });
});

describe('the shelf', () => {
  const shelf = () => stage.wrapper.find('.shelf');

  async function shelve(): Promise<Appointment> {
    await open();
    await stage.wrapper.find('aside, .strip').trigger('click');
    const visit = booked();
    (card(visit.id).element as HTMLElement).focus();
    await key('x');
    return visit;
  }

  it('takes a visit with X, which keeps its time', async () => {
    const visit = await shelve();
    await settle();
    expect(shelf().text()).toContain(visit.patientListedName);
    expect(card(visit.id).element.closest('.card')!.className).toContain('lifted');
    expect(stage.sent.filter((one) => one.startsWith('PUT'))).toEqual([]);
    expect(Object.values(sessionStorage).join()).toContain(visit.id);
    expect(Object.values(sessionStorage).join()).not.toContain(visit.patientName);
  });

  it('gives it to a free time with V, by the dialog of what changes with the doctor', async () => {
    const visit = await shelve();
    const other = staff.findIndex(({ id }) => id !== visit.doctorId);
    const free = column(other).find('[data-slot]');
    const start = free.attributes('data-slot')!;
    (free.element as HTMLElement).focus();
    await key('v');
    expect(dialog().text()).toContain(visit.patientName);
    await dialog().find('.btn-primary').trigger('click');
    await settle();
    const moved = stage.clinic.appointment(visit.id);
    expect(moved.doctorId).toBe(staff[other]!.id);
    expect(Date.parse(moved.start)).toBe(Date.parse(start));
    expect(shelf().text()).not.toContain(visit.patientListedName);
  });

  it('says what has happened to it meanwhile', async () => {
    const visit = await shelve();
    const cancelled = { ...visit, status: 'CANCELLED' as const, version: visit.version + 1 };
    pushVisits(stage.clinic.appointments.map((one) => (one.id === visit.id ? cancelled : one)));
    await settle();
    expect(shelf().text()).toContain('Cannot be moved any more: Cancelled');
    expect(shelf().find('button').attributes('disabled')).toBeDefined();
    await byName(stage.wrapper, `Take ${visit.patientListedName} off the shelf`).trigger('click');
    await settle();
    expect(shelf().text()).not.toContain(visit.patientListedName);
    expect(stage.wrapper.get('.dashboard > [aria-live]').text()).toBe(
      `${visit.patientName} is off the shelf.`,
    );
  });

  it('is carried to another day, where the keys place its visit', async () => {
    const visit = await shelve();
    const next = '2026-11-24';
    await stage.router.push(`${address}&day=${next}`);
    const doctorsOf = staff.map(({ id, givenName }) => ({ id, name: givenName, listedName: givenName }));
    const about = { departmentId: department.id, day: next, zone: 'Europe/Berlin', doctors: doctorsOf };
    stage.live.set(departmentTopic(department.id, next), { about, items: {} });
    for (const { id } of staff) {
      const { slots } = stage.clinic.days(id, next, 1)[0]!;
      stage.live.set(slotsTopic(id, next), {
        about: { doctorId: id, zone: 'Europe/Berlin', days: [{ date: next, version: 1 }] },
        items: Object.fromEntries(slots.map((slot) => [slot.start, slot])),
      });
    }
    stage.live.cut();
    await waitFor(() => expect(stage.wrapper.find('[data-slot]').exists()).toBe(true));
    await shelf().find('button').trigger('click');
    await settle();
    expect(stage.wrapper.find('.ghost').text()).toContain(visit.patientName);
    await stage.wrapper.find('.ghost button').trigger('click');
    await settle();
    await dialog().find('footer .btn-plain').trigger('click');
    await settle();
    expect(document.activeElement).toBe(shelf().find('button').element);
    await shelf().find('button').trigger('click');
    await settle();
    await stage.wrapper.find('.ghost button').trigger('click');
    await settle();
    await dialog().find('.btn-primary').trigger('click');
    await settle();
    expect(stage.clinic.appointment(visit.id).start.slice(0, 10)).toBe(next);
  });
});
