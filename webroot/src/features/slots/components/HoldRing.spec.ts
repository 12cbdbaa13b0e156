import { mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { openClinic, monday } from '@dev/testing/mount';
import { i18n } from '@/shared/locales';
import HoldRing from './HoldRing.vue';

afterEach(() => vi.useRealTimers());

it('says so when a time is held for longer', async () => {
  const { pinia } = await openClinic();
  const hold = (seconds: number) => ({
    id: 'one',
    doctorId: 'd',
    start: '2026-11-24T07:30:00Z',
    expiresAt: new Date(monday.getTime() + seconds * 1000).toISOString(),
  });
  const wrapper = mount(HoldRing, {
    props: { hold: hold(180) as never },
    global: { plugins: [pinia, i18n] },
  });
  const said = () => wrapper.get('[aria-live]').text();
  expect(said()).toContain('3:00');
  await wrapper.setProps({ hold: hold(600) as never });
  expect(said()).toContain('10:00');
  wrapper.unmount();
});
