import { afterEach, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import OwnDoctorsDialog from './OwnDoctorsDialog.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it('asks for a doctor where none is chosen, and then takes who is', async () => {
  const taken: string[][] = [];
  stage = await showPage(
    () => h(OwnDoctorsDialog, { open: true, own: [], onChosen: (ids: string[]) => taken.push(ids) }),
    '/account',
    'desk@example.org',
  );
  const submit = async () => {
    await stage.wrapper.find('form').trigger('submit');
    await settle();
  };
  expect(stage.wrapper.find('[type=submit]').attributes('disabled')).toBeUndefined();
  await submit();
  expect(stage.wrapper.find('[role=alert]').text()).toBe('Please choose at least one doctor.');
  expect(taken).toEqual([]);
  const first = stage.wrapper.find<HTMLInputElement>('input[type=checkbox]');
  await first.setValue(true);
  await submit();
  expect(taken).toEqual([[first.element.value]]);
});
