import { afterEach, describe, expect, it, vi } from 'vitest';
import { patients } from '@dev/mock/people';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import type { Schemas } from '@/shared/api/client';
import BookingPage from '@/features/booking/pages/BookingPage.vue';
import FamilyMock from '../mock';
import FamilyPage from './FamilyPage.vue';
import PatientPage from '@/features/patients/pages/PatientPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const self = patients[0]!;
const links = () => stage.clinic.of(FamilyMock).representations;
const button = (text: string) => stage.wrapper.findAll('button').find((one) => one.text() === text)!;
const fill = (name: string, value: string) => stage.wrapper.find(`[name="${name}"]`).setValue(value);

const link = (more: Partial<Schemas['Representation']> = {}): Schemas['Representation'] => ({
  ...{ id: 'r1', representativeId: self.id, representativeName: 'Anna Schneider' },
  ...{ patientId: patients[1]!.id, patientName: 'Mia Schneider', relation: 'CHILD', status: 'IN_FORCE' },
  createdAt: '2026-11-20T09:00:00Z',
  ...more,
});

/** Shows a page again, now with a representation. */
async function withLink(one: Schemas['Representation']) {
  links().push(one);
  const { queryClient } = await import('@/shared/query/client');
  await queryClient.invalidateQueries();
  await settle();
}

async function add(relation: string) {
  await button('Add somebody').trigger('click');
  await settle();
  await fill('relation', relation);
  await fill('givenName', 'Tom');
  await fill('familyName', 'Lee');
  await fill('birthDate', '2019-03-04');
  await stage.wrapper.find('form').trigger('submit');
  await settle();
}

describe('family', () => {
  it('adds a child for whom one books at once', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    expect(stage.wrapper.text()).toContain('You book for yourself only');
    await add('CHILD');
    expect(links()).toMatchObject([{ patientName: 'Tom Lee', relation: 'CHILD' }]);
    expect(stage.wrapper.find('a[aria-label="Book for Tom Lee"]').attributes('href')).toBe(
      `/book?patient=${links()[0]!.patientId}`,
    );
  });

  it('says that the clinic confirms an adult, and offers no booking before', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await add('PARTNER');
    expect(stage.wrapper.text()).toContain("Waiting for the clinic's confirmation");
    expect(stage.wrapper.find('a[aria-label="Book for Tom Lee"]').exists()).toBe(false);
  });

  it('asks for the birth date of everybody but a guest', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await button('Add somebody').trigger('click');
    await settle();
    await fill('givenName', 'Tom');
    await fill('familyName', 'Lee');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.wrapper.find('[name=birthDate]').attributes('aria-invalid')).toBe('true');
    await fill('relation', 'GUEST');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(links()).toMatchObject([{ relation: 'GUEST' }]);
  });

  it('removes a relative, and ends what somebody else does, after asking', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await withLink(link());
    await withLink(
      link({ ...{ id: 'r2', representativeId: 'x', representativeName: 'Ben Lee', patientId: self.id } }),
    );
    await stage.wrapper.find('[aria-label="Ben Lee no longer books for me"]').trigger('click');
    await settle();
    await stage.wrapper.find('.btn-danger').trigger('click');
    await settle();
    expect(links()).toHaveLength(1);
    await stage.wrapper.find('[aria-label="Remove Mia Schneider"]').trigger('click');
    await settle();
    await stage.wrapper.find('.btn-danger').trigger('click');
    await settle();
    expect(links()).toHaveLength(0);
    expect(stage.sent.filter((one) => one.startsWith('DELETE'))).toEqual([
      `DELETE /api/patients/${self.id}/representations/r2`,
      `DELETE /api/patients/${self.id}/representations/r1`,
    ]);
  });
});

describe('booking for a relative', () => {
  it('keeps for whom in the address, and books for nobody else', async () => {
    stage = await showPage(BookingPage, '/book', 'patient@example.org');
    await withLink(link());
    await withLink(link({ id: 'r2', patientId: patients[2]!.id, patientName: 'Not Yet', status: 'PENDING' }));
    const options = stage.wrapper.findAll('fieldset label');
    expect(options.map((one) => one.text())).toEqual(['Me', 'Mia Schneider']);
    await options[1]!.find('input').setValue();
    await settle();
    expect(stage.router.currentRoute.value.query.patient).toBe(patients[1]!.id);
  });

  it('shows no summary while it is not known for whom', async () => {
    const start = '2026-11-24T07:30:00.000Z';
    const { doctors } = await import('@dev/mock/people');
    stage = await showPage(
      BookingPage,
      `/book?doctor=${doctors[1]!.id}&day=2026-11-24&start=${start}&patient=${crypto.randomUUID()}`,
      'patient@example.org',
    );
    expect(stage.wrapper.find('form.summary').exists()).toBe(false);
  });
});

describe('representations at the front desk', () => {
  it('are confirmed and ended', async () => {
    stage = await showPage(PatientPage, `/patients/${patients[1]!.id}`, 'desk@example.org');
    await withLink(link({ relation: 'PARENT', status: 'PENDING' }));
    expect(stage.wrapper.text()).toContain('To be confirmed');
    await button('Confirm').trigger('click');
    await settle();
    expect(links()[0]).toMatchObject({ status: 'IN_FORCE' });
    expect(stage.wrapper.text()).toContain('confirmed by Dana Desk');
    await button('End').trigger('click');
    await settle();
    await stage.wrapper.find('.btn-danger').trigger('click');
    await settle();
    expect(links()).toHaveLength(0);
  });
});
