import { afterEach, describe, expect, it, vi } from 'vitest';
import { departments, doctors } from '@dev/mock/people';
import type { Appointment, Schemas } from '@/shared/api/client';
import { isOpen } from '../lib/layout';
import { departmentTopic, rotaTopic, slotsTopic } from '@/shared/api/topics';
import { useNotices } from '@/shared/stores/notices';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { queryClient } from '@/shared/query/client';
import WaitlistMock from '@/features/waitlist/mock';
import FamilyMock from '@/features/family/mock';
import VisitTypesMock from '@/features/visittypes/mock';
import DashboardPage from './DashboardPage.vue';

const day = '2026-11-23';
const department = departments[0]!;
const staff = doctors.filter(({ departmentId }) => departmentId === department.id);
/** Of the account doctor@example.org. */
const ownDoctor = staff[1]!.id;
const address = `/dashboard?department=${department.id}`;

let stage: Stage;
let shown: Appointment[];

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

/** Tells the page what the clinic's day is, as a server would. */
function tell() {
  tellVisits();
  tellSlots();
}

function tellVisits(of = stage.clinic.appointments) {
  const { live } = stage;
  shown = of.filter(
    ({ doctorId, start }) => staff.some(({ id }) => id === doctorId) && start.startsWith(day),
  );
  const page = {
    about: {
      departmentId: department.id,
      day,
      zone: 'Europe/Berlin',
      doctors: staff.map(({ id, givenName, familyName, room }) => ({
        id,
        name: `${givenName} ${familyName}`,
        listedName: `${familyName}, ${givenName}`,
        room,
      })),
    },
    items: Object.fromEntries(shown.map((one) => [one.id, { ...one, since: `${day}T05:30:00Z` }])),
  };
  live.set(departmentTopic(department.id, day), page);
  const rota = shown.map(({ patientId, patientName, patientListedName, ...one }) => ({
    ...one,
    ...(one.doctorId === ownDoctor && { patientId, patientName, patientListedName }),
    since: `${day}T05:30:00Z`,
  }));
  live.set(rotaTopic(ownDoctor, day), {
    ...page,
    items: Object.fromEntries(rota.map((one) => [one.id, one])),
  });
}

function tellNoHours(id: string) {
  stage.live.set(slotsTopic(id, day), {
    about: { doctorId: id, zone: 'Europe/Berlin', days: [{ date: day, version: 1 }] },
    items: {},
  });
}

function tellSlots() {
  const { clinic, live } = stage;
  for (const { id } of staff) {
    const { slots } = clinic.days(id, day, 1)[0]!;
    live.set(slotsTopic(id, day), {
      about: { doctorId: id, zone: 'Europe/Berlin', days: [{ date: day, version: 1 }] },
      items: Object.fromEntries(slots.map((slot) => [slot.start, slot])),
    });
  }
}

async function open(
  email = 'desk@example.org',
  at = address,
  known = tell,
  columns = true,
  options?: Parameters<typeof showPage>[3],
) {
  stage = await showPage(DashboardPage, at, email, options);
  stage.clinic.policy.minimumNoticeMinutes = 0; // else the first slot ends while the test runs
  known();
  stage.live.cut();
  await waitFor(() => expect(stage.wrapper.find('.column').exists()).toBe(columns));
  await waitFor(() => {
    for (const { id } of staff) {
      expect(stage.live.received).toContainEqual({ type: 'subscribe', topic: slotsTopic(id, day) });
    }
  });
  await settle();
}

const column = (index: number) => stage.wrapper.find(`[data-doctor="${staff[index]!.id}"]`);
const card = (id: string) => stage.wrapper.find(`[data-visit="${id}"]`);
const booked = () => shown.find(({ status }) => status === 'BOOKED')!;
const dialog = () => stage.wrapper.find('dialog[open]');
const key = async (name: string) => {
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
  );
  await settle();
};

/** Begins to move a visit with the keyboard and announces the target. */
async function lift(visit: Appointment): Promise<() => string> {
  (card(visit.id).element as HTMLElement).focus();
  await key('m');
  return () => stage.wrapper.find('.ghost button').text();
}

describe('the schedule', () => {
  it('shows each doctor with room and occupancy, and their visits and free times by time', async () => {
    await open();
    const heads = stage.wrapper.findAll('.head');
    expect(heads.map((head) => head.find('h2').text())).toEqual(
      staff.map(({ givenName, familyName }) => `${familyName}, ${givenName}`),
    );
    expect(heads[1]!.text()).toContain(`Room ${staff[1]!.room}`);
    expect(heads[1]!.text()).toMatch(/\d+ percent booked/);
    const times = column(1)
      .findAll('[data-at]')
      .map((cell) => Date.parse(cell.attributes('data-at')!));
    expect(times.length).toBeGreaterThan(10);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const visit = booked();
    expect(card(visit.id).text()).toMatch(
      new RegExp(`^1?\\d:\\d\\d AM ?${visit.patientListedName} ?Booked$`),
    );
  });

  it('opens on the department that has most to do on the day', async () => {
    stage = await showPage(DashboardPage, '/board', 'desk@example.org');
    const open = (departmentId: string) =>
      stage.clinic.appointments.filter(
        ({ doctorId, start, status }) =>
          doctors.find(({ id }) => id === doctorId)!.departmentId === departmentId &&
          start.startsWith(day) &&
          ['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION'].includes(status),
      ).length;
    const most = [...departments].sort((one, other) => open(other.id) - open(one.id))[0]!;
    await waitFor(() => expect(stage.router.currentRoute.value.query.doctors).toBe(`dept:${most.id}`));
  });

  it('shows only the chosen doctors, of whatever department', async () => {
    stage = await showPage(DashboardPage, '/board?doctors=all', 'desk@example.org');
    await byName(stage.wrapper, 'Grid'); // the bar is there
    await stage.wrapper.find('.bar select').setValue('edit');
    await settle();
    const chosen = [staff[0]!, doctors.find(({ departmentId }) => departmentId !== department.id)!];
    for (const { id } of chosen) {
      await dialog().find(`input[value="${id}"]`).setValue(true);
    }
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.router.currentRoute.value.query.doctors).toBe('mine');
    tellVisits();
    await settle();
    expect(stage.wrapper.findAll('[data-doctor]').map((one) => one.attributes('data-doctor'))).toEqual([
      staff[0]!.id,
    ]);
    for (const { departmentId } of chosen) {
      const topic = departmentTopic(departmentId, day);
      expect(stage.live.received).toContainEqual({ type: 'subscribe', topic });
    }
  });

  it('folds doctors without visits and hours, and unfolds them at a press', async () => {
    await open('desk@example.org', address, () => {
      tellVisits(stage.clinic.appointments.filter(({ doctorId }) => doctorId !== staff[2]!.id));
      tellSlots();
      tellNoHours(staff[2]!.id);
    });
    expect(column(2).exists()).toBe(false);
    const strip = byName(stage.wrapper, new RegExp(`${staff[2]!.familyName}: No hours on this day`));
    await strip.trigger('click');
    expect(column(2).exists()).toBe(true);
  });

  it('leads from a day without anybody to the next one with visits', async () => {
    await open(
      'desk@example.org',
      address,
      () => {
        tellVisits([]);
        staff.forEach(({ id }) => tellNoHours(id));
      },
      false,
    );
    const next = stage.clinic.appointments
      .filter(({ doctorId, start }) => staff.some(({ id }) => id === doctorId) && start > `${day}T24`)
      .filter(({ status }) => status === 'BOOKED')
      .map(({ start }) => start.slice(0, 10))
      .sort()[0]!;
    expect(stage.wrapper.text()).toContain(`Nobody in ${department.name} sees patients on this day.`);
    await byName(stage.wrapper, /^Next day with visits/).trigger('click');
    await settle();
    expect(stage.router.currentRoute.value.query.day).toBe(next);
  });

  it('glows only at what has changed, not at what is drawn again', async () => {
    await open('desk@example.org', address, tell, true, { waits: true });
    const glowing = () =>
      stage.wrapper.findAll('.card.glowing').map((one) => one.find('[data-visit]').attributes('data-visit'));
    expect(glowing()).toEqual([]);
    const visit = booked();
    Object.assign(
      stage.clinic.appointments.find(({ id }) => id === visit.id)!,
      { status: 'CHECKED_IN', version: 2 },
    );
    tellVisits();
    await settle();
    expect(glowing()).toEqual([visit.id]);
    vi.setSystemTime(Date.now() + 3_000);
    const here = stage.router.currentRoute.value.query;
    await stage.router.replace({ query: { ...here, day: '2027-01-15' } });
    await settle();
    await stage.router.replace({ query: here });
    await settle();
    stage.live.cut();
    await waitFor(() => expect(stage.wrapper.find('.scroller.stale').exists()).toBe(false));
    expect(stage.wrapper.findAll('.card').length).toBeGreaterThan(3);
    expect(glowing()).toEqual([]);
  });

  it('draws nothing again but the column that has changed', async () => {
    await open();
    const visit = booked();
    const changed: string[] = [];
    const observer = new MutationObserver((records) =>
      records.forEach(({ target }) => {
        const where = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>(
          '[data-doctor]',
        );
        if (where) changed.push(where.dataset.doctor!);
      }),
    );
    observer.observe(stage.wrapper.element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    Object.assign(
      stage.clinic.appointments.find(({ id }) => id === visit.id)!,
      { status: 'CHECKED_IN', version: 2 },
    );
    tell();
    await settle();
    observer.disconnect();
    expect(card(visit.id).text()).toContain('Checked in');
    expect([...new Set(changed)]).toEqual([visit.doctorId]);
  });

  it('shows what a visit is about by its name and a stripe', async () => {
    await open();
    const visit = booked();
    tellVisits(
      stage.clinic.appointments.map((one) =>
        one.id === visit.id ? { ...one, typeMark: { name: 'Check-up', colour: 'PINK' } } : one,
      ),
    );
    stage.live.cut();
    await settle();
    await waitFor(() => expect(card(visit.id).text()).toContain('Check-up'));
    expect(card(visit.id).attributes('data-visit-colour')).toBe('PINK');
  });

  it('checks a patient in on the card', async () => {
    await open();
    const visit = booked();
    await stage.wrapper.find(`[data-check-in="${visit.id}"]`).trigger('click');
    await settle();
    expect(stage.sent).toContain(`PUT /api/appointments/${visit.id}/status`);
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)!.status).toBe('CHECKED_IN');
  });

  it('opens a visit’s panel by its address, and back closes it', async () => {
    await open();
    const visit = booked();
    await card(visit.id).trigger('click');
    await waitFor(() => expect(stage.router.currentRoute.value.query.visit).toBe(visit.id));
    await settle();
    expect(stage.wrapper.find('aside h2').text()).toBe(visit.patientName);
    expect(stage.wrapper.find('aside .history').text()).toContain('10:00 AM');
    stage.router.back();
    await settle();
    expect(stage.wrapper.find('aside').exists()).toBe(false);
  });

  it('walks with the arrow keys and is one stop of the Tab key', async () => {
    await open();
    const cells = column(1).findAll('[data-cell]');
    (cells[0]!.element as HTMLElement).focus();
    await key('ArrowDown');
    expect(document.activeElement).toBe(cells[1]!.element);
    await key('ArrowRight');
    expect(document.activeElement!.closest('[data-doctor]')).toBe(column(2).element);
    await key('ArrowLeft');
    await key('End');
    expect(document.activeElement).toBe(cells.at(-1)!.element);
    expect(stage.wrapper.findAll('[data-cell][tabindex="0"]')).toHaveLength(1);
  });

  it('finds patients of the day and counts them', async () => {
    await open();
    const visit = booked();
    await stage.wrapper.find('input[type="search"]').setValue(visit.patientName.toUpperCase());
    await waitFor(() => expect(stage.wrapper.findAll('.card.found').length).toBeGreaterThan(0));
    const expected = shown.filter(({ patientName }) => patientName === visit.patientName).length;
    expect(stage.wrapper.find('.hits').text()).toBe(expected === 1 ? 'one found' : `${expected} found`);
    expect(stage.wrapper.findAll('.card.faded').length).toBeGreaterThan(0);
  });

  it('is only read by doctors', async () => {
    await open('doctor@example.org');
    expect(stage.wrapper.find('[data-check-in]').exists()).toBe(false);
    expect(stage.wrapper.find('[data-slot]').exists()).toBe(false);
    expect(stage.wrapper.find('.card.movable').exists()).toBe(false);
  });

  it('says why it may not be seen', async () => {
    stage = await showPage(DashboardPage, address, 'doctor@example.org');
    const problem = { type: '/problems/forbidden', title: 'No', status: 403 };
    stage.live.tell({ type: 'refused', topic: rotaTopic(ownDoctor, day), problem });
    await settle();
    expect(stage.wrapper.find('[role="alert"]').text()).toBe('You may not do this.');
  });

  it('shows doctors the patients of their own visits only', async () => {
    await open('doctor@example.org');
    const names = stage.wrapper.findAll('[data-visit], .card').map((card) => card.text());
    const own = shown.filter(({ doctorId }) => doctorId === ownDoctor);
    const others = shown.filter(({ doctorId }) => doctorId !== ownDoctor);
    expect(own.length).toBeGreaterThan(0);
    expect(names.filter((text) => text.includes('Occupied'))).not.toHaveLength(0);
    const ownNames = own.map(({ patientListedName }) => patientListedName);
    for (const { patientListedName } of others.filter((one) => !ownNames.includes(one.patientListedName))) {
      expect(stage.wrapper.text()).not.toContain(patientListedName);
    }
    expect(stage.wrapper.text()).toContain(own[0]!.patientListedName);
  });
});

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
    tell();
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
    await open('desk@example.org', address, tellVisits);
    const visit = booked();
    (card(visit.id).element as HTMLElement).focus();
    await key('m');
    expect(stage.wrapper.find('.ghost').exists()).toBe(false);
    expect(stage.wrapper.find('.mode').text()).toContain(visit.patientName);
    tellSlots();
    await settle();
    expect(stage.wrapper.find('.ghost button').text()).toContain(visit.patientName);
  });

  it('is given up with Escape also before free times are known', async () => {
    await open('desk@example.org', address, tellVisits);
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
    tell();
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

describe('a walk-in', () => {
  it('is added and booked in place while the time is held', async () => {
    await open();
    const free = column(1).find('[data-slot]');
    await free.trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/holds');
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('[name="here"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const made = stage.clinic.appointments.at(-1)!;
    expect(made).toMatchObject({ patientName: 'Mia Neu', doctorId: staff[1]!.id, status: 'CHECKED_IN' });
    expect(Date.parse(made.start)).toBe(Date.parse(free.attributes('data-slot')!));
    expect(dialog().exists()).toBe(false);
  });

  it('leaves the focus with the visit, whose card takes the place of the free time', async () => {
    await open();
    const free = column(1).find<HTMLElement>('[data-slot]');
    free.element.focus();
    await free.trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    const made = stage.clinic.appointments.at(-1)!;
    tell();
    await waitFor(() => expect(document.activeElement).toBe(card(made.id).element));
  });

  it('goes on with the next field when the patient is found, and back to the search for another one', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const { givenName, familyName } = stage.clinic.patients[0]!;
    const search = dialog().find<HTMLInputElement>('[type="search"]');
    await search.setValue(`${givenName} ${familyName}`);
    await waitFor(() => expect(dialog().find('li button').text()).toContain(familyName));
    await settle();
    await search.trigger('keydown', { key: 'Enter' });
    await settle();
    expect(dialog().find('.chosen').text()).toContain(familyName);
    expect(document.activeElement).toBe(dialog().find('[name="reason"]').element);

    await byName(stage.wrapper, 'Choose another patient').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[type="search"]').element);
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[name="givenName"]').element);
    await byName(stage.wrapper, 'Search instead').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[type="search"]').element);
  });

  it('is of a type with its length and price, which is held and booked', async () => {
    await open();
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Check-up',
      minutes: 45,
      price: { amount: 4950, currency: 'EUR' },
      departmentIds: [department.id],
      bookableByPatients: false,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    const sent: unknown[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.clone().json());
      return reach(request);
    });
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect(select.text()).toContain('Check-up · 45 minutes · €49.50');
    await select.setValue(type.id);
    await settle();
    expect(sent.at(-1)).toMatchObject({ doctorId: staff[1]!.id, visitTypeId: type.id });
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(sent.at(-1)).toMatchObject({ doctorId: staff[1]!.id, visitTypeId: type.id, reason: '' });
  });

  it('goes on with the next free time for the same patient, until another one is not wanted', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('[name="again"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const first = stage.clinic.appointments.at(-1)!;
    await waitFor(() => expect(dialog().find('.chosen').text()).toContain('Mia Neu'));
    expect((dialog().find('[name="again"]').element as HTMLInputElement).checked).toBe(false);
    await dialog().find('form').trigger('submit');
    await settle();
    const second = stage.clinic.appointments.at(-1)!;
    expect(second).toMatchObject({ patientId: first.patientId, doctorId: first.doctorId });
    expect(Date.parse(second.start)).toBeGreaterThanOrEqual(Date.parse(first.end));
    expect(dialog().exists()).toBe(false);
    expect(stage.wrapper.find('.mode').exists()).toBe(false);
  });

  it('is for a relative of the patient, and goes on right after with the same type', async () => {
    await open();
    const [mother, child] = stage.clinic.patients as [Schemas['Patient'], Schemas['Patient']];
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Vaccination',
      minutes: 30,
      departmentIds: [department.id],
      bookableByPatients: false,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    stage.clinic.of(FamilyMock).representations.push({
      id: 'link',
      representativeId: mother.id,
      representativeName: `${mother.givenName} ${mother.familyName}`,
      patientId: child.id,
      patientName: 'Kim Child',
      relation: 'CHILD',
      status: 'IN_FORCE',
      createdAt: '2026-11-20T09:00:00Z',
      ...{ minor: true, version: 1 },
    });
    const asked: string[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.url.includes('/first-free')) asked.push(request.url);
      return reach(request);
    });
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await dialog().find('[type="search"]').setValue(mother.familyName);
    const found = () =>
      dialog()
        .findAll('li button')
        .find((one) => one.text().includes(`${mother.givenName} ${mother.familyName}`));
    await waitFor(() => expect(found()).toBeDefined());
    await found()!.trigger('click');
    const choice = await waitFor(() => dialog().get(`[type="radio"][value="${child.id}"]`));
    await choice.setValue(true);
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    await select.setValue(type.id);
    await dialog().find('[name="again"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const first = stage.clinic.appointments.at(-1)!;
    expect(first).toMatchObject({ patientId: child.id, doctorId: staff[1]!.id, visitType: { id: type.id } });
    await waitFor(() => expect(dialog().find('.chosen').text()).toContain(mother.familyName));
    expect(Object.fromEntries(new URL(asked.at(-1)!).searchParams)).toMatchObject({
      doctorId: first.doctorId,
      from: first.end,
      visitTypeId: type.id,
    });
    const kept = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect((kept.element as HTMLSelectElement).value).toBe(type.id);
    await dialog().find('form').trigger('submit');
    await settle();
    const second = stage.clinic.appointments.at(-1)!;
    expect(second).toMatchObject({ patientId: mother.id, doctorId: first.doctorId });
    expect(Date.parse(second.start)).toBeGreaterThanOrEqual(Date.parse(first.end));
  });

  it('requires a patient', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await dialog().find('form').trigger('submit');
    await settle();
    expect(dialog().text()).toContain('Please choose a patient or add a new one.');
    expect(stage.sent).not.toContain('POST /api/appointments');
  });
});

describe('an extra visit', () => {
  const add = () => stage.wrapper.findAll('aside button').find((one) => one.text() === 'Add an extra visit');

  async function choose(email: string): Promise<Appointment> {
    await open(email);
    const visit = shown.findLast(({ status }) => status === 'BOOKED')!;
    await card(visit.id).trigger('click');
    await settle();
    return visit;
  }

  it('is booked beside another one for a stated reason, without a hold', async () => {
    const visit = await choose('admin@example.org');
    await add()!.trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.sent).not.toContain('POST /api/appointments/overbook');
    await dialog().find('[name="justification"]').setValue('acute pain');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.clinic.appointments.at(-1)).toMatchObject({
      patientName: 'Mia Neu',
      doctorId: visit.doctorId,
      lane: 'OVERBOOKED',
    });
    expect(stage.sent).not.toContain('POST /api/holds');
    tellVisits();
    await settle();
    expect(card(stage.clinic.appointments.at(-1)!.id).text()).toContain('Extra');
  });

  it('is not offered to the front desk', async () => {
    await choose('desk@example.org');
    expect(add()).toBeUndefined();
  });
});

describe('the waitlist beside the board', () => {
  it('names patients by family name first', async () => {
    await open();
    const patient = stage.clinic.patients[0]!;
    stage.clinic.of(WaitlistMock).waitlist = [
      {
        id: 'entry',
        patientId: patient.id,
        patientName: 'Ada Lovelace',
        patientListedName: 'Lovelace, Ada',
        departmentId: department.id,
        preferred: {},
        reason: '',
        status: 'WAITING',
        joinedAt: '2026-11-20T09:00:00+01:00',
      },
    ];
    await stage.wrapper.find('.strip').trigger('click');
    await queryClient.invalidateQueries();
    await settle();
    expect(stage.wrapper.text()).toContain('Lovelace, Ada');
    expect(stage.wrapper.text()).not.toContain('Ada Lovelace');
  });

  it('names the type that somebody waits for, which a time on the board is booked as', async () => {
    await open();
    const patient = stage.clinic.patients[0]!;
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Check-up',
      minutes: 30,
      departmentIds: [department.id],
      bookableByPatients: true,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    stage.clinic.of(WaitlistMock).waitlist = [
      {
        id: 'entry',
        patientId: patient.id,
        patientName: 'Ada Lovelace',
        patientListedName: 'Lovelace, Ada',
        departmentId: department.id,
        visitType: type,
        preferred: {},
        reason: '',
        status: 'WAITING',
        joinedAt: '2026-11-20T09:00:00+01:00',
      },
    ];
    await stage.wrapper.find('.strip').trigger('click');
    await queryClient.invalidateQueries();
    await settle();
    const waiting = byName(stage.wrapper, /^Lovelace, Ada/);
    expect(waiting.text()).toContain('Check-up · ');
    await waiting.trigger('click');
    await settle();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect(select.element).toHaveProperty('value', type.id);
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
    tellVisits(stage.clinic.appointments.map((one) => (one.id === visit.id ? cancelled : one)));
    await settle();
    expect(shelf().text()).toContain('Cannot be moved any more: Cancelled');
    expect(shelf().find('button').attributes('disabled')).toBeDefined();
    await byName(stage.wrapper, `Take ${visit.patientListedName} off the shelf`).trigger('click');
    await settle();
    expect(shelf().text()).not.toContain(visit.patientListedName);
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
    await dialog().find('.btn-primary').trigger('click');
    await settle();
    expect(stage.clinic.appointment(visit.id).start.slice(0, 10)).toBe(next);
  });
});

describe('the search', () => {
  it('finds visits of other days and leads there', async () => {
    await open();
    const visit = stage.clinic.appointments.find(
      ({ status, start }) => status === 'BOOKED' && start > '2026-11-25',
    )!;
    await stage.wrapper.find('input[type=search]').setValue(visit.patientName);
    const others = () => stage.wrapper.find('.other-days');
    await waitFor(() => expect(others().exists()).toBe(true));
    const who = () =>
      others()
        .findAll('button')
        .find((one) => one.text().startsWith(visit.patientName))!;
    await who().trigger('click');
    await waitFor(() => expect(others().text()).toContain(visit.doctorName));
    await settle();
    const entry = others()
      .findAll('.visits button')
      .find((one) => one.text().includes(visit.doctorName))!;
    await entry.trigger('click');
    await settle();
    const { query } = stage.router.currentRoute.value;
    const found = stage.clinic.appointment(query.visit as string);
    expect(found.patientId).toBe(visit.patientId);
    expect(query.day ?? day).toBe(found.start.slice(0, 10));
    const { departmentId } = doctors.find(({ id }) => id === found.doctorId)!;
    expect([query.doctors ?? `dept:${department.id}`]).toEqual([`dept:${departmentId}`]);
  });
});
