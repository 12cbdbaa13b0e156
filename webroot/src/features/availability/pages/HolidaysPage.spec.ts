import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import AvailabilityMock from '../mock';
import HolidaysPage from './HolidaysPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (at: string) => {
  stage = await showPage(HolidaysPage, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the holidays', () => {
  it('closes the clinic only after the visits of the day were seen', async () => {
    await open('/admin/holidays');
    await press('Add a holiday');
    await stage.wrapper.get('input[name=day]').setValue('2026-11-24');
    await stage.wrapper.get('input[name=name]').setValue('Founders’ day');
    await stage.wrapper.get('form').trigger('submit');
    await settle();
    expect(stage.wrapper.text()).toMatch(/\d+ appointments would no longer fit/);
    expect(stage.clinic.of(AvailabilityMock).holidays).toEqual([]);
    await press('Close anyway');
    expect(stage.clinic.of(AvailabilityMock).holidays).toEqual([
      { day: '2026-11-24', name: 'Founders’ day' },
    ]);
  });
});
