/** Names of the CSS variables of what is drawn. */
export const chartColours = ['chart-done', 'in-room', 'booked', 'no-show', 'chart-gone', 'accent'] as const;

/** One row of figures under a date or a name, and how it is drawn. */
export interface Series {
  name: string;
  colour: (typeof chartColours)[number];
  values: (number | null)[];
  kind: 'bar' | 'line';
}

/** A day of a chart. */
export interface ChartDay {
  label: string;
  weekend: boolean;
  when: 'past' | 'today' | 'ahead';
}

/** What a chart and its table show. */
export interface ChartData {
  /** What the rows of the table are. */
  rowName: string;
  days: ChartDay[];
  series: Series[];
  /** What the figures are counted in, as on the axis. */
  unit: string;
  stacked?: boolean;
  most?: number;
}
