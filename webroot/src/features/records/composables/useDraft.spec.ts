import { effectScope, nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '@/shared/api/problem';
import { emptyNote } from '../lib/note';
import type { Encounter, EncounterNote } from '../queries';
import { useDraft, type Draft } from './useDraft';

const server = { save: vi.fn(), fetch: vi.fn() };

const encounter = (note: EncounterNote, version = 1): Encounter => ({
  id: 'e',
  patientId: 'p',
  doctorId: 'd',
  doctorName: 'Dr. Who',
  kind: 'VISIT',
  status: 'IN_PROGRESS',
  start: '2026-11-24T10:00:00+01:00',
  note,
  savedAt: '2026-11-24T10:00:00+01:00',
  entries: [],
  writable: true,
  version,
});
const problem = (slug: string, status: number) =>
  new ApiProblem({ type: `/problems/${slug}`, title: '', status });

describe('a draft', () => {
  let draft: Draft;
  let scope: ReturnType<typeof effectScope>;
  /** What the server has. */
  let stored: Encounter;

  beforeEach(() => {
    vi.useFakeTimers();
    stored = encounter(emptyNote());
    server.fetch.mockImplementation(() => Promise.resolve(structuredClone(stored)));
    server.save.mockImplementation((_, version: number, note: EncounterNote) => {
      if (version !== stored.version) {
        return Promise.reject(problem('stale-version', 412));
      }
      stored = { ...stored, note: structuredClone(note), version: version + 1 };
      return Promise.resolve({ id: 'e', savedAt: stored.savedAt, version: stored.version });
    });
    scope = effectScope();
    draft = scope.run(() => useDraft(stored, server))!;
  });

  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
    vi.resetAllMocks();
  });

  const type = async (plan: string) => {
    draft.note.plan = plan;
    await nextTick();
  };

  it('is saved within three seconds however fast somebody types', async () => {
    for (let i = 0; i < 30; i++) {
      await type('x'.repeat(i + 1));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(stored.note.plan.length).toBeGreaterThanOrEqual(20);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stored.note.plan).toHaveLength(30);
    expect(draft.state.value).toBe('saved');
    expect(server.save.mock.calls.length).toBeLessThan(6);
  });

  it('says that the connection is lost, and is saved when it is back', async () => {
    server.save
      .mockRejectedValueOnce(problem('offline', 0))
      .mockRejectedValueOnce(problem('unavailable', 503));
    await type('Rest');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(draft.state.value).toBe('lost');
    expect(draft.unsaved.value).toBe(true);
    await type('Rest and tea');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(stored.note.plan).toBe('Rest and tea');
    expect(draft.state.value).toBe('saved');
  });

  it('takes an own save whose answer was lost for what it is', async () => {
    server.save.mockImplementationOnce((_, version: number, note: EncounterNote) => {
      stored = { ...stored, note: structuredClone(note), version: version + 1 };
      return Promise.reject(problem('timed-out', 0));
    });
    await type('Rest');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(draft.state.value).toBe('saved');
    expect(draft.version.value).toBe(2);
  });

  it('knows its own text when more was typed since the answer was lost', async () => {
    server.save.mockImplementationOnce((_, version: number, note: EncounterNote) => {
      stored = { ...stored, note: structuredClone(note), version: version + 1 };
      return Promise.reject(problem('offline', 0));
    });
    await type('Rest');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(draft.state.value).toBe('lost');
    await type('Rest and tea');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(draft.theirs.value).toBeNull();
    expect(stored.note.plan).toBe('Rest and tea');
    expect(draft.state.value).toBe('saved');
  });

  it('shows what another page saved and overwrites nothing by itself', async () => {
    stored = encounter({ ...emptyNote(), plan: 'Theirs' }, 2);
    await type('Mine');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(draft.state.value).toBe('conflict');
    expect(draft.theirs.value?.note.plan).toBe('Theirs');
    expect(draft.note.plan).toBe('Mine');
    expect(stored.note.plan).toBe('Theirs');
    expect(await draft.flush()).toBe(false);

    draft.keepMine();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stored.note.plan).toBe('Mine');
    expect(draft.state.value).toBe('saved');
  });

  it('goes on with the other version if that is chosen', async () => {
    stored = encounter({ ...emptyNote(), plan: 'Theirs' }, 2);
    await type('Mine');
    await vi.advanceTimersByTimeAsync(3_000);
    draft.takeTheirs();
    expect(draft.note.plan).toBe('Theirs');
    await type('Theirs and more');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(stored.note.plan).toBe('Theirs and more');
  });

  it('follows another page while nothing is written here', async () => {
    stored = encounter({ ...emptyNote(), plan: 'Theirs' }, 2);
    await draft.follow(2);
    expect(draft.note.plan).toBe('Theirs');
    expect(draft.version.value).toBe(2);
    expect(draft.unsaved.value).toBe(false);
  });

  it('shows what was written after another page has signed', async () => {
    stored = { ...encounter(emptyNote(), 2), status: 'FINISHED' };
    server.save.mockRejectedValueOnce(problem('not-in-progress', 409));
    await type('Too late');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(draft.theirs.value?.status).toBe('FINISHED');
    expect(draft.note.plan).toBe('Too late');
  });
});
