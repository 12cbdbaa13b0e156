import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { useNotices } from '@/shared/stores/notices';
import { useSession } from '@/shared/stores/session';
import AccountPage from './AccountPage.vue';
import ConfirmAddressChangePage from './ConfirmAddressChangePage.vue';
import ConfirmAddressPage from './ConfirmAddressPage.vue';
import PatientInvitationPage from './PatientInvitationPage.vue';
import ForgotPasswordPage from './ForgotPasswordPage.vue';

const token = 'abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function press(name: string) {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
}
const notices = () => useNotices().notices.map(({ text }) => text);

describe('a link in a mail', () => {
  it('does nothing until the button is pressed', async () => {
    stage = await showPage(ConfirmAddressPage, `/confirm-address#token=${token}`);
    expect(stage.sent.some((request) => request.startsWith('POST'))).toBe(false);
    await press('Confirm the address');
    expect(stage.sent).toContain('POST /api/auth/address-confirmation');
    expect(notices()).toEqual(['Your address is confirmed.']);
  });

  it('says that it is void', async () => {
    stage = await showPage(ConfirmAddressPage, `/confirm-address#token=${token}`);
    stage.clinic.on('POST', '/api/auth/address-confirmation', () => {
      throw new Refusal(400, 'invalid-request', {
        errors: [{ pointer: '/token', code: 'link-void', params: {}, message: '', detail: '' }],
      });
    });
    await press('Confirm the address');
    expect(stage.wrapper.find('[role=alert]').text()).toContain('used, replaced or has expired');
  });

  it('without a token says what to do', async () => {
    stage = await showPage(ConfirmAddressPage, '/confirm-address');
    expect(stage.wrapper.text()).toContain('not complete');
    expect(stage.wrapper.find('button').exists()).toBe(false);
  });

  it('opens the account of an invited patient', async () => {
    stage = await showPage(PatientInvitationPage, `/patient-invitation#token=${token}`);
    await stage.wrapper.find('[name="password"]').setValue('violet kettle 7261');
    await stage.wrapper.find('[name="again"]').setValue('violet kettle 7261');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.sent).toContain('POST /api/auth/patient-invitation');
    expect(useSession().hasRole('PATIENT')).toBe(true);
  });

  it('leads to the login if the invited address has an account', async () => {
    stage = await showPage(PatientInvitationPage, `/patient-invitation#token=${token}`);
    stage.clinic.on('POST', '/api/auth/patient-invitation', () => {
      throw new Refusal(409, 'already-exists');
    });
    await stage.wrapper.find('[name="password"]').setValue('violet kettle 7261');
    await stage.wrapper.find('[name="again"]').setValue('violet kettle 7261');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.wrapper.text()).toContain('has an account already');
  });

  it('asks staff to join the records of a patient with an account', async () => {
    stage = await showPage(
      PatientInvitationPage,
      `/patient-invitation#token=${token}`,
      'patient@example.org',
    );
    expect(stage.sent.some((request) => request.startsWith('POST /api/auth/patient'))).toBe(false);
    await press('Both records are mine');
    expect(stage.sent).toContain('POST /api/auth/patient-invitation/link');
    expect(notices()).toEqual(['Thank you. Staff will join the two records.']);
  });

  it('confirms a change of address', async () => {
    stage = await showPage(ConfirmAddressChangePage, `/confirm-address-change#token=${token}`);
    await press('Confirm the change');
    expect(stage.sent).toContain('POST /api/auth/address-change/confirmation');
    expect(notices()[0]).toContain('as soon as the other mailbox');
  });

  it('refuses a change of address', async () => {
    stage = await showPage(ConfirmAddressChangePage, `/confirm-address-change#token=${token}`);
    await press('Refuse the change');
    expect(stage.sent).toContain('POST /api/auth/address-change/refusal');
    expect(notices()[0]).toContain('refused');
  });
});

describe('a forgotten password', () => {
  it('says to look into the mailbox whatever the address', async () => {
    stage = await showPage(ForgotPasswordPage, '/forgot-password');
    await stage.wrapper.find('[name=email]').setValue('nobody@example.org');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.sent).toContain('POST /api/auth/password-reset');
    expect(stage.wrapper.find('[role=status]').text()).toContain('Look into your mailbox');
  });
});

describe('my account', () => {
  it('lists devices, marks this one and signs out the others', async () => {
    stage = await showPage(AccountPage, '/account', 'patient@example.org');
    const rows = () => stage.wrapper.findAll('section li').map((row) => row.text());
    expect(rows()).toHaveLength(3);
    expect(rows()[0]).toContain('Firefox, Windows');
    expect(rows()[0]).toContain('This device');
    expect(rows()[0]).not.toContain('Sign out');
    expect(rows()[2]).toContain('Unknown device');
    await press('Sign out on Safari, iPhone');
    expect(stage.sent).toContain('DELETE /api/auth/sessions/phone');
    expect(rows()).toHaveLength(2);
    await press('Sign out on all other devices');
    expect(rows()).toHaveLength(1);
  });

  it('asks both mailboxes about a new address and keeps a wrong password at its field', async () => {
    stage = await showPage(AccountPage, '/account', 'patient@example.org');
    const form = stage.wrapper.find('form[aria-label="Change your e-mail address"]');
    await form.find('[name=email]').setValue('new@example.org');
    await form.find('[name=currentPassword]').setValue('wrong');
    const error = {
      pointer: '/currentPassword',
      code: 'password-wrong',
      params: {},
      message: '',
      detail: '',
    };
    let right = false;
    stage.clinic.on('POST', '/api/auth/address-change', () => {
      if (!right) {
        throw new Refusal(400, 'invalid-request', { errors: [error] });
      }
      return { status: 202 };
    });
    await form.trigger('submit');
    await settle();
    expect(form.text()).toContain('not your current password');
    right = true;
    await form.trigger('submit');
    await settle();
    expect(stage.wrapper.find('[role=status]').text()).toContain('new@example.org');
  });
});
