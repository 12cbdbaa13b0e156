import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
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
    expect(text).toContain("Patient's details read");
    expect(text).toContain('Not allowed');
    expect(text).not.toContain('forbidden');
    expect(text).toContain("Clinic's rules changed");
    expect(text).not.toContain('scheduling.setPolicy');
  });

  it('shows an operation of another release as it is', async () => {
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    const [entry] = (await (await stage.clinic.answer(request('/api/audit'))).json()).items;
    stage.clinic.on('GET', '/api/audit', () => ({ body: { items: [{ ...entry, operation: 'moon.land' }] } }));
    await stage.wrapper.get('select').setValue('READ');
    await settle();
    expect(stage.wrapper.text()).toContain('moon.land');
  });

  it('is searched by what its address says, and keeps it there', async () => {
    const asked: string[] = [];
    const actor = 'b0000000-0000-4000-8000-000000000001';
    stage = await showPage(
      AuditPage,
      `/admin/audit?kind=SECURITY&actor=${actor}&from=2031-03-01`,
      'admin@example.org',
    );
    stage.clinic.on('GET', '/api/audit', (_, { url }) => {
      asked.push(new URL(url).search);
      return { body: { items: [] } };
    });
    expect(stage.wrapper.get('select').element.value).toBe('SECURITY');
    await byName(stage.wrapper, 'Only one account').trigger('click');
    await settle();
    const query = new URLSearchParams(asked.at(-1));
    expect(query.get('kind')).toBe('SECURITY');
    expect(query.get('from')).toBe('2031-02-28T23:00:00.000Z');
    expect(query.has('actorId')).toBe(false);
    expect(stage.router.currentRoute.value.query).toEqual({ kind: 'SECURITY', from: '2031-03-01' });
  });

  it('is saved as a table with the ids of what was done', async () => {
    const saved: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (saved.push(blob as Blob), 'blob:x'));
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    stage = await showPage(AuditPage, '/admin/audit', 'admin@example.org');
    await byName(stage.wrapper, 'Save as CSV').trigger('click');
    await settle();
    const lines = (await saved[0]!.text()).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain("Patient's details read,patients.getPatient,forbidden");
    expect(lines[1]).toContain('a0000000-0000-7000-8000-000000000002');
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
    expect(stage.wrapper.text()).not.toContain("Patient's details read");
    const { name } = stage.clinic.users[0]!;
    await byName(stage.wrapper, name).trigger('click');
    await settle();
    expect(stage.wrapper.text()).toContain(`Only by ${name}`);
  });
});
