import { describe, expect, it } from 'vitest';
import type { Appointment, AppointmentStatus, User } from '@/shared/api/client';
import { allowedStatuses, correctedStatus } from './transitions';

const start = '2026-11-23T10:00:00+01:00';
const at = (now: string) => ({ now: new Date(now), zone: 'Europe/Berlin' });
const dayBefore = at('2026-11-22T23:59:00+01:00');
const before = at('2026-11-23T00:00:00+01:00');
const after = at(start);
const visit = (status: AppointmentStatus) => ({ doctorId: 'd1', start, status }) as Appointment;
const user = (roles: User['roles'], doctorId?: string) => ({ roles, doctorId }) as User;

describe('what staff may do with an appointment', () => {
  it('lets the front desk check in and, once the start has passed, record a no-show', () => {
    const desk = user(['RECEPTIONIST']);
    expect(allowedStatuses(visit('BOOKED'), desk, before)).toEqual(['CHECKED_IN', 'CANCELLED']);
    expect(allowedStatuses(visit('BOOKED'), desk, after)).toEqual(['CHECKED_IN', 'NO_SHOW', 'CANCELLED']);
    expect(allowedStatuses(visit('CHECKED_IN'), desk, after)).toEqual(['BOOKED', 'CANCELLED']);
    expect(allowedStatuses(visit('IN_CONSULTATION'), desk, after)).toEqual([]);
  });

  it('allows no arrival before the day, which begins at the clinic’s midnight', () => {
    expect(allowedStatuses(visit('BOOKED'), user(['ADMIN']), dayBefore)).toEqual(['CANCELLED']);
  });

  it('lets a doctor begin and complete their own visits only', () => {
    expect(allowedStatuses(visit('CHECKED_IN'), user(['DOCTOR'], 'd1'), before)).toContain('IN_CONSULTATION');
    expect(allowedStatuses(visit('IN_CONSULTATION'), user(['DOCTOR'], 'd1'), before)).toEqual(['COMPLETED']);
    expect(allowedStatuses(visit('CHECKED_IN'), user(['DOCTOR'], 'd2'), before)).toEqual([]);
  });

  it('closes visits of earlier days', () => {
    const desk = user(['RECEPTIONIST']);
    const dayAfter = at('2026-11-24T00:00:00+01:00');
    expect(allowedStatuses(visit('BOOKED'), desk, dayAfter)).toEqual(['COMPLETED', 'NO_SHOW', 'CANCELLED']);
    expect(allowedStatuses(visit('IN_CONSULTATION'), desk, dayAfter)).toEqual(['COMPLETED']);
  });

  it('takes back what was set by mistake on the day of the visit', () => {
    const desk = user(['RECEPTIONIST']);
    expect(correctedStatus(visit('NO_SHOW'), desk, after)).toBe('CHECKED_IN');
    expect(correctedStatus(visit('COMPLETED'), desk, after)).toBe('IN_CONSULTATION');
    expect(correctedStatus(visit('BOOKED'), desk, after)).toBeUndefined();
    expect(correctedStatus(visit('NO_SHOW'), desk, at('2026-11-24T00:00:00+01:00'))).toBeUndefined();
    expect(correctedStatus(visit('NO_SHOW'), user(['DOCTOR'], 'd2'), after)).toBeUndefined();
  });

  it.each(['COMPLETED', 'CANCELLED', 'NO_SHOW'] as const)('leaves %s alone', (status) => {
    expect(allowedStatuses(visit(status), user(['ADMIN']), after)).toEqual([]);
  });
});
