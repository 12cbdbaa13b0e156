import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import DirectoryMock from '@/features/directory/mock';
import { queryClient } from '@/shared/query/client';
import SettingsMock from '../mock';
import SettingsPage from './SettingsPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const written = () => stage.sent.filter((one) => one === 'PUT /api/settings');
const dialog = () => stage.wrapper.find('dialog');

async function save(name: string, value: string) {
  stage = await showPage(SettingsPage, '/admin/settings', 'admin@example.org');
  await settle();
  await stage.wrapper.find(`[name="${name}"]`).setValue(value);
  await stage.wrapper.find('form').trigger('submit');
  await settle();
}

describe('the settings', () => {
  it('are saved at once in the same time zone', async () => {
    await save('clinicName', 'Aurelia Clinic');
    expect(stage.clinic.policy).toMatchObject({ clinicName: 'Aurelia Clinic' });
    expect(stage.sent).not.toContain('GET /api/settings/zone-change');
    expect(dialog().exists()).toBe(false);
  });

  it('have the language of mails to those who have stated none', async () => {
    await save('mailLanguage', 'de');
    expect(stage.clinic.policy.mailLanguage).toBe('de');
  });

  it('state what another time zone changes before it is saved', async () => {
    await save('zone', 'Europe/London');
    expect(written()).toEqual([]);
    const text = dialog().text();
    expect(text).toContain('Change the time zone to Europe/London?');
    expect(text).toContain('1 h behind');
    expect(text).toContain(`another time of day: ${stage.clinic.appointments.length},`);
    expect(text).toContain('later: 3.');
    await byName(stage.wrapper, 'Change the time zone').trigger('click');
    await settle();
    expect(stage.clinic.policy.zone).toBe('Europe/London');
    expect(written()).toHaveLength(1);
  });

  it('keep the time zone unless the change is confirmed', async () => {
    await save('zone', 'Europe/London');
    await byName(stage.wrapper, 'Leave it as it is').trigger('click');
    await settle();
    expect(written()).toEqual([]);
    expect(stage.clinic.policy.zone).toBe('Europe/Berlin');
    expect(stage.wrapper.find<HTMLInputElement>('[name=zone]').element.value).toBe('Europe/London');
  });

  it('state who may read records, and when', async () => {
    stage = await showPage(SettingsPage, '/admin/settings', 'admin@example.org');
    await settle();
    const form = stage.wrapper.get('[aria-label="Who may read records"]');
    await form.get('[name=colleaguesRead]').setValue(true);
    await form.get('[name=releaseDays]').setValue('3');
    await form.get('[name=officerEmail]').setValue('officer');
    await form.trigger('submit');
    await settle();
    expect(stage.sent).not.toContain('PUT /api/clinic/record-rules');
    await form.get('[name=officerEmail]').setValue('officer@example.org');
    await form.trigger('submit');
    await settle();
    const stored = { colleaguesRead: true, releaseDays: 3, officerEmail: 'officer@example.org', version: 2 };
    expect(stage.clinic.of(SettingsMock).recordRules).toEqual(stored);
    expect(written()).toEqual([]);
    await form.get('[name=officerEmail]').setValue('');
    await form.trigger('submit');
    await settle();
    expect(stage.clinic.of(SettingsMock).recordRules).not.toHaveProperty('officerEmail');
  });

  it("offer the texts of the contact in each language, and not the clinic's other texts", async () => {
    stage = await showPage(SettingsPage, '/admin/settings', 'admin@example.org');
    const { texts } = stage.clinic.of(DirectoryMock);
    texts.push({ id: crypto.randomUUID(), kind: 'CONTACT', text: 'Monday, 7 to 20', translations: [] });
    await queryClient.invalidateQueries();
    await settle();
    const section = stage.wrapper.get('[aria-labelledby=contact-translations]');
    expect(section.text()).toContain('Monday, 7 to 20');
    expect(section.text()).not.toContain('Cardiology');
    await section.get('[name=es]').setValue('Lunes, de 7 a 20');
    await section.get('[name=es]').trigger('change');
    await settle();
    expect(texts.at(-1)!.translations).toEqual([{ language: 'es', text: 'Lunes, de 7 a 20' }]);
  });

  it('refuse a time zone that does not exist', async () => {
    await save('zone', 'Europe/Atlantis');
    expect(stage.wrapper.text()).toContain('Please choose a time zone from the list.');
    expect(stage.sent).not.toContain('GET /api/settings/zone-change');
  });
});
