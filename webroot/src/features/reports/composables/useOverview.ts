import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { clinicTopic } from '@/shared/api/topics';
import type { ChartData, ChartDay, Series } from '../lib/chartData';
import {
  countOf,
  differenceOf,
  missedFinding,
  occupancyFinding,
  occupancyOf,
  trendOf,
  visitsFinding,
  visitsOf,
  weekBefore,
  type Difference,
  type OverviewDay,
  type Trend,
} from '../lib/trends';
import { weekdayOf } from '@/shared/lib/time';
import { useFormat } from '@/shared/composables/useFormat';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { overviewQuery } from '../queries';

type Overview = Schemas['Overview'];

/** The clinic in numbers, live, in words and figures that can be shown as they are. */
export function useOverview() {
  const { t } = useI18n();
  const format = useFormat();
  const { data: overview, error, refetch } = useQuery(overviewQuery());
  useLiveQuery<Overview, never, Overview>(
    clinicTopic,
    overviewQuery().queryKey,
    ({ about }) => about ?? undefined,
  );

  const days = computed(() => overview.value?.days ?? []);
  const today = computed(() => overview.value?.today.date ?? '');
  const columns = computed<ChartDay[]>(() =>
    days.value.map(({ date }) => ({
      label: format.shortDate(date),
      weekend: weekdayOf(date) > 4,
      when: date < today.value ? 'past' : date > today.value ? 'ahead' : 'today',
    })),
  );
  const percent = (value: number | null) => (value === null ? '–' : t('reports.percent', { n: value }));

  function compared(trend: Trend): string {
    return trend.direction === 'same' || trend.percent === null
      ? t(`reports.trend.${trend.direction}`)
      : t(`reports.trendBy.${trend.direction}`, { n: trend.percent });
  }

  const pointsCompared = ({ direction, points }: Difference): string =>
    direction === 'same' ? t('reports.trend.same') : t(`reports.pointsBy.${direction}`, points);

  // A tile whose number is not known, or has nothing to compare with, says why.
  function occupancyNote(occupancy: number | null, fuller: Difference | undefined): string {
    if (fuller) {
      return pointsCompared(fuller);
    }
    return t(occupancy === null ? 'reports.tile.nothingOffered' : 'reports.tile.nothingOfferedBefore');
  }

  function missedNote({ now, before }: ReturnType<typeof missedFinding>): string {
    if (before !== null) {
      return t('reports.tile.missedBefore', { rate: percent(before) });
    }
    return t(now === null ? 'reports.tile.noVisits' : 'reports.tile.noVisitsBefore');
  }

  const tiles = computed(() => {
    const now = overview.value;
    if (!now) {
      return [];
    }
    const before = weekBefore(now.days, now.today.date);
    const visits = trendOf(visitsOf(now.today), visitsOf(before));
    const occupancy = occupancyOf(now.today);
    const fuller = differenceOf(occupancy, occupancyOf(before));
    const missed = missedFinding(now.days, now.today.date);
    const missedMore = differenceOf(missed.now, missed.before);
    return [
      {
        name: 'visits',
        value: format.number(visitsOf(now.today)),
        note: before && compared(visits),
        trend: before && visits.direction,
      },
      {
        name: 'waiting',
        value: format.number(countOf(now.today, 'CHECKED_IN')),
        note: t('reports.tile.inside', countOf(now.today, 'IN_CONSULTATION')),
      },
      {
        name: 'occupancy',
        value: percent(occupancy),
        note: occupancyNote(occupancy, fuller),
        trend: fuller?.direction,
      },
      {
        name: 'missed',
        value: percent(missed.now),
        note: missedNote(missed),
        trend: missedMore?.direction,
      },
      {
        name: 'patients',
        value: format.number(now.patients),
        note: t('reports.tile.newPatients', now.newPatients ?? 0),
        trend: now.newPatients ? ('up' as const) : undefined,
      },
      { name: 'doctors', value: format.number(now.doctors) },
    ];
  });

  const visitsChart = computed(() => {
    const { trend, perDay } = visitsFinding(days.value, today.value);
    const known = trend.percent !== null && trend.direction !== 'same';
    const series = (name: string, colour: Series['colour'], of: (day: OverviewDay) => number) => ({
      name,
      colour,
      values: days.value.map(of),
      kind: 'bar' as const,
    });
    const data: ChartData = {
      rowName: t('day.date'),
      days: columns.value,
      unit: t('reports.unit.visits'),
      stacked: true,
      series: [
        series(t('status.COMPLETED'), 'chart-done', (day) => countOf(day, 'COMPLETED')),
        series(t('reports.going'), 'in-room', (day) => countOf(day, 'CHECKED_IN', 'IN_CONSULTATION')),
        series(t('status.BOOKED'), 'booked', (day) => countOf(day, 'BOOKED')),
        series(t('status.NO_SHOW'), 'no-show', (day) => countOf(day, 'NO_SHOW')),
        series(t('status.CANCELLED'), 'chart-gone', (day) => countOf(day, 'CANCELLED')),
      ],
    };
    return {
      title: known
        ? t(`reports.finding.${trend.direction}`, { perDay, n: trend.percent! })
        : t('reports.finding.perDay', { perDay }),
      text: t('reports.visitsText'),
      data,
    };
  });

  const occupancyChart = computed(() => {
    const finding = occupancyFinding(days.value, today.value);
    const data: ChartData = {
      rowName: t('day.date'),
      days: columns.value,
      unit: t('reports.unit.percent'),
      most: 100,
      series: [
        { name: t('reports.occupancy'), colour: 'accent', kind: 'line', values: days.value.map(occupancyOf) },
      ],
    };
    return {
      title:
        finding.percent === null
          ? t('reports.finding.nothingOffered')
          : t('reports.finding.occupancy', { n: finding.percent, day: format.nearDay(finding.emptiest!) }),
      text: t('reports.occupancyText'),
      data,
    };
  });

  return { overview, problem: error, reload: () => refetch(), tiles, visitsChart, occupancyChart };
}
