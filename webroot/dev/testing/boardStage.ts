import { expect, vi } from 'vitest';
import { departments, doctors } from '../mock/people';
import type { Appointment } from '@/shared/api/client';
import { departmentTopic, rotaTopic, slotsTopic } from '@/shared/api/topics';
import { settle, showPage, type Stage } from './mount';
import { waitFor } from './waitFor';
import DashboardPage from '@/features/dashboard/pages/DashboardPage.vue';

export const day = '2026-11-23';
export const department = departments[0]!;
export const staff = doctors.filter(({ departmentId }) => departmentId === department.id);
/** Of the account doctor@example.org. */
export const ownDoctor = staff[1]!.id;
export const address = `/dashboard?department=${department.id}`;

export let stage: Stage;
export let shown: Appointment[];

/** Opens an address of the dashboard without any day that the server would send. */
export async function show(at = address, email = 'desk@example.org') {
  stage = await showPage(DashboardPage, at, email);
}

/** After each test. */
export function close() {
  stage.wrapper.unmount();
  vi.useRealTimers();
}

/** Sends the page the clinic's day, as a server would. */
export function pushDay() {
  pushVisits();
  pushSlots();
}

export function pushVisits(of = stage.clinic.appointments) {
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

export function pushNoHours(id: string) {
  stage.live.set(slotsTopic(id, day), {
    about: { doctorId: id, zone: 'Europe/Berlin', days: [{ date: day, version: 1 }] },
    items: {},
  });
}

export function pushSlots() {
  const { clinic, live } = stage;
  for (const { id } of staff) {
    const { slots } = clinic.days(id, day, 1)[0]!;
    live.set(slotsTopic(id, day), {
      about: { doctorId: id, zone: 'Europe/Berlin', days: [{ date: day, version: 1 }] },
      items: Object.fromEntries(slots.map((slot) => [slot.start, slot])),
    });
  }
}

export async function open(
  email = 'desk@example.org',
  at = address,
  known = pushDay,
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

export const column = (index: number) => stage.wrapper.find(`[data-doctor="${staff[index]!.id}"]`);
export const card = (id: string) => stage.wrapper.find(`[data-visit="${id}"]`);
export const booked = () => shown.find(({ status }) => status === 'BOOKED')!;
export const dialog = () => stage.wrapper.find('dialog[open]');
export const key = async (name: string) => {
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
  );
  await settle();
};

/** Begins to move a visit with the keyboard and announces the target. */
export async function lift(visit: Appointment): Promise<() => string> {
  (card(visit.id).element as HTMLElement).focus();
  await key('m');
  return () => stage.wrapper.find('.ghost button').text();
}
