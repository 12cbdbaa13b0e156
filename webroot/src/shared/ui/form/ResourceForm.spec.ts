import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { ApiProblem } from '@/shared/api/problem';
import { useForm, useRules } from '@/shared/composables/useForm';
import ResourceForm from './ResourceForm.vue';
import TextField from './TextField.vue';

let stage: Stage;
let store: (name: string) => Promise<void>;
const reload = vi.fn();

const Page = defineComponent(() => {
  const { required } = useRules();
  const form = useForm({ name: 'Anna' }, { name: [required] });
  const save = () => form.submit(() => store(form.values.name));
  return () =>
    h(ResourceForm, { ref: 'form', form, label: 'Person', onSubmit: save, onReload: reload }, () =>
      h(TextField, { ...form.field('name'), label: 'Name' }),
    );
});

const enter = (name: string) => stage.wrapper.get('input').setValue(name);
const save = async () => {
  await stage.wrapper.get('form').trigger('submit');
  await settle();
};
const problem = (slug: string, status: number, fields: [string, string][] = []) =>
  new ApiProblem({
    type: `/problems/${slug}`,
    status,
    errors: fields.map(([pointer, detail]) => ({ pointer, detail })),
  } as never);

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  reload.mockClear();
});

async function open() {
  store = vi.fn(async () => undefined);
  stage = await showPage(Page, '/login', 'desk@example.org');
}

it('shows what is wrong at its field, which takes the focus, and sends nothing', async () => {
  await open();
  await enter('');
  await save();
  expect(store).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(stage.wrapper.get('input').element);
  expect(stage.wrapper.get('input').attributes('aria-invalid')).toBe('true');
  expect(stage.wrapper.get('[role=alert]').text()).toContain('correct one field');
});

it('loads the current version after a concurrent save', async () => {
  await open();
  store = () => Promise.reject(problem('stale-version', 412));
  await enter('Luis');
  expect(stage.wrapper.findAll('button')).toHaveLength(1);
  await save();
  expect(stage.wrapper.get('input').element.value).toBe('Luis');
  await stage.wrapper.findAll('button')[1]!.trigger('click');
  expect(reload).toHaveBeenCalledOnce();
});

it('counts as unsaved only what was entered since it was saved', async () => {
  await open();
  const { form } = stage.wrapper.findComponent(ResourceForm).props();
  expect(form.unsaved.value).toBe(false);
  await enter('Luis');
  expect(form.unsaved.value).toBe(true);
  await save();
  expect(store).toHaveBeenCalledWith('Luis');
  expect(form.unsaved.value).toBe(false);
});

it('can be sent once at a time', async () => {
  await open();
  let done = () => {};
  store = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  await save();
  await save();
  expect(byName(stage.wrapper, 'Save').attributes('disabled')).toBeDefined();
  expect(store).toHaveBeenCalledOnce();
  done();
  await settle();
  expect(byName(stage.wrapper, 'Save').attributes('disabled')).toBeUndefined();
});
