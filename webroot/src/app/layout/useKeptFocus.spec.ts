import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, reactive, useTemplateRef } from 'vue';
import { useKeptFocus } from './useKeptFocus';

/** A list whose rows can go and whose first button can be replaced and disabled. */
const state = reactive({ rows: ['a', 'b'], called: false, busy: false, asking: false, asked: false });
const List = defineComponent(() => {
  useKeptFocus(useTemplateRef<HTMLElement>('page'));
  const row = (id: string) =>
    h('li', { key: id }, [
      id === 'a' && !state.called ? h('button', { id: 'call', disabled: state.busy }, 'Call') : null,
      h('button', { id: `more-${id}` }, 'More'),
    ]);
  return () =>
    h('main', { ref: 'page', tabindex: -1 }, [
      h('a', { href: '#', id: 'first' }, 'First of the page'),
      h('ul', state.rows.map(row)),
      h('p', 'Text'),
      h('section', { id: 'copy' }, state.asked ? [] : [h('button', { id: 'ask' }, 'Ask for a copy')]),
      h('dialog', { open: state.asking }, state.asking ? [h('button', { id: 'yes' }, 'Remove')] : []),
    ]);
});

let page: VueWrapper;
const at = () => document.activeElement?.id || document.activeElement?.tagName;

async function begin(id: string) {
  Object.assign(state, { rows: ['a', 'b'], called: false, busy: false, asking: false, asked: false });
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

  it('goes to the section whose only control has gone, not to another section', async () => {
    await begin('ask');
    await change({ asked: true });
    expect(at()).toBe('copy');
  });

  it('goes to the row that is left when a dialog has removed the one that opened it', async () => {
    await begin('more-b');
    await change({ asking: true });
    page.find<HTMLElement>('#yes').element.focus();
    await change({ asking: false, rows: ['a'] });
    expect(at()).toBe('call');
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
