/** One row of figures under a date or a name, and how it is drawn. */
export interface Series {
  name: string;
  /** Name of the CSS variable of its colour. */
  colour: string;
  values: (number | null)[];
  kind: 'bar' | 'line';
}

/** What a chart and its table show. */
export interface ChartData {
  /** What the rows of the table are. */
  rowName: string;
  labels: string[];
  series: Series[];
  /** What the figures are counted in, as on the axis. */
  unit: string;
  stacked?: boolean;
  /** The label that stands for today. */
  today?: string;
  most?: number;
}
