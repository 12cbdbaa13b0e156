import { afterEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { RouterView } from 'vue-router';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import RecordsMock from '../mock';
import type { Encounter } from '../queries';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const hour = (of: number) => `2026-11-22T${String(of).padStart(2, '0')}:00:00+01:00`;

/** Shows the list of a doctor with notes of the first patients, begun one after another. */
async function show(kinds: Encounter['kind'][], address = '/unsigned-notes') {
  stage = await showPage(() => h(RouterView), '/', 'doctor@example.org');
  const records = stage.clinic.of(RecordsMock);
  kinds.forEach((kind, index) =>
    Object.assign(records.open(stage.clinic.patients[index]!.id, kind), { start: hour(8 + index) }),
  );
  tell();
  await stage.router.push(address);
  await settle();
  return records.encounters;
}

/** What the topic shows from now on. */
function tell() {
  const notes = stage.clinic.of(RecordsMock).unsigned();
  const items = Object.fromEntries(notes.map(({ id, kind, start }) => [id, { id, kind, start }]));
  stage.live.set('unsigned-notes', { about: { count: notes.length }, items });
}

const rows = () => stage.wrapper.findAll('ul.rows > li');
const names = () => rows().map((row) => row.get('a').text());
const nameOf = (index: number) => {
  const { givenName, familyName } = stage.clinic.patients[index]!;
  return `${givenName} ${familyName}`;
};
const listed = () => stage.sent.filter((one) => one.startsWith('GET /api/unsigned-notes')).length;

describe('unsigned notes', () => {
  it('are rows with patient, kind and time that lead to the note', async () => {
    const [first] = await show(['TELEPHONE', 'EMERGENCY']);
    await waitFor(() => expect(names()).toEqual([nameOf(0), nameOf(1)]));
    expect(rows()[0]!.text()).toContain('By telephone');
    expect(rows()[1]!.text()).toContain('Emergency');
    expect(rows()[0]!.get('time').attributes('datetime')).toBe(hour(8));
    expect(rows()[0]!.get('a').attributes('href')).toBe(`/treat/${first!.id}?from=unsigned-notes`);
    expect(stage.wrapper.text()).not.toContain('Only your note is open to you');
  });

  it('say where nothing else of the record is open', async () => {
    const notes = await show(['EMERGENCY']);
    await waitFor(() => expect(names()).toHaveLength(1));
    Object.assign(notes[0]!, { authorOnly: true });
    Object.assign(stage.clinic.of(RecordsMock).open(stage.clinic.patients[1]!.id, 'TELEPHONE'), {
      start: hour(9),
    });
    tell();
    await waitFor(() => expect(names()).toEqual([nameOf(0), nameOf(1)]));
    expect(rows()[0]!.text()).toContain('Only your note is open to you');
    expect(rows()[1]!.text()).not.toContain('Only your note is open to you');
  });

  it('are read again when one was signed elsewhere, and not when nothing has changed', async () => {
    const notes = await show(['TELEPHONE', 'TELEPHONE']);
    await waitFor(() => expect(names()).toEqual([nameOf(0), nameOf(1)]));
    const before = listed();
    tell();
    await settle();
    expect(listed()).toBe(before);
    notes[0]!.status = 'FINISHED';
    tell();
    await waitFor(() => expect(names()).toEqual([nameOf(1)]));
    expect(listed()).toBe(before + 1);
  });

  it('say that there are none', async () => {
    await show([]);
    await waitFor(() => expect(stage.wrapper.text()).toContain('All your notes are signed'));
    expect(rows()).toEqual([]);
  });

  it('are signed one after another, and end with the list', async () => {
    const notes = await show(['TELEPHONE', 'TELEPHONE', 'TELEPHONE']);
    const at = (index: number) => `/treat/${notes[index]!.id}?from=unsigned-notes`;
    await stage.router.push(at(1));
    for (const [index, next] of [
      [1, at(2)],
      [2, at(0)],
      [0, '/unsigned-notes'],
    ] as const) {
      await waitFor(() => expect(stage.wrapper.get('h1').text()).toBe(nameOf(index)));
      await waitFor(() => expect(stage.wrapper.find('textarea').exists()).toBe(true));
      const [and] = stage.wrapper.findAll('button').filter((one) => one.text() === 'Sign and next');
      await and!.trigger('click');
      await waitFor(() => expect(stage.router.currentRoute.value.fullPath).toBe(next));
      expect(notes[index]!.status).toBe('FINISHED');
    }
    await waitFor(() => expect(stage.wrapper.text()).toContain('All your notes are signed'));
  });
});

describe('the doctor’s day', () => {
  it('leads to the unsigned notes and counts them, live', async () => {
    await show(['TELEPHONE', 'EMERGENCY'], '/today');
    const link = await waitFor(() => stage.wrapper.get('a[href="/unsigned-notes"]'));
    await waitFor(() => expect(link.text()).toBe('2 unsigned notes'));
    stage.clinic.of(RecordsMock).encounters[0]!.status = 'FINISHED';
    tell();
    await waitFor(() => expect(link.text()).toBe('One unsigned note'));
  });
});
