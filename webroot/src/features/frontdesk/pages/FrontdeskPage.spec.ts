import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import FrontdeskPage from './FrontdeskPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (at: string) => {
  stage = await showPage(FrontdeskPage, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the search for appointments', () => {
  it('finds appointments by what is in the address', async () => {
    const patient = '00000003-0000-7000-8000-000000000000';
    await open(`/admin/appointments?patient=${patient}&status=BOOKED`);
    expect(stage.wrapper.text()).toContain('All appointments of Anna Schneider');
    const all = stage.clinic.appointments.filter(
      (one) => one.patientId === patient && one.status === 'BOOKED',
    );
    expect(stage.wrapper.findAll('.rows > li')).toHaveLength(all.length);
    stage.clinic.appointments = [];
    await press('Clear all');
    expect(stage.router.currentRoute.value.query).toEqual({});
  });
});
