import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { i18n } from '@/shared/locales';
import BirthDateField from './BirthDateField.vue';
import FormAlert from './FormAlert.vue';
import TextField from './TextField.vue';

const Form = defineComponent({
  components: { BirthDateField, FormAlert, TextField },
  props: { text: { type: String, default: '' }, errors: { type: Object, default: () => ({}) } },
  template: `<form><FormAlert :text="text" :errors="errors" />
    <TextField name="name" label="Name" model-value="" />
    <BirthDateField name="birthDate" label="Date of birth" model-value="" />
    <TextField name="email" label="E-mail address" model-value="" optional />
    <TextField name="q" label="Were you here before?" model-value="" /></form>`,
});

let wrapper: VueWrapper;
afterEach(() => wrapper.unmount());

it('names the field of each entry, in the order of the fields', async () => {
  wrapper = mount(Form, { attachTo: document.body, global: { plugins: [i18n] } });
  await wrapper.setProps({
    text: 'Please correct 5 fields.',
    errors: {
      other: 'Of no field.',
      email: 'Enter your e-mail address.',
      q: 'Please fill this in.',
      birthDate: 'Enter a real date.',
      name: 'This is in use already.',
    },
  });
  const entries = wrapper.findAll('[role=alert] a');
  expect(entries.map((entry) => entry.text())).toEqual([
    'Name: This is in use already.',
    'Date of birth: Enter a real date.',
    'Enter your e-mail address.',
    'Were you here before? Please fill this in.',
    'Of no field.',
  ]);
  await entries[1]!.trigger('click');
  expect((document.activeElement as HTMLInputElement).name).toBe('birthDate');
});
