import { afterEach, expect, it } from 'vitest';
import DirectoryMock from '@/features/directory/mock';
import { queryClient } from '@/shared/query/client';
import { applyLocale } from '@/shared/locales';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import SiteFooter from './SiteFooter.vue';

let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  await applyLocale('en');
});

it("states the clinic's address and opening hours in the reader's language", async () => {
  stage = await showPage(SiteFooter, '/');
  expect(stage.wrapper.text()).toContain('Monday to Friday, 7 to 20');
  stage.clinic.of(DirectoryMock).texts.push(
    {
      id: crypto.randomUUID(),
      kind: 'CONTACT',
      text: 'Monday to Friday, 7 to 20',
      translations: [{ language: 'de', text: 'Montag bis Freitag, 7 bis 20 Uhr' }],
    },
    {
      id: crypto.randomUUID(),
      kind: 'CONTACT',
      text: 'Lindenweg 4\n10115 Berlin',
      translations: [{ language: 'de', text: 'Lindenweg 4\n10115 Berlin\nDeutschland' }],
    },
  );
  await queryClient.invalidateQueries();
  await applyLocale('de');
  await settle();
  expect(stage.wrapper.text()).toContain('Montag bis Freitag, 7 bis 20 Uhr');
  expect(stage.wrapper.text()).not.toContain('Monday');
  expect(stage.wrapper.get('address').text()).toContain('Deutschland');
});
