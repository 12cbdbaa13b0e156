import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { h, ref } from 'vue';
import { settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { i18n, loadSignedInTexts } from '@/shared/locales';
import LookupField from './LookupField.vue';

describe('a field that finds one of many', () => {
  let wrapper: VueWrapper;
  let escaped = 0;
  let answer: () => Promise<{ id: string; text: string }[]>;
  beforeEach(async () => {
    await loadSignedInTexts();
    answer = () => Promise.resolve([{ id: 'one', text: 'Ibuprofen' }]);
    const chosen = ref<string>();
    escaped = 0;
    wrapper = mount(
      () =>
        h('div', { onKeydown: (event: KeyboardEvent) => (escaped += Number(event.key === 'Escape')) }, [
          h(LookupField, {
            label: 'Medication',
            chosen: chosen.value,
            find: () => answer(),
            onChoose: (id?: string) => (chosen.value = id && 'Ibuprofen'),
          }),
        ]),
      { global: { plugins: [i18n] }, attachTo: document.body },
    );
  });
  afterEach(() => wrapper.unmount());

  async function search() {
    const input = wrapper.get<HTMLInputElement>('input');
    input.element.focus();
    await input.setValue('ibu');
    await waitFor(() => expect(input.attributes('aria-expanded')).toBe('true'));
    return input;
  }

  it('keeps the focus when something is chosen, and when it is given up', async () => {
    await (await search()).trigger('keydown', { key: 'Enter' });
    await settle();
    expect(document.activeElement).toBe(wrapper.get('button').element);
    await wrapper.get('button').trigger('click');
    await settle();
    expect(document.activeElement).toBe(wrapper.get('input').element);
  });

  it('closes what was found by Escape, and only then what it is in', async () => {
    const input = await search();
    await input.trigger('keydown', { key: 'Escape' });
    expect(input.attributes('aria-expanded')).toBe('false');
    expect(escaped).toBe(0);
    await input.trigger('keydown', { key: 'Escape' });
    expect(escaped).toBe(1);
  });

  it('says when it could not search, and searches again', async () => {
    const found = answer;
    answer = () => Promise.reject(new Error('offline'));
    const input = await search();
    expect(wrapper.text()).toContain('Could not be searched. Try again');
    expect(wrapper.text()).not.toContain('Nothing found');
    answer = found;
    await input.trigger('keydown', { key: 'Enter' });
    await waitFor(() => expect(wrapper.text()).toContain('Ibuprofen'));
    await input.trigger('keydown', { key: 'Enter' });
    await settle();
    expect(wrapper.find('button').exists()).toBe(true);
  });
});
