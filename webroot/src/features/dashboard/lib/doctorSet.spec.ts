import { describe, expect, it } from 'vitest';
import { busiestSet, loadsOf, nextDayOf, readSet, writeSet, type Load } from './doctorSet';

const load = (
  doctorId: string,
  departmentId: string,
  visits: number,
  open: number,
  nextDay?: string,
): Load => ({
  doctorId,
  departmentId,
  visits,
  open,
  nextDay,
});
const none = new Set<string>();

describe('a set of doctors', () => {
  it.each(['all', 'mine', 'dept:0194-a'])('is written in the address as it is read: %s', (text) => {
    expect(writeSet(readSet(text)!)).toBe(text);
  });

  it('is nothing that the address does not name', () => {
    expect(readSet('everybody')).toBeNull();
    expect(readSet(undefined)).toBeNull();
  });

  it('has the doctors of its department, or those that were chosen', () => {
    const loads = [load('a', 'x', 1, 1), load('b', 'y', 1, 1)];
    expect(loadsOf({ kind: 'department', id: 'y' }, loads, none)).toEqual([loads[1]]);
    expect(loadsOf({ kind: 'mine' }, loads, new Set(['a']))).toEqual([loads[0]]);
    expect(loadsOf({ kind: 'all' }, loads, none)).toEqual(loads);
  });

  it('is the department with most open visits when nothing was chosen', () => {
    const loads = [load('a', 'x', 9, 1), load('b', 'y', 2, 2), load('c', 'z', 1, 1)];
    expect(busiestSet(loads, ['x', 'y', 'z'], none)).toEqual({ kind: 'department', id: 'y' });
  });

  it('is the department with most visits when all are done, and the first when there are none', () => {
    const done = [load('a', 'x', 1, 0), load('b', 'y', 2, 0)];
    expect(busiestSet(done, ['x', 'y'], none)).toEqual({ kind: 'department', id: 'y' });
    expect(busiestSet([], ['x', 'y'], none)).toEqual({ kind: 'department', id: 'x' });
    expect(busiestSet([], [], none)).toBeNull();
  });

  it('is the own one only if it has something to do', () => {
    const loads = [load('a', 'x', 9, 9), load('b', 'y', 1, 1), load('c', 'y', 1, 0)];
    expect(busiestSet(loads, ['x', 'y'], new Set(['b']))).toEqual({ kind: 'mine' });
    expect(busiestSet(loads, ['x', 'y'], new Set(['c']))).toEqual({ kind: 'department', id: 'x' });
  });

  it('has the next visits on the earliest of its doctors’ next days', () => {
    expect(nextDayOf([load('a', 'x', 0, 0, '2026-12-02'), load('b', 'x', 0, 0, '2026-12-01')])).toBe(
      '2026-12-01',
    );
    expect(nextDayOf([load('a', 'x', 0, 0)])).toBeNull();
  });
});
