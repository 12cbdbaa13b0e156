import { afterEach, describe, expect, it, vi } from 'vitest';
import { doctors } from '@dev/mock/people';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import BookingPage from './BookingPage.vue';

const doctor = doctors[1]!;
const start = '2026-11-24T07:30:00.000Z';
const chosen = `/book?department=${doctor.departmentId}&doctor=${doctor.id}&day=2026-11-24&start=${start}`;

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const press = async (name: string | RegExp) => {
  const found = await vi.waitFor(() => byName(stage.wrapper, name), { timeout: 20_000 });
  await found.trigger('click');
  await settle();
};
const openStep = () => stage.wrapper.find('section.step.open h2').text();

describe('booking', () => {
  it('goes from department to doctor, day, time and summary, and each step can be reopened', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    expect(openStep()).toBe('Department');
    await press(/^Cardiology/);
    expect(openStep()).toBe('Doctor');
    await press('See all times of Dr. Amara Okafor');
    expect(openStep()).toBe('Date');
    await press(/^Tuesday.*24.* free/);
    expect(openStep()).toBe('Time');
    expect(stage.wrapper.findAll('.time.free').length).toBeGreaterThan(3);
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    expect(stage.wrapper.find('form.summary').text()).toContain('Dr. Amara Okafor');
    expect(stage.wrapper.find('form.summary').text()).toContain('€75.00');

    await press(/, change: Date$/);
    expect(openStep()).toBe('Date');
    expect(stage.router.currentRoute.value.query.start).toBeTruthy();
  });

  it('goes back a step with the browser’s back button', async () => {
    stage = await showPage(BookingPage, '/book');
    await press(/^Cardiology/);
    await press('See all times of Dr. Amara Okafor');
    stage.router.back();
    await settle();
    expect(openStep()).toBe('Doctor');
  });

  it('books with a key that stays the same when the answer is lost', async () => {
    stage = await showPage(BookingPage, chosen, 'patient@example.org');
    const keys: (string | null)[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') {
        keys.push(request.headers.get('Idempotency-Key'));
        if (keys.length === 1) throw new TypeError('connection lost');
      }
      return reach(request);
    });
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.wrapper.find('[role=alert]').text()).toContain('cannot be reached');
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked');
    expect(stage.router.currentRoute.value.query).toHaveProperty('booked');
  });

  it('offers near alternatives in place of a time that was taken meanwhile', async () => {
    stage = await showPage(BookingPage, chosen, 'patient@example.org');
    const anna = stage.clinic.patients[5]!;
    stage.clinic.appointments.push({
      ...stage.clinic.appointments[0]!,
      id: 'rival',
      doctorId: doctor.id,
      patientId: anna.id,
      start,
      status: 'BOOKED',
    });
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(openStep()).toBe('Time');
    const note = stage.wrapper.find('.taken[role=alert]');
    expect(note.text()).toContain('has just been taken');
    const alternatives = note.findAll('button');
    expect(alternatives).toHaveLength(3);

    await alternatives[0]!.trigger('click');
    await settle();
    expect(stage.wrapper.find('.taken[role=alert]').exists()).toBe(false);
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked');
  });

  it('asks a visitor to log in and brings them back to their choice', async () => {
    stage = await showPage(BookingPage, chosen);
    const login = byName(stage.wrapper, 'Log in and book');
    const next = new URL(login.attributes('href')!, 'http://x').searchParams.get('next');
    expect(next).toContain(`doctor=${doctor.id}`);
    expect(next).toContain('start=2026-11-24');
  });

  it('asks staff for whom they book, and books for that patient', async () => {
    stage = await showPage(BookingPage, chosen, 'desk@example.org');
    expect(byName(stage.wrapper, 'Choose the patient')).toBeTruthy();
    const patient = stage.clinic.patients[7]!;
    await stage.router.push(`${chosen}&patient=${patient.id}`);
    await settle();
    expect(stage.wrapper.find('form.summary').text()).toContain(`For ${patient.givenName}`);
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.clinic.appointments.at(-1)).toMatchObject({ patientId: patient.id, doctorId: doctor.id });
  });

  it('can be done with the keyboard: one stop a group, arrows within', async () => {
    stage = await showPage(BookingPage, chosen.replace(/&start.*/, ''), 'patient@example.org');
    const group = stage.wrapper.find('[role=group][aria-label=Morning]');
    const free = group.findAll<HTMLButtonElement>('button:not([disabled])');
    expect(group.findAll('[tabindex="0"]')).toHaveLength(1);
    free[0]!.element.focus();
    await group.trigger('keydown', { key: 'ArrowRight' });
    expect(document.activeElement).toBe(free[1]!.element);
    await group.trigger('keydown', { key: 'End' });
    expect(document.activeElement).toBe(free.at(-1)!.element);
    await group.trigger('keydown', { key: 'Home' });
    expect(document.activeElement).toBe(free[0]!.element);
  });
});
