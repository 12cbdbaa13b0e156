import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { useForm } from '@/shared/composables/useForm';
import { useLeaving } from '@/shared/stores/leaving';
import DialogBox from '@/shared/ui/DialogBox.vue';
import ResourceForm from '@/shared/ui/form/ResourceForm.vue';
import TextField from '@/shared/ui/form/TextField.vue';

let stage: Stage;
const open = ref(true);

const Form = defineComponent(() => {
  const form = useForm({ name: 'Anna' });
  return () =>
    h(ResourceForm, { form, label: 'Person' }, () => h(TextField, { ...form.field('name'), label: 'Name' }));
});
const Page = defineComponent(
  () => () =>
    h(
      DialogBox,
      { title: 'Person', open: open.value, 'onUpdate:open': (now: boolean) => (open.value = now) },
      () => h(Form),
    ),
);

const escape = async () => {
  const pressed = new Event('cancel', { cancelable: true });
  stage.wrapper.get('dialog').element.dispatchEvent(pressed);
  if (!pressed.defaultPrevented) {
    open.value = false;
  }
  await settle();
};
const press = async () => {
  await stage.wrapper.get('dialog button[aria-label=Close]').trigger('click');
  await settle();
};

beforeEach(async () => {
  open.value = true;
  stage = await showPage(Page, '/login', 'desk@example.org');
});
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it.each([
  ['Escape', () => escape()],
  ['the cross', () => press()],
])('asks before %s throws away what was entered, and keeps it', async (_, close) => {
  await stage.wrapper.get('input').setValue('Luis');
  await close();
  expect(useLeaving().asking).toBe(true);
  useLeaving().close(false);
  await settle();
  expect(open.value).toBe(true);
  expect(stage.wrapper.get<HTMLInputElement>('input').element.value).toBe('Luis');
  await close();
  useLeaving().close(true);
  await settle();
  expect(open.value).toBe(false);
});

it('opens again, with the question over it, where the browser closed it all the same', async () => {
  await stage.wrapper.get('input').setValue('Luis');
  const dialog = stage.wrapper.get<HTMLDialogElement>('dialog').element;
  dialog.dispatchEvent(new Event('cancel'));
  expect(useLeaving().asking).toBe(false);
  dialog.close();
  await settle();
  expect(dialog.open).toBe(true);
  expect(useLeaving().asking).toBe(true);
});

it.each([
  ['Escape', () => escape()],
  ['the cross', () => press()],
])('closes by %s without a question where nothing was entered', async (_, close) => {
  await close();
  expect(useLeaving().asking).toBe(false);
  expect(open.value).toBe(false);
});
