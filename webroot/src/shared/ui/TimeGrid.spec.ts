import { expect, it } from 'vitest';
import { mount } from '@vue/test-utils';
import { hourMs } from '@/shared/lib/timeScale';
import TimeGrid from './TimeGrid.vue';

const show = (props: Partial<InstanceType<typeof TimeGrid>['$props']> = {}) =>
  mount(TimeGrid, {
    props: {
      scale: { from: 8 * hourMs, until: 11 * hourMs, perMinute: 1.5 },
      label: (hour: number) => `${hour / hourMs}:00`,
      ...props,
    },
    slots: { default: '<section class="column">Visits</section>', axis: '<b>now</b>' },
  });
const labels = (grid: ReturnType<typeof show>) =>
  grid.findAll('.hour').map((hour) => [hour.text(), hour.attributes('style')]);
const at = (px: number) => `transform: translateY(calc(${px}px - 50%));`;

it('labels the hours that begin on the scale, each at its place', () => {
  expect(labels(show())).toEqual([
    ['8:00', at(0)],
    ['9:00', at(90)],
    ['10:00', at(180)],
  ]);
});

it('labels the hour that ends the scale only where it is closed', () => {
  const grid = show({ closed: true });
  expect(labels(grid).at(-1)).toEqual(['11:00', at(270)]);
  expect(grid.classes()).toContain('closed');
  expect(show().classes()).not.toContain('closed');
});

it('tells the columns how high they are and how far apart the lines', () => {
  const { style } = show().element as HTMLElement;
  expect(style.getPropertyValue('--height')).toBe('270px');
  expect(style.getPropertyValue('--hour')).toBe('90px');
});

it('draws again what moves with the scale', async () => {
  const grid = show();
  await grid.setProps({ scale: { from: 9 * hourMs, until: 10 * hourMs, perMinute: 2 } });
  expect(labels(grid)).toEqual([['9:00', at(0)]]);
  expect((grid.element as HTMLElement).style.getPropertyValue('--height')).toBe('120px');
});

it('keeps the axis from screen readers, with what belongs to it, and the columns beside it', () => {
  const grid = show({ axisClass: 'small' });
  const axis = grid.get('[aria-hidden="true"]');
  expect(axis.classes()).toContain('small');
  expect(axis.get('b').text()).toBe('now');
  expect(axis.element.nextElementSibling?.className).toBe('column');
});
