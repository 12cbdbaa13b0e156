import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ScheduleSlot } from '@/shared/api/client';
import type { TopicPage } from '@/shared/api/live';
import {
  departmentTopic,
  rotaTopic,
  slotsTopic,
  type DayVisit,
  type DepartmentAbout,
  type RotaVisit,
  type SlotsAbout,
} from '@/shared/api/topics';
import type { Day } from '@/shared/lib/time';
import { useLive } from '@/shared/stores/live';
import { useSession } from '@/shared/stores/session';
import { closedStates } from '../lib/layout';
import { ThrottledTopics } from '../lib/throttledTopics';
import { useDayPages, type DayPage } from './useDayPages';

export type BoardDoctor = DepartmentAbout['doctors'][number];

/**
 * A doctor's part of the board. Each of its refs changes only when that doctor's day does, and what has
 * not changed stays the same object, so that nothing else is drawn again.
 */
export interface Column {
  readonly doctor: BoardDoctor;
  readonly departmentId: string;
  /** By start. */
  readonly visits: ShallowRef<DayVisit[]>;
  /** By start; null while they are not known. */
  readonly slots: ShallowRef<ScheduleSlot[] | null>;
  readonly holiday: ShallowRef<string | undefined>;
  /** Whether the visits of the day were known before: what is another then has changed. */
  known: boolean;
}

/** What a board has: departments, of which only some doctors may be meant. */
export interface Shown {
  departments: string[];
  only: ReadonlySet<string> | null;
}

const byStart = (one: { start: string }, other: { start: string }) =>
  Date.parse(one.start) - Date.parse(other.start);

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

/** The new list with whatever has not changed taken from the old, which itself comes back if nothing has. */
export function reuseUnchanged<T extends object>(before: T[], now: T[], key: (item: T) => string): T[] {
  const known = new Map(before.map((item) => [key(item), item]));
  const shared = now.map((item) => {
    const old = known.get(key(item));
    return old && (old === item || same(old, item)) ? old : item;
  });
  const unchanged = shared.length === before.length && shared.every((item, at) => item === before[at]);
  return unchanged ? before : shared;
}

/**
 * The day of some departments: their doctors, visits and slots, live. A doctor sees that of their own department,
 * whatever was chosen.
 *
 * @param onScreen the doctors that can be seen, whose slots come first
 */
export function useBoard(shown: Ref<Shown>, day: Ref<Day>, onScreen: Ref<ReadonlySet<string>>) {
  const live = useLive();
  const session = useSession();
  const { t } = useI18n();
  /** The front desk sees all patients, a doctor those of their own visits. */
  const rotaOf = computed(() =>
    session.hasRole('ADMIN', 'RECEPTIONIST') ? undefined : session.user?.doctorId,
  );
  const pages = useDayPages(() =>
    rotaOf.value
      ? [rotaTopic(rotaOf.value, day.value)]
      : shown.value.departments.map((id) => departmentTopic(id, day.value)),
  );
  const named = (visit: RotaVisit): DayVisit => ({
    ...visit,
    patientId: visit.patientId ?? visit.id,
    patientName: visit.patientName ?? t('dashboard.colleaguesPatient'),
    patientListedName: visit.patientListedName ?? t('dashboard.colleaguesPatient'),
  });
  const columns = shallowRef<Column[]>([]);
  /** When visits changed that were known before, in milliseconds of this device. */
  const changes = new Map<string, number>();
  const topics = new ThrottledTopics(live.watch, (topic, now) => takeSlots(topic, now));

  function columnOf(doctor: BoardDoctor, departmentId: string): Column {
    const before = columns.value.find((column) => column.doctor.id === doctor.id);
    return before && same(before.doctor, doctor)
      ? before
      : {
          doctor,
          departmentId,
          visits: before?.visits ?? shallowRef([]),
          slots: before?.slots ?? shallowRef(null),
          holiday: before?.holiday ?? shallowRef(undefined),
          known: before?.known ?? false,
        };
  }

  const isMeant = ({ id }: BoardDoctor) => shown.value.only?.has(id) ?? true;

  function takeDays(now: DayPage[]) {
    const loaded = now.filter(({ about }) => about !== null);
    if (loaded.length === 0) {
      return;
    }
    const next = loaded.flatMap(({ about }) =>
      about!.doctors.filter(isMeant).map((doctor) => columnOf(doctor, about!.departmentId)),
    );
    if (next.length !== columns.value.length || next.some((column, at) => column !== columns.value[at])) {
      columns.value = next;
    }
    const byDoctor = new Map<string, DayVisit[]>(next.map(({ doctor }) => [doctor.id, []]));
    loaded
      .flatMap(({ items }) => [...items.values()])
      .forEach((visit) => byDoctor.get(visit.doctorId)?.push(named(visit)));
    next.forEach((column) => takeVisits(column, byDoctor.get(column.doctor.id)!));
  }

  function takeVisits(column: Column, now: DayVisit[]) {
    const before = column.visits.value;
    const after = reuseUnchanged(before, now.sort(byStart), ({ id }) => id);
    if (column.known) {
      const kept = new Set(before);
      after.filter((visit) => !kept.has(visit)).forEach(({ id }) => changes.set(id, Date.now()));
    }
    column.known = true;
    column.visits.value = after;
  }

  function takeSlots(topic: string, now: TopicPage) {
    const column = columns.value.find(({ doctor }) => slotsTopic(doctor.id, day.value) === topic);
    if (column && now.about) {
      const slots = ([...now.items.values()] as ScheduleSlot[]).sort(byStart);
      column.slots.value = reuseUnchanged(column.slots.value ?? [], slots, (slot) => slot.start);
      column.holiday.value = (now.about as SlotsAbout).days[0]?.holiday;
    }
  }

  /** Another day: what was shown is not of it. The doctors stay, as they will be the same. */
  function begin() {
    changes.clear();
    for (const column of columns.value) {
      column.visits.value = [];
      column.slots.value = null;
      column.holiday.value = undefined;
      column.known = false;
    }
  }

  let of = day.value;
  watch(
    [pages, shown],
    ([now]) => {
      if (of !== day.value) {
        begin();
        of = day.value;
      }
      takeDays(now);
    },
    { immediate: true, flush: 'sync' },
  );
  watch(
    () => shown.value.departments.join(),
    () => pages.value.every(({ about }) => about === null) && (columns.value = []),
    { flush: 'sync' },
  );

  watch([columns, day, onScreen], () => {
    const seen = (column: Column) => (onScreen.value.has(column.doctor.id) ? 0 : 1);
    const ordered = [...columns.value].sort((one, other) => seen(one) - seen(other));
    topics.want(
      ordered.map(({ doctor }) => slotsTopic(doctor.id, day.value)),
      pages.value.length,
    );
  });
  onScopeDispose(() => topics.stop());

  /** How many look at a doctor's times elsewhere than on such a board. */
  function looking(doctorId: string): number {
    const page = pages.value.find(({ about }) => about?.doctors.some(({ id }) => id === doctorId));
    return Math.max(0, (page?.presence?.doctors[doctorId] ?? 0) - (page?.presence?.department ?? 0));
  }

  const visits = computed(() => columns.value.flatMap((column) => column.visits.value));
  const loaded = computed(() => pages.value.length > 0 && pages.value.every(({ about }) => about !== null));
  return {
    columns,
    visits,
    /** Whether the day's visits are there. */
    loaded,
    /** Whether all is known to be as the server has it. */
    current: computed(() => pages.value.every(({ current }) => current)),
    /** Whether every doctor's slots are there. */
    slotsKnown: computed(() => columns.value.every(({ slots }) => slots.value !== null)),
    problem: computed(() => pages.value.map(({ problem }) => problem).find(Boolean) ?? null),
    viewers: computed(() => Math.max(0, ...pages.value.map(({ presence }) => presence?.department ?? 0))),
    looking,
    /** When a visit changed; 0 if it has been so since the day was opened. */
    changedAt: (visitId: string) => changes.get(visitId) ?? 0,
    /** Whether a doctor has neither visits nor hours on the day, as far as known. */
    isIdle,
    /** Whether that is so of all. */
    closed: computed(() => columns.value.length > 0 && columns.value.every(isIdle)),
    holiday: computed(() => columns.value.map((column) => column.holiday.value).find(Boolean)),
    visit: (id: string | undefined) => visits.value.find((visit) => visit.id === id) ?? null,
    column: (doctorId: string) => columns.value.find(({ doctor }) => doctor.id === doctorId) ?? null,
  };
}

function isIdle({ visits, slots }: Column): boolean {
  return (
    visits.value.length === 0 && (slots.value?.every(({ state }) => closedStates.includes(state)) ?? false)
  );
}

export type Board = ReturnType<typeof useBoard>;
