import { afterEach, describe, expect, it, vi } from 'vitest';
import FamilyMock from '@/features/family/mock';
import VisitTypesMock from '@/features/visittypes/mock';
import { slotsTopic } from '@/shared/api/topics';
import { doctors } from '@dev/mock/people';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { useNextCaller } from '../composables/useNextCaller';
import TelephonePage from './TelephonePage.vue';

const today = '2026-11-23';
let stage: Stage;

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const rows = () => stage.wrapper.findAll<HTMLButtonElement>('.time');
const field = () => stage.wrapper.find<HTMLInputElement>('input[type=search]');
const doctorOf = (row: ReturnType<typeof rows>[number]) => row.attributes('data-slot')!.split(' ')[0]!;
const booked = () => stage.clinic.appointments.filter(({ reason }) => reason === 'Cough');

async function press(key: string) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  document.activeElement!.dispatchEvent(event);
  await settle();
}

const booking = (visitTypeId: string) =>
  expect.objectContaining({ visitTypeId, patientId: stage.clinic.patients[0]!.id });

/** Who calls is found by name and taken with Enter. */
async function answer(prepare: () => void = () => undefined) {
  stage = await showPage(TelephonePage, '/telephone', 'desk@example.org');
  prepare();
  await waitFor(() => expect(rows().length).toBeGreaterThan(9));
  const { familyName } = stage.clinic.patients[0]!;
  await field().setValue(familyName);
  await waitFor(() => expect(stage.wrapper.find('.found .person').exists()).toBe(true));
  await settle();
  field().element.focus();
  await press('Enter');
  expect(stage.wrapper.find('.chosen').text()).toContain(familyName);
}

describe('a call', () => {
  it('begins with the patient with whom the search leads here, and is booked with one key', async () => {
    stage = await showPage(TelephonePage, '/telephone', 'desk@example.org');
    const { id, familyName } = stage.clinic.patients[0]!;
    useNextCaller().next = stage.clinic.patients[0]!;
    await waitFor(() => expect(stage.wrapper.find('.chosen').text()).toContain(familyName));
    await waitFor(() => expect(document.activeElement).toBe(rows()[0]!.element));
    const before = stage.clinic.appointments.length;
    await press('1');
    await waitFor(() => expect(stage.clinic.appointments).toHaveLength(before + 1));
    expect(stage.clinic.appointments.at(-1)!.patientId).toBe(id);
  });

  it('begins with the form for somebody new whose name was searched for', async () => {
    stage = await showPage(TelephonePage, '/telephone', 'desk@example.org');
    useNextCaller().next = 'Zora Walker';
    const given = await waitFor(() => stage.wrapper.get<HTMLInputElement>('[name="givenName"]'));
    expect(given.element.value).toBe('Zora');
    expect(stage.wrapper.get<HTMLInputElement>('[name="familyName"]').element.value).toBe('Walker');
    await waitFor(() => expect(document.activeElement).toBe(given.element));
    expect(given.attributes('autofocus')).toBeDefined(); // the frame puts the focus of a new page there
    await given.trigger('submit');
    await waitFor(() => expect(stage.wrapper.find('.chosen').text()).toContain('Zora Walker'));
    await waitFor(() => expect(document.activeElement).toBe(rows()[0]!.element));
  });

  it('is booked with Enter and a digit, at the time that the digit stands beside', async () => {
    await answer();
    expect(document.activeElement).toBe(rows()[0]!.element);
    await stage.wrapper.find('input[name=reason]').setValue('Cough');
    rows()[0]!.element.focus();
    const [doctorId, start] = rows()[2]!.attributes('data-slot')!.split(' ');
    expect(rows()[2]!.find('kbd').text()).toBe('3');
    await press('3');
    await waitFor(() => expect(booked()).toHaveLength(1));
    expect(booked()[0]).toMatchObject({ doctorId, patientId: stage.clinic.patients[0]!.id });
    expect(Date.parse(booked()[0]!.start)).toBe(Number(start));
    await settle();
    expect(stage.wrapper.find('[aria-live=polite]').text()).toContain(booked()[0]!.doctorName);
  });

  it('books the next free time right after, for a relative of the caller', async () => {
    await answer(() => {
      const [mother, child] = stage.clinic.patients;
      stage.clinic.of(FamilyMock).representations.push({
        id: 'link',
        representativeId: mother!.id,
        representativeName: 'A mother',
        patientId: child!.id,
        patientName: 'Kim Child',
        relation: 'CHILD',
        status: 'IN_FORCE',
        createdAt: '2026-11-20T09:00:00Z',
        ...{ minor: true, version: 1 },
      });
    });
    const all = stage.clinic.appointments;
    const before = all.length;
    await press('1');
    await waitFor(() => expect(all).toHaveLength(before + 1));
    const first = all.at(-1)!;
    expect(first.patientId).toBe(stage.clinic.patients[0]!.id);
    await waitFor(() => byName(stage.wrapper, 'Another visit right after'));
    await byName(stage.wrapper, 'Another visit right after').trigger('click');
    const child = stage.clinic.patients[1]!.id;
    const choice = await waitFor(() => stage.wrapper.get(`[type="radio"][value="${child}"]`));
    await choice.setValue(true);
    await waitFor(() => byName(stage.wrapper, /^Book /));
    await byName(stage.wrapper, /^Book /).trigger('click');
    await waitFor(() => expect(all).toHaveLength(before + 2));
    const second = all.at(-1)!;
    expect(second).toMatchObject({ patientId: child, doctorId: first.doctorId });
    expect(Date.parse(second.start)).toBeGreaterThanOrEqual(Date.parse(first.end));
    await settle();
    expect(byName(stage.wrapper, 'Another visit right after').exists()).toBe(true);
  });

  it('books nothing before somebody is chosen', async () => {
    stage = await showPage(TelephonePage, '/telephone', 'desk@example.org');
    await waitFor(() => expect(rows().length).toBeGreaterThan(9));
    rows()[0]!.element.focus();
    await press('1');
    await rows()[0]!.trigger('click');
    await settle();
    expect(stage.sent).not.toContain('POST /api/appointments');
    expect(document.activeElement).toBe(field().element);
  });

  it('keeps the time with the focus for the caller', async () => {
    await answer();
    await press('ArrowDown');
    const [doctorId] = rows()[1]!.attributes('data-slot')!.split(' ');
    await waitFor(() => expect(stage.clinic.holds.map((hold) => hold.doctorId)).toEqual([doctorId]));
    await settle();
    expect(rows()[1]!.text()).toContain('kept for you');
  });

  it('offers the times of those doctors who offer the chosen type of visit', async () => {
    const offering = doctors[1]!;
    let typeId = '';
    await answer(() => {
      const { body: type } = stage.clinic.of(VisitTypesMock).add({
        name: 'Check-up',
        minutes: 45,
        departmentIds: [offering.departmentId],
        doctorIds: [offering.id],
        bookableByPatients: false,
        discreet: false,
        colour: 'TEAL',
        active: true,
      });
      typeId = type.id;
    });
    expect(new Set(rows().map(doctorOf)).size).toBeGreaterThan(1);
    const sent: unknown[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.clone().json());
      return reach(request);
    });
    await stage.wrapper.find('select[name=visitTypeId]').setValue(typeId);
    await waitFor(() => expect(new Set(rows().map(doctorOf))).toEqual(new Set([offering.id])));
    rows()[0]!.element.focus();
    await waitFor(() => expect(sent).toContainEqual(expect.objectContaining({ visitTypeId: typeId })));
    await press('1');
    await waitFor(() => expect(sent.slice(1)).toContainEqual(booking(typeId)));
  });

  it('can be taken back, and ends with Escape', async () => {
    await answer();
    await stage.wrapper.find('input[name=reason]').setValue('Cough');
    rows()[0]!.element.focus();
    await press('Enter');
    await rows()[0]!.trigger('click');
    await waitFor(() => expect(booked()).toHaveLength(1));
    await settle();
    await byName(stage.wrapper, 'Cancel it').trigger('click');
    await waitFor(() => expect(booked()[0]!.status).toBe('CANCELLED'));
    await settle();
    expect(stage.wrapper.find('[aria-live=polite]').text()).toBe('');
    await press('Escape');
    expect(stage.wrapper.find('.chosen').exists()).toBe(false);
    expect(document.activeElement).toBe(field().element);
    expect(field().element.value, 'for the next caller').toBe('');
  });

  it('leaves the focus with the next caller while the last booking is still shown', async () => {
    await answer();
    await stage.wrapper.find('input[name=reason]').setValue('Cough');
    rows()[0]!.element.focus();
    const digit = new KeyboardEvent('keydown', { key: '1', bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(digit);
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await waitFor(() => expect(booked()).toHaveLength(1));
    await settle();
    expect(document.activeElement).toBe(field().element);
  });

  it('loses a time that somebody else takes, at once', async () => {
    stage = await showPage(TelephonePage, '/telephone', 'desk@example.org');
    await waitFor(() => expect(rows().length).toBeGreaterThan(9));
    const key = rows()[0]!.attributes('data-slot')!;
    const doctorId = key.split(' ')[0]!;
    const topic = slotsTopic(doctorId, today);
    await waitFor(() => expect(stage.live.received).toContainEqual({ type: 'subscribe', topic }));
    const { slots } = stage.clinic.days(doctorId, today, 1)[0]!;
    const taken = slots.map((slot) =>
      Date.parse(slot.start) === Number(key.split(' ')[1]) ? { ...slot, state: 'TAKEN' } : slot,
    );
    stage.live.set(topic, {
      about: { doctorId, zone: 'Europe/Berlin', days: [{ date: today, version: 2 }] },
      items: Object.fromEntries(taken.map((slot) => [slot.start, slot])),
    });
    await settle();
    expect(rows().map((row) => row.attributes('data-slot'))).not.toContain(key);
  });
});
