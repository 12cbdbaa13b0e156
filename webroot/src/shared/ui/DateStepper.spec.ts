import { expect, it } from 'vitest';
import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { i18n } from '@/shared/locales';
import '@/app/messages';
import { byName } from '@dev/testing/mount';
import DateStepper from './DateStepper.vue';

const show = (props: Partial<InstanceType<typeof DateStepper>['$props']> = {}) =>
  mount(DateStepper, { props: { day: '2026-02-28', ...props }, global: { plugins: [createPinia(), i18n] } });

it('goes to the day before and after', async () => {
  const stepper = show();
  await byName(stepper, 'Day before').trigger('click');
  await byName(stepper, 'Day after').trigger('click');
  expect(stepper.emitted('go')).toEqual([['2026-02-27'], ['2026-03-01']]);
});

it('goes to a day that is entered, and nowhere while none is', async () => {
  const stepper = show();
  const input = stepper.get('input');
  expect(input.element.value).toBe('02/28/2026');
  await input.setValue('');
  expect(stepper.emitted('go')).toBeUndefined();
  await input.setValue('5 4 2026');
  expect(stepper.emitted('go')).toEqual([['2026-05-04']]);
});

it('takes larger steps under other names, without a field for a day', async () => {
  const stepper = show({ step: 7, before: 'Week before', after: 'Week after' });
  expect(stepper.find('input').exists()).toBe(false);
  await byName(stepper, 'Week before').trigger('click');
  await byName(stepper, 'Week after').trigger('click');
  expect(stepper.emitted('go')).toEqual([['2026-02-21'], ['2026-03-07']]);
});
