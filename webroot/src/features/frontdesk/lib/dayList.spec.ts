import { describe, expect, it } from 'vitest';
import type { Appointment } from '@/shared/api/client';
import { dayList, daySorts } from './dayList';

const visit = (start: string, patientName: string, doctorName: string, status: Appointment['status']) =>
  ({
    start: `2026-11-23T${start}:00Z`,
    patientName,
    patientListedName: patientName.replace(/(\S+) (\S+)/, '$2, $1'),
    doctorName,
    status,
  }) as Appointment;

const visits = [
  visit('10:00', 'Zoë Abel', 'Dr. Yuki Tanaka', 'COMPLETED'),
  visit('09:00', 'Ada Zimmer', 'Dr. Ana Blum', 'BOOKED'),
  visit('08:00', 'Bo Miller', 'Dr. Yuki Tanaka', 'BOOKED'),
];
const textOf = (one: Appointment) => `${one.patientName} ${one.doctorName}`;
const names = (words: string, sort: (typeof daySorts)[number] = 'time') =>
  dayList(visits, { words, sort }, textOf).map(({ patientName }) => patientName.split(' ')[0]);

describe('the list of a day', () => {
  it.each([
    ['time', ['Bo', 'Ada', 'Zoë']],
    ['patient', ['Zoë', 'Bo', 'Ada']],
    ['doctor', ['Ada', 'Bo', 'Zoë']],
    ['status', ['Bo', 'Ada', 'Zoë']],
  ] as const)('is sorted by %s, then by time', (sort, expected) => {
    expect(names('', sort)).toEqual(expected);
  });

  it('is narrowed down by the beginnings of words, without accents', () => {
    expect(names('zoe')).toEqual(['Zoë']);
    expect(names('tan mil')).toEqual(['Bo']);
    expect(names('oe')).toEqual([]);
  });
});
