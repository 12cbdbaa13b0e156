import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ScheduleSlot } from '@/shared/api/client';
import type { TopicPage } from '@/shared/api/live';
import { problemFrom } from '@/shared/api/problem';
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
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { useLive } from '@/shared/stores/live';
import { useSession } from '@/shared/stores/session';
import { ThrottledTopics } from '../lib/throttledTopics';

export type BoardDoctor = DepartmentAbout['doctors'][number];

/**
 * A doctor's part of the board. Each of its refs changes only when that doctor's day does, and what has
 * not changed stays the same object, so that nothing else is drawn again.
 */
export interface Column {
  readonly doctor: BoardDoctor;
  /** By start. */
  readonly visits: ShallowRef<DayVisit[]>;
  /** By start; null while they are not known. */
  readonly slots: ShallowRef<ScheduleSlot[] | null>;
  readonly holiday: ShallowRef<string | undefined>;
}

const otherDepartment = problemFrom({ type: '/problems/forbidden', title: '', status: 403 });

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
 * A department's day: its doctors, their visits and their slots, live.
 *
 * @param onScreen the doctors that can be seen, whose slots come first
 */
export function useBoard(
  department: Ref<string | undefined>,
  day: Ref<Day>,
  onScreen: Ref<ReadonlySet<string>>,
) {
  const live = useLive();
  const session = useSession();
  const { t } = useI18n();
  /** The front desk sees all patients, a doctor those of their own visits. */
  function topicOf(departmentId: string): string {
    const doctorId = session.hasRole('ADMIN', 'RECEPTIONIST') ? undefined : session.user?.doctorId;
    return doctorId ? rotaTopic(doctorId, day.value) : departmentTopic(departmentId, day.value);
  }
  const named = (visit: RotaVisit): DayVisit => ({
    ...visit,
    patientId: visit.patientId ?? visit.id,
    patientName: visit.patientName ?? t('dashboard.colleaguesPatient'),
  });
  const { page } = useLiveQuery<DepartmentAbout, RotaVisit>(() =>
    department.value ? topicOf(department.value) : null,
  );
  /** A doctor's rota is that of their own department, whatever was chosen. */
  const isOther = computed(
    () => page.value.about !== null && page.value.about.departmentId !== department.value,
  );
  const columns = shallowRef<Column[]>([]);
  let shown = '';

  const topics = new ThrottledTopics(live.watch, (topic, now) => takeSlots(topic, now));

  function columnOf(doctor: BoardDoctor): Column {
    const before = columns.value.find((column) => column.doctor.id === doctor.id);
    return before && same(before.doctor, doctor)
      ? before
      : {
          doctor,
          visits: before?.visits ?? shallowRef([]),
          slots: before?.slots ?? shallowRef(null),
          holiday: before?.holiday ?? shallowRef(undefined),
        };
  }

  function takeDay(now: TopicPage<DepartmentAbout, RotaVisit>) {
    if (!now.about || isOther.value) {
      return;
    }
    const next = now.about.doctors.map(columnOf);
    if (next.length !== columns.value.length || next.some((column, at) => column !== columns.value[at])) {
      columns.value = next;
    }
    const byDoctor = new Map<string, DayVisit[]>();
    now.items.forEach((shown) => {
      const visit = named(shown);
      const list = byDoctor.get(visit.doctorId);
      if (list) {
        list.push(visit);
      } else {
        byDoctor.set(visit.doctorId, [visit]);
      }
    });
    for (const column of columns.value) {
      const visits = (byDoctor.get(column.doctor.id) ?? []).sort(byStart);
      column.visits.value = reuseUnchanged(column.visits.value, visits, (visit) => visit.id);
    }
  }

  function takeSlots(topic: string, now: TopicPage) {
    const column = columns.value.find(({ doctor }) => slotsTopic(doctor.id, day.value) === topic);
    if (column && now.about) {
      const slots = ([...now.items.values()] as ScheduleSlot[]).sort(byStart);
      column.slots.value = reuseUnchanged(column.slots.value ?? [], slots, (slot) => slot.start);
      column.holiday.value = (now.about as SlotsAbout).days[0]?.holiday;
    }
  }

  /** Another day or department: what was shown is not of it. The doctors stay while they may be the same. */
  function begin() {
    if (!shown.startsWith(department.value ?? '')) {
      columns.value = [];
    }
    for (const column of columns.value) {
      column.visits.value = [];
      column.slots.value = null;
      column.holiday.value = undefined;
    }
  }

  watch(
    page,
    (now) => {
      const key = `${department.value} ${day.value}`;
      if (key !== shown) {
        begin();
        shown = key;
      }
      takeDay(now);
    },
    { immediate: true, flush: 'sync' },
  );

  watch([columns, day, onScreen], () => {
    const seen = (column: Column) => (onScreen.value.has(column.doctor.id) ? 0 : 1);
    const ordered = [...columns.value].sort((one, other) => seen(one) - seen(other));
    topics.want(ordered.map(({ doctor }) => slotsTopic(doctor.id, day.value)));
  });
  onScopeDispose(() => topics.stop());

  const visits = computed(() => columns.value.flatMap((column) => column.visits.value));
  return {
    page,
    columns,
    visits,
    /** Whether the day's visits are there. */
    loaded: computed(() => page.value.about !== null),
    /** Whether every doctor's slots are there. */
    slotsKnown: computed(() => columns.value.every(({ slots }) => slots.value !== null)),
    problem: computed(() => (isOther.value ? otherDepartment : page.value.problem)),
    presence: computed(() => page.value.presence),
    /** Whether no doctor works on the day, as far as known. */
    closed: computed(
      () =>
        visits.value.length === 0 &&
        columns.value.every(
          ({ slots }) => slots.value?.every(({ state }) => state === 'LEAVE' || state === 'HOLIDAY') ?? false,
        ),
    ),
    holiday: computed(() => columns.value.map((column) => column.holiday.value).find(Boolean)),
    visit: (id: string | undefined) => visits.value.find((visit) => visit.id === id) ?? null,
    column: (doctorId: string) => columns.value.find(({ doctor }) => doctor.id === doctorId) ?? null,
  };
}

export type Board = ReturnType<typeof useBoard>;
