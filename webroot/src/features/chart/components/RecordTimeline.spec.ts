import { afterEach, expect, it, vi } from 'vitest';
import { h, nextTick, ref } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import ChartMock from '../mock';
import RecordTimeline from './RecordTimeline.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Shows a record of so many entries while frames wait for the test. */
async function show(entries: number) {
  const frames: FrameRequestCallback[] = [];
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
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  patientId.value = id;
  await settle();
  await waitFor(() => expect(rows()).toHaveLength(entries));
  return frames;
}

const rows = () => stage.wrapper.findAll('.timeline > li');
const filled = () => rows().filter((row) => row.text().includes('Baker')).length;

it('fills a long page of a record from the top, few rows in a frame', async () => {
  const frames = await show(50);
  expect(filled()).toBe(8);
  expect(rows()[7]!.text()).toContain('Baker');
  expect(rows()[8]!.attributes('aria-hidden')).toBe('true');
  let count = 0;
  while (frames.length > 0) {
    const before = filled();
    frames.shift()!(0);
    await nextTick();
    expect(filled() - before).toBeLessThanOrEqual(8);
    count++;
  }
  expect(count).toBe(6);
  expect(filled()).toBe(50);
  expect(rows()[49]!.attributes('aria-hidden')).toBeUndefined();
});
