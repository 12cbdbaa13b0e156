import { afterEach, describe, expect, it, vi } from 'vitest';
import { flushPromises } from '@vue/test-utils';
import { patients } from '@dev/mock/people';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import PatientsPage from './PatientsPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const other = patients.find(({ familyName }) => familyName !== patients[0]!.familyName)!.familyName;

async function type(text: string) {
  stage = await showPage(PatientsPage, '/patients', 'desk@example.org', { waits: true });
  await stage.wrapper.get('input[type=search]').setValue(text);
}
const list = () => stage.wrapper.get('ul.rows');
const press = async () => {
  await list().get('a.row-link').trigger('click');
  await settle();
};
const sheet = () => stage.router.currentRoute.value.query.sheet;

describe('the search for patients', () => {
  it('opens nobody while those who are shown are not yet those who are searched for', async () => {
    await type(other);
    const before = list().get('a.row-link').text();
    expect(list().attributes('aria-busy')).toBe('true');
    await press();
    expect(sheet()).toBeUndefined();
    vi.advanceTimersByTime(300);
    await settle();
    expect(list().attributes('aria-busy')).toBeUndefined();
    expect(list().get('a.row-link').text()).not.toBe(before);
    await press();
    expect(sheet()).toMatch(/^patient:/);
  });

  it('does not end a navigation to another page with what was typed last', async () => {
    await type(other);
    let arrive: () => void = () => {};
    stage.router.beforeResolve(() => new Promise<void>((resolve) => (arrive = resolve)));
    const leaving = stage.router.push('/queue');
    await flushPromises();
    vi.advanceTimersByTime(300);
    await flushPromises();
    arrive();
    await leaving;
    expect(stage.router.currentRoute.value.name).toBe('queue');
  });
});
