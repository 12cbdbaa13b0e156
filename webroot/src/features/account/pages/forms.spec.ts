import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { useSession } from '@/shared/stores/session';
import LoginPage from './LoginPage.vue';
import RegisterPage from './RegisterPage.vue';
import SetPasswordPage from './SetPasswordPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const fill = (name: string, value: string) => stage.wrapper.find(`[name="${name}"]`).setValue(value);
const errorOf = (name: string) => {
  const described = stage.wrapper.find(`[name="${name}"]`).attributes('aria-describedby') ?? '';
  const id = described.split(' ').find((part) => part.endsWith('-error'));
  return id ? stage.wrapper.find(`[id="${id}"]`).text() : '';
};
async function fillRegistration(email: string) {
  await fill('givenName', 'Zoë');
  await fill('familyName', '山田');
  await fill('email', email);
  await fill('password', 'correct horse battery');
}
async function submit() {
  await stage.wrapper.find('form').trigger('submit');
  await settle();
}

describe('registering', () => {
  it('says what is wrong at each field, counts it, and goes to the first', async () => {
    stage = await showPage(RegisterPage, '/register');
    await fill('givenName', 'Anna');
    await fill('email', 'nonsense');
    await fill('password', 'short');
    await submit();
    expect(errorOf('givenName')).toBe('');
    expect(errorOf('familyName')).toBe('Please fill this in.');
    expect(errorOf('email')).toContain('name@example.com');
    expect(errorOf('password')).toContain('10 characters');
    expect(stage.wrapper.find('[role=alert]').text()).toContain('3 fields');
    expect((document.activeElement as HTMLInputElement).name).toBe('familyName');
    expect(stage.sent.some((request) => request.includes('register'))).toBe(false);
  });

  it('puts what the server finds wrong at its field', async () => {
    stage = await showPage(RegisterPage, '/register');
    const error = { pointer: '/password', code: 'password-common', params: {}, message: '', detail: '' };
    stage.clinic.on('POST', '/api/auth/register', () => {
      throw new Refusal(400, 'invalid-request', { errors: [error] });
    });
    await fillRegistration('anna@example.org');
    await submit();
    expect(errorOf('password')).toContain('too easy to guess');
  });

  it.each(['zoe@example.org', 'patient@example.org'])(
    'says to look into the mailbox of %s',
    async (email) => {
      stage = await showPage(RegisterPage, '/register');
      await fillRegistration(email);
      await submit();
      expect(stage.wrapper.find('[role=status]').text()).toContain('Look into your mailbox');
      expect(stage.wrapper.find('[role=status]').text()).toContain(email);
      expect(stage.wrapper.find('form').exists()).toBe(false);
      expect(useSession().signedIn).toBe(false);
    },
  );
});

describe('logging in', () => {
  it('says in words that the password is wrong and keeps what was typed', async () => {
    stage = await showPage(LoginPage, '/login');
    await fill('email', 'nobody@example.org');
    await fill('password', 'x');
    await submit();
    expect(stage.wrapper.find('[role=alert]').text()).toContain('password is wrong');
    expect(stage.wrapper.find<HTMLInputElement>('[name=email]').element.value).toBe('nobody@example.org');
  });
});

describe('an invitation', () => {
  it('sets the password with the token behind the #', async () => {
    stage = await showPage(SetPasswordPage, '/invitation#token=abcdefghijklmnopqrstuvwxyz');
    await fill('password', 'correct horse battery');
    await fill('again', 'correct horse batterY');
    await submit();
    expect(errorOf('again')).toContain('differ');
    await fill('again', 'correct horse battery');
    await submit();
    expect(stage.sent).toContain('POST /api/auth/invitation');
  });

  it('without a token says what to do', async () => {
    stage = await showPage(SetPasswordPage, '/invitation');
    expect(stage.wrapper.text()).toContain('not complete');
    expect(stage.wrapper.find('form').exists()).toBe(false);
  });
});
