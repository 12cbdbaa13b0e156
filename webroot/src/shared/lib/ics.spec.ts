import { describe, expect, it } from 'vitest';
import type { Appointment } from '@/shared/api/client';
import { calendarFile } from './ics';

const appointment: Appointment = {
  id: '0193eba9-e400-7a5d-a699-7a46f81ae437',
  doctorId: 'd',
  doctorName: 'Dr. Sofia Lindqvist',
  patientId: 'p',
  patientName: 'Anna',
  start: '2026-11-24T10:00:00+01:00',
  end: '2026-11-24T10:30:00+01:00',
  status: 'BOOKED',
  reason: '',
  version: 3,
};
const text = { summary: 'Appointment', location: 'Room 12', description: '' };
const now = new Date('2026-11-22T08:00:00Z');

const unfold = (file: string) => file.replaceAll('\r\n ', '');

describe('a calendar file', () => {
  it('holds the instants in UTC and the version as sequence', () => {
    const lines = calendarFile(appointment, text, now).split('\r\n');
    expect(lines).toContain('DTSTART:20261124T090000Z');
    expect(lines).toContain('DTEND:20261124T093000Z');
    expect(lines).toContain('DTSTAMP:20261122T080000Z');
    expect(lines).toContain('SEQUENCE:3');
    expect(lines).toContain(`UID:${appointment.id}`);
    expect(lines).toContain('STATUS:CONFIRMED');
    expect(lines.at(-1)).toBe('');
  });

  it('escapes what has a meaning in the format', () => {
    const file = calendarFile(appointment, { ...text, description: 'a, b; c\\d\ne' }, now);
    expect(file).toContain('DESCRIPTION:a\\, b\\; c\\\\d\\ne\r\n');
  });

  it('folds long lines at 75 octets without cutting a character', () => {
    const summary = 'Ärztliche Untersuchung '.repeat(8) + '検査'.repeat(20);
    const file = calendarFile(appointment, { ...text, summary }, now);
    for (const line of file.split('\r\n')) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    }
    expect(unfold(file)).toContain(`SUMMARY:${summary}`);
    expect(file).not.toContain('\uFFFD');
  });
});
