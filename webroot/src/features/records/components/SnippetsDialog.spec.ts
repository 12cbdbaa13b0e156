import { afterEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { showPage, type Stage } from '@dev/testing/mount';
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
});
