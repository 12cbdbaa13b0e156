import { afterEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { queryClient } from '@/shared/query/client';
import SnippetsDialog from './SnippetsDialog.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

describe('the snippets of a doctor', () => {
  it('have a damaged one in its place, which can be replaced or removed', async () => {
    const damaged = { id: 'a', scope: 'OWN' as const, key: 'bp', text: '', unreadable: true, version: 1 };
    const intact = { id: 'b', scope: 'OWN' as const, key: 'rest', text: 'Rest for a week.', version: 1 };
    stage = await showPage(() => h(SnippetsDialog, { open: true }), '/today', 'doctor@example.org');
    stage.clinic.on('GET', '/api/note-snippets', () => ({ body: { items: [damaged, intact] } }));
    await queryClient.invalidateQueries();
    const rows = await waitFor(() => {
      const found = stage.wrapper.findAll('dialog li');
      expect(found).toHaveLength(2);
      return found;
    });
    expect(rows[0]!.text()).toContain('.bp');
    expect(rows[0]!.text()).toContain('damaged');
    expect(rows[0]!.findAll('button')).toHaveLength(2);
    expect(rows[1]!.text()).toContain('Rest for a week.');
    expect(rows[1]!.text()).not.toContain('damaged');
  });

  it('are not removed by one press', async () => {
    const ours = { id: 'c', scope: 'DEPARTMENT' as const, key: 'knee', text: 'Stable.', version: 1 };
    stage = await showPage(() => h(SnippetsDialog, { open: true }), '/today', 'doctor@example.org');
    stage.clinic.on('GET', '/api/note-snippets', () => ({ body: { items: [ours] } }));
    stage.clinic.on('DELETE', '/api/note-snippets/:id', () => ({ status: 204 }));
    await queryClient.invalidateQueries();
    await waitFor(() => byName(stage.wrapper, 'Remove .knee'));
    const removals = () => stage.sent.filter((one) => one.startsWith('DELETE')).length;
    await byName(stage.wrapper, 'Remove .knee').trigger('click');
    await settle();
    expect(removals()).toBe(0);
    expect(stage.wrapper.text()).toContain('Your colleagues in the department lose it as well.');
    await byName(stage.wrapper, 'Remove').trigger('click');
    await waitFor(() => expect(removals()).toBe(1));
  });

  it('begin in the field of the key, and lead back to the list', async () => {
    stage = await showPage(() => h(SnippetsDialog, { open: true }), '/today', 'doctor@example.org');
    await byName(stage.wrapper, 'Add snippet').trigger('click');
    await settle();
    expect(document.activeElement?.getAttribute('name')).toBe('key');
    await byName(stage.wrapper, 'Leave it as it is').trigger('click');
    await settle();
    expect(document.activeElement?.textContent?.trim()).toBe('Add snippet');
  });
});
