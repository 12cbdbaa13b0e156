import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import FamilyMock from '@/features/family/mock';
import VisitTypesMock from '@/features/visittypes/mock';
import WaitlistMock from '@/features/waitlist/mock';
import type { Appointment, Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import {
  card,
  close,
  column,
  department,
  dialog,
  open,
  pushDay,
  pushVisits,
  shown,
  staff,
  stage,
} from '@dev/testing/boardStage';

afterEach(close);

describe('a walk-in', () => {
  it('is added and booked in place while the time is held', async () => {
    await open();
    const free = column(1).find('[data-slot]');
    await free.trigger('click');
    await settle();
    expect(stage.sent).toContain('POST /api/holds');
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('[name="here"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const made = stage.clinic.appointments.at(-1)!;
    expect(made).toMatchObject({ patientName: 'Mia Neu', doctorId: staff[1]!.id, status: 'CHECKED_IN' });
    expect(Date.parse(made.start)).toBe(Date.parse(free.attributes('data-slot')!));
    expect(dialog().exists()).toBe(false);
  });

  it('leaves the focus with the visit, whose card takes the place of the free time', async () => {
    await open();
    const free = column(1).find<HTMLElement>('[data-slot]');
    free.element.focus();
    await free.trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    const made = stage.clinic.appointments.at(-1)!;
    pushDay();
    await waitFor(() => expect(document.activeElement).toBe(card(made.id).element));
  });

  it('goes on with the next field when the patient is found, and back to the search for another one', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const { givenName, familyName } = stage.clinic.patients[0]!;
    const search = dialog().find<HTMLInputElement>('[type="search"]');
    await search.setValue(`${givenName} ${familyName}`);
    await waitFor(() => expect(dialog().find('li button').text()).toContain(familyName));
    await settle();
    await search.trigger('keydown', { key: 'Enter' });
    await settle();
    expect(dialog().find('.chosen').text()).toContain(familyName);
    expect(document.activeElement).toBe(dialog().find('[name="reason"]').element);

    await byName(stage.wrapper, 'Choose another patient').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[type="search"]').element);
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[name="givenName"]').element);
    await byName(stage.wrapper, 'Search instead').trigger('click');
    await settle();
    expect(document.activeElement).toBe(dialog().find('[type="search"]').element);
  });

  it('is of a type with its length and price, which is held and booked', async () => {
    await open();
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Check-up',
      minutes: 45,
      price: { amount: 4950, currency: 'EUR' },
      departmentIds: [department.id],
      bookableByPatients: false,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    const sent: unknown[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.clone().json());
      return reach(request);
    });
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect(select.text()).toContain('Check-up · 45 minutes · €49.50');
    await select.setValue(type.id);
    await settle();
    expect(sent.at(-1)).toMatchObject({ doctorId: staff[1]!.id, visitTypeId: type.id });
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(sent.at(-1)).toMatchObject({ doctorId: staff[1]!.id, visitTypeId: type.id, reason: '' });
  });

  it('goes on with the next free time for the same patient, until another one is not wanted', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('[name="again"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const first = stage.clinic.appointments.at(-1)!;
    await waitFor(() => expect(dialog().find('.chosen').text()).toContain('Mia Neu'));
    expect((dialog().find('[name="again"]').element as HTMLInputElement).checked).toBe(false);
    await dialog().find('form').trigger('submit');
    await settle();
    const second = stage.clinic.appointments.at(-1)!;
    expect(second).toMatchObject({ patientId: first.patientId, doctorId: first.doctorId });
    expect(Date.parse(second.start)).toBeGreaterThanOrEqual(Date.parse(first.end));
    expect(dialog().exists()).toBe(false);
    expect(stage.wrapper.find('.mode').exists()).toBe(false);
  });

  it('is for a relative of the patient, and goes on right after with the same type', async () => {
    await open();
    const [mother, child] = stage.clinic.patients as [Schemas['Patient'], Schemas['Patient']];
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Vaccination',
      minutes: 30,
      departmentIds: [department.id],
      bookableByPatients: false,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    stage.clinic.of(FamilyMock).representations.push({
      id: 'link',
      representativeId: mother.id,
      representativeName: `${mother.givenName} ${mother.familyName}`,
      patientId: child.id,
      patientName: 'Kim Child',
      relation: 'CHILD',
      status: 'IN_FORCE',
      createdAt: '2026-11-20T09:00:00Z',
      ...{ minor: true, version: 1 },
    });
    const asked: string[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.url.includes('/first-free')) asked.push(request.url);
      return reach(request);
    });
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await dialog().find('[type="search"]').setValue(mother.familyName);
    const found = () =>
      dialog()
        .findAll('li button')
        .find((one) => one.text().includes(`${mother.givenName} ${mother.familyName}`));
    await waitFor(() => expect(found()).toBeDefined());
    await found()!.trigger('click');
    const choice = await waitFor(() => dialog().get(`[type="radio"][value="${child.id}"]`));
    await choice.setValue(true);
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    await select.setValue(type.id);
    await dialog().find('[name="again"]').setValue(true);
    await dialog().find('form').trigger('submit');
    await settle();
    const first = stage.clinic.appointments.at(-1)!;
    expect(first).toMatchObject({ patientId: child.id, doctorId: staff[1]!.id, visitType: { id: type.id } });
    await waitFor(() => expect(dialog().find('.chosen').text()).toContain(mother.familyName));
    expect(Object.fromEntries(new URL(asked.at(-1)!).searchParams)).toMatchObject({
      doctorId: first.doctorId,
      from: first.end,
      visitTypeId: type.id,
    });
    const kept = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect((kept.element as HTMLSelectElement).value).toBe(type.id);
    await dialog().find('form').trigger('submit');
    await settle();
    const second = stage.clinic.appointments.at(-1)!;
    expect(second).toMatchObject({ patientId: mother.id, doctorId: first.doctorId });
    expect(Date.parse(second.start)).toBeGreaterThanOrEqual(Date.parse(first.end));
  });

  it('requires a patient', async () => {
    await open();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    await dialog().find('form').trigger('submit');
    await settle();
    expect(dialog().text()).toContain('Please choose a patient or add a new one.');
    expect(stage.sent).not.toContain('POST /api/appointments');
  });
});

describe('an extra visit', () => {
  const add = () => stage.wrapper.findAll('aside button').find((one) => one.text() === 'Add an extra visit');

  async function choose(email: string): Promise<Appointment> {
    await open(email);
    const visit = shown.findLast(({ status }) => status === 'BOOKED')!;
    await card(visit.id).trigger('click');
    await settle();
    return visit;
  }

  it('is booked beside another one for a stated reason, without a hold', async () => {
    const visit = await choose('admin@example.org');
    await add()!.trigger('click');
    await settle();
    await byName(stage.wrapper, 'New patient').trigger('click');
    await settle();
    await dialog().find('[name="givenName"]').setValue('Mia');
    await dialog().find('[name="familyName"]').setValue('Neu');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.sent).not.toContain('POST /api/appointments/overbook');
    await dialog().find('[name="justification"]').setValue('acute pain');
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.clinic.appointments.at(-1)).toMatchObject({
      patientName: 'Mia Neu',
      doctorId: visit.doctorId,
      lane: 'OVERBOOKED',
    });
    expect(stage.sent).not.toContain('POST /api/holds');
    pushVisits();
    await settle();
    expect(card(stage.clinic.appointments.at(-1)!.id).text()).toContain('Extra');
  });

  it('is not offered to the front desk', async () => {
    await choose('desk@example.org');
    expect(add()).toBeUndefined();
  });
});

describe('the waitlist beside the board', () => {
  it('names patients by family name first', async () => {
    await open();
    const patient = stage.clinic.patients[0]!;
    stage.clinic.of(WaitlistMock).waitlist = [
      {
        id: 'entry',
        patientId: patient.id,
        patientName: 'Ada Lovelace',
        patientListedName: 'Lovelace, Ada',
        departmentId: department.id,
        preferred: {},
        reason: '',
        status: 'WAITING',
        joinedAt: '2026-11-20T09:00:00+01:00',
      },
    ];
    await stage.wrapper.find('.strip').trigger('click');
    await queryClient.invalidateQueries();
    await settle();
    expect(stage.wrapper.text()).toContain('Lovelace, Ada');
    expect(stage.wrapper.text()).not.toContain('Ada Lovelace');
  });

  it('names the type that somebody waits for, which a time on the board is booked as', async () => {
    await open();
    const patient = stage.clinic.patients[0]!;
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Check-up',
      minutes: 30,
      departmentIds: [department.id],
      bookableByPatients: true,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    stage.clinic.of(WaitlistMock).waitlist = [
      {
        id: 'entry',
        patientId: patient.id,
        patientName: 'Ada Lovelace',
        patientListedName: 'Lovelace, Ada',
        departmentId: department.id,
        visitType: type,
        preferred: {},
        reason: '',
        status: 'WAITING',
        joinedAt: '2026-11-20T09:00:00+01:00',
      },
    ];
    await stage.wrapper.find('.strip').trigger('click');
    await queryClient.invalidateQueries();
    await settle();
    const waiting = byName(stage.wrapper, /^Lovelace, Ada/);
    expect(waiting.text()).toContain('Check-up · ');
    await waiting.trigger('click');
    await settle();
    await column(1).find('[data-slot]').trigger('click');
    await settle();
    const select = await waitFor(() => dialog().get('[name="visitTypeId"]'));
    expect(select.element).toHaveProperty('value', type.id);
  });
});
