import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { applyLocale } from '@/shared/locales';
import { queryClient } from '@/shared/query/client';
import DocumentsMock from '@/features/documents/mock';
import ChartMock from '../mock';
import { rereadRecord, type ChartVisit } from '../queries';
import HealthPage from './HealthPage.vue';

let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  await applyLocale('en');
  vi.useRealTimers();
});

const mock = () => stage.clinic.of(ChartMock);
const text = () => stage.wrapper.text();
const button = (words: string) =>
  stage.wrapper.findAll('button').find((one) => one.text().startsWith(words))!;

const visit: ChartVisit = {
  ...{ id: crypto.randomUUID(), start: '2026-11-20T10:00:00+01:00', status: 'FINISHED', kind: 'VISIT' },
  ...{ doctorId: crypto.randomUUID(), doctorName: 'Dr. Chiara Ricci', reason: 'a cough', plan: 'Rest' },
  diagnoses: [{ text: 'Common cold', certainty: 'CONFIRMED', problem: false }],
};

async function open() {
  stage = await showPage(HealthPage, '/my/health', 'patient@example.org');
  return stage.clinic.patients[0]!.id;
}

describe('my health', () => {
  it('shows a signed note at once, without a reload', async () => {
    const id = await open();
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    expect(text()).toContain('No visit has been recorded yet.');
    mock().visits = [visit];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    expect(text()).toContain('Common cold');
    expect(text()).toContain('Rest');
  });

  it('shows what was signed before the topic is known', async () => {
    const id = await open();
    expect(text()).toContain('No visit has been recorded yet.');
    mock().visits = [visit];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    expect(text()).toContain('Common cold');
  });

  it('names diagnoses in the language of the page, and again in another', async () => {
    await open();
    mock().visits = [
      {
        ...visit,
        diagnoses: [{ ...visit.diagnoses[0]!, text: 'Common cold', code: 'R1', system: 'own' }],
      },
    ];
    mock().names = { de: { R1: 'Erkältung' }, es: { R1: 'Resfriado' } };
    await queryClient.invalidateQueries({ queryKey: ['chart'] });
    await settle();
    expect(text()).toContain('Common cold');
    for (const [language, name] of [
      ['de', 'Erkältung'],
      ['es', 'Resfriado'],
    ] as const) {
      await applyLocale(language);
      await waitFor(() => expect(text().split(name)).toHaveLength(3));
      expect(text()).not.toContain('Common cold');
    }
  });

  const reads = (part: string) => stage.sent.filter((one) => one.endsWith(part)).length;

  it('reads nothing twice if the record has not changed since', async () => {
    const id = await open();
    const counted = () => ['/chart', '/timeline', '/prescriptions', '/restrictions'].map(reads);
    const read = counted();
    expect(read.slice(0, 3)).toEqual([1, 1, 1]);
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 0 } });
    await settle();
    expect(counted()).toEqual(read);
    mock().changes = 1;
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    expect(reads('/chart')).toBe(2);
    expect(reads('/prescriptions')).toBe(2);
  });

  it('reads again only what is older than the record', async () => {
    const id = await open();
    mock().changes = 1;
    await rereadRecord(id);
    const charts = reads('/chart');
    const restricted = reads('/restrictions');
    mock().changes = 2;
    await queryClient.refetchQueries({ queryKey: ['restrictions', id] });
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    expect(reads('/chart')).toBe(charts + 1);
    expect(reads('/restrictions')).toBe(restricted + 1);
  });

  it('awaits what is being read when a change is pushed, and reads it again if it is older', async () => {
    const id = await open();
    for (const [told, times] of [
      [1, 1],
      [3, 2],
    ] as const) {
      const before = reads('/chart');
      mock().changes = told === 1 ? 1 : 2;
      void rereadRecord(id);
      stage.live.set(`record/${id}`, { about: { recordId: id, changes: told } });
      await settle();
      expect(reads('/chart') - before).toBe(times);
    }
  });

  it('says loudly that a part of the record cannot be read', async () => {
    const id = await open();
    mock().visits = [{ ...visit, reason: '', plan: '', diagnoses: [], unreadable: true }];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    expect(stage.wrapper.get('[role=alert]').text()).toContain('The record is not complete');
    const item = stage.wrapper.get('[aria-labelledby=visits] li').text();
    expect(item).toContain('Dr. Chiara Ricci');
    expect(item).toContain('Cannot be read: damaged in the database');
  });

  it('keeps a visit from other doctors only after asking, and shows it again', async () => {
    const id = await open();
    mock().visits = [visit];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    await button('Keep from other doctors').trigger('click');
    expect(mock().restrictions).toHaveLength(0);
    expect(stage.wrapper.find('dialog[open]').text()).toContain('doctors in an emergency');
    await stage.wrapper.find('dialog[open] footer .btn:not(.btn-plain)').trigger('click');
    await settle();
    expect(mock().restrictions).toMatchObject([{ part: 'ENCOUNTER', subjectId: visit.id }]);
    await button('Show to all my doctors').trigger('click');
    await settle();
    expect(mock().restrictions).toHaveLength(0);
  });

  it('keeps a kind of documents from other doctors, after saying what that means', async () => {
    const id = await open();
    const row = () => stage.wrapper.find('[data-kind=REPORT]');
    expect(row().text()).not.toContain('Kept from');
    await row().find('button').trigger('click');
    const asked = stage.wrapper.find('dialog[open]');
    expect(asked.text()).toContain('Keep from other doctors: Reports?');
    expect(asked.text()).toContain('What you have added yourself, no doctor will see');
    await asked.find('footer .btn:not(.btn-plain)').trigger('click');
    await settle();
    expect(mock().restrictions).toMatchObject([{ part: 'DOCUMENTS', documentKind: 'REPORT' }]);
    expect(row().text()).toContain('Kept from other doctors');
    expect(stage.wrapper.find('details summary').text()).toContain('One kind is kept');
    expect(stage.wrapper.find('[data-kind=IMAGE]').text()).not.toContain('Kept from');
    // In another window.
    mock().restrictions = [];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 3 } });
    await settle();
    expect(row().text()).not.toContain('Kept from');
  });

  it('has all documents, and takes new ones for the next visit', async () => {
    await open();
    const documents = stage.clinic.of(DocumentsMock);
    documents.documents.push(
      documents.document({ state: 'STORED', category: 'LETTER', fileName: 'Summary.pdf' }),
    );
    await queryClient.invalidateQueries({ queryKey: ['documents'] });
    await settle();
    expect(stage.wrapper.find('[data-test=files]').exists()).toBe(true);
    expect(text()).toContain('Summary.pdf');
  });

  it('names what a note without an appointment is', async () => {
    const id = await open();
    mock().visits = [{ ...visit, kind: 'TELEPHONE' }];
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 1 } });
    await settle();
    stage.live.set(`record/${id}`, { about: { recordId: id, changes: 2 } });
    await settle();
    expect(stage.wrapper.find('section[aria-labelledby=visits]').text()).toContain('By telephone');
  });

  it('offers nothing to write', async () => {
    await open();
    expect(button('Add')).toBeUndefined();
  });
});
