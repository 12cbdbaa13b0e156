import { afterEach, describe, expect, it, vi } from 'vitest';
import { doctors } from '@dev/mock/people';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import VisitTypesMock from '@/features/visittypes/mock';
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
  const found = await waitFor(() => byName(stage.wrapper, name));
  await found.trigger('click');
  await settle();
};
/** Types are read once a department is chosen. */
function addTypes() {
  const mock = stage.clinic.of(VisitTypesMock);
  const details = {
    departmentIds: [doctor.departmentId],
    discreet: false,
    active: true,
    colour: 'BLUE' as const,
    minutes: 45,
  };
  mock.add({
    ...details,
    name: 'Check-up',
    price: { amount: 4950, currency: 'EUR' },
    bookableByPatients: true,
    instruction: 'Bring your card.',
    questions: [
      { question: 'Were you here before?', kind: 'YES_NO', required: true },
      { question: 'What do you feel?', kind: 'TEXT', required: false },
    ],
  });
  mock.add({ ...details, name: 'For staff', bookableByPatients: false });
}
const openStep = () => stage.wrapper.find('section.step h2').text();

describe('booking', () => {
  it('goes from department to doctor, day, time and summary, and each step can be reopened', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    expect(openStep()).toBe('Department');
    await press(/^Cardiology/);
    expect(openStep()).toBe('Doctor');
    await press('See all times of Dr. Amara Okafor');
    expect(openStep()).toBe('Date and time');
    const shown = stage.wrapper.find('.day[aria-pressed=true]');
    expect(shown.text()).toContain(' free');
    await press(/^Tuesday.*24.* free/);
    expect(stage.wrapper.find('.day[aria-pressed=true]').text()).toContain('24');
    expect(stage.wrapper.findAll('.time.free').length).toBeGreaterThan(3);
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    expect(stage.wrapper.find('form.summary').text()).toContain('Dr. Amara Okafor');
    expect(stage.wrapper.find('form.summary').text()).toContain('€75.00');

    await press(/, change: Date and time$/);
    expect(openStep()).toBe('Date and time');
    expect(stage.router.currentRoute.value.query.start).toBeTruthy();
  });

  it('warns of a possible emergency before it books', async () => {
    stage = await showPage(BookingPage, chosen, 'patient@example.org');
    const before = stage.clinic.appointments.length;
    await stage.wrapper.find('form.summary textarea').setValue('chest pian and sweating');
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    await waitFor(() => byName(stage.wrapper, 'Call 112'));
    expect(stage.wrapper.find('form.summary').text()).toContain('Call 112 now');
    expect(stage.clinic.appointments).toHaveLength(before);
    await press('It is not an emergency');
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.clinic.appointments).toHaveLength(before + 1);
  });

  it('warns of a possible emergency in an answer to a question, too', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    addTypes();
    await press(/^Cardiology/);
    await press(/^Check-up/);
    await press('See all times of Dr. Amara Okafor');
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    const before = stage.clinic.appointments.length;
    const [required, felt] = stage.clinic.visitTypes[0]!.questions;
    const summary = stage.wrapper.find('form.summary');
    await summary.find(`[name="${required!.id}"]`).setValue('yes');
    await summary.find(`[name="${felt!.id}"]`).setValue('my chest hurts');
    await summary.trigger('submit');
    await settle();
    await waitFor(() => byName(stage.wrapper, 'Call 112'));
    expect(stage.clinic.appointments).toHaveLength(before);
    await press('It is not an emergency');
    await summary.trigger('submit');
    await settle();
    expect(stage.clinic.appointments).toHaveLength(before + 1);
  });

  it("shows the doctors' fees for a type without a price of its own", async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    addTypes();
    delete stage.clinic.visitTypes[0]!.price;
    await press(/^Cardiology/);
    await press(/^Check-up.*45 minutes/);
    expect(openStep()).toBe('Doctor');
    expect(stage.wrapper.find('section.step').text()).toContain('€');
  });

  it('begins with the reason where there are types of visits, and books what was chosen and answered', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    addTypes();
    await press(/^Cardiology/);
    expect(openStep()).toBe('What is it about?');
    expect(stage.wrapper.find('section.step').text()).toContain('Step 2 of 4');
    expect(stage.wrapper.text()).not.toContain('For staff');
    await press(/^Check-up.*45 minutes.*€49.50/);
    expect(openStep()).toBe('Doctor');
    // What the type costs was said with it; the doctor's own fee is not what is paid.
    expect(stage.wrapper.find('section.step').text()).not.toContain('€');
    await press('See all times of Dr. Amara Okafor');
    const held: unknown[] = [];
    const answer = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') held.push(await request.clone().json());
      return answer(request);
    });
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    const summary = stage.wrapper.find('form.summary');
    expect(held).toEqual([expect.objectContaining({ visitTypeId: expect.any(String) })]);
    expect(summary.text()).toContain('Check-up, 45 minutes, €49.50');
    expect(summary.text()).toContain('Bring your card.');
    const before = stage.clinic.appointments.length;
    await summary.trigger('submit');
    await settle();
    expect(stage.clinic.appointments).toHaveLength(before);
    expect(summary.text()).toContain('Please fill this in.');

    const type = stage.clinic.visitTypes[0]!;
    await summary.find(`[name="${type.questions[0]!.id}"]`).setValue('yes');
    const sent: unknown[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.url.endsWith('/api/appointments')) sent.push(await request.clone().json());
      return reach(request);
    });
    await summary.trigger('submit');
    await settle();
    expect(sent).toEqual([
      expect.objectContaining({
        visitTypeId: type.id,
        answers: [{ questionId: type.questions[0]!.id, answer: 'yes' }],
      }),
    ]);
  });

  it('goes on without a type for something else', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    addTypes();
    await press(/^Cardiology/);
    await press(/^Something else/);
    expect(openStep()).toBe('Doctor');
    expect(stage.router.currentRoute.value.query.type).toBe('other');
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
    expect(openStep()).toBe('Date and time');
    const note = stage.wrapper.find('.taken[role=alert]');
    expect(note.text()).toContain('is not free any more');
    const alternatives = note.findAll('button');
    expect(alternatives).toHaveLength(3);

    await alternatives[0]!.trigger('click');
    await settle();
    expect(stage.wrapper.find('.taken[role=alert]').exists()).toBe(false);
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked');
  });

  it.each([
    ['an unreadable doctor', '/book?doctor=0000-x&start=2026-11-24T07:30:00.000Z', 'Department'],
    ['an unknown doctor', `/book?doctor=${crypto.randomUUID()}&start=${start}`, 'Department'],
    ['a time without a doctor', `/book?start=${start}`, 'Department'],
    ['an unreadable time', `/book?doctor=${doctor.id}&start=soon`, 'Date and time'],
  ])('says that a link with %s is not complete, and goes on from there', async (_, link, step) => {
    stage = await showPage(BookingPage, link);
    await waitFor(() => expect(openStep()).toBe(step));
    expect(stage.wrapper.find('[role=alert]').text()).toContain('This link is not complete.');
    expect(stage.wrapper.text()).not.toContain('Something is not valid');
  });

  it('says that the time of an old link has passed, and shows the next free times', async () => {
    stage = await showPage(BookingPage, chosen.replaceAll('2026-11-24', '2026-11-03'));
    await waitFor(() => expect(stage.wrapper.find('.taken[role=alert]').text()).toContain('has passed.'));
    expect(stage.wrapper.find('.taken[role=alert]').text()).not.toContain('just');
    expect(openStep()).toBe('Date and time');
    await waitFor(() => expect(stage.wrapper.findAll('.time.free').length).toBeGreaterThan(0));
  });

  it('holds the time for a visitor, who registers and books it on the same page', async () => {
    stage = await showPage(BookingPage, chosen);
    const summary = () => stage.wrapper.find('.summary');
    expect(summary().find('[role=timer]').text()).toBe('3:00');
    await waitFor(() => summary().get('[name=givenName]'));
    const values = {
      givenName: 'Zoë',
      familyName: '山田',
      birthDate: '15',
      'birthDate.month': '3',
      'birthDate.year': '1984',
      email: 'zoe@example.org',
    };
    for (const [name, value] of Object.entries(values)) {
      await summary().get(`[name="${name}"]`).setValue(value);
    }
    await press('Send the code');
    expect(summary().find('[role=timer]').text()).toMatch(/^10:0/);
    await summary().get('[name=code]').setValue('123456');
    await summary().get('[name=password]').setValue('correct horse battery');
    await press('Create account and book');
    await waitFor(() => expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked'));
    const patient = stage.clinic.patients.at(-1)!;
    expect(patient.familyName).toBe('山田');
    expect(stage.clinic.appointments.at(-1)).toMatchObject({ patientId: patient.id, doctorId: doctor.id });
    expect(stage.sent.filter((one) => one.startsWith('POST /api/visitor-holds'))).toHaveLength(2);
  });

  it('keeps what a visitor entered when the time changes, and the code that was sent', async () => {
    stage = await showPage(BookingPage, chosen);
    const field = (name: string) => stage.wrapper.get<HTMLInputElement>(`.summary [name="${name}"]`);
    await waitFor(() => field('givenName'));
    const values = { givenName: 'Zoë', birthDate: '15', 'birthDate.month': '3', email: 'zoe@example.org' };
    for (const [name, value] of Object.entries(values)) {
      await field(name).setValue(value);
    }
    await press(/, change: Date and time$/);
    await stage.wrapper.findAll('.time.free')[2]!.trigger('click');
    await settle();
    await waitFor(() => expect(field('givenName').element.value).toBe('Zoë'));
    expect(field('email').element.value).toBe('zoe@example.org');

    await field('familyName').setValue('山田');
    await field('birthDate').setValue('15');
    await field('birthDate.month').setValue('3');
    await field('birthDate.year').setValue('1984');
    await press('Send the code');
    await press(/, change: Date and time$/);
    await stage.wrapper.findAll('.time.free')[0]!.trigger('click');
    await settle();
    await waitFor(() => field('code'));
    expect(stage.wrapper.text()).toContain('zoe@example.org gets a mail');
    await waitFor(() => expect(stage.wrapper.find('.summary [role=timer]').text()).toMatch(/^10:0/));
    // Each time was held once.
    expect(stage.sent.filter((one) => one === 'POST /api/visitor-holds')).toHaveLength(3);
  });

  it('does not take the reason of one booking for the next', async () => {
    stage = await showPage(BookingPage, chosen, 'patient@example.org');
    const reason = () => stage.wrapper.get<HTMLTextAreaElement>('.summary textarea');
    await reason().setValue('Palpitations');
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.clinic.appointments.at(-1)?.reason).toBe('Palpitations');
    await stage.router.push(chosen.replace(/&start.*/, ''));
    await settle();
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    expect(reason().element.value).toBe('');
  });

  it('keeps the answers to questions when the time changes', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    addTypes();
    await press(/^Cardiology/);
    await press(/^Check-up/);
    await press('See all times of Dr. Amara Okafor');
    await stage.wrapper.find('.time.free').trigger('click');
    await settle();
    const felt = stage.clinic.visitTypes[0]!.questions[1]!;
    const answer = () => stage.wrapper.get<HTMLInputElement>(`.summary [name="${felt.id}"]`);
    await answer().setValue('tired');
    await press(/, change: Date and time$/);
    await stage.wrapper.findAll('.time.free')[2]!.trigger('click');
    await settle();
    expect(answer().element.value).toBe('tired');
  });

  it('passes the hold to a visitor who logs in', async () => {
    stage = await showPage(BookingPage, chosen);
    const held = stage.clinic.holds[0]!.id;
    await stage.wrapper.get('.summary [type=radio][value=known]').setValue(true);
    await waitFor(() => stage.wrapper.get('.summary [name=password]'));
    await stage.wrapper.get('.summary [name=email]').setValue('patient@example.org');
    await stage.wrapper.get('.summary [name=password]').setValue('does not matter');
    await press('Sign in');
    await waitFor(() => byName(stage.wrapper, 'Book this appointment'));
    expect(stage.clinic.holds).toMatchObject([{ id: held }]);
    await stage.wrapper.find('form.summary').trigger('submit');
    await settle();
    expect(stage.wrapper.find('h1').text()).toBe('Your appointment is booked');
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
