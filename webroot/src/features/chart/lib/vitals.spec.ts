import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { seriesOf, unitText } from './vitals';

type Measurement = Schemas['Measurement'];
const taken = (at: string, ...measurements: Measurement[]) => ({ encounterId: at, at, measurements });
const of = (kind: Measurement['kind'], value: number, unit: Measurement['unit']) => ({ kind, value, unit });

describe('vital signs over time', () => {
  it('draws blood pressure together and leaves gaps where one was not measured', () => {
    const [pressure, ...others] = seriesOf([
      taken('2025-01-01', of('SYSTOLIC', 140, 'mm[Hg]'), of('DIASTOLIC', 90, 'mm[Hg]')),
      taken('2025-02-01'),
      taken('2025-03-01', of('SYSTOLIC', 130, 'mm[Hg]')),
    ]);
    expect(pressure!.kinds).toEqual(['SYSTOLIC', 'DIASTOLIC']);
    expect(pressure!.points.map(({ at, values }) => [at, values])).toEqual([
      ['2025-01-01', [140, 90]],
      ['2025-03-01', [130, null]],
    ]);
    expect(others).toEqual([]);
  });

  it('never mixes units', () => {
    const [glucose] = seriesOf([
      taken('2025-01-01', of('GLUCOSE', 99, 'mg/dL')),
      taken('2025-02-01', of('GLUCOSE', 5.5, 'mmol/L')),
    ]);
    expect(glucose!.unit).toBe('mmol/L');
    expect(glucose!.points.map(({ values }) => values)).toEqual([[5.5]]);
  });

  it('writes units as people do', () => {
    expect(['mm[Hg]', 'Cel', 'kg'].map(unitText)).toEqual(['mmHg', '°C', 'kg']);
  });
});
