import { afterEach, describe, expect, it, vi } from 'vitest';
import { patients } from '@dev/mock/people';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
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
  ...{ createdAt: '2026-11-20T09:00:00Z', minor: false, version: 1 },
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

  it('asks for the date of birth of somebody else', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await button('Add somebody').trigger('click');
    await settle();
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(stage.wrapper.find('form').text()).toContain('Enter the date of birth');
    expect(stage.wrapper.find('form').text()).not.toContain('your');
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

describe('what the clinic does meanwhile', () => {
  const tell = async (...items: Schemas['Representation'][]) => {
    const { familyRules } = stage.clinic.of(FamilyMock);
    stage.live.set('family', {
      about: { rules: familyRules },
      items: Object.fromEntries(items.map((one) => [one.id, one])),
    });
    await settle();
  };
  const names = () => stage.wrapper.findAll('section li .strong').map((one) => one.text());

  it('is shown without a reload, in the order in which the server lists it', async () => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    expect(stage.wrapper.text()).toContain('You book for yourself only');
    const asked = stage.sent.length;
    const mia = link({ id: 'b', status: 'PENDING', createdAt: '2026-11-22T09:00:00+01:00' });
    const ida = link({ id: 'a', patientName: 'Ida Roth', createdAt: '2026-11-22T08:30:00Z' });
    const ben = link({
      ...{ id: 'c', patientId: self.id, representativeId: 'x', representativeName: 'Ben Lee' },
    });
    await tell(ida, mia, ben);
    expect(names()).toEqual(['Mia Schneider', 'Ida Roth', 'Ben Lee']);
    expect(stage.wrapper.text()).toContain("Waiting for the clinic's confirmation");
    await tell({ ...mia, status: 'IN_FORCE' }, ida, { ...ben, lastDay: '2026-12-24' });
    expect(stage.wrapper.text()).not.toContain("Waiting for the clinic's confirmation");
    expect(stage.wrapper.find('[aria-labelledby=representatives]').text()).toMatch(/until .*December 24/);
    await tell(ida);
    expect(names()).toEqual(['Ida Roth']);
    expect(stage.sent.length).toBe(asked);
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

describe('who books for a patient', () => {
  const bookers = async (more: Partial<Schemas['Representation']>) => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await withLink(
      link({ representativeId: 'x', representativeName: 'Ben Lee', patientId: self.id, ...more }),
    );
  };

  it('is ended by an adult, who sees until when it lasts', async () => {
    await bookers({ lastDay: '2026-12-31' });
    expect(stage.wrapper.text()).toContain('until Thursday, December 31');
    expect(stage.wrapper.find('[aria-label="Ben Lee no longer books for me"]').exists()).toBe(true);
  });

  it('is not ended by somebody below the age of majority', async () => {
    await bookers({ minor: true });
    expect(stage.wrapper.text()).toContain('Until you are of age');
    expect(stage.wrapper.find('[aria-label="Ben Lee no longer books for me"]').exists()).toBe(false);
  });
});

describe('until when one books for a relative', () => {
  it.each([
    ['the clinic’s limit', { lastDay: '2026-12-31', until: '2037-03-04' }, 'until Thursday, December 31'],
    ['majority before the limit', { lastDay: '2040-01-01', until: '2026-12-24' }, 'December 24, when Mia'],
  ])('is %s', async (_, ends, shown) => {
    stage = await showPage(FamilyPage, '/me/family', 'patient@example.org');
    await withLink(link(ends));
    expect(stage.wrapper.text()).toContain(shown);
  });
});

describe('representations at the front desk', () => {
  const dialog = () => stage.wrapper.find('dialog[open]');
  const submit = async () => {
    await dialog().find('form').trigger('submit');
    await settle();
  };
  const state = async (document: string, reference = '') => {
    await dialog().find('[name=document]').setValue(document);
    await dialog().find('[name=reference]').setValue(reference);
  };
  const open = async () => {
    stage = await showPage(PatientPage, `/patients/${patients[1]!.id}`, 'desk@example.org');
    await settle();
  };

  it('are confirmed with the document that was seen, and ended', async () => {
    await open();
    await withLink(link({ relation: 'PARENT', status: 'PENDING' }));
    expect(stage.wrapper.text()).toContain('To be confirmed');
    await button('Confirm').trigger('click');
    await submit();
    expect(dialog().text()).toContain('Please choose the document that you have seen.');
    await state('OTHER');
    await submit();
    expect(dialog().text()).toContain('Please state which document it is.');
    await state('OTHER', 'Letter of the notary');
    await submit();
    expect(links()[0]).toMatchObject({ status: 'IN_FORCE', document: 'OTHER' });
    expect(stage.wrapper.text()).toContain(
      'In force · confirmed by Dana Desk · Another document · Letter of the notary',
    );
    await button('End').trigger('click');
    await settle();
    await dialog().find('[name=document]').setValue('COURT_DECISION');
    await dialog().find('.btn-danger').trigger('click');
    await settle();
    expect(links()).toHaveLength(0);
    expect(stage.clinic.of(FamilyMock).changes.get('r1')![0]).toMatchObject({
      ...{ kind: 'ENDED', document: 'COURT_DECISION' },
    });
  });

  it('are limited to a day, by the version that was read', async () => {
    await open();
    await withLink(link({ confirmedAt: '2026-11-20T09:00:00Z', version: 3 }));
    await button('Change').trigger('click');
    await state('COURT_DECISION', '7 F 12/26');
    await dialog().find('[name=lastDay]').setValue('2026-12-31');
    links()[0]!.version = 4;
    await submit();
    expect(links()[0]!.lastDay).toBeUndefined();
    links()[0]!.version = 3;
    await submit();
    expect(links()[0]).toMatchObject({ lastDay: '2026-12-31', reference: '7 F 12/26' });
    expect(stage.wrapper.text()).toContain('until Thursday, December 31');
    await button('History').trigger('click');
    await settle();
    expect(stage.wrapper.find('[aria-label=History]').text()).toContain(
      'Changed · Decision of a court · 7 F 12/26 · until Thursday, December 31',
    );
  });

  it('are added for a patient who is looked up', async () => {
    await open();
    expect(stage.wrapper.text()).toContain('Nobody represents this patient');
    await button('Add a representative').trigger('click');
    await submit();
    expect(dialog().text()).toContain('Please choose who represents the patient.');
    await dialog().find('[role=combobox]').setValue('Anna Schneider');
    await waitFor(() => expect(dialog().find('[role=option]').text()).toContain('Anna Schneider'));
    await dialog().find('[role=option]').trigger('pointerdown');
    expect(dialog().find('[role=combobox]').exists()).toBe(false);
    await state('BIRTH_CERTIFICATE');
    await submit();
    expect(links()).toMatchObject([
      { representativeId: self.id, patientId: patients[1]!.id, document: 'BIRTH_CERTIFICATE' },
    ]);
    expect(stage.wrapper.text()).toContain('Represented by');
  });
});
