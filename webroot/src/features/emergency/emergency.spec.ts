import { afterEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { Refusal } from '@dev/mock/server';
import EmergencyDialog from '@/features/patients/components/EmergencyDialog.vue';
import type { Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import OpenRecordsBanner from './components/OpenRecordsBanner.vue';
import EmergencyMock from './mock';
import EmergencyReviewsPage from './pages/EmergencyReviewsPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const name = () => `${stage.clinic.patients[0]!.givenName} ${stage.clinic.patients[0]!.familyName}`;
const openRecord = () => stage.clinic.of(EmergencyMock).open(stage.clinic.patients[0]!.id);

async function readAgain() {
  await queryClient.invalidateQueries();
  await settle();
}

describe('a record that a doctor has opened', () => {
  it('stands above every page with the time that is left, and is closed there', async () => {
    stage = await showPage(OpenRecordsBanner, '/day', 'doctor@example.org');
    expect(stage.wrapper.text()).toBe('');
    openRecord();
    await readAgain();
    expect(stage.wrapper.text()).toContain(name());
    expect(stage.wrapper.text()).toContain('60 minutes left');
    await byName(stage.wrapper, `End the access to the record of ${name()} now`).trigger('click');
    await settle();
    expect(stage.wrapper.text()).toBe('');
  });

  it('never has more minutes than the hour that it is open', async () => {
    stage = await showPage(OpenRecordsBanner, '/day', 'doctor@example.org');
    const access = openRecord();
    // The page's clock is a little behind.
    access.expiresAt = new Date(Date.parse(access.expiresAt) + 900).toISOString();
    await readAgain();
    expect(stage.wrapper.text()).toContain('60 minutes left');
  });

  it('stands there in its last minute', async () => {
    stage = await showPage(OpenRecordsBanner, '/day', 'doctor@example.org');
    openRecord().expiresAt = new Date(stage.clinic.now().getTime() + 30_000).toISOString();
    await readAgain();
    expect(stage.wrapper.text()).toContain('less than a minute left');
  });

  it('appears and goes as the live topic says', async () => {
    stage = await showPage(OpenRecordsBanner, '/day', 'doctor@example.org');
    const access = openRecord();
    stage.live.set('open-records', { items: { [access.id]: access } });
    await settle();
    expect(stage.wrapper.text()).toContain(name());
    const reread = vi.spyOn(queryClient, 'invalidateQueries');
    stage.live.set('open-records', {});
    await settle();
    expect(stage.wrapper.text()).toBe('');
    expect(reread, 'what pages show of it').toHaveBeenCalledOnce();
    reread.mockRestore();
  });
});

describe('opening a record in an emergency', () => {
  const field = (name: string) => stage.wrapper.get<HTMLInputElement>(`dialog [name=${name}]`);
  const submit = async () => {
    await stage.wrapper.get('dialog form').trigger('submit');
    await settle();
  };
  const errors = () => stage.wrapper.findAll('dialog .error').map((one) => one.text());

  it('names what is missing, and the field by which nobody was found', async () => {
    stage = await showPage(() => h(EmergencyDialog, { open: true }), '/patients', 'doctor@example.org');
    await submit();
    expect(errors()).toEqual([
      'Enter the first name.',
      'Enter the last name.',
      'Enter the date of birth.',
      'Choose the kind of emergency.',
      'Please use at least 20 characters.',
    ]);
    stage.clinic.on('POST', '/api/emergency-access', () => {
      throw new Refusal(404, 'not-found');
    });
    await field('identifier').setValue('XX-1');
    await field('reasonCode').setValue('LIFE_THREATENING');
    await field('reason').setValue('Found unconscious in the hall');
    await submit();
    expect(errors()).toEqual(['No patient has this number, or these names and this date of birth.']);
    expect(document.activeElement).toBe(field('identifier').element);
    expect(field('reason').element.value).toBe('Found unconscious in the hall');
  });
});

describe('the review of an emergency access', () => {
  async function showReview(more: Partial<Schemas['EmergencyReview']> = {}, email = 'admin@example.org') {
    stage = await showPage(EmergencyReviewsPage, '/admin/emergency-access', email);
    Object.assign(openRecord(), more);
    await readAgain();
    expect(stage.wrapper.text()).not.toContain('Unconscious');
    await byName(stage.wrapper, `Show the access to the record of ${name()}`).trigger('click');
    await settle();
  }

  it('shows what was written, and needs a finding with a note', async () => {
    await showReview();
    expect(stage.wrapper.text()).toContain('Unconscious, no relatives here');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.sent.some((request) => request.startsWith('PUT'))).toBe(false);
    await stage.wrapper.find('[name="note"]').setValue('As the ward says');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.sent.some((request) => request.startsWith('PUT'))).toBe(true);
    expect(stage.wrapper.text()).toContain('Nothing waits for a review');
  });

  it('names the notes that the doctor began meanwhile', async () => {
    await showReview({
      written: [
        { kind: 'EMERGENCY', begunAt: '2026-11-23T07:10:00+01:00', status: 'FINISHED' },
        { kind: 'TELEPHONE', begunAt: '2026-11-23T07:20:00+01:00', status: 'IN_PROGRESS' },
      ],
    });
    const notes = stage.wrapper.findAll('dialog dd').map((one) => one.text());
    expect(notes).toContainEqual(expect.stringMatching(/^Emergency note, .*7:10.*, signed$/));
    expect(notes).toContainEqual(expect.stringMatching(/^Telephone note, .*7:20.*, not signed yet$/));
  });

  it('is found by the month, in words', async () => {
    stage = await showPage(EmergencyReviewsPage, '/admin/emergency-access', 'admin@example.org');
    const months = stage.wrapper.findAll('select option').map((one) => one.text());
    expect(months.slice(0, 3)).toEqual(['All months', 'November 2026', 'October 2026']);
    expect(months.at(-1)).toBe('January 2020');
    const asked: (string | null)[] = [];
    stage.clinic.on('GET', '/api/emergency-access', (_, __, url) => {
      asked.push(url.searchParams.get('month'));
      return { body: { items: [] } };
    });
    await stage.wrapper.find('select').setValue('2026-10');
    await settle();
    expect(asked).toEqual(['2026-10']);
  });

  it('is left to somebody else by who opened the record', async () => {
    await showReview({ own: true });
    expect(stage.wrapper.text()).toContain('somebody else must review the access');
    expect(stage.wrapper.find('[name="note"]').exists()).toBe(false);
  });

  it('is left by administrators to a privacy officer who is active, with what was written', async () => {
    await showReview({ byOfficer: true, reason: undefined });
    expect(stage.wrapper.text()).toContain('The privacy officer reviews this access');
    expect(stage.wrapper.find('[name="note"]').exists()).toBe(false);
    expect(stage.wrapper.text()).toContain('Users'); // the tabs of the administration
  });

  it('is done by the privacy officer, without the tabs of the administration', async () => {
    await showReview({ byOfficer: true }, 'privacy@example.org');
    expect(stage.wrapper.text()).not.toContain('Users');
    expect(stage.wrapper.text()).toContain('Unconscious, no relatives here');
    await stage.wrapper.find('[name="note"]').setValue('As the ward says');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.wrapper.text()).toContain('Nothing waits for a review');
  });
});
