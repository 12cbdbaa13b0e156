import { afterEach, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { showPage, type Stage } from '@dev/testing/mount';
import RecordAccesses from './RecordAccesses.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it('who opened a record is one entry for a person and a day', async () => {
  const list = () => h(RecordAccesses, { patientId: 'p' });
  stage = await showPage(list, '/account', 'patient@example.org');
  const rows = stage.wrapper.findAll('[aria-label="Who opened my record"] > li');
  expect(rows).toHaveLength(1);
  expect(rows[0]!.text()).toMatch(/Saw your personal and medical data.*6:50.*7:00.*, 2 times, Emergency/s);
});
