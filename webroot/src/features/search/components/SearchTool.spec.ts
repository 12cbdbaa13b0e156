import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import RecordsMock from '@/features/records/mock';
import { useNextCaller } from '@/features/telephone';
import QueueMock from '@/features/queue/mock';
import { applyLocale } from '@/shared/locales';
import SearchTool from './SearchTool.vue';

let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  await applyLocale('en');
});

async function press(key: string, modifiers: KeyboardEventInit = {}) {
  document.dispatchEvent(new KeyboardEvent('keydown', { key, ...modifiers, cancelable: true }));
  await settle();
}

const field = () => stage.wrapper.find<HTMLInputElement>('input[role=combobox]');
const shown = () => stage.wrapper.findAll('[role=option]').map((one) => one.text());

async function type(text: string, found: string) {
  await field().setValue(text);
  await waitFor(() => expect(stage.wrapper.find('dialog').text()).toContain(found));
}

async function open(email: string) {
  stage = await showPage(SearchTool, '/patients', email);
  await press('k', { ctrlKey: true });
  await waitFor(() => expect(field().exists()).toBe(true));
}

describe('the search', () => {
  it('opens by Ctrl K or Cmd K alone', async () => {
    stage = await showPage(SearchTool, '/patients', 'desk@example.org');
    await press('k');
    expect(field().exists()).toBe(false);
    await press('k', { metaKey: true });
    await waitFor(() => expect(field().exists()).toBe(true));
  });

  it('finds by a date of birth in the order of the language, with age', async () => {
    await open('desk@example.org');
    const { givenName, familyName } = stage.clinic.patients[3]!;
    expect(stage.clinic.patients[3]!.birthDate).toBe('1953-04-13');
    await type('4/13/1953', '04/13/1953 (');
    expect(shown()[0]).toContain(`${givenName} ${familyName}`);
    expect(shown()[0]).toContain('73 years');
    await type('5/13/1953', 'No patient found');
    expect(shown()).toEqual([]);
  });

  it('checks in by keys alone', async () => {
    await open('desk@example.org');
    const visit = stage.clinic.appointments.find(
      ({ status, start }) => status === 'BOOKED' && start.startsWith('2026-11-23'),
    )!;
    await type(visit.patientName, visit.patientName);
    expect(shown()).toEqual([expect.stringContaining(visit.patientName)]);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(shown()[0]).toContain('Check in');
    expect(shown()).toEqual(expect.arrayContaining(['Open the record', expect.stringContaining('Move')]));
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(stage.sent).toContain(`PUT /api/appointments/${visit.id}/status`);
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)!.status).toBe('CHECKED_IN');
    expect(field().exists()).toBe(false);
  });

  it('begins a telephone note of a patient by keys alone', async () => {
    await open('doctor@example.org');
    const { id, familyName } = stage.clinic.patients[3]!;
    await type(familyName, familyName);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(shown()).toEqual(expect.arrayContaining(['Write a telephone note', 'Write an emergency note']));
    await field().setValue('telephone');
    expect(shown()).toEqual(['Write a telephone note']);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    const [opened] = stage.clinic.of(RecordsMock).encounters;
    expect(opened).toMatchObject({ patientId: id, kind: 'TELEPHONE', status: 'IN_PROGRESS' });
    expect(stage.router.currentRoute.value).toMatchObject({
      name: 'treat',
      params: { encounterId: opened!.id },
    });
    expect(field().exists()).toBe(false);
  });

  it('offers no note of a patient whom the doctor reads as a colleague, but in an emergency', async () => {
    await open('doctor@example.org');
    const patient = stage.clinic.patients[3]!;
    const chosen = async () => {
      await type(patient.familyName, patient.familyName);
      await field().trigger('keydown', { key: 'Enter' });
      await waitFor(() => expect(shown()).toContain('Open the record'));
      return shown().join();
    };
    patient.colleague = true;
    expect(await chosen()).not.toContain('note');
    stage.wrapper.unmount();

    await open('doctor@example.org');
    stage.clinic.patients[3]!.emergencyAccessUntil = '2026-11-23T08:00:00+01:00';
    expect(await chosen()).toContain('Write an emergency note');
  });

  it('leads the front desk to the free times with a patient, and with somebody new', async () => {
    await open('desk@example.org');
    const { id, familyName } = stage.clinic.patients[3]!;
    await type(familyName, familyName);
    await field().trigger('keydown', { key: 'Enter' });
    await waitFor(() => expect(shown()).toContain('Book an appointment for this patient'));
    await field().setValue('book');
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(stage.router.currentRoute.value).toMatchObject({ name: 'telephone', query: {} });
    expect(useNextCaller().take()).toMatchObject({ id });

    await press('k', { ctrlKey: true });
    await waitFor(() => expect(field().exists()).toBe(true));
    await type('Zora Walker', 'No patient found');
    expect(shown()).toEqual(['New patient: Zora Walker']);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(stage.router.currentRoute.value).toMatchObject({ name: 'telephone', query: {} });
    expect(useNextCaller().take()).toBe('Zora Walker');
  });

  it('offers the front desk no note', async () => {
    await open('desk@example.org');
    const { familyName } = stage.clinic.patients[3]!;
    await type(familyName, familyName);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(shown()).toContain('Open the record');
    expect(shown().join()).not.toContain('note');
  });

  it('finds who waits by the ticket', async () => {
    await open('desk@example.org');
    stage.clinic.appointments.find(({ start }) => start.startsWith('2026-11-23'))!.status = 'CHECKED_IN';
    const [first] = stage.clinic.of(QueueMock).waiting();
    await type(first!.ticket.toLowerCase(), `${first!.ticket} · waits for`);
    expect(shown()[0]).toContain(first!.patientName);
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(shown()).toContain('Open the record');
  });

  it('leads to places and to what can be created, by role', async () => {
    await open('desk@example.org');
    expect(shown()).toEqual(expect.arrayContaining(['New: Patient', 'Board', 'Patients', 'My account']));
    await type('pati', 'New: Patient');
    await waitFor(() => expect(shown()).not.toContain('Board'));
    expect(shown()).toEqual(expect.arrayContaining(['New: Patient', 'Patients']));
    await type('patients', 'No patient found');
    await field().trigger('keydown', { key: 'Enter' });
    await settle();
    expect(stage.router.currentRoute.value.name).toBe('patients');
  });
});
