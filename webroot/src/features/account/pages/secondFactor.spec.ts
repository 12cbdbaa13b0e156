import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { useSession } from '@/shared/stores/session';
import AccountPage from './AccountPage.vue';
import LoginPage from './LoginPage.vue';
import SecondFactorPage from './SecondFactorPage.vue';

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
async function press(text: string) {
  await stage.wrapper
    .findAll('button')
    .find((button) => button.text() === text)!
    .trigger('click');
  await settle();
}

describe('the second step of a login', () => {
  async function askForFactor() {
    stage = await showPage(LoginPage, '/login?next=/account');
    stage.clinic.on('POST', '/api/auth/login', () => {
      throw new Refusal(401, 'second-factor', { challenge: 'patient@example.org', factors: ['TOTP'] });
    });
    await fill('email', 'patient@example.org');
    await fill('password', 'x');
    await submit();
  }

  it('asks for a code, says that one is wrong, and logs in with the right one', async () => {
    await askForFactor();
    const code = stage.wrapper.find('[name=code]');
    expect(code.attributes('autocomplete')).toBe('one-time-code');
    expect(stage.wrapper.find('[name=password]').exists()).toBe(false);
    await fill('code', '000000');
    await submit();
    expect(stage.wrapper.text()).toContain('wrong or was used');
    expect(useSession().signedIn).toBe(false);
    await fill('code', '123456');
    await submit();
    expect(useSession().user?.email).toBe('patient@example.org');
    await waitFor(() => expect(stage.router.currentRoute.value.name).toBe('account'));
  });

  it('takes a recovery code instead, and begins again', async () => {
    await askForFactor();
    await press('Use a recovery code');
    expect(stage.wrapper.find('[name=code]').attributes('autocomplete')).toBe('off');
    await press('Start again');
    expect(stage.wrapper.find('[name=password]').exists()).toBe(true);
  });
});

describe('an authenticator app', () => {
  it('is added with a code, and the recovery codes are shown once', async () => {
    stage = await showPage(AccountPage, '/account', 'patient@example.org');
    await press('Add an authenticator app');
    expect(stage.wrapper.find('svg.qr-code path').attributes('d')!.length).toBeGreaterThan(1000);
    expect(stage.wrapper.text()).toContain('GEZD GNBV GY3T QOJQ');
    const form = () => stage.wrapper.find('form[aria-label="Add an authenticator app"]');
    expect((document.activeElement as HTMLInputElement).name).toBe('code');
    await press('Leave it as it is');
    expect(form().exists()).toBe(false);
    await press('Add an authenticator app');
    await form().find('[name=code]').setValue('000000');
    await form().trigger('submit');
    await settle();
    expect(form().text()).toContain('wrong or was used');
    await form().find('[name=code]').setValue('123456');
    await form().trigger('submit');
    await settle();
    expect(stage.wrapper.findAll('ol.codes li')).toHaveLength(6);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Recovery codes');
    await press('I have kept them');
    expect(stage.wrapper.find('ol.codes').exists()).toBe(false);
    expect(stage.wrapper.text()).toContain('Phone');
    expect(stage.wrapper.text()).toContain('10 recovery codes left');
  });

  it('is asked for before anything else where the account needs one', async () => {
    stage = await showPage(SecondFactorPage, '/second-factor?next=/account', 'desk@example.org');
    await fill('code', '123456');
    await submit();
    expect(stage.wrapper.findAll('ol.codes li')).toHaveLength(6);
    await press('I have kept them');
    await waitFor(() => expect(stage.router.currentRoute.value.name).toBe('account'));
  });
});
