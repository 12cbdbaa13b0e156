import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { i18n } from '@/shared/locales';
import DialogBox from './DialogBox.vue';

let wrapper: VueWrapper;
afterEach(() => wrapper.unmount());

async function open(form: string) {
  wrapper = mount(DialogBox, {
    props: { title: 'Allergies', open: true, 'onUpdate:open': () => undefined },
    slots: { default: `<form>${form}</form>` },
    global: { plugins: [i18n] },
    attachTo: document.body,
  });
  await nextTick();
  return (document.activeElement as HTMLInputElement).id;
}

it('begins with the choice that is made, as its keys go on from there', async () => {
  const choices = `
    <input id="unasked" type="radio" name="state" />
    <input id="list" type="radio" name="state" checked />
    <input id="other" type="radio" name="other" checked />`;
  expect(await open(choices)).toBe('list');
});

it('begins with the first of choices of which none is made', async () => {
  expect(
    await open(
      '<input id="unasked" type="radio" name="state" /><input id="list" type="radio" name="state" />',
    ),
  ).toBe('unasked');
});
