import { afterEach, describe, expect, it } from 'vitest';
import { h, ref, type Component } from 'vue';
import { patients } from '@dev/mock/people';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import VisitCard from '@/features/doctor-day/components/VisitCard.vue';
import PatientSummary from '@/features/records/components/PatientSummary.vue';
import PatientSheet from '@/features/sheets/components/PatientSheet.vue';
import AllergyNote from './components/AllergyNote.vue';
import ChangeList from './components/ChangeList.vue';
import OwnRecord from './components/OwnRecord.vue';
import PatientFacts from './components/PatientFacts.vue';
import PendingProposals from './components/PendingProposals.vue';
import PatientsMock from './mock';
import PatientPage from './pages/PatientPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const doctor = 'doctor@example.org';
const text = () => stage.wrapper.text();
const buttons = () => stage.wrapper.findAll('button').map((one) => one.text());
const unknown = 'Allergies cannot be shown.';
const none = /No known allergies|Allergies: not asked|Not answered yet|Nothing recorded/;

/** Takes away the medical history of the first patient. */
function damage() {
  const { medicalHistory, allergiesAsked, ...others } = stage.clinic.patients[0]!;
  expect(medicalHistory ?? allergiesAsked).toBeDefined();
  stage.clinic.patients[0] = { ...others, medicalHistoryUnreadable: true };
  return stage.clinic.patients[0];
}

/** Shows a component after the history was damaged. */
async function show(component: Component, email: string, props: () => object) {
  const shown = ref(false);
  stage = await showPage(() => (shown.value ? h(component, props()) : null), '/account', email);
  damage();
  shown.value = true;
  await settle();
}

const ofPatient = () => ({ patient: stage.clinic.patients[0] });
const byId = () => ({ patientId: stage.clinic.patients[0]!.id });

describe('a medical history that was damaged', () => {
  it.each([
    ['the note about allergies', AllergyNote, ofPatient],
    ['the facts of a patient', PatientFacts, ofPatient],
    ['the summary beside a note', PatientSummary, ofPatient],
    ['the side sheet', PatientSheet, byId],
  ] as const)('is stated loudly and never as none in %s', async (_, component, props) => {
    await show(component, doctor, props);
    expect(stage.wrapper.get('[role=alert]').text()).toContain(unknown);
    expect(stage.wrapper.get('[role=alert]').text()).toContain('This does not mean that there are none');
    expect(text()).not.toMatch(none);
    expect(buttons()).not.toContain('Ask and record');
  });

  it.each([
    ['the facts of a patient', PatientFacts],
    ['the summary beside a note', PatientSummary],
  ] as const)('says so of problems and medication as well in %s', async (_, component) => {
    await show(component, doctor, ofPatient);
    const said = stage.wrapper.findAll('dd').map((one) => one.text());
    expect(said.filter((one) => one === 'Cannot be read: damaged in the database')).toHaveLength(2);
  });

  it('is stated on the card of the visit', async () => {
    await show(VisitCard, doctor, () => ({
      visit: stage.clinic.appointments.find(({ patientId }) => patientId === byId().patientId)!,
      headline: 'Now',
      setStatus: () => Promise.resolve(),
      busy: false,
    }));
    expect(stage.wrapper.get('[role=alert]').text()).toContain(unknown);
    expect(text()).not.toMatch(none);
  });

  it('tells the patient what to do, and no change of it is proposed', async () => {
    await show(AllergyNote, 'patient@example.org', ofPatient);
    expect(stage.wrapper.get('[role=alert]').text()).toContain('tell the clinic about all allergies');
    stage.wrapper.unmount();
    await show(OwnRecord, 'patient@example.org', ofPatient);
    expect(text()).toContain('Cannot be read: damaged in the database');
    expect(text()).not.toMatch(none);
    const names = stage.wrapper.findAll('article button').map((one) => one.attributes('aria-label')!);
    expect(names.length).toBeGreaterThan(0);
    names.forEach((name) => expect(name).not.toContain('Medical history'));
  });

  it('is not edited on the page of the patient', async () => {
    stage = await showPage(PatientPage, `/patients/${patients[0]!.id}`, doctor);
    expect(buttons()).toContain('Edit the medical history');
    damage();
    const { queryClient } = await import('@/shared/query/client');
    await queryClient.invalidateQueries();
    await settle();
    expect(text()).toContain(unknown);
    expect(buttons()).not.toContain('Edit the medical history');
  });
});

describe('rows about a medical history that were damaged', () => {
  it('are in the log of changes, marked', async () => {
    const shown = ref(false);
    stage = await showPage(() => (shown.value ? h(ChangeList, byId()) : null), '/account', doctor);
    const common = { version: 2, at: '2026-11-19T09:00:00Z', actorRole: 'DOCTOR' } as const;
    stage.clinic.of(PatientsMock).changes.push(
      { ...common, id: 'c2', part: 'MEDICAL_HISTORY', unreadable: true },
      {
        ...{ ...common, id: 'c1', part: 'CONTACT' },
        before: { contact: { phone: '1' } },
        after: { contact: { phone: '2' } },
      },
    );
    shown.value = true;
    await settle();
    expect(text()).toContain('Cannot be read: damaged in the database');
    expect(stage.wrapper.findAll('table')).toHaveLength(1);
  });

  it('are among the proposals, marked, and not decided', async () => {
    const shown = ref(false);
    stage = await showPage(() => (shown.value ? h(PendingProposals, byId()) : null), '/account', doctor);
    const common = { proposedAt: '2026-11-24T08:00:00Z', version: 1, status: 'PENDING' } as const;
    stage.clinic.of(PatientsMock).proposals.push({
      ...{ ...common, ...byId(), id: 'p1', part: 'MEDICAL_HISTORY' },
      proposed: {},
      unreadable: true,
    });
    shown.value = true;
    await settle();
    expect(text()).toContain('Cannot be read: damaged in the database');
    expect(buttons()).toEqual([]);
  });
});
