import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
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
  await fill('birthDate', '15');
  await fill('birthDate.month', '3');
  await fill('birthDate.year', '1984');
}
const shows = (text: string) => waitFor(() => expect(stage.wrapper.text()).toContain(text));
async function submit() {
  await stage.wrapper.find('form').trigger('submit');
  await settle();
}

describe('registering', () => {
  it('names the fields that are wrong, leads to each from the summary, and goes to the first', async () => {
    stage = await showPage(RegisterPage, '/register');
    await fill('givenName', 'Anna');
    await fill('email', 'nonsense');
    await submit();
    expect(errorOf('givenName')).toBe('');
    expect(errorOf('familyName')).toBe('Enter your last name.');
    expect(errorOf('email')).toContain('name@example.com');
    expect(errorOf('birthDate')).toContain('Enter your date of birth');
    expect((document.activeElement as HTMLInputElement).name).toBe('familyName');
    const summary = stage.wrapper.find('[role=alert]');
    expect(summary.text()).toContain('3 fields');
    const entries = summary.findAll('a');
    expect(entries.map((entry) => entry.text())).toEqual([
      errorOf('familyName'),
      errorOf('birthDate'),
      `E-mail address: ${errorOf('email')}`,
    ]);
    await entries[2]!.trigger('click');
    expect((document.activeElement as HTMLInputElement).name).toBe('email');
    expect(stage.sent.some((request) => request.includes('register'))).toBe(false);
  });

  it.each(['31 2 1984', '1 1 2099', '1 1 1850', '1 x 1984', '1  1984'])(
    'refuses %s as a date of birth',
    async (date) => {
      stage = await showPage(RegisterPage, '/register');
      await fillRegistration('zoe@example.org');
      const [day, month, year] = date.split(' ');
      await fill('birthDate', day!);
      await fill('birthDate.month', month!);
      await fill('birthDate.year', year!);
      await submit();
      expect(errorOf('birthDate')).toContain('a real date');
      expect(stage.sent.some((request) => request.includes('register'))).toBe(false);
    },
  );

  it('sends a code to any address and creates the account with it', async () => {
    stage = await showPage(RegisterPage, '/register');
    await fillRegistration('zoe@example.org');
    await submit();
    await shows('zoe@example.org gets a mail');
    await fill('code', '999999');
    await fill('password', 'correct horse battery');
    await submit();
    expect(errorOf('code')).toContain('not the code in the mail');
    expect(useSession().signedIn).toBe(false);
    await fill('code', '123 456');
    await submit();
    await waitFor(() => expect(useSession().user?.name).toBe('Zoë 山田'));
    expect(stage.clinic.patients.at(-1)?.birthDate).toBe('1984-03-15');
  });

  it('says the same of an address with an account, whose code is wrong', async () => {
    stage = await showPage(RegisterPage, '/register');
    await fillRegistration('patient@example.org');
    await submit();
    await shows('patient@example.org gets a mail');
    await fill('code', '123456');
    await fill('password', 'correct horse battery');
    await submit();
    expect(errorOf('code')).toContain('not the code in the mail');
  });

  it('keeps what was entered when the address is changed, and puts server errors at their field', async () => {
    stage = await showPage(RegisterPage, '/register');
    await fillRegistration('zoe@example.org');
    await submit();
    await shows('zoe@example.org gets a mail');
    await stage.wrapper
      .findAll('button')
      .find((button) => button.text() === 'Change what you entered')!
      .trigger('click');
    expect(stage.wrapper.find<HTMLInputElement>('[name="birthDate.year"]').element.value).toBe('1984');
    const error = { pointer: '/givenName', code: 'invalid', params: {}, message: '', detail: '' };
    stage.clinic.on('POST', '/api/auth/register', () => {
      throw new Refusal(400, 'invalid-request', { errors: [error] });
    });
    await submit();
    expect(errorOf('givenName')).not.toBe('');
  });
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
