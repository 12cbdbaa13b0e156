import { afterEach, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { emptyNote, type CopiedPart } from '../lib/note';
import type { Encounter } from '../queries';
import LastTimeDialog from './LastTimeDialog.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it('asks for a part where none is chosen, and then takes what is', async () => {
  const last = {
    start: '2026-11-20T09:00:00+01:00',
    note: { ...emptyNote(), plan: 'Rest.', assessment: 'A cold.' },
  } as Encounter;
  const taken: CopiedPart[][] = [];
  stage = await showPage(
    () => h(LastTimeDialog, { open: true, last, onCopy: (parts: CopiedPart[]) => taken.push(parts) }),
    '/account',
    'desk@example.org',
  );
  const submit = async () => {
    await stage.wrapper.find('form').trigger('submit');
    await settle();
  };
  expect(stage.wrapper.find('[type=submit]').attributes('disabled')).toBeUndefined();
  await submit();
  expect(stage.wrapper.find('[role=alert]').text()).toBe('Please choose at least one part of the note.');
  expect(taken).toEqual([]);
  await stage.wrapper.find('input[value=plan]').setValue(true);
  await submit();
  expect(taken).toEqual([['plan']]);
});
