import { computed } from 'vue';
import { useI18n, type Composer } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { regional, type Locale } from '@/shared/locales';
import { useClinic } from '@/shared/stores/clinic';
import { addDays, dayOf, daysBetween, type Day } from '@/shared/lib/time';

type Instant = string | Date;

type Clinic = ReturnType<typeof useClinic>;

/** In days. */
const halfYear = 183;

const known = new WeakMap<Clinic, ReturnType<typeof formatsOf>>();

/**
 * Dates, times, money and languages in the reader's language and the clinic's zone. All components share them: a row of a
 * list that made its own would take longer for that than to be drawn.
 */
export function useFormat() {
  const clinic = useClinic();
  const formats = known.get(clinic) ?? formatsOf(clinic, useI18n());
  known.set(clinic, formats);
  return formats;
}

function formatsOf(clinic: Clinic, { locale: language, t }: Pick<Composer, 'locale' | 't'>) {
  const locale = computed(() => regional(language.value as Locale));

  function formatter(options: Intl.DateTimeFormatOptions) {
    return computed(() => new Intl.DateTimeFormat(locale.value, { timeZone: clinic.zone, ...options }));
  }
  function dayFormatter(options: Intl.DateTimeFormatOptions) {
    return computed(() => new Intl.DateTimeFormat(locale.value, { timeZone: 'UTC', ...options }));
  }

  // 09:00 where the day has 24 hours, 9:00 am where it has twice twelve.
  const timeFormat = computed(() => {
    const options = { timeZone: clinic.zone, minute: '2-digit' } as const;
    const plain = new Intl.DateTimeFormat(locale.value, { ...options, hour: 'numeric' });
    return hasAllHours(plain)
      ? new Intl.DateTimeFormat(locale.value, { ...options, hour: '2-digit' })
      : plain;
  });
  const zoneFormat = formatter({ timeZoneName: 'short' });
  const longDay = dayFormatter({ weekday: 'long', day: 'numeric', month: 'long' });
  const longDayYear = dayFormatter({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = dayFormatter({ weekday: 'short', day: 'numeric', month: 'short' });
  const shortDayYear = dayFormatter({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = dayFormatter({ weekday: 'short' });
  const weekdayLong = dayFormatter({ weekday: 'long' });
  const dayNumber = dayFormatter({ day: 'numeric' });
  const month = dayFormatter({ month: 'long', year: 'numeric' });
  const monthNumber = dayFormatter({ month: '2-digit', year: 'numeric' });
  const birth = dayFormatter({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const relative = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }));

  const at = (format: Intl.DateTimeFormat, day: Day) => format.format(new Date(`${day}T12:00:00Z`));

  function date(day: Day): string {
    const otherYear = day.slice(0, 4) !== clinic.today.slice(0, 4);
    return at(otherYear ? longDayYear.value : longDay.value, day);
  }

  /** "today", "tomorrow", or the short date; with the year of a day that is half a year away. */
  function nearDay(day: Day): string {
    const distance = daysBetween(clinic.today, day);
    const days = Math.abs(distance);
    return days <= 1
      ? relative.value.format(distance, 'day')
      : at(days > halfYear ? shortDayYear.value : shortDay.value, day);
  }

  /** How old somebody is, in years; in months before the second birthday. */
  function age(born: Day): string {
    const [year, month, dayOfMonth] = born.split('-').map(Number) as [number, number, number];
    const [thisYear, thisMonth, thisDay] = clinic.today.split('-').map(Number) as [number, number, number];
    const months = (thisYear - year) * 12 + thisMonth - month - (thisDay < dayOfMonth ? 1 : 0);
    const [value, unit] = months < 24 ? [Math.max(0, months), 'month'] : [Math.floor(months / 12), 'year'];
    return new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  }

  return {
    age,
    time: (instant: Instant) => timeFormat.value.format(new Date(instant)),
    timeRange: (start: Instant, end: Instant) => {
      const range = timeFormat.value.formatRange(new Date(start), new Date(end));
      // Some languages write one digit here all the same.
      return hasAllHours(timeFormat.value) ? range.replace(/\b\d:/g, '0$&') : range;
    },
    date,
    shortDate: (day: Day) => at(shortDay.value, day),
    birthDate: (day: Day) => at(birth.value, day),
    /** A year, month or day, such as 2019, 2019-04 or 2019-04-30, in digits. */
    partialDate: (date: string) =>
      date.length === 4
        ? date
        : date.length === 7
          ? at(monthNumber.value, `${date}-01`)
          : at(birth.value, date),
    weekday: (day: Day) => at(weekday.value, day),
    weekdayLong: (day: Day) => at(weekdayLong.value, day),
    dayNumber: (day: Day) => at(dayNumber.value, day),
    month: (day: Day) => at(month.value, day),
    /** "November 2026", or "November – December 2026" of days in two months. */
    months: (first: Day, last: Day) =>
      month.value.formatRange(new Date(`${first}T12:00:00Z`), new Date(`${last}T12:00:00Z`)),
    nearDay,
    /** "Tuesday 24 November, 10:00" */
    dateTime: (instant: Instant) =>
      t('time.dateTime', {
        date: date(dayOf(instant, clinic.zone)),
        time: timeFormat.value.format(new Date(instant)),
      }),
    /** "tomorrow, 10:00" */
    nearDateTime: (instant: Instant) =>
      t('time.dateTime', {
        date: nearDay(dayOf(instant, clinic.zone)),
        time: timeFormat.value.format(new Date(instant)),
      }),
    /** The seven weekdays from Monday. */
    weekdays: () => Array.from({ length: 7 }, (_, index) => at(weekday.value, addDays('2024-01-01', index))),
    zoneName: (instant: Instant = new Date()) =>
      zoneFormat.value.formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ??
      '',
    money: (fee: Schemas['Fee']) => formatMoney(fee, locale.value),
    /** A number with all its decimals and without separators of thousands, as in a field. */
    decimal: (value: number, decimals: number) =>
      new Intl.NumberFormat(locale.value, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: false,
      }).format(value),
    number: (value: number) => new Intl.NumberFormat(locale.value).format(value),
    /** What a field may have at most or at least: "50,000"; four digits, which a year has, are not grouped. */
    bound: (value: number) => new Intl.NumberFormat(locale.value, { useGrouping: 'min2' }).format(value),
    language: (tag: string) => languageName(tag, locale.value),
  };
}

/** An amount in minor units as money, with as many decimals as the currency has. */
export function formatMoney(fee: Schemas['Fee'], locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: fee.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(fee.amount / 10 ** digits);
}

/** Whether the day has 24 hours. */
const hasAllHours = (format: Intl.DateTimeFormat) => format.resolvedOptions().hourCycle?.startsWith('h2');

function languageName(tag: string, locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}
