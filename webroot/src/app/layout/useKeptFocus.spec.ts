import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, reactive, useTemplateRef } from 'vue';
import { useKeptFocus } from './useKeptFocus';

/** A list whose rows can go and whose first button can be replaced and disabled. */
const state = reactive({ rows: ['a', 'b'], called: false, busy: false });
const List = defineComponent(() => {
  useKeptFocus(useTemplateRef<HTMLElement>('page'));
  const row = (id: string) =>
    h('li', { key: id }, [
      id === 'a' && !state.called ? h('button', { id: 'call', disabled: state.busy }, 'Call') : null,
      h('button', { id: `more-${id}` }, 'More'),
    ]);
  return () => h('main', { ref: 'page', tabindex: -1 }, [h('ul', state.rows.map(row)), h('p', 'Text')]);
});

let page: VueWrapper;
const at = () => document.activeElement?.id || document.activeElement?.tagName;

async function begin(id: string) {
  Object.assign(state, { rows: ['a', 'b'], called: false, busy: false });
  page = mount(List, { attachTo: document.body });
  page.find<HTMLElement>(`#${id}`).element.focus();
  await nextTick();
}

async function change(to: Partial<typeof state>) {
  Object.assign(state, to);
  await nextTick();
  await Promise.resolve();
}

afterEach(() => page.unmount());

describe('the focus', () => {
  it('goes to the next control of the row whose button has gone', async () => {
    await begin('call');
    await change({ called: true });
    expect(at()).toBe('more-a');
  });

  it('goes to the row that is left, and at last to the page', async () => {
    await begin('more-a');
    await change({ rows: ['b'] });
    expect(at()).toBe('more-b');
    await change({ rows: [] });
    expect(at()).toBe('MAIN');
  });

  it('comes back to a button that was disabled while its work was done', async () => {
    await begin('call');
    await change({ busy: true });
    (document.activeElement as HTMLElement).blur();
    await change({ busy: false });
    expect(at()).toBe('call');
  });

  it('stays away from controls when somebody has pressed beside them', async () => {
    await begin('call');
    page.find('p').element.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    (document.activeElement as HTMLElement).blur();
    await change({ called: true });
    expect(at()).toBe('BODY');
  });
});
