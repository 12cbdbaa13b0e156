import { useEventListener } from '@vueuse/core';
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { isProblem } from '@/shared/api/problem';
import { copyOf } from '../lib/note';
import { fetchEncounter, saveNote, type Encounter, type EncounterNote } from '../queries';

const remote = { save: saveNote, fetch: fetchEncounter };

const pauseMs = 1_000;
/** However fast somebody types, it is saved as often as this. */
const atMostMs = 2_500;
const retryMs = [1_000, 2_000, 4_000, 8_000];

/**
 * The draft of a note, which is saved while it is written. What is not saved is kept in the memory of this page only:
 * nothing clinical is stored in the browser.
 */
export function useDraft(opened: Encounter, server = remote) {
  const encounterId = opened.id;
  const note = reactive(copyOf(opened.note)) as EncounterNote;
  const version = ref(opened.version);
  const savedAt = ref(opened.savedAt);
  const saved = ref(JSON.stringify(opened.note));
  const failures = ref(0);
  const saving = ref(false);
  /** What another page has saved meanwhile: neither is lost, one is chosen. */
  const theirs = shallowRef<Encounter | null>(null);
  /** Why it cannot be saved as it is: the note is too long, or signed by another page. */
  const refusal = shallowRef<unknown>(null);

  const text = computed(() => JSON.stringify(note));
  const unsaved = computed(() => text.value !== saved.value);
  const state = computed(() => {
    if (theirs.value) {
      return 'conflict';
    }
    if (refusal.value) {
      return 'refused';
    }
    if (failures.value > 0) {
      return 'lost';
    }
    return saving.value || unsaved.value ? 'saving' : 'saved';
  });

  let pause: ReturnType<typeof setTimeout> | undefined;
  let latest: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;
  let ended = false;
  /** What was sent since the last answer: any of it may be what is stored. */
  let unanswered: string[] = [];

  function clear() {
    clearTimeout(pause);
    clearTimeout(latest);
    pause = latest = undefined;
  }

  watch(text, () => {
    if (!unsaved.value || theirs.value) {
      return;
    }
    refusal.value = null;
    clearTimeout(pause);
    pause = setTimeout(() => void flush(), pauseMs);
    latest ??= setTimeout(() => void flush(), atMostMs);
  });

  /** Saves what is not saved; whether everything is saved then. */
  async function flush(): Promise<boolean> {
    clear();
    while (running) {
      await running;
    }
    if (!unsaved.value) {
      return true;
    }
    if (theirs.value || ended) {
      return false;
    }
    running = save();
    const done = await running;
    running = null;
    return done && !unsaved.value;
  }

  async function save(): Promise<boolean> {
    saving.value = true;
    const written = text.value;
    unanswered.push(written);
    try {
      const answer = await server.save(encounterId, version.value, JSON.parse(written) as EncounterNote);
      version.value = answer.version;
      savedAt.value = answer.savedAt;
      onStored(written);
      return true;
    } catch (problem) {
      return await onProblem(problem);
    } finally {
      saving.value = false;
    }
  }

  function onStored(written: string) {
    saved.value = written;
    unanswered = [];
    failures.value = 0;
    if (unsaved.value) {
      latest ??= setTimeout(() => void flush(), atMostMs);
    }
  }

  /** Whether something of it is stored all the same. */
  async function onProblem(problem: unknown): Promise<boolean> {
    if (isProblem(problem, 'stale-version') || isProblem(problem, 'not-in-progress')) {
      try {
        return onMet(await server.fetch(encounterId));
      } catch {
        // Not even to be read: tried again below.
      }
    } else if (isRefusal(problem)) {
      refusal.value = problem;
      return false;
    }
    const wait = retryMs[Math.min(failures.value, retryMs.length - 1)]!;
    failures.value++;
    pause = setTimeout(() => void flush(), wait);
    return false;
  }

  /** The answer to an own save may have been lost: what is stored then is something that was sent. */
  function onMet(stored: Encounter): boolean {
    const own =
      stored.status === 'IN_PROGRESS'
        ? unanswered.find((sent) => sameNote(stored.note, JSON.parse(sent) as EncounterNote))
        : undefined;
    if (own === undefined) {
      failures.value = 0;
      theirs.value = stored;
      return false;
    }
    version.value = stored.version;
    savedAt.value = stored.savedAt;
    onStored(own);
    return true;
  }

  /** Goes on with what is written here; it replaces what the other page has saved. */
  function keepMine() {
    version.value = theirs.value!.version;
    saved.value = '';
    theirs.value = null;
    void flush();
  }

  /** Goes on with what the other page has saved. */
  function takeTheirs() {
    const stored = theirs.value!;
    put(stored.note);
    version.value = stored.version;
    savedAt.value = stored.savedAt;
    saved.value = text.value;
    theirs.value = null;
  }

  /** Replaces the note. */
  function put(content: EncounterNote) {
    delete note.followUp;
    delete note.sickNote;
    Object.assign(note, copyOf(content));
  }

  /** Takes over what another page has saved, if nothing was written here since. */
  async function follow(known: number) {
    if (known <= version.value || unsaved.value || running) {
      return;
    }
    const stored = await server.fetch(encounterId);
    if (!unsaved.value && stored.version > version.value && stored.status === 'IN_PROGRESS') {
      put(stored.note);
      version.value = stored.version;
      savedAt.value = stored.savedAt;
      saved.value = text.value;
    }
  }

  /** Before the browser closes the page it asks; what is unsaved is sent at once. */
  useEventListener(window, 'beforeunload', (event) => {
    if (unsaved.value && !ended) {
      void flush();
      event.preventDefault();
    }
  });
  useEventListener(document, 'visibilitychange', () => document.hidden && void flush());
  useEventListener(window, 'online', () => void flush());
  onScopeDispose(clear);

  return {
    note,
    version,
    savedAt,
    state,
    unsaved,
    theirs,
    refusal,
    flush,
    keepMine,
    takeTheirs,
    put,
    follow,
    /** Nothing is saved any more: it is signed. */
    end() {
      ended = true;
      clear();
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;

/** Whether two notes say the same, in whatever order their members are. */
function sameNote(one: EncounterNote, other: EncounterNote): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)))
      : part,
  );
}

/** What trying again does not help: the note itself is refused. */
function isRefusal(problem: unknown): boolean {
  const again = ['offline', 'timed-out', 'unavailable', 'internal', 'unauthenticated', 'too-many-requests'];
  return !again.some((slug) => isProblem(problem, slug));
}
