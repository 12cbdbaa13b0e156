import { nextTick } from 'vue';
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
    expect(stage.wrapper.findAll('tbody tr')).toHaveLength(all.length);
    stage.clinic.appointments = [];
    await press('Clear all');
    expect(stage.router.currentRoute.value.query).toEqual({});
  });

  it('opens with what comes from today on, the earliest first, and says how many', async () => {
    await open('/admin/appointments?doctor=00000002-0000-7000-8000-000000000001');
    const coming = stage.clinic.appointments.filter(
      ({ doctorId, start }) => doctorId.endsWith('01') && start >= '2026-11-22T23',
    );
    expect(stage.wrapper.findAll('tbody tr')).toHaveLength(coming.length);
    expect(stage.wrapper.text()).toContain(`${coming.length} appointments`);
    const times = stage.wrapper.findAll('tbody time').map((one) => one.attributes('datetime')!);
    expect(times).toEqual([...times].sort((a, b) => Date.parse(a) - Date.parse(b)));
    const fields = stage.wrapper.findAll('[role=search] :is(input, select)');
    expect(fields.map((one) => (one.element as HTMLInputElement).labels?.length)).toEqual(
      fields.map(() => 1),
    );
  });

  it('shows no appointment of others below the name of a patient', async () => {
    await open('/admin/appointments?doctor=00000002-0000-7000-8000-000000000001');
    expect(stage.wrapper.find('tbody tr').exists()).toBe(true);
    await stage.router.push('/admin/appointments?patient=00000003-0000-7000-8000-000000000000');
    await nextTick();
    expect(stage.wrapper.find('tbody tr').exists()).toBe(false);
    await settle();
    expect(stage.wrapper.find('tbody tr').exists()).toBe(true);
  });

  it('saves what is found as a table', async () => {
    const saved: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (saved.push(blob as Blob), 'blob:x'));
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    const doctor = '00000002-0000-7000-8000-000000000001';
    await open(`/admin/appointments?status=BOOKED&doctor=${doctor}`);
    await press('Save as CSV');
    const lines = (await saved[0]!.text()).trim().split('\r\n');
    const booked = stage.clinic.appointments.filter(
      ({ status, start, doctorId }) => status === 'BOOKED' && start >= '2026-11-23' && doctorId === doctor,
    );
    expect(booked.length).toBeGreaterThan(9);
    expect(lines).toHaveLength(booked.length + 1);
    expect(lines[0]).toContain('Time,End,Patient');
    expect(lines[1]).toContain(
      booked.sort((a, b) => Date.parse(a.start) - Date.parse(b.start))[0]!.patientName,
    );
  });
});
