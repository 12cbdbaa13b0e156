import { useI18n } from 'vue-i18n';
import type { PreferredTimes } from '@/shared/api/client';
import { dayOf, minuteOf, weekdayOf } from '@/shared/lib/time';
import { useFormat } from './useFormat';

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export type Weekday = (typeof weekdays)[number];

export const dayParts = ['any', 'morning', 'afternoon', 'evening'] as const;
export type DayPart = (typeof dayParts)[number];

/** Preferred times. */
export interface TimesWish {
  weekdays: Weekday[];
  part: DayPart;
  from: string;
  until: string;
}

export const anyTime = (): TimesWish => ({ weekdays: [], part: 'any', from: '', until: '' });

const bounds: Record<DayPart, Pick<PreferredTimes, 'earliest' | 'latest'>> = {
  any: {},
  morning: { latest: '11:59' },
  afternoon: { earliest: '12:00', latest: '16:59' },
  evening: { earliest: '17:00' },
};

/** The wish as the contract has it; nothing if every time suits. */
export function preferredOf(wish: TimesWish): PreferredTimes | undefined {
  const preferred: PreferredTimes = {
    ...bounds[wish.part],
    ...(wish.weekdays.length > 0 && {
      weekdays: weekdays.filter((weekday) => wish.weekdays.includes(weekday)),
    }),
    ...(wish.from && { from: wish.from }),
    ...(wish.until && { until: wish.until }),
  };
  return Object.keys(preferred).length > 0 ? preferred : undefined;
}

const minuteOfText = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a visit that starts then is at a preferred time. */
export function isPreferred(start: string, wish: TimesWish, zone: string): boolean {
  const { weekdays: days, earliest, latest, from, until } = preferredOf(wish) ?? {};
  const day = dayOf(start, zone);
  const minute = minuteOf(start, zone);
  return (
    (!days || days.includes(weekdays[weekdayOf(day)]!)) &&
    (!from || day >= from) &&
    (!until || day <= until) &&
    (!earliest || minute >= minuteOfText(earliest)) &&
    (!latest || minute <= minuteOfText(latest))
  );
}

/** The part of the day with these bounds, if it is one. */
function partWith({ earliest, latest }: PreferredTimes): DayPart | undefined {
  return dayParts.find((part) => bounds[part].earliest === earliest && bounds[part].latest === latest);
}

/** Says which times suit. */
export function usePreferredTimesText() {
  const { t } = useI18n();
  const format = useFormat();

  function hours({ earliest, latest, ...rest }: PreferredTimes): string[] {
    const part = partWith({ earliest, latest, ...rest });
    if (part) {
      return part === 'any' ? [] : [t(`slots.${part}`)];
    }
    return [
      earliest ? t('times.notBefore', { time: earliest }) : '',
      latest ? t('times.notAfter', { time: latest }) : '',
    ];
  }

  return (preferred: PreferredTimes): string => {
    const names = format.weekdays();
    const days = preferred.weekdays?.map((weekday) => names[weekdays.indexOf(weekday)]).join(', ');
    const words = [
      days ?? '',
      ...hours(preferred),
      preferred.from ? t('times.fromDay', { day: format.shortDate(preferred.from) }) : '',
      preferred.until ? t('times.untilDay', { day: format.shortDate(preferred.until) }) : '',
    ].filter(Boolean);
    return words.length > 0 ? words.join(' · ') : t('times.any');
  };
}
