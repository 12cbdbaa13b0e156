import type { Schemas } from '@/shared/api/client';

export type VitalSign = Schemas['Measurement']['kind'];
type Taken = Schemas['VitalsTaken'];

/** What is drawn together, in the order of the page. */
export const vitalGroups = [
  ['SYSTOLIC', 'DIASTOLIC'],
  ['PULSE'],
  ['WEIGHT'],
  ['TEMPERATURE'],
  ['SATURATION'],
  ['GLUCOSE'],
] as const satisfies readonly (readonly VitalSign[])[];

export interface VitalPoint {
  encounterId: string;
  at: string;
  /** By the kinds of the group; null where one was not measured. */
  values: (number | null)[];
  /** Whether the patient keeps the encounter from other doctors. */
  restricted: boolean;
}

export interface VitalSeries {
  kinds: readonly VitalSign[];
  unit: string;
  /** Earliest first. */
  points: VitalPoint[];
}

const units: Record<string, string> = { 'mm[Hg]': 'mmHg', Cel: '°C' };

/** A unit as it is written; the contract's are in UCUM. */
export const unitText = (unit: string) => units[unit] ?? unit;

/** The values of each group over time. Values in another unit than the latest are left out, never converted. */
export function seriesOf(vitals: readonly Taken[]): VitalSeries[] {
  return vitalGroups.flatMap((kinds) => {
    const of = (taken: Taken, kind: VitalSign) => taken.measurements.find((one) => one.kind === kind);
    const unit = vitals.flatMap((taken) => kinds.flatMap((kind) => of(taken, kind) ?? [])).at(-1)?.unit;
    if (!unit) {
      return [];
    }
    const points = vitals
      .map((taken) => ({
        encounterId: taken.encounterId,
        at: taken.at,
        values: kinds.map((kind) => {
          const measured = of(taken, kind);
          return measured?.unit === unit ? measured.value : null;
        }),
        restricted: Boolean(taken.restricted),
      }))
      .filter(({ values }) => values.some((value) => value !== null));
    return [{ kinds, unit, points }];
  });
}
