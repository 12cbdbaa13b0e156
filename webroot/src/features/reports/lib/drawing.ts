import type { ChartOptions } from 'chart.js';
import type { ChartData } from './chartData';

/** What a chart is drawn in: the value of a CSS variable of the page by its name. */
export type Colours = (name: string) => string;

const font = { family: 'Inter Variable' };

/** The bars and lines of a chart. What is still to come is paler; nothing is drawn between days or where a figure is missing. */
export function drawingOf({ days, series }: ChartData, colours: Colours) {
  const fill = (colour: string) => days.map(({ when }) => (when === 'ahead' ? `${colour}73` : colour));
  return {
    labels: days.map(({ label }) => label),
    datasets: series.map(({ kind, name, values, colour }) => ({
      type: kind,
      label: name,
      data: values,
      backgroundColor: fill(colours(colour)),
      borderColor: colours(colour),
      borderWidth: kind === 'line' ? 2 : 0,
      pointRadius: 0,
      pointHitRadius: 12,
      stepped: kind === 'line' ? ('middle' as const) : undefined,
      categoryPercentage: 0.82,
      barPercentage: 1,
      spanGaps: false,
    })),
  };
}

/** The axes, the legend and the behaviour of a chart. */
export function optionsOf({ days, series, unit, stacked = false, most }: ChartData, colours: Colours) {
  const isToday = (index: number) => days[index]?.when === 'today';
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'index', intersect: false },
    plugins: {
      legend: {
        display: series.length > 1,
        position: 'bottom',
        labels: { color: colours('ink'), boxWidth: 12, boxHeight: 12, font },
      },
      tooltip: { bodyFont: font, titleFont: font },
    },
    scales: {
      x: {
        stacked,
        grid: { display: false },
        border: { color: colours('line') },
        ticks: {
          color: ({ index }) => colours(isToday(index) ? 'ink' : 'ink-2'),
          maxRotation: 0,
          autoSkipPadding: 16,
          font: ({ index }) => ({ ...font, weight: isToday(index) ? 'bold' : 'normal' }),
        },
      },
      y: {
        stacked,
        beginAtZero: true,
        max: most,
        title: { display: true, text: unit, color: colours('ink-2') },
        grid: { color: colours('line') },
        border: { display: false },
        ticks: { color: colours('ink-2'), precision: 0, font },
      },
    },
  } satisfies ChartOptions;
}
