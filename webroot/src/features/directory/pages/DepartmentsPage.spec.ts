import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import DepartmentsPage from './DepartmentsPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (at: string) => {
  stage = await showPage(DepartmentsPage, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the departments', () => {
  it('adds a department and removes it again', async () => {
    await open('/admin/departments');
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
    await open('/admin/departments');
    await press('Remove Cardiology');
    expect(stage.wrapper.text()).toContain('It still has 3 doctors.');
    await press('Remove the department');
    expect(stage.wrapper.get('dialog [role=alert]').text()).toContain('still in use');
    expect(stage.clinic.departments[0]!.name).toBe('Cardiology');
  });
});
