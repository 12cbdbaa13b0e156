import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { queryClient } from '@/shared/query/client';
import { emptyNote, emptyTemplate } from '../lib/note';
import type { EncounterNote, NoteTemplate } from '../queries';
import TemplatesDialog from './TemplatesDialog.vue';

const heart: NoteTemplate = {
  ...{ id: 'a', scope: 'OWN', name: 'Healthy heart', version: 3 },
  parts: { ...emptyTemplate(), objective: 'Clear tones.', followUp: { amount: 6, unit: 'WEEKS' } },
};
const damaged = { id: 'b', scope: 'DEPARTMENT', name: '', unreadable: true, version: 1 };

let stage: Stage;
let inserted: NoteTemplate[];
let sent: { details: unknown; version: string | null }[];
beforeEach(() => {
  inserted = [];
  sent = [];
});
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function show(note: Partial<EncounterNote> = {}, items: unknown[] = [heart, damaged]) {
  const written = { ...emptyNote(), ...note };
  stage = await showPage(
    () =>
      h(TemplatesDialog, {
        open: true,
        note: written,
        onInsert: (one: NoteTemplate) => inserted.push(one),
      }),
    '/today',
    'doctor@example.org',
  );
  stage.clinic.on('GET', '/api/note-templates', () => ({ body: { items } }));
  stage.clinic.on('GET', '/api/note-templates/:id', () => ({ body: heart }));
  const keep = async (request: Request) => {
    sent.push({ details: await request.json(), version: request.headers.get('If-Match') });
    return { status: 201, body: heart };
  };
  stage.clinic.on('POST', '/api/note-templates', (_, request) => keep(request));
  stage.clinic.on('PUT', '/api/note-templates/:id', (_, request) => keep(request));
  stage.clinic.on('DELETE', '/api/note-templates/:id', () => ({ status: 204 }));
  await queryClient.invalidateQueries();
  await waitFor(() => expect(stage.wrapper.findAll('dialog[open] li')).toHaveLength(items.length || 1));
}

const submit = async () => {
  await stage.wrapper.find('form').trigger('submit');
  await settle();
};
const fieldNamed = (name: string) => stage.wrapper.find<HTMLTextAreaElement>(`[name="${name}"]`);

describe('the templates of a doctor', () => {
  it('are inserted by a press', async () => {
    await show();
    await byName(stage.wrapper, 'Insert Healthy heart').trigger('click');
    await waitFor(() => expect(inserted).toEqual([heart]));
  });

  it('stay on the page while one cannot be read', async () => {
    await show();
    stage.clinic.on('GET', '/api/note-templates/:id', () => ({ status: 503 }));
    await byName(stage.wrapper, 'Insert Healthy heart').trigger('click');
    await waitFor(() => expect(stage.wrapper.find('dialog[open] [role=alert]').exists()).toBe(true));
    expect(inserted).toEqual([]);
  });

  it('need a name and a part, and keep what was written', async () => {
    await show();
    await byName(stage.wrapper, 'Add template').trigger('click');
    await settle();
    expect(document.activeElement?.getAttribute('name')).toBe('name');
    await submit();
    const alert = stage.wrapper.find('form [role=alert]').text();
    expect(alert).toContain('Please enter a name.');
    expect(alert).toContain('Please fill in at least one part.');
    await fieldNamed('name').setValue('Knee');
    await fieldNamed('parts.plan').setValue('Rest.');
    await submit();
    const parts = { ...emptyTemplate(), plan: 'Rest.' };
    await waitFor(() =>
      expect(sent).toEqual([{ details: { scope: 'OWN', name: 'Knee', parts }, version: null }]),
    );
    await settle();
    expect(document.activeElement?.textContent?.trim()).toBe('Add template');
    await byName(stage.wrapper, 'Insert Healthy heart').trigger('click');
    await waitFor(() => expect(inserted).toEqual([heart]));
  });

  it('take what is in the note, but no day of this patient', async () => {
    const order = { kind: 'ORDER' as const, text: 'ECG' };
    await show({
      ...{ reason: 'My heart races.', objective: 'Clear tones.', orders: [order, { ...order, text: ' ' }] },
      followUp: { date: '2026-12-24' },
    });
    await byName(stage.wrapper, 'Add template').trigger('click');
    await settle();
    await byName(stage.wrapper, 'Take over from this note').trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain('Please take out what is about this patient.');
    expect(document.activeElement?.getAttribute('name')).toBe('parts.subjective');
    await fieldNamed('name').setValue('Heart');
    await submit();
    const parts = { ...emptyTemplate(), objective: 'Clear tones.', orders: [order] };
    await waitFor(() =>
      expect(sent.map(({ details }) => details)).toEqual([{ scope: 'OWN', name: 'Heart', parts }]),
    );
  });

  it('are changed with the version that was read', async () => {
    await show();
    await byName(stage.wrapper, 'Change Healthy heart').trigger('click');
    await waitFor(() => expect(fieldNamed('parts.objective').element.value).toBe('Clear tones.'));
    expect(stage.wrapper.find('form').text()).toContain('Follow-up in 6 weeks');
    await byName(stage.wrapper, 'Remove Follow-up').trigger('click');
    await submit();
    const parts = { ...emptyTemplate(), objective: 'Clear tones.' };
    const details = { scope: 'OWN', name: 'Healthy heart', parts };
    await waitFor(() => expect(sent).toEqual([{ details, version: '"3"' }]));
  });

  it('have a damaged one in its place, which can be replaced', async () => {
    await show();
    expect(stage.wrapper.find('dialog[open]').text()).toContain('damaged');
    await byName(stage.wrapper, 'Change the damaged template').trigger('click');
    await settle();
    await fieldNamed('name').setValue('Knee');
    await fieldNamed('parts.plan').setValue('Rest.');
    await submit();
    await waitFor(() => expect(sent).toMatchObject([{ details: { scope: 'DEPARTMENT' }, version: '"1"' }]));
  });

  it('are not removed by one press', async () => {
    await show();
    const removals = () => stage.sent.filter((one) => one.startsWith('DELETE')).length;
    await byName(stage.wrapper, 'Remove Healthy heart').trigger('click');
    await settle();
    expect(removals()).toBe(0);
    await byName(stage.wrapper, 'Remove').trigger('click');
    await waitFor(() => expect(removals()).toBe(1));
  });

  it('are searched where there are many', async () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ ...heart, id: String(i), name: `Template ${i}` }));
    await show({}, many);
    await fieldNamed('filter').setValue('TEMPLATE 7');
    expect(stage.wrapper.findAll('dialog[open] li').map((one) => one.text())).toEqual(['Template 7Insert']);
    await fieldNamed('filter').setValue('knee');
    expect(stage.wrapper.find('dialog[open] li').text()).toBe('No template has this name.');
  });
});
