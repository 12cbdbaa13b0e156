import { expect, it } from 'vitest';
import type { ChartData, Series } from './chartData';
import { drawingOf, optionsOf } from './drawing';

const series = (kind: Series['kind']): Series => ({
  kind,
  name: kind,
  colour: 'booked',
  values: [3, null, 2],
});
const chart = (...kinds: Series['kind'][]): ChartData => ({
  rowName: 'Day',
  days: [
    { label: 'Mon', weekend: false, when: 'past' },
    { label: 'Tue', weekend: false, when: 'today' },
    { label: 'Wed', weekend: false, when: 'ahead' },
  ],
  series: kinds.map(series),
  unit: 'visits',
});
const colours = (name: string) => `#${name}`;

it('draws nothing between the days: no curve, no gap that is filled, no motion', () => {
  const [line] = drawingOf(chart('line'), colours).datasets;
  expect(line).toMatchObject({ data: [3, null, 2], stepped: 'middle', spanGaps: false });
  expect(line).not.toHaveProperty('tension');
  expect(optionsOf(chart('line'), colours).animation).toBe(false);
});

it('draws what is still to come paler', () => {
  const [bars] = drawingOf(chart('bar'), colours).datasets;
  expect(bars!.backgroundColor).toEqual(['#booked', '#booked', '#booked73']);
});

it('has a legend only where there is more than one series', () => {
  const legend = (of: ChartData) => optionsOf(of, colours).plugins.legend.display;
  expect(legend(chart('bar'))).toBe(false);
  expect(legend(chart('bar', 'line'))).toBe(true);
});
