import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { useSession } from '@/shared/stores/session';
import IdleGuard from './IdleGuard.vue';

/** A page with something typed. */
const Page = defineComponent(() => {
  const note = ref('');
  return () => [
    h('input', {
      name: 'note',
      value: note.value,
      onInput: (event: Event) => (note.value = (event.target as HTMLInputElement).value),
    }),
    h(IdleGuard),
  ];
});

let stage: Stage;
const title = () => stage.wrapper.find('dialog h2');

async function open(email: string) {
  stage = await showPage(Page, '/', email, { waits: true });
}

async function pass(seconds: number) {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await settle();
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
});
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

describe('a member of staff who does nothing', () => {
  it('is asked a minute before, and stays signed in by answering', async () => {
    await open('desk@example.org');
    await pass(839);
    expect(title().exists()).toBe(false);
    await pass(2);
    expect(title().text()).toBe('Are you still there?');
    dispatchEvent(new Event('pointermove'));
    await pass(1);
    expect(title().exists()).toBe(true);
    await byName(stage.wrapper, 'Stay signed in').trigger('click');
    await pass(120);
    expect(title().exists()).toBe(false);
    expect(useSession().signedIn).toBe(true);
    expect(useSession().locked).toBe(false);
  });

  it('is signed out on the server, keeps what was typed and comes back to it', async () => {
    await open('desk@example.org');
    await stage.wrapper.find('[name=note]').setValue('call back');
    await pass(901);
    expect(stage.sent).toContain('POST /api/auth/logout');
    expect(title().text()).toBe('Signed out');
    expect(await useSession().accessToken()).toBeNull();
    await stage.wrapper.find('[name=password]').setValue('secret');
    await stage.wrapper.find('form').trigger('submit');
    await pass(1);
    expect(title().exists()).toBe(false);
    expect(await useSession().accessToken()).not.toBeNull();
    expect((stage.wrapper.find('[name=note]').element as HTMLInputElement).value).toBe('call back');
  });

  it('is not asked while there is activity', async () => {
    await open('desk@example.org');
    for (let minute = 0; minute < 30; minute++) {
      await pass(60);
      dispatchEvent(new Event('keydown'));
    }
    expect(title().exists()).toBe(false);
    expect(useSession().locked).toBe(false);
  });

  it('makes room for somebody else', async () => {
    await open('desk@example.org');
    await pass(901);
    await byName(stage.wrapper, 'Sign in as somebody else').trigger('click');
    await settle();
    expect(useSession().signedIn).toBe(false);
    expect(title().exists()).toBe(false);
  });
});

describe('a patient who does nothing', () => {
  it('stays signed in', async () => {
    await open('patient@example.org');
    await pass(2_000);
    expect(title().exists()).toBe(false);
    expect(useSession().locked).toBe(false);
  });
});
