import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import PatientsMock from '../mock';
import ProfilePage from './ProfilePage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const fill = (name: string, value: string) => stage.wrapper.find(`[name="${name}"]`).setValue(value);
const button = (text: string) => stage.wrapper.findAll('button').find((one) => one.text() === text)!;
const proposals = () => stage.clinic.of(PatientsMock).proposals;

async function submit(form: string) {
  await stage.wrapper.find(form).trigger('submit');
  await settle();
}

describe('the profile', () => {
  it('saves the contact data that was changed and leaves the rest', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    await fill('phone', '+49 30 777777');
    await submit('form');
    expect(stage.clinic.patients[0]).toMatchObject({
      familyName: 'Schneider',
      phone: '+49 30 777777',
      medicalHistory: { conditions: ['Asthma'] },
      insurance: { provider: 'Aurelia Health' },
      version: 2,
    });
  });

  it('keeps the input after a concurrent save, and can load the current version', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    stage.clinic.patients[0] = { ...stage.clinic.patients[0]!, phone: '+49 30 1', version: 5 };
    await fill('address', 'New Street 1');
    await submit('form');
    expect(stage.wrapper.find('[role=alert]').text()).toContain('Somebody else changed this');
    expect(stage.wrapper.find<HTMLInputElement>('[name=address]').element.value).toBe('New Street 1');
    await button('Load the current version').trigger('click');
    await settle();
    expect(stage.wrapper.find<HTMLInputElement>('[name=phone]').element.value).toBe('+49 30 1');
  });

  it('has the confirmation of the own address mailed again and says how long to wait', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    expect(stage.wrapper.text()).toContain('is not confirmed yet');
    await button('Send again').trigger('click');
    await settle();
    expect(stage.sent.filter((one) => one.endsWith('/email-confirmation'))).toHaveLength(1);
    expect(button('Send again').attributes('disabled')).toBeDefined();
    expect(stage.wrapper.text()).toMatch(/Again in (1:00|0:5\d)/);
  });

  it('waits as long as the server says', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    stage.clinic.on('POST', '/api/patients/:id/email-confirmation', () => {
      throw new Refusal(429, 'too-many-requests', { retryAfter: 1800 });
    });
    await button('Send again').trigger('click');
    await settle();
    expect(stage.wrapper.text()).toMatch(/Again in (30:00|29:5\d)/);
  });

  it('proposes a change of the medical history and shows that it waits for staff', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    await stage.wrapper.find('[aria-label="Propose a change: Medical history"]').trigger('click');
    await fill('medicalHistory.allergies', 'Penicillin\n\n  Nuts ');
    await submit('form[aria-label="Medical history"]');
    expect(proposals()).toMatchObject([
      { part: 'MEDICAL_HISTORY', proposed: { medicalHistory: { allergies: ['Penicillin', 'Nuts'] } } },
    ]);
    expect(stage.clinic.patients[0]!.medicalHistory).toMatchObject({ allergies: ['Penicillin'] });
    const listed = stage.wrapper.find('ul[aria-label="Proposed changes"]').text();
    expect(listed).toContain('Waiting for staff');
    expect(listed).toContain('Penicillin, Nuts');
  });

  it('proposes a change of the personal details with all that is recorded', async () => {
    stage = await showPage(ProfilePage, '/profile', 'patient@example.org');
    await stage.wrapper.find('[aria-label="Propose a change: Personal details"]').trigger('click');
    await fill('identity.familyName', '');
    await submit('form[aria-label="Personal details"]');
    expect(proposals()).toHaveLength(0);
    await fill('identity.familyName', 'Married');
    await submit('form[aria-label="Personal details"]');
    const { givenName, identifier } = stage.clinic.patients[0]!;
    expect(proposals()).toMatchObject([
      { part: 'IDENTITY', proposed: { identity: { givenName, familyName: 'Married', identifier } } },
    ]);
  });
});
