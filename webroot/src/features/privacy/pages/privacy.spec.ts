import { afterEach, describe, expect, it } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { api } from '@/shared/api/client';
import { applyLocale } from '@/shared/locales';
import { queryClient } from '@/shared/query/client';
import ErasuresPage from './ErasuresPage.vue';
import PrivacyPage from './PrivacyPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

describe('the privacy of a patient', () => {
  it('has a copy of the data', async () => {
    stage = await showPage(PrivacyPage, '/privacy', 'patient@example.org');
    expect(stage.wrapper.text()).not.toContain('Download the copy');
    await byName(stage.wrapper, 'Ask for a copy').trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain('Download the copy');
    expect(stage.wrapper.get('[aria-labelledby=copy] [aria-live]').text()).toContain('Ready.');
  });

  it('shows what an erasure would do before anybody confirms it', async () => {
    stage = await showPage(PrivacyPage, '/privacy', 'patient@example.org');
    await byName(stage.wrapper, 'Show what would be erased').trigger('click');
    await settle();
    const text = stage.wrapper.text();
    expect(text).toContain('Appointments (3)');
    expect(text).toContain('§ 630f BGB');
    expect(text).toContain('Waiting list: 1');
    expect(document.activeElement).toBe(stage.wrapper.get('[aria-labelledby=erasure]').element);
    await byName(stage.wrapper, 'Withdraw the request').trigger('click');
    await settle();
    expect(stage.wrapper.text()).not.toContain('§ 630f BGB');
  });
});

describe('the requests for erasure', () => {
  it('have the periods of retention below them', async () => {
    stage = await showPage(ErasuresPage, '/admin/privacy', 'admin@example.org');
    expect(stage.wrapper.text()).toContain('No requests');
    expect(stage.wrapper.text()).toContain('Data of patients, from the end of the last treatment on');
  });

  it('are needed until an administrator chooses otherwise', async () => {
    stage = await showPage(ErasuresPage, '/admin/privacy', 'admin@example.org');
    const box = () => stage.wrapper.find<HTMLInputElement>('input[type=checkbox]');
    expect(box().element.checked).toBe(false);
    await box().setValue(true);
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(box().element.checked).toBe(true);
  });
});

describe('the rule that asks for a period', () => {
  afterEach(() => applyLocale('en'));

  it('is read in the language of the reader, and stays stored as it was', async () => {
    await applyLocale('de');
    stage = await showPage(ErasuresPage, '/admin/privacy', 'admin@example.org');
    const rule = () => stage.wrapper.find<HTMLInputElement>('input[maxlength="300"]');
    expect(rule().element.value).toBe('§ 630f Abs. 3 BGB: zehn Jahre nach Abschluss der Behandlung');
    const stored = async () => (await api.GET('/api/privacy/retention')).data!.items[0]!;

    await stage.wrapper.find('input[type=checkbox]').setValue(true);
    await stage.wrapper.find('form').trigger('submit');
    await waitFor(async () => expect((await stored()).automatic).toBe(true));
    expect((await stored()).source).toBe('§ 630f (3) BGB: ten years after the end of the treatment');

    await rule().setValue('Hausregel');
    await stage.wrapper.find('form').trigger('submit');
    await waitFor(async () => expect((await stored()).source).toBe('Hausregel'));
  });
});

describe('the privacy officer', () => {
  it('sees copies, erasures and periods, and changes nothing', async () => {
    stage = await showPage(ErasuresPage, '/admin/privacy', 'privacy@example.org');
    const { id } = stage.clinic.patients[0]!;
    await api.POST('/api/privacy/exports', { body: { patientId: id } });
    await api.POST('/api/privacy/erasures', { body: { patientId: id } });
    await queryClient.invalidateQueries();
    await settle();
    const text = () => stage.wrapper.text();
    expect(text()).toContain('With clinical parts, asked for by');
    expect(text()).toContain('3653 days: § 630f (3) BGB');
    expect(text()).toContain('Erased on request only');
    expect(stage.wrapper.find('input').exists()).toBe(false);
    await byName(stage.wrapper, 'Show the plan').trigger('click');
    await settle();
    expect(text()).toContain('Appointments (3)');
    expect(stage.wrapper.findAll('button').map((button) => button.text())).not.toContain('Erase for ever');
  });
});
