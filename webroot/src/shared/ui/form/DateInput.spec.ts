import { expect, it, vi } from 'vitest';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { i18n } from '@/shared/locales';
import '@/app/messages';
import { byName } from '@dev/testing/mount';
import DateInput from './DateInput.vue';

function show(day: string, props: { min?: string; max?: string } = {}) {
  const input = mount(DateInput, {
    attachTo: document.body,
    props: {
      modelValue: day,
      'onUpdate:modelValue': (next) => input.setProps({ modelValue: next }),
      ...props,
    },
    global: { plugins: [createPinia(), i18n] },
  });
  return input;
}

it('shows a day as the language writes it, and takes one that is typed', async () => {
  const field = show('2026-03-15');
  const input = field.get('input');
  expect(input.element.value).toBe('03/15/2026');
  await input.setValue('5 4 2026');
  expect(field.props('modelValue')).toBe('2026-05-04');
  expect(input.element.value).toBe('05/04/2026');
  expect(field.emitted('commit')).toEqual([['2026-05-04']]);
  field.unmount();
});

it('passes on what is no day, and does not take it for one', async () => {
  const field = show('2026-03-15');
  const input = field.get('input');
  await input.setValue('2 31 2026');
  expect(field.props('modelValue')).toBe('2 31 2026');
  expect(input.element.value).toBe('2 31 2026');
  expect(field.emitted('commit')).toBeUndefined();
  await field.setProps({ modelValue: '' });
  expect(input.element.value).toBe('');
  field.unmount();
});

it('lets a day between the first and the last be chosen in its month', async () => {
  const field = show('2026-03-15', { min: '2026-03-10' });
  await byName(field, 'Choose a day').trigger('click');
  await flushPromises();
  await vi.dynamicImportSettled();
  await flushPromises();
  await byName(field, /^Monday,? March 9/).trigger('click');
  expect(field.props('modelValue')).toBe('2026-03-15');
  await byName(field, /^Thursday,? March 12/).trigger('click');
  expect(field.props('modelValue')).toBe('2026-03-12');
  expect(field.get('input').element.value).toBe('03/12/2026');
  expect(field.find('[role=dialog]').exists()).toBe(false);
  field.unmount();
});
