import { afterEach, expect, it, vi } from 'vitest';
import { h, ref } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import ChartMock from '../mock';
import RecordTimeline from './RecordTimeline.vue';

/** Tasks that wait for the test. */
const tasks: (() => void)[] = [];

/** Its messages are sent when the test says so. */
class HeldChannel {
  port1 = { onmessage: () => undefined, close: () => undefined };
  port2 = { postMessage: () => void tasks.push(() => this.port1.onmessage()) };
}

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

/** Shows a record of so many entries while further tasks wait for the test. */
async function show(entries: number) {
  const patientId = ref('');
  stage = await showPage(
    () => (patientId.value ? h(RecordTimeline, { patientId: patientId.value }) : null),
    '/',
    'doctor@example.org',
  );
  const { id } = stage.clinic.patients[0]!;
  for (let index = 0; index < entries; index++) {
    stage.clinic.of(ChartMock).record(id, { socialHistory: { occupation: `Baker ${index}` } });
  }
  vi.stubGlobal('MessageChannel', HeldChannel);
  patientId.value = id;
  await settle();
  await waitFor(() => expect(rows()).toHaveLength(entries));
}

const rows = () => stage.wrapper.findAll('.timeline > li');
const filled = () => rows().filter((row) => row.text().includes('Baker')).length;

it('fills a long page of a record from the top, few rows in a task', async () => {
  await show(50);
  expect(filled()).toBe(8);
  expect(rows()[7]!.text()).toContain('Baker');
  expect(rows()[8]!.attributes('aria-hidden')).toBe('true');
  const counts = [filled()];
  while (tasks.length > 0) {
    tasks.shift()!();
    await settle();
    counts.push(filled());
  }
  expect([...new Set(counts)]).toEqual([8, 16, 24, 32, 40, 48, 50]);
  expect(rows()[49]!.attributes('aria-hidden')).toBeUndefined();
});
