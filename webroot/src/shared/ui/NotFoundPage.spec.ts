import { afterEach, expect, it } from 'vitest';
import { showPage, type Stage } from '@dev/testing/mount';
import NotFoundPage from './NotFoundPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

it.each([
  ['patient@example.org', true],
  ['new@example.org', false],
])('offers %s to book: %s', async (user, offered) => {
  stage = await showPage(NotFoundPage, '/nowhere', user);
  expect(stage.wrapper.text()).toContain('There is nothing at this address');
  expect(stage.wrapper.text().includes('Book an appointment')).toBe(offered);
});
