import type { Schemas } from '@/shared/api/client';

type Dosage = Schemas['Dosage'];
type Times = NonNullable<Dosage['schedule']['times']>;
export type ScheduleKind = Dosage['schedule']['kind'];

export const dayParts = ['MORNING', 'NOON', 'EVENING', 'NIGHT'] as const;
export type DayPart = (typeof dayParts)[number];
export const scheduleKinds: ScheduleKind[] = ['TIMES_A_DAY', 'AT_TIMES', 'EVERY_DAYS', 'AS_NEEDED'];

/** A dosage as it is being entered; every kind of schedule keeps its own value. */
export interface DosageEntry {
  [member: string]: unknown;
  dose: string;
  schedule: {
    kind: ScheduleKind;
    timesADay: string;
    parts: DayPart[];
    /** Times of the clock, separated by commas or spaces. */
    clock: string;
    everyDays: string;
    maximumADay: string;
  };
  route: Dosage['route'];
  durationDays: string;
  note: string;
}

/** A number as people write it, with a comma or a dot; undefined if it is none. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** 08:00 of 8, 8:00 or 8.00. */
function clockTime(text: string): string {
  const parts = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text);
  return parts ? `${parts[1]!.padStart(2, '0')}:${parts[2] ?? '00'}` : text;
}

function timesOf({ parts, clock }: DosageEntry['schedule']): Times {
  const clocks = clock
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(clockTime);
  return [...parts, ...clocks];
}

function scheduleOf(entry: DosageEntry['schedule']): Dosage['schedule'] {
  const { kind } = entry;
  switch (kind) {
    case 'TIMES_A_DAY':
      return { kind, timesADay: numberOf(entry.timesADay) };
    case 'AT_TIMES':
      return { kind, times: timesOf(entry) };
    case 'EVERY_DAYS':
      return { kind, everyDays: numberOf(entry.everyDays) };
    default:
      return { kind, maximumADay: numberOf(entry.maximumADay) };
  }
}

/** The dosage as it is sent; what is missing stays away and is refused by name. */
export function dosageOf(entry: DosageEntry, unit: Dosage['unit']): Dosage {
  return {
    dose: numberOf(entry.dose)!,
    unit,
    schedule: scheduleOf(entry.schedule),
    route: entry.route,
    durationDays: numberOf(entry.durationDays),
    note: entry.note.trim() || undefined,
  };
}

/** Whether a sentence can be made of it. */
export function isComplete({ dose, schedule }: Dosage): boolean {
  const { times, timesADay, everyDays, maximumADay } = schedule;
  return Boolean(dose && (times?.length || timesADay || everyDays || maximumADay));
}

/** The entry of a dosage, or a usual one to begin with. `written` writes numbers as in a field. */
export function entryOf(dosage?: Dosage, written: (value: number) => string = String): DosageEntry {
  const text = (value: number | undefined, otherwise: string) =>
    value === undefined ? otherwise : written(value);
  const schedule = dosage?.schedule;
  const times = schedule?.times ?? [];
  return {
    dose: text(dosage?.dose, '1'),
    schedule: {
      kind: schedule?.kind ?? 'TIMES_A_DAY',
      timesADay: text(schedule?.timesADay, '3'),
      parts: dayParts.filter((part) => times.includes(part)),
      clock: times.filter((time) => /\d/.test(time)).join(', '),
      everyDays: text(schedule?.everyDays, '2'),
      maximumADay: text(schedule?.maximumADay, '4'),
    },
    route: dosage?.route ?? 'ORAL',
    durationDays: text(dosage?.durationDays, dosage ? '' : '7'),
    note: dosage?.note ?? '',
  };
}
