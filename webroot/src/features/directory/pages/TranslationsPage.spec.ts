import { afterEach, describe, expect, it } from 'vitest';
import { applyLocale } from '@/shared/locales';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import DirectoryMock from '../mock';
import DoctorsPage from './DoctorsPage.vue';
import TranslationsPage from './TranslationsPage.vue';

let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  await applyLocale('en');
});

const open = async (page: typeof TranslationsPage, at: string) => {
  stage = await showPage(page, at, 'admin@example.org');
};
const field = (language: string) => stage.wrapper.get<HTMLInputElement>(`input[name=${language}]`);
const translations = () => stage.clinic.of(DirectoryMock).texts[0]!.translations;

describe('the translations', () => {
  it('stores a translation when its field is left, and removes an emptied one', async () => {
    await open(TranslationsPage, '/admin/translations');
    expect(field('de').element.value).toBe('Kardiologie');
    await field('es').setValue('Cardiología ');
    await field('es').trigger('change');
    await settle();
    expect(translations()).toContainEqual({ language: 'es', text: 'Cardiología' });
    expect(stage.wrapper.text()).toContain('Saved');
    await field('de').setValue('');
    await field('de').trigger('change');
    await settle();
    expect(translations().map(({ language }) => language)).toEqual(['es']);
  });

  it('keeps what was typed when it cannot be stored, and says so', async () => {
    await open(TranslationsPage, '/admin/translations');
    stage.clinic.on('PUT', '/api/translations/texts/:id/:language', () => ({
      status: 503,
      body: { type: '/problems/unavailable', title: 'Unavailable', status: 503 },
    }));
    await field('es').setValue('Cardiología');
    await field('es').trigger('change');
    await settle();
    expect(field('es').element.value).toBe('Cardiología');
    expect(field('es').attributes('aria-invalid')).toBe('true');
  });
});

describe("the clinic's texts", () => {
  it('are shown in the language of the app, and as they are without a translation', async () => {
    await open(DoctorsPage, '/admin/doctors');
    expect(stage.wrapper.text()).toContain('Cardiology');
    await applyLocale('de');
    await settle();
    expect(stage.wrapper.text()).toContain('Kardiologie');
    expect(stage.wrapper.text()).not.toContain('Cardiology');
    expect(stage.wrapper.text()).toContain('Neurology');
  });
});
