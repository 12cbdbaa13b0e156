import { afterEach, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import NoteWithoutVisit from './NoteWithoutVisit.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

it('finds those patients only of whom the doctor writes notes', async () => {
  stage = await showPage(NoteWithoutVisit, '/today', 'doctor@example.org');
  const [own, other] = stage.clinic.patients;
  Object.assign(own!, { givenName: 'Ada', familyName: 'Byron' });
  Object.assign(other!, { givenName: 'Ada', familyName: 'Lovelace', colleague: true });
  await byName(stage.wrapper, 'Note without appointment').trigger('click');
  await settle();
  await stage.wrapper.get('[role=combobox]').setValue('Ada');
  await waitFor(() => expect(stage.wrapper.get('dialog').text()).toContain('Ada Byron'));
  expect(stage.wrapper.get('dialog').text()).not.toContain('Lovelace');
});
