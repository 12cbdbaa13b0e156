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

const block = async (reason: string) => {
  await stage.wrapper.get('dialog[open] [name=reason]').setValue(reason);
  await stage.wrapper.get('dialog[open] form').trigger('submit');
  await settle();
};

describe('the users', () => {
  it('asks why a user is blocked and shows it in the row until the user is unblocked', async () => {
    await open('/admin/users');
    const user = stage.clinic.users[1]!;
    await press('Actions for Dr. Amara Okafor');
    await press('Block');
    await block('  ');
    expect(stage.wrapper.get('dialog[open] form').text()).toContain('Please fill this in.');
    expect(user.blocked).toBe(false);
    await block(' Has left the clinic ');
    expect(user).toMatchObject({ blocked: true, blockReason: 'Has left the clinic' });
    expect(stage.wrapper.find('dialog[open]').exists()).toBe(false);
    expect(stage.wrapper.text()).toContain('Reason: Has left the clinic');
    await press('Actions for Dr. Amara Okafor');
    await press('Unblock');
    expect(stage.wrapper.text()).not.toContain('Has left the clinic');
  });

  it('shows before a user is blocked which visits must be rescheduled', async () => {
    await open('/admin/users');
    await press('Actions for Dr. Amara Okafor');
    await press('Block');
    expect(stage.wrapper.get('dialog[open]').text()).toMatch(/\d+ appointments ahead stay/);
    await block('Has left the clinic');
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
    await block('Abuse of the staff');
    expect(patient.blocked).toBe(true);
    expect(booked()).toHaveLength(0);
  });

  it('gives the role of the privacy officer alone', async () => {
    await open('/admin/users');
    const user = stage.clinic.users.find(({ email }) => email === 'desk@example.org')!;
    await press(`Actions for ${user.name}`);
    await press('Change roles');
    const box = (role: string) => stage.wrapper.get<HTMLInputElement>(`dialog[open] input[value=${role}]`);
    await box('PRIVACY_OFFICER').setValue(true);
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await settle();
    expect(stage.wrapper.get('dialog[open]').text()).toContain('The privacy officer has no other role.');
    expect(user.roles).toEqual(['RECEPTIONIST']);
    await box('RECEPTIONIST').setValue(false);
    await stage.wrapper.get('dialog[open] form').trigger('submit');
    await settle();
    expect(user.roles).toEqual(['PRIVACY_OFFICER']);
  });
});
