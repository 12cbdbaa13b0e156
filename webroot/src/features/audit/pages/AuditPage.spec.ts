import { afterEach, describe, expect, it } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import AuditPage from './AuditPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

describe('the audit trail', () => {
  it('shows who did what, and what was refused', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    const text = stage.wrapper.text();
    expect(text).toContain('patients.getPatient');
    expect(text).toContain('forbidden');
    expect(text).toContain('scheduling.setPolicy');
  });

  it('is narrowed down by kind and person', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    await stage.wrapper.get('select').setValue('CONFIGURATION');
    await settle();
    expect(stage.wrapper.text()).not.toContain('patients.getPatient');
    const { name } = stage.clinic.users[0]!;
    await byName(stage.wrapper, name).trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain(`Only by ${name}`);
  });
});
