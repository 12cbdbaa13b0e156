import type { Schemas } from '@/shared/api/client';
import type { Encounter, VitalSignRule } from '../queries';

export type Measurement = Schemas['Measurement'];
export type VitalSign = Schemas['VitalSign'];
export type Judgement = 'impossible' | 'unusual';

/** A typed number, with a comma or a point; null if it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

export const unitOf = (rule: VitalSignRule, unit: string | undefined) =>
  rule.units.find((one) => one.unit === unit) ?? rule.units[0]!;

/** What is remarkable about a value; null if nothing is. */
export function judgement(rule: VitalSignRule, measured: Measurement | undefined): Judgement | null {
  if (!measured) {
    return null;
  }
  const { min, max, usualMin, usualMax } = unitOf(rule, measured.unit);
  const { value } = measured;
  if (value < min || value > max) {
    return 'impossible';
  }
  return (usualMin !== undefined && value < usualMin) || (usualMax !== undefined && value > usualMax)
    ? 'unusual'
    : null;
}

export const bodyMassIndexUnit = 'kg/m²';

/** In kg/m², with one decimal; null without weight and height. */
export function bodyMassIndex(measurements: readonly Measurement[]): number | null {
  const valueOf = (kind: VitalSign) => measurements.find((one) => one.kind === kind)?.value;
  const [weight, height] = [valueOf('WEIGHT'), valueOf('HEIGHT')];
  return weight && height ? Math.round((weight / (height / 100) ** 2) * 10) / 10 : null;
}

/** Units as they are written, from UCUM. */
const written: Record<string, string> = { 'mm[Hg]': 'mmHg', Cel: '°C', '/min': '/min' };
export const unitName = (unit: string) => written[unit] ?? unit;

/** The values of earlier encounters, oldest first, in one unit. */
export function earlierValues(encounters: readonly Encounter[], kind: VitalSign, unit: string): number[] {
  return encounters
    .filter(({ status }) => status === 'FINISHED')
    .flatMap(({ note }) => note.measurements.filter((one) => one.kind === kind && one.unit === unit))
    .map(({ value }) => value)
    .reverse();
}

/** A line through values, in a box of a width and a height. */
export function trendPath(values: readonly number[], width: number, height: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * width;
  const y = (value: number) =>
    most === least ? height / 2 : height - ((value - least) / (most - least)) * height;
  return values
    .map((value, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}
