import type { Chart, Plugin } from 'chart.js';
import type { ChartDay } from './chartData';

interface Marks {
  days: readonly ChartDay[];
  weekend: string;
  today: string;
  todayText: string;
}

/** A day's column: its left edge and its width, in pixels. */
function columnOf({ scales: { x } }: Chart, index: number) {
  const width = x!.width / (x!.max - x!.min + 1);
  return { left: x!.getPixelForValue(index) - width / 2, width };
}

/** Shades weekends behind the figures, and draws a line with the word at today. */
export const calendarMarks = (marks: () => Marks): Plugin => ({
  id: 'calendarMarks',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.fillStyle = marks().weekend;
    marks().days.forEach(({ weekend }, index) => {
      if (weekend) {
        const { left, width } = columnOf(chart, index);
        ctx.fillRect(left, chartArea.top, width, chartArea.height);
      }
    });
    ctx.restore();
  },
  afterDatasetsDraw(chart) {
    const { days, today, todayText } = marks();
    const index = days.findIndex(({ when }) => when === 'today');
    if (index < 0) {
      return;
    }
    const { ctx, chartArea } = chart;
    const { left } = columnOf(chart, index);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = today;
    ctx.font = "500 12px 'Inter Variable'";
    ctx.textBaseline = 'top';
    ctx.fillText(todayText, left + 4, chartArea.top);
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(Math.round(left) + 0.5, chartArea.top);
    ctx.lineTo(Math.round(left) + 0.5, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
});
