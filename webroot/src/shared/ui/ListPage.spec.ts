import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { usePages } from '@/shared/composables/usePages';
import { pagesOf } from '@/shared/query/pages';
import ListPage from './ListPage.vue';

type Entry = { id: string };

let stage: Stage;
let answers: (() => Promise<{ items: Entry[]; next?: string }>)[];
const asked: (string | undefined)[] = [];

const Page = defineComponent(() => {
  const list = usePages(() =>
    pagesOf<Entry>(['test', 'entries'], (cursor) => {
      asked.push(cursor);
      return answers.shift()!();
    }),
  );
  return () =>
    h(
      ListPage,
      { title: 'Things', lead: 'All of them.', list, empty: 'No things', emptyHint: 'Add one.' } as never,
      {
        default: ({ item }: { item: Entry }) => h('b', item.id),
        add: () => h('button', 'Add'),
        filters: () => h('input', { 'aria-label': 'Search' }),
        dialogs: () => h('i', 'dialog'),
      },
    );
});

const page = async (...given: typeof answers) => {
  asked.length = 0;
  answers = given;
  stage = await showPage(Page, '/login');
};
const entries = () => stage.wrapper.findAll('li b').map((one) => one.text());

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it('shows its title, what can be added, how to narrow down, and the entries; more on demand', async () => {
  await page(
    async () => ({ items: [{ id: 'one' }, { id: 'two' }], next: 'c' }),
    async () => ({ items: [{ id: 'three' }] }),
  );
  expect(stage.wrapper.get('h1').text()).toBe('Things');
  expect(stage.wrapper.get('header').text()).toContain('All of them.');
  expect(stage.wrapper.get('header').findAll('button')).toHaveLength(1);
  expect(stage.wrapper.find('[aria-label=Search]').exists()).toBe(true);
  expect(stage.wrapper.get('ul').attributes('aria-label')).toBe('Things');
  expect(entries()).toEqual(['one', 'two']);
  await byName(stage.wrapper, 'Show more').trigger('click');
  await settle();
  expect(entries()).toEqual(['one', 'two', 'three']);
  expect(asked).toEqual([undefined, 'c']);
});

it('shows that the list is empty, and what to do', async () => {
  await page(async () => ({ items: [] }));
  expect(stage.wrapper.text()).toContain('No things');
  expect(stage.wrapper.text()).toContain('Add one.');
});

it('shows loading, then the failure, and retries', async () => {
  let fail: (why: Error) => void = () => {};
  await page(
    () => new Promise((_, reject) => (fail = reject)),
    async () => ({ items: [{ id: 'one' }] }),
  );
  expect(stage.wrapper.find('[role=status]').exists()).toBe(true);
  fail(new Error('no'));
  await settle();
  expect(stage.wrapper.find('[role=alert]').exists()).toBe(true);
  await byName(stage.wrapper, /again/i).trigger('click');
  await settle();
  expect(entries()).toEqual(['one']);
});
