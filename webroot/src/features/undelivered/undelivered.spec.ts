import { afterEach, describe, expect, it } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import UndeliveredMock from './mock';
import UndeliveredMailsPage from './pages/UndeliveredMailsPage.vue';
import { queryClient } from '@/shared/query/client';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const facts = {
  reason: 'SMTP 550',
  attempts: 10,
  requestedAt: '2026-11-20T09:00:00Z',
  givenUpAt: '2026-11-20T12:00:00Z',
};

async function open() {
  stage = await showPage(UndeliveredMailsPage, '/admin/undelivered-mails', 'admin@example.org');
  const { id: patientId } = stage.clinic.patients[0]!;
  stage.clinic.of(UndeliveredMock).mails = [
    { ...facts, id: 'one', patientId, recipient: 'Lovelace, Ada', address: 'ada@example.org' },
    { ...facts, id: 'two', address: 'old@example.org', usefulUntil: '2026-11-21T09:00:00Z' },
  ];
  await queryClient.invalidateQueries();
  await settle();
}

const rows = () => stage.wrapper.findAll('li').filter((row) => row.text().includes('SMTP 550'));

describe('mails that were given up', () => {
  it('are shown with whom they are for and why, and are sent again while they are of use', async () => {
    await open();
    expect(rows()).toHaveLength(2);
    expect(rows()[0]!.text()).toContain('Lovelace, Ada');
    expect(rows()[0]!.text()).toContain('ada@example.org');
    expect(rows()[0]!.text()).toContain('SMTP 550, 10 attempts');
    expect(rows()[1]!.text()).toContain('Of no use any more');
    expect(rows()[1]!.text()).not.toContain('Send again');
    await byName(stage.wrapper, 'Send the mail to Lovelace, Ada again').trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/undelivered-mails/one/send-again');
    expect(rows()).toHaveLength(1);
  });

  it('are taken off the list without sending them', async () => {
    await open();
    await byName(stage.wrapper, 'Dismiss the mail to old@example.org').trigger('click');
    await settle();
    expect(stage.clinic.of(UndeliveredMock).mails).toHaveLength(1);
    expect(rows()).toHaveLength(1);
  });
});
