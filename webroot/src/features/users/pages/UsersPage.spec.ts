import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import UsersPage from './UsersPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (at: string) => {
  stage = await showPage(UsersPage, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the users', () => {
  it('shows before a user is blocked which visits must be rescheduled', async () => {
    await open('/admin/users');
    await press('Actions for Dr. Amara Okafor');
    await press('Block');
    expect(stage.wrapper.get('dialog[open]').text()).toMatch(/\d+ appointments ahead stay/);
    await stage.wrapper.get('dialog[open] .btn-danger').trigger('click');
    await settle();
    expect(stage.clinic.users[1]!.blocked).toBe(true);
  });

  it('cancels the appointments of a patient who is blocked, if asked to', async () => {
    await open('/admin/users');
    const patient = stage.clinic.users.find(({ patientId }) => patientId)!;
    const booked = () =>
      stage.clinic.appointments.filter(
        ({ patientId, status, start }) =>
          patientId === patient.patientId && status === 'BOOKED' && new Date(start) > new Date(),
      );
    expect(booked()).not.toHaveLength(0);
    await press(`Actions for ${patient.name}`);
    await press('Block');
    await stage.wrapper.get('dialog[open] [type=checkbox]').setValue(true);
    await stage.wrapper.get('dialog[open] .btn-danger').trigger('click');
    await settle();
    expect(patient.blocked).toBe(true);
    expect(booked()).toHaveLength(0);
  });
});
