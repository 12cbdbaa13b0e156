import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { applyLocale, i18n } from '@/shared/locales';
import AuditPage from './AuditPage.vue';

/** Built by Maven from the files in src/main/resources/openapi. */
const contract = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../target/classes/openapi/clinibus.json'), 'utf8'),
) as { 'x-problem-types': Record<string, { status: number }> };
const request = (path: string) =>
  new Request(`http://clinic${path}`, { headers: { authorization: 'Bearer x' } });

let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  await applyLocale('en');
});

describe('the audit trail', () => {
  it('shows who did what, and what was refused', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    const text = stage.wrapper.text();
    expect(text).toContain('patients.getPatient');
    expect(text).toContain('Not allowed');
    expect(text).not.toContain('forbidden');
    expect(text).toContain('scheduling.setPolicy');
  });

  it('says in every language what was refused, a code of another release as it is', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    const [entry] = (await (await stage.clinic.answer(request('/api/audit'))).json()).items;
    const codes = ['wrong-credentials', 'of-another-release'];
    stage.clinic.on('GET', '/api/audit', () => ({
      body: { items: codes.map((outcome) => ({ ...entry, id: outcome, outcome })) },
    }));
    await stage.wrapper.get('select').setValue('READ');
    await settle();
    const chips = () => stage.wrapper.findAll('.chip').map((one) => one.text());
    expect(chips()).toEqual(['Wrong address or password', 'Refused: of-another-release']);
    await applyLocale('de');
    await settle();
    expect(chips()).toEqual(['Adresse oder Passwort falsch', 'Abgelehnt: of-another-release']);
  });

  it('has words for each refusal that is recorded of every operation', () => {
    const refusals = Object.entries(contract['x-problem-types'])
      .filter(([, { status }]) => [401, 403, 404].includes(status))
      .map(([slug]) => slug);
    expect(refusals.length).toBeGreaterThan(10);
    expect(refusals.filter((slug) => !i18n.global.te(`audit.outcome.${slug}`, 'en'))).toEqual([]);
  });

  it('is narrowed down by kind and person', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    await stage.wrapper.get('select').setValue('CONFIGURATION');
    await settle();
    expect(stage.wrapper.text()).not.toContain('patients.getPatient');
    const { name } = stage.clinic.users[0]!;
    await byName(stage.wrapper, name).trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain(`Only by ${name}`);
  });
});
