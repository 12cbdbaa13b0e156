import { describe, expect, it } from 'vitest';
import type { VitalSignRule } from '../queries';
import { bodyMassIndex, judgement, numberOf, trendPath } from './vitals';

const temperature: VitalSignRule = {
  kind: 'TEMPERATURE',
  units: [{ unit: 'Cel', min: 25, max: 45, usualMin: 36, usualMax: 37.5, decimals: 1 }],
};

describe('vital signs', () => {
  it('are read with a comma or a point', () => {
    expect(numberOf('37,5')).toBe(37.5);
    expect(numberOf(' 37.5 ')).toBe(37.5);
    expect(numberOf('37.')).toBeNull();
    expect(numberOf('-1')).toBeNull();
    expect(numberOf('')).toBeNull();
  });

  it.each([
    [37, null],
    [38.2, 'unusual'],
    [35, 'unusual'],
    [46, 'impossible'],
    [24.9, 'impossible'],
  ])('of %s are %s', (value, expected) => {
    expect(judgement(temperature, { kind: 'TEMPERATURE', value, unit: 'Cel' })).toBe(expected);
  });

  it('give the body-mass index of weight and height', () => {
    const weight = { kind: 'WEIGHT' as const, value: 70, unit: 'kg' as const };
    const height = { kind: 'HEIGHT' as const, value: 175, unit: 'cm' as const };
    expect(bodyMassIndex([weight, height])).toBe(22.9);
    expect(bodyMassIndex([weight])).toBeNull();
  });

  it('draw a line from left to right', () => {
    expect(trendPath([1, 3, 2], 60, 20)).toBe('M0.0 20.0L30.0 0.0L60.0 10.0');
    expect(trendPath([5, 5], 60, 20)).toBe('M0.0 10.0L60.0 10.0');
  });
});
