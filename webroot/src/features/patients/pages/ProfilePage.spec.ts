import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import ProfilePage from './ProfilePage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const fill = (name: string, value: string) => stage.wrapper.find(`[name="${name}"]`).setValue(value);
async function submit() {
  await stage.wrapper.find('form').trigger('submit');
  await settle();
}

describe('the profile', () => {
  it('saves what was changed and leaves the rest', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    await fill('medicalHistory.allergies', 'Penicillin\n\n  Nuts ');
    await submit();
    expect(stage.clinic.patients[0]).toMatchObject({
      familyName: 'Schneider',
      medicalHistory: { allergies: ['Penicillin', 'Nuts'], conditions: ['Asthma'] },
      insurance: { provider: 'Aurelia Health' },
      version: 2,
    });
  });

  it('keeps the input after a concurrent save, and can load the current version', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    stage.clinic.patients[0] = { ...stage.clinic.patients[0]!, phone: '+49 30 1', version: 5 };
    await fill('address', 'New Street 1');
    await submit();
    expect(stage.wrapper.find('[role=alert]').text()).toContain('Somebody else changed this');
    expect(stage.wrapper.find<HTMLInputElement>('[name=address]').element.value).toBe('New Street 1');
    const load = stage.wrapper
      .findAll('button')
      .find((button) => button.text() === 'Load the current version')!;
    await load.trigger('click');
    await settle();
    expect(stage.wrapper.find<HTMLInputElement>('[name=phone]').element.value).toBe('+49 30 1');
  });
});
