import { afterEach, describe, expect, it, vi } from 'vitest';
import { doctors, users } from '@dev/mock/people';
import { useHolds } from '@/features/slots/composables/useHolds';
import { useSession } from '@/shared/stores/session';
import { Refusal } from '@dev/mock/server';
import { byName, settle, showPage, tellDays, type Stage } from '@dev/testing/mount';
import BookingPage from './BookingPage.vue';

const doctor = doctors[1]!;
const start = '2026-11-24T07:30:00.000Z';
const other = '2026-11-24T08:00:00.000Z';
const times = `/book?department=${doctor.departmentId}&doctor=${doctor.id}&day=2026-11-24`;
const chosen = `${times}&start=${start}`;
const patient = 'patient@example.org';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

/** The page at an address, with the doctor's days live from the beginning. */
async function show(at: string, email?: string) {
  stage = await showPage(BookingPage, at, email, { waits: true });
  tellDays(stage, doctor.id);
  stage.live.cut(4408);
  await pass(1_000);
}

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const summary = () => stage.wrapper.find('.summary');
const places = () => stage.wrapper.findAll('.time').map((one) => one.classes().join(' '));
const kept = () => stage.live.received.filter((frame) => frame.type === 'keep').map((frame) => frame.hold);
const requests = (start: string) => stage.sent.filter((request) => request.startsWith(start));
const tell = async (states: Parameters<typeof tellDays>[2] = {}) => {
  tellDays(stage, doctor.id, states);
  await settle();
};

describe('the times of a day', () => {
  it('are read once and then pushed: a held one is shown as held, a released one as free', async () => {
    await show(times, patient);
    const read = requests(`GET /api/doctors/${doctor.id}/schedule`).length;
    await tell({ [start]: 'HELD' });
    expect(byName(stage.wrapper, /^8:30\sAM, held by somebody else$/).text()).toContain('held');
    await tell();
    expect(() => byName(stage.wrapper, /^8:30\sAM, held by somebody else$/)).toThrow();
    expect(byName(stage.wrapper, /^8:30\sAM$/).attributes('aria-disabled')).toBeUndefined();
    expect(requests(`GET /api/doctors/${doctor.id}/schedule`)).toHaveLength(read);
  });

  it('that are taken say so where they stand for two seconds, and then nothing has moved', async () => {
    await show(times, patient);
    const before = places().length;
    await tell({ [start]: 'TAKEN' });
    expect(byName(stage.wrapper, /^8:30\sAM, just taken$/).text()).toContain('just taken');
    await pass(1_900);
    expect(places().filter((one) => one.includes('fading'))).toHaveLength(1);
    await pass(200);
    expect(() => byName(stage.wrapper, /^8:30\sAM, just taken$/)).toThrow();
    expect(places()).toHaveLength(before);
    expect(places().filter((one) => one.includes('gone'))).toHaveLength(1);
  });

  it('that go under the finger lead to near ones', async () => {
    await show(times, patient);
    await tell({ [start]: 'TAKEN' });
    await press(/^8:30\sAM, just taken$/);
    const note = stage.wrapper.find('.taken[role=alert]');
    expect(note.text()).toContain('is not free any more');
    expect(note.findAll('button').map((one) => one.text())[0]).toMatch(/[89]:00/);
    expect(requests('POST')).toEqual(['POST /api/auth/login']);
  });

  it('are read over REST while the connection is lost, and pushed again after', async () => {
    await show(times, patient);
    vi.stubGlobal(
      'WebSocket',
      class extends Object {
        close() {}
      },
    );
    stage.live.cut();
    stage.clinic.holds.push({
      ...stage.clinic.timeOf(start),
      id: 'other',
      doctorId: doctor.id,
      userId: users[3]!.id,
      expiresAt: '2026-11-23T08:00:00Z',
    });
    expect(() => byName(stage.wrapper, /^8:30\sAM, held by somebody else$/)).toThrow();
    await pass(31_000);
    expect(byName(stage.wrapper, /^8:30\sAM, held by somebody else$/)).toBeTruthy();
    stage.live.install();
    await pass(16_000);
    expect(() => byName(stage.wrapper, /^8:30\sAM, held by somebody else$/)).toThrow();
  });
});

describe('a chosen time', () => {
  it('is held, tied to the page, and counted down on the clinic’s clock', async () => {
    await show(times, patient);
    await press(/^8:30\sAM$/);
    const [hold] = stage.clinic.holds;
    expect(hold).toMatchObject({ doctorId: doctor.id, start });
    expect(kept()).toContain(hold!.id);
    expect(summary().find('[role=timer]').text()).toBe('3:00');
    await pass(61_000);
    expect(summary().find('[role=timer]').text()).toBe('1:59');
    const now = new Date(Date.now() + 60_000).toISOString();
    stage.live.tell({ type: 'welcome', protocol: 1, now, beat: 20 });
    await pass(250);
    expect(summary().find('[role=timer]').text()).toBe('0:59');
  });

  it('is released by a step back, by another choice and by leaving the page', async () => {
    await show(chosen, patient);
    expect(stage.clinic.holds).toHaveLength(1);
    await press(/, change: Date and time$/);
    expect(stage.clinic.holds).toHaveLength(0);
    await press(/^9:00\sAM$/);
    expect(stage.clinic.holds.map((hold) => hold.start)).toEqual([other]);
    await stage.router.push(chosen);
    await settle();
    expect(stage.clinic.holds.map((hold) => hold.start)).toEqual([start]);
    stage.wrapper.unmount();
    await settle();
    expect(stage.clinic.holds).toHaveLength(0);
  });

  it('is released when the page is closed, and taken again after a reload', async () => {
    await show(chosen, patient);
    const before = stage.clinic.holds[0]!.id;
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    expect(stage.clinic.holds).toHaveLength(0);
    expect(JSON.parse(sessionStorage.getItem('clinibus.left-holds')!)).toEqual([before]);
  });

  it('is found again without its address', async () => {
    await show('/book');
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const hold = { id: 'before', doctorId: doctor.id, userId: users[0]!.id, expiresAt };
    stage.clinic.holds.push({ ...hold, ...stage.clinic.timeOf(start) });
    await useSession().login({ email: patient, password: 'x' });
    await settle();
    await press('Go on');
    await pass(0);
    expect(summary().find('[role=timer]').text()).toBe('1:00');
    expect(requests('POST /api/holds')).toEqual([]);
  });

  it('shows when it is no longer held, keeps what was entered, and can be held again', async () => {
    await show(chosen, patient);
    await summary().find('textarea').setValue('A cough');
    await pass(181_000);
    expect(summary().find('.foot [role=alert]').text()).toContain('no longer held for you');
    expect(summary().find('textarea').element.value).toBe('A cough');
    expect(() => byName(stage.wrapper, 'Book this appointment')).toThrow();
    await press('Hold it again');
    expect(summary().find('[role=timer]').text()).toBe('3:00');
    await summary().trigger('submit');
    await settle();
    expect(stage.clinic.appointments.at(-1)).toMatchObject({ start, reason: 'A cough' });
    expect(requests('DELETE')).toEqual([]);
  });

  it('stays with its holder while all others see it as held', async () => {
    await show(chosen, patient);
    await tell({ [start]: 'HELD' });
    expect(summary().find('[role=timer]').exists()).toBe(true);
    await press(/, change: Date and time$/);
    expect(byName(stage.wrapper, /^8:30\sAM$/).attributes('aria-disabled')).toBeUndefined();
  });

  it('is held once more when another page of the reader has let it go', async () => {
    await show(chosen, patient);
    await tell({ [start]: 'HELD' });
    stage.clinic.holds = [];
    await tell();
    expect(stage.clinic.holds.map((hold) => hold.start)).toEqual([start]);
    expect(summary().find('[role=timer]').exists()).toBe(true);
  });

  it('that was booked on another page of the reader is shown as booked', async () => {
    await show(chosen, patient);
    await tell({ [start]: 'HELD' });
    const { patientId } = stage.clinic.users.find(({ email }) => email === patient)!;
    const booked = stage.clinic.make(doctor.id, patientId!, start, 'A cough');
    stage.clinic.appointments.push(booked);
    await tell({ [start]: 'TAKEN' });
    await pass(0);
    expect(stage.router.currentRoute.value.query).toEqual({ booked: booked.id });
    expect(stage.wrapper.text()).toContain('Your appointment is booked');
    expect(stage.wrapper.text()).not.toContain('Nothing was booked');
  });

  it('that was held by another user first is reported, with near alternatives', async () => {
    await show(times, patient);
    stage.clinic.holds.push({
      ...stage.clinic.timeOf(start),
      id: 'other',
      doctorId: doctor.id,
      userId: users[3]!.id,
      expiresAt: '2026-11-23T08:00:00Z',
    });
    await press(/^8:30\sAM$/);
    expect(summary().exists()).toBe(false);
    const note = stage.wrapper.find('.taken[role=alert]');
    expect(note.text()).toContain('is held for another person');
    await note.find('button').trigger('click');
    await settle();
    expect(summary().find('[role=timer]').exists()).toBe(true);
  });

  it('can be booked although it could not be held', async () => {
    await show(times, patient);
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) =>
      request.url.endsWith('/api/holds') ? new Response(null, { status: 503 }) : reach(request),
    );
    await press(/^8:30\sAM$/);
    expect(summary().text()).toContain('not held for you');
    await summary().trigger('submit');
    await settle();
    expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked');
  });

  it('is held for a visitor, not bound to the connection, and for them alone', async () => {
    await show(chosen);
    const [hold] = stage.clinic.holds;
    expect(hold!.start).toBe(start);
    expect(requests('POST')).toEqual(['POST /api/visitor-holds']);
    expect(kept()).toEqual([]);
    await tell({ [start]: 'HELD' });
    expect(summary().find('[role=timer]').exists()).toBe(true);
    await press(/, change: Date and time$/);
    expect(stage.clinic.holds).toHaveLength(0);
    expect(requests('DELETE')).toEqual([`DELETE /api/visitor-holds/${hold!.id}`]);
  });

  it('that cannot be held for a visitor is taken under their eyes and gives way to three near ones', async () => {
    await show(times);
    stage.clinic.on('POST', '/api/visitor-holds', () => {
      throw new Refusal(409, 'too-many-visitors');
    });
    await press(/^8:30\sAM$/);
    expect(summary().text()).toContain('Many visitors are choosing');
    await tell({ [start]: 'TAKEN' });
    expect(summary().exists()).toBe(false);
    expect(stage.wrapper.find('.taken[role=alert]').findAll('button')).toHaveLength(3);
  });

  it('is refused beyond the limit of holds, and one can be released', async () => {
    await show(times, patient);
    for (const slot of stage.clinic.freeOf(doctors[3]!.id, 3)) {
      await useHolds().take(slot);
    }
    await press(/^8:30\sAM$/);
    expect(summary().text()).toContain('You already hold several times');
    await press('Let it go');
    expect(stage.clinic.holds).toHaveLength(2);
  });
});
