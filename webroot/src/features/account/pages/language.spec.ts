import { afterEach, describe, expect, it } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { useSession } from '@/shared/stores/session';
import AccountPage from './AccountPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const credentials = { email: 'patient@example.org', password: 'violet kettle 7261' };
const choice = () => stage.wrapper.find<HTMLSelectElement>('[name=language]');

describe('the language of mails', () => {
  it('is that of the app after the first sign-in, and is changed on the account page', async () => {
    stage = await showPage(AccountPage, '/account');
    const session = useSession();
    await session.login(credentials);
    await settle();
    expect(stage.sent).toContain('PUT /api/auth/language');
    expect(session.user?.language).toBe('en');
    await choice().setValue('de');
    await waitFor(() => expect(session.user?.language).toBe('de'));
    const before = stage.sent.length;
    await session.login(credentials);
    await settle();
    expect(stage.sent.slice(before)).not.toContain('PUT /api/auth/language');
  });

  it('stays if the server refuses the change', async () => {
    stage = await showPage(AccountPage, '/account');
    const session = useSession();
    await session.login(credentials);
    await settle();
    stage.clinic.on('PUT', '/api/auth/language', () => {
      throw new Refusal(503, 'unavailable');
    });
    await choice().setValue('es');
    await settle();
    expect(choice().element.value).toBe('en');
  });
});
