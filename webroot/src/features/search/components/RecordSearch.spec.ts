import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { RouterView } from 'vue-router';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import type { Patient, Schemas } from '@/shared/api/client';
import ChartMock from '@/features/chart/mock';
import RecordsMock from '@/features/records/mock';
import { queryClient } from '@/shared/query/client';
import { applyLocale } from '@/shared/locales';
import SearchTool from './SearchTool.vue';

let stage: Stage;
let patient: Patient;
let bodies: string[];
beforeEach(() => void (bodies = []));
afterEach(async () => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  await applyLocale('en');
});

const chart = () => stage.clinic.of(ChartMock);
const address = () => stage.router.currentRoute.value.fullPath;
const field = () => stage.wrapper.find<HTMLInputElement>('dialog.search input[role=combobox]');
const dialog = () => stage.wrapper.find('dialog.search').text();
const group = () =>
  stage.wrapper.findAll('[role=group]').find((one) => one.text().startsWith('In the record'));
const hits = () => group()?.findAll('[role=option]') ?? [];
const searches = () => stage.sent.filter((one) => one.endsWith('/record-search'));
const focused = () => document.activeElement as HTMLElement;
const words = () => stage.wrapper.get<HTMLInputElement>('.filters input[type=search]');

const asthma = (text: string) =>
  chart().record(patient.id, {
    condition: { text, clinicalStatus: 'ACTIVE', certainty: 'CONFIRMED' },
  });

/** The app's search above its pages, at one of them. */
async function show(at: (patientId: string) => string, email = 'doctor@example.org') {
  stage = await showPage(() => [h(SearchTool), h(RouterView)], '/account', email);
  patient = stage.clinic.patients[0]!;
  const answer = stage.clinic.answer.bind(stage.clinic);
  vi.spyOn(stage.clinic, 'answer').mockImplementation(async (request) => {
    bodies.push(await request.clone().text());
    return answer(request);
  });
  const to = at(patient.id);
  await stage.router.push(to);
  await settle();
}

const record = (patientId: string) => `/patients/${patientId}/record`;

async function type(text: string) {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }));
  await waitFor(() => expect(field().exists()).toBe(true));
  await field().setValue(text);
}

const enter = () => field().trigger('keydown', { key: 'Enter' });

/** Until the answers to the words that are typed are shown, of which the last is that about people. */
async function answered() {
  await waitFor(() => expect(dialog()).toMatch(/No patient found|In the record/));
  await settle();
}

describe('the search from the record of a patient', () => {
  it('finds words with their kind, day and text, and says how many', async () => {
    await show(record);
    const entry = asthma('Asthma since childhood');
    entry.restricted = true;
    asthma('Asthma of another person').status = 'ENTERED_IN_ERROR';
    asthma('Hay fever');
    await type('asth');
    await waitFor(() => expect(hits()).toHaveLength(2));
    expect(group()!.text()).toContain(`In the record of ${patient.givenName} ${patient.familyName}`);
    expect(hits()[0]!.text()).toContain('Entered in error');
    const text = hits()[1]!.text();
    expect(text).toContain('Problem');
    expect(text).toContain('11/23/2026 · Restricted by the patient');
    expect(text).toContain('Asthma since childhood');
    expect(stage.wrapper.get('dialog.search [aria-live]').text()).toBe('2 results');
  });

  it('asks once there are two characters, and takes back what it asked before', async () => {
    await show(record);
    const asked: { text: string; signal: AbortSignal }[] = [];
    stage.clinic.on('POST', '/api/patients/:id/record-search', async (_, request) => {
      const { text } = await request.json();
      asked.push({ text, signal: request.signal });
      return text === 'as' ? new Promise(() => undefined) : { body: { items: [], more: false } };
    });
    await type('a');
    // Longer than the search waits for more.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(searches()).toEqual([]);
    await field().setValue('as');
    await waitFor(() => expect(asked.map(({ text }) => text)).toEqual(['as']));
    await field().setValue('ast');
    await waitFor(() => expect(dialog()).toContain('These words do not occur in this record.'));
    expect(asked.map(({ text, signal }) => [text, signal.aborted])).toEqual([
      ['as', true],
      ['ast', false],
    ]);
  });

  it('leads to what was found, which has the focus, and again', async () => {
    await show((of) => {
      asthma('Hay fever');
      asthma('Asthma');
      return record(of);
    });
    const { id } = chart().entries[0]!;
    for (let time = 0; time < 2; time++) {
      await type('asthma');
      await waitFor(() => expect(hits()).toHaveLength(1));
      await enter();
      await waitFor(() => expect(focused().dataset.item).toBe(id));
      expect(focused().textContent).toContain('Asthma');
      expect(field().exists()).toBe(false);
    }
    expect(address()).toBe(`${record(patient.id)}#${id}`);
  });

  it('leads to an item on a later page of the record, and past what is looked for there', async () => {
    await show(record);
    const { id } = asthma('Asthma');
    const [late] = chart().entries;
    const page = (items: Schemas['TimelineItem'][], next?: string) => ({ body: { items, next, changes: 0 } });
    const itemOf = (entry: Schemas['RecordEntry']) => ({
      ...{ id: entry.id, kind: entry.kind, at: entry.recordedAt, entry },
    });
    const early = asthma('Hay fever');
    stage.clinic.on('GET', '/api/patients/:id/timeline', (_, __, url) =>
      url.searchParams.has('cursor') ? page([itemOf(late!)]) : page([itemOf(early)], 'later'),
    );
    await stage.router.push('/account');
    await stage.router.push(record(patient.id));
    await waitFor(() => expect(stage.wrapper.find(`[data-item="${early.id}"]`).exists()).toBe(true));
    expect(stage.wrapper.find(`[data-item="${id}"]`).exists()).toBe(false);
    await words().setValue('hay');
    await waitFor(() => expect(stage.wrapper.text()).toContain('One found'));
    await type('asthma');
    await waitFor(() => expect(hits()).toHaveLength(1));
    await enter();
    await waitFor(() => expect(focused().dataset.item).toBe(id));
    expect(words().element.value).toBe('');
  });

  it('opens the record at what was found from the page of a consultation', async () => {
    await show((id) => `/treat/${stage.clinic.of(RecordsMock).open(id, 'TELEPHONE').id}`);
    const { id } = asthma('Asthma');
    await type('asthma');
    await waitFor(() => expect(hits()).toHaveLength(1));
    await enter();
    await waitFor(() => expect(focused().dataset.item).toBe(id));
    expect(address()).toBe(`${record(patient.id)}#${id}`);
  });

  it('shows few, and all of them with the search of the record', async () => {
    await show(record);
    for (let count = 0; count < 9; count++) {
      asthma(`Asthma ${count}`);
    }
    await type('asthma');
    await waitFor(() => expect(hits()).toHaveLength(7));
    expect(hits()[6]!.text()).toBe('All 9 in the record');
    await hits()[6]!.trigger('click');
    await waitFor(() => expect(stage.wrapper.findAll('.timeline > li .excerpt')).toHaveLength(9));
    expect(focused()).toBe(words().element);
    expect(words().element.value).toBe('asthma');
  });

  it('keeps the words out of addresses and what the browser keeps', async () => {
    await show(record);
    for (let count = 0; count < 9; count++) {
      asthma(`Asthma ${count}`);
    }
    const visited: string[] = [];
    stage.router.afterEach(({ fullPath }) => void visited.push(fullPath));
    for (const index of [0, 6]) {
      await type('asthma');
      await waitFor(() => expect(hits()).toHaveLength(7));
      await hits()[index]!.trigger('click');
      await waitFor(() => expect(visited).toHaveLength(index ? 2 : 1));
    }
    await waitFor(() => expect(words().element.value).toBe('asthma'));
    const kept = [
      ...stage.sent,
      ...visited,
      ...Object.values(localStorage),
      ...Object.values(sessionStorage),
    ];
    expect(JSON.stringify([kept, window.history.state])).not.toContain('asthma');
    expect(bodies.some((body) => body.includes('asthma'))).toBe(true);
    await stage.router.push('/account');
    await settle();
    await waitFor(() => {
      const keys = queryClient
        .getQueryCache()
        .getAll()
        .map(({ queryKey }) => queryKey);
      expect(JSON.stringify(keys.filter(([domain]) => domain === 'chart'))).not.toContain('asthma');
    });
  });

  it('forgets the words where the page is not left', async () => {
    await show(record);
    for (let count = 0; count < 9; count++) {
      asthma(`Asthma ${count}`);
    }
    const leave = stage.router.beforeEach(() => false);
    await type('asthma');
    await waitFor(() => expect(hits()).toHaveLength(7));
    await hits()[6]!.trigger('click');
    await settle();
    leave();
    for (const { id } of [patient, stage.clinic.patients[1]!]) {
      await stage.router.push('/account');
      await stage.router.push(`${record(id)}#search`);
      await waitFor(() => expect(focused()).toBe(words().element));
      expect(words().element.value).toBe('');
    }
  });

  it.each([403, 404])('says that the record is not readable where the answer is %i', async (status) => {
    await show(record);
    asthma('Asthma');
    let refuses = false;
    stage.clinic.on('POST', '/api/patients/:id/record-search', () => {
      if (refuses) {
        throw new Refusal(status, status === 403 ? 'forbidden' : 'not-found');
      }
      return { body: { items: [{ item: itemOfFirst(), excerpt: 'Asthma' }], more: false } };
    });
    await type('asthma');
    await waitFor(() => expect(hits()).toHaveLength(1));
    // As when an emergency access ends.
    refuses = true;
    stage.live.set(`record/${patient.id}`, { about: { recordId: patient.id, changes: 1 } });
    await waitFor(() => expect(dialog()).toContain('You may not read this record'));
    expect(group()).toBeUndefined();
    expect(stage.wrapper.find('dialog.search [role=alert]').exists()).toBe(false);
    expect(stage.wrapper.get('dialog.search [aria-live]').text()).toContain('You may not read this record');
  });

  it('says what could not be looked through', async () => {
    await show(record);
    stage.clinic.on('POST', '/api/patients/:id/record-search', () => ({
      body: { items: [], more: false, unreadable: 2 },
    }));
    await type('asthma');
    await waitFor(() => expect(dialog()).toContain('2 parts of this record could not be searched'));
  });

  it('is not offered to others, nor beside a record, nor where the writer has the note alone', async () => {
    const pages: [string, (id: string) => string][] = [
      ['desk@example.org', record],
      ['admin@example.org', record],
      ['doctor@example.org', (id) => `/patients/${id}`],
      ['doctor@example.org', (id) => `/patients?sheet=patient:${id}`],
      [
        'doctor@example.org',
        (id) => {
          const note = stage.clinic.of(RecordsMock).open(id, 'TELEPHONE');
          return `/treat/${Object.assign(note, { authorOnly: true }).id}`;
        },
      ],
    ];
    for (const [email, at] of pages) {
      await show(at, email);
      asthma('Asthma');
      await type('asthma');
      await answered();
      expect(dialog()).toContain('No patient found');
      expect(hits()).toEqual([]);
      expect(searches()).toEqual([]);
      stage.wrapper.unmount();
    }
  });

  it('leads a doctor to the search of the record of who is chosen, and the desk not', async () => {
    for (const [email, offered] of [
      ['doctor@example.org', true],
      ['desk@example.org', false],
    ] as const) {
      await show(() => '/patients', email);
      const { id, familyName } = stage.clinic.patients[3]!;
      await type(familyName);
      await waitFor(() => expect(dialog()).toContain(stage.clinic.patients[3]!.givenName));
      await enter();
      await waitFor(() => expect(dialog()).toContain('Open the record'));
      expect(dialog().includes('Search the record')).toBe(offered);
      if (offered) {
        await field().setValue('search the');
        await enter();
        await waitFor(() => expect(stage.wrapper.find('.filters input[type=search]').exists()).toBe(true));
        await waitFor(() => expect(focused()).toBe(words().element));
        expect(address()).toBe(`${record(id)}#search`);
        stage.wrapper.unmount();
      }
    }
  });

  it('keeps the entry that was reached by keys where others appear before it', async () => {
    await show(record);
    asthma('Patients with asthma');
    let answer: (found: object) => void = () => undefined;
    stage.clinic.on('POST', '/api/patients/:id/record-search', async () => {
      const found = await new Promise<object>((resolve) => (answer = resolve));
      return { body: found };
    });
    await type('pati');
    await waitFor(() => expect(searches()).toHaveLength(1));
    await waitFor(() => expect(dialog()).toContain('Go to'));
    await field().trigger('keydown', { key: 'ArrowUp' });
    const active = () => stage.wrapper.get('[aria-selected=true]').text();
    const reached = active();
    answer({ items: [{ item: itemOfFirst(), excerpt: 'Patients with asthma' }], more: false });
    await waitFor(() => expect(hits()).toHaveLength(1));
    expect(active()).toBe(reached);
    expect(hits()[0]!.attributes('aria-selected')).toBe('false');
  });

  it('speaks German and Spanish', async () => {
    await show(record);
    asthma('Asthma');
    for (const [locale, said] of [
      ['de', 'In der Akte von'],
      ['es', 'En la historia clínica de'],
    ] as const) {
      await applyLocale(locale);
      await type('asthma');
      await waitFor(() => expect(dialog()).toContain(said));
      await stage.wrapper.get('dialog.search .btn-icon').trigger('click');
      await waitFor(() => expect(field().exists()).toBe(false));
    }
  });
});

const itemOfFirst = (): Schemas['TimelineItem'] => {
  const entry = chart().entries[0]!;
  return { id: entry.id, kind: entry.kind, at: entry.recordedAt, entry };
};
