import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { useForm, useRules } from '@/shared/composables/useForm';
import FormDialog from './FormDialog.vue';
import TextField from './TextField.vue';

let stage: Stage;
const store = vi.fn(async () => undefined);
const open = ref(true);
const blocked = ref(false);

const Page = defineComponent(() => {
  const { required } = useRules();
  const form = useForm({ name: '' }, { name: [required] });
  const props = () => ({ ref: 'form', form, title: 'Add', save: 'Add it', blocked: blocked.value });
  return () =>
    h(
      FormDialog,
      {
        ...props(),
        open: open.value,
        'onUpdate:open': (now: boolean) => (open.value = now),
        onSubmit: () => form.submit(store),
      },
      () => h(TextField, { ...form.field('name'), label: 'Name' }),
    );
});

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  store.mockClear();
});

async function show() {
  open.value = true;
  blocked.value = false;
  stage = await showPage(Page, '/login');
}

it('submits its form from the button below it, and shows what is wrong at the field', async () => {
  await show();
  const button = byName(stage.wrapper, 'Add it');
  expect(button.attributes('form')).toBe(stage.wrapper.get('form').attributes('id'));
  await stage.wrapper.get('form').trigger('submit');
  await settle();
  expect(store).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(stage.wrapper.get('input').element);
  await stage.wrapper.get('input').setValue('Anna');
  await stage.wrapper.get('form').trigger('submit');
  await settle();
  expect(store).toHaveBeenCalledOnce();
});

it('cannot be submitted while something else has to be decided first', async () => {
  await show();
  expect(byName(stage.wrapper, 'Add it').attributes('disabled')).toBeUndefined();
  blocked.value = true;
  await settle();
  expect(byName(stage.wrapper, 'Add it').attributes('disabled')).toBeDefined();
});

it('can be closed without submitting', async () => {
  await show();
  await stage.wrapper.findAll('footer button')[0]!.trigger('click');
  expect(open.value).toBe(false);
  expect(store).not.toHaveBeenCalled();
});
