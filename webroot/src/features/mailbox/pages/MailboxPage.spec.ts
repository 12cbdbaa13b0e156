import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { useNotices } from '@/shared/stores/notices';
import MailboxMock from '../mock';
import MailboxPage from './MailboxPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const open = async (at: string) => {
  stage = await showPage(MailboxPage, at, 'admin@example.org');
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the mailbox', () => {
  it('shows a mail in a frame in which nothing runs', async () => {
    await open('/admin/mailbox');
    expect(stage.wrapper.text()).toContain('No mails yet');
    const at = '2026-11-23T06:00:00Z';
    const mail = { id: 'm1', to: 'a@example.org', from: 'clinic@example.org', subject: 'Hello', at };
    stage.clinic.of(MailboxMock).mails = [{ ...mail, text: 'Text', html: '<p>Hello</p><script>1</script>' }];
    await press('Look again');
    expect(useNotices().notices.map(({ text }) => text)).toEqual(['The list is up to date.']);
    expect(stage.wrapper.find('[autofocus]').exists()).toBe(false);
    await stage.wrapper.get('.mail').trigger('click');
    await settle();
    expect(stage.wrapper.get('[autofocus]').attributes('aria-label')).toBe('Mail');
    const frame = stage.wrapper.get('iframe');
    expect(frame.attributes('sandbox')).not.toContain('allow-scripts');
    expect(frame.attributes('srcdoc')).toContain('Hello');
    expect(frame.attributes('srcdoc')).not.toContain('script');
    await press('Plain text');
    expect(stage.wrapper.find('iframe').exists()).toBe(false);
  });
});
