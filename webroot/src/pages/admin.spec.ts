import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'vue';
import { byName, settle, showPage, type Stage } from '@/testing/mount';
import DepartmentsPage from './DepartmentsPage.vue';
import HolidaysPage from './HolidaysPage.vue';
import MailboxPage from './MailboxPage.vue';
import OversightPage from './OversightPage.vue';
import UsersPage from './UsersPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (page: Component, at: string) => {
  stage = await showPage(page, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the administration', () => {
  it('adds a department and removes it again', async () => {
    await open(DepartmentsPage, '/admin/departments');
    await press('Add a department');
    await stage.wrapper.get('input[name=name]').setValue('Urology');
    await stage.wrapper.get('form').trigger('submit');
    await settle();
    expect(stage.clinic.departments.at(-1)).toMatchObject({ name: 'Urology', icon: 'hospital' });
    await press('Remove Urology');
    await press('Remove the department');
    expect(stage.clinic.departments.some(({ name }) => name === 'Urology')).toBe(false);
  });

  it('says why a department with doctors stays', async () => {
    await open(DepartmentsPage, '/admin/departments');
    await press('Remove Cardiology');
    expect(stage.wrapper.text()).toContain('It still has 3 doctors.');
    await press('Remove the department');
    expect(stage.wrapper.get('dialog [role=alert]').text()).toContain('still in use');
    expect(stage.clinic.departments[0]!.name).toBe('Cardiology');
  });

  it('closes the clinic only after the visits of the day were seen', async () => {
    await open(HolidaysPage, '/admin/holidays');
    await press('Add a holiday');
    await stage.wrapper.get('input[name=day]').setValue('2026-11-24');
    await stage.wrapper.get('input[name=name]').setValue('Founders’ day');
    await stage.wrapper.get('form').trigger('submit');
    await settle();
    expect(stage.wrapper.text()).toMatch(/\d+ appointments would no longer fit/);
    expect(stage.clinic.admin.holidays).toEqual([]);
    await press('Close anyway');
    expect(stage.clinic.admin.holidays).toEqual([{ day: '2026-11-24', name: 'Founders’ day' }]);
  });

  it('finds appointments by what is in the address', async () => {
    const patient = '00000003-0000-7000-8000-000000000000';
    await open(OversightPage, `/admin/appointments?patient=${patient}&status=BOOKED`);
    expect(stage.wrapper.text()).toContain('All appointments of Anna Schneider');
    const all = stage.clinic.appointments.filter(
      (one) => one.patientId === patient && one.status === 'BOOKED',
    );
    expect(stage.wrapper.findAll('.rows > li')).toHaveLength(all.length);
    stage.clinic.appointments = [];
    await press('Clear all');
    expect(stage.router.currentRoute.value.query).toEqual({});
  });

  it('shows before somebody is blocked which visits are to be planned anew', async () => {
    await open(UsersPage, '/admin/users');
    await press('Actions for Dr. Amara Okafor');
    await press('Block');
    expect(stage.wrapper.get('dialog[open]').text()).toMatch(/\d+ appointments ahead stay/);
    await stage.wrapper.get('dialog[open] .btn-danger').trigger('click');
    await settle();
    expect(stage.clinic.users[1]!.blocked).toBe(true);
  });

  it('shows a mail in a frame in which nothing runs', async () => {
    await open(MailboxPage, '/admin/mailbox');
    expect(stage.wrapper.text()).toContain('No mails yet');
    const at = '2026-11-23T06:00:00Z';
    const mail = { id: 'm1', to: 'a@example.org', from: 'clinic@example.org', subject: 'Hello', at };
    stage.clinic.admin.mails = [{ ...mail, text: 'Text', html: '<p>Hello</p><script>1</script>' }];
    await press('Look again');
    await stage.wrapper.get('.mail').trigger('click');
    await settle();
    const frame = stage.wrapper.get('iframe');
    expect(frame.attributes('sandbox')).not.toContain('allow-scripts');
    expect(frame.attributes('srcdoc')).toContain('Hello');
    expect(frame.attributes('srcdoc')).not.toContain('script');
    await press('Plain text');
    expect(stage.wrapper.find('iframe').exists()).toBe(false);
  });
});
