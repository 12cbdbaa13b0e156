import { mount } from '@vue/test-utils';
import type { ChartOptions } from 'chart.js';
import { afterEach, expect, it, vi } from 'vitest';
import { openClinic } from '@dev/testing/mount';
import { i18n } from '@/shared/locales';
import TrendChart from './TrendChart.vue';

const Drawn = vi.hoisted(() => ({
  name: 'Drawn',
  props: ['type', 'data', 'options', 'plugins'],
  render: () => null,
}));
vi.mock('vue-chartjs', () => ({ Chart: Drawn }));
afterEach(() => {
  vi.useRealTimers();
});

async function draw(kinds: ('bar' | 'line')[]) {
  const { pinia } = await openClinic();
  const days = ['past', 'today', 'ahead'].map((when, index) => ({ label: `${index}`, when, weekend: false }));
  const series = kinds.map((kind) => ({ kind, name: kind, colour: 'booked', values: [3, null, 2] }));
  const chart = mount(TrendChart, {
    props: { data: { days, series, unit: 'visits' } as never, label: 'Visits' },
    global: { plugins: [pinia, i18n] },
  });
  const { data, options } = chart.findComponent(Drawn).props() as {
    data: { datasets: { data: (number | null)[]; stepped?: string; tension?: number; spanGaps?: boolean }[] };
    options: ChartOptions<'bar'>;
  };
  return { lines: data.datasets, options };
}

it('draws nothing between the days: no curve, no gap that is filled, no motion', async () => {
  const { lines, options } = await draw(['line']);
  expect(options.animation).toBe(false);
  expect(lines[0]!.data).toEqual([3, null, 2]);
  expect(lines[0]!).toMatchObject({ stepped: 'middle', spanGaps: false });
  expect(lines[0]!.tension ?? 0).toBe(0);
});

it('has a legend only where there is more than one series', async () => {
  expect((await draw(['bar'])).options.plugins!.legend!.display).toBe(false);
  expect((await draw(['bar', 'line'])).options.plugins!.legend!.display).toBe(true);
});
