import { computed, shallowRef } from 'vue';
import type { DayVisit } from '@/shared/api/topics';
import { clashOf, isOpen, nearestSlot, visitAt, type Span } from '../lib/layout';
import type { Board, Column } from './useBoard';

/** Why a visit cannot be put there. */
export type Refusal =
  | { kind: 'taken'; by: DayVisit }
  | { kind: 'clash'; other: DayVisit }
  | { kind: 'HELD' | 'LEAVE' | 'HOLIDAY' | 'PAST' | 'none' };

/** Where a visit would go. */
export interface Target extends Span {
  column: Column;
  /** What stands against it, or null when it can be had. */
  refusal: Refusal | null;
}

export interface Moving {
  visit: DayVisit;
  by: 'drag' | 'keys';
  target: Target | null;
  /** Whether it has been put there and is being confirmed. */
  asking: boolean;
}

const minuteMs = 60_000;
const byTime = (at: number) => (one: Target, other: Target) =>
  Math.abs(Date.parse(one.start) - at) - Math.abs(Date.parse(other.start) - at);

/** Chooses the time and doctor that a visit is to be moved to: a state machine that changes nothing on the server. */
export function useMoveTarget(board: Board) {
  const moving = shallowRef<Moving | null>(null);

  function begin(visit: DayVisit, by: Moving['by']) {
    moving.value = { visit, by, target: null, asking: false };
  }

  /**
   * Aims at the free slot nearest in time, rather of the same doctor, if the board shows that one. Says if none is free on
   * this day.
   */
  function seek(): 'found' | 'none' | 'unknown' {
    const { visit } = moving.value!;
    const column = board.column(visit.doctorId) ?? board.columns.value[0];
    const own = column && nearestFree(column, Date.parse(visit.start));
    if (!own && !board.slotsKnown.value) {
      return 'unknown';
    }
    const found = own ?? (column && (freeBeside(column, 1) ?? freeBeside(column, -1)));
    aim(found ?? null);
    return found ? 'found' : 'none';
  }

  function aim(target: Target | null) {
    if (moving.value && !moving.value.asking) {
      moving.value = { ...moving.value, target };
    }
  }

  /** Aims at whatever lies at an instant of a column: a free slot nearby, else what stands in the way. */
  function aimAt(column: Column | null, at: number) {
    const visit = moving.value?.visit;
    if (!visit || !column) {
      return aim(null);
    }
    const lengthMs = Date.parse(visit.end) - Date.parse(visit.start);
    const slots = column.slots.value ?? [];
    const free = slots.filter(isOpen);
    const middle = at + lengthMs / 2;
    // A short visit may lie within a long slot, far from its beginning.
    const open =
      nearestSlot(free, at, Math.max(lengthMs / 2, 10 * minuteMs)) ??
      free.find(({ start, end }) => Date.parse(start) <= middle && middle < Date.parse(end));
    if (open) {
      return aim(targetOf(column, open));
    }
    const rounded = Math.round(at / (5 * minuteMs)) * 5 * minuteMs;
    const span = {
      start: new Date(rounded).toISOString(),
      end: new Date(rounded + lengthMs).toISOString(),
    };
    aim({ column, ...span, refusal: whyNot(column, span) });
  }

  function whyNot(column: Column, span: Span): Refusal {
    const by = visitAt(column.visits.value, span, moving.value!.visit.id);
    const middle = (Date.parse(span.start) + Date.parse(span.end)) / 2;
    const slot = column.slots.value?.find(
      ({ start, end }) => Date.parse(start) <= middle && middle < Date.parse(end),
    );
    if (by) {
      return { kind: 'taken', by };
    }
    return { kind: slot?.state === 'TAKEN' || !slot ? 'none' : (slot.state as 'HELD') };
  }

  function targetOf(column: Column, { start, end }: Span): Target {
    const other = clashOf(moving.value!.visit, { start, end }, board.visits.value);
    return { column, start, end, refusal: other && { kind: 'clash', other } };
  }

  function freeOf(column: Column): Target[] {
    return (column.slots.value ?? []).filter(isOpen).map((slot) => targetOf(column, slot));
  }

  function nearestFree(column: Column, at: number): Target | null {
    return freeOf(column).sort(byTime(at))[0] ?? null;
  }

  /** The free slot nearest in time of the next column that has one. */
  function freeBeside(from: Column, direction: 1 | -1): Target | null {
    const columns = board.columns.value;
    const at = Date.parse(moving.value!.target?.start ?? moving.value!.visit.start);
    for (let here = columns.indexOf(from) + direction; columns[here]; here += direction) {
      const found = nearestFree(columns[here]!, at);
      if (found) {
        return found;
      }
    }
    return null;
  }

  /** The free slot before or after in the same column. */
  function freeAlong(target: Target, direction: 1 | -1): Target | null {
    const at = Date.parse(target.start);
    const ahead = freeOf(target.column).filter(({ start }) => (Date.parse(start) - at) * direction > 0);
    return ahead.sort(byTime(at))[0] ?? null;
  }

  /** Steps to another free slot. */
  function step(key: string) {
    const target = moving.value?.target;
    if (!target) {
      return;
    }
    const ways: Record<string, () => Target | null> = {
      ArrowUp: () => freeAlong(target, -1),
      ArrowDown: () => freeAlong(target, 1),
      ArrowLeft: () => freeBeside(target.column, -1),
      ArrowRight: () => freeBeside(target.column, 1),
    };
    const next = ways[key]?.();
    if (next) {
      aim(next);
    }
  }

  /** Puts the visit where it is aimed at, to be confirmed. Says whether that is possible. */
  function put(): boolean {
    const now = moving.value;
    if (!now?.target || now.target.refusal) {
      return false;
    }
    moving.value = { ...now, asking: true };
    return true;
  }

  return {
    moving,
    /** While it is aimed and not yet confirmed. */
    aiming: computed(() => (moving.value && !moving.value.asking ? moving.value : null)),
    begin,
    seek,
    aim,
    aimAt,
    /** Aims at a slot of which it is known that it is free. */
    aimAtSlot: (column: Column, slot: Span) => aim(targetOf(column, slot)),
    step,
    put,
    end: () => (moving.value = null),
  };
}

export type MoveTarget = ReturnType<typeof useMoveTarget>;
