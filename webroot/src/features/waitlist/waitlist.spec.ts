import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { doctors, patients } from '@dev/mock/people';
import type { Schemas, WaitlistEntry } from '@/shared/api/client';
import NoticeList from '@/app/layout/NoticeList.vue';
import JoinDialog from './components/JoinDialog.vue';
import OfferBar from './components/OfferBar.vue';
import WaitlistMock from './mock';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import AppointmentsPage from '@/features/appointments/pages/AppointmentsPage.vue';
import DoctorPage from '@/features/booking/pages/DoctorPage.vue';
import VisitTypesMock from '@/features/visittypes/mock';

const doctor = doctors[1]!;
const patient = 'patient@example.org';
const start = '2026-11-24T07:30:00.000Z';

const entry: WaitlistEntry = {
  id: '00000009-0000-7000-8000-000000000001',
  patientId: patients[0]!.id,
  patientName: 'Anna Schneider',
  doctorId: doctor.id,
  doctorName: 'Dr. Amara Okafor',
  departmentName: doctor.departmentName,
  preferred: { weekdays: ['TUESDAY', 'FRIDAY'], latest: '11:59', until: '2026-12-11' },
  reason: '',
  status: 'WAITING',
  joinedAt: '2026-11-22T09:00:00Z',
};
const offered: WaitlistEntry = {
  ...entry,
  status: 'OFFERED',
  offer: {
    doctorId: doctor.id,
    doctorName: 'Dr. Amara Okafor',
    start,
    end: '2026-11-24T08:00:00.000Z',
    expiresAt: '2026-11-23T06:30:00Z',
  },
};

/** A page under the bar, as in the frame. */
const underBar = (page: typeof AppointmentsPage | typeof DoctorPage) =>
  defineComponent({ render: () => [h(OfferBar), h(page), h(NoticeList)] });

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const tellMe = async (...waitlist: WaitlistEntry[]) => {
  stage.clinic.of(WaitlistMock).waitlist = structuredClone(waitlist);
  stage.live.set('me', { about: { waitlist } });
  await settle();
};
const offers = () => stage.wrapper.findAll('.offer');

/** My appointments, with the live page of one's own there from the beginning. */
async function showMine(at = '/appointments') {
  stage = await showPage(underBar(AppointmentsPage), at, patient, { waits: true });
  await tellMe(entry);
  stage.live.cut(4408);
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
}

function addType(change: Partial<Schemas['VisitTypeDetails']> = {}) {
  return stage.clinic.of(VisitTypesMock).add({
    name: 'Check-up',
    minutes: 45,
    departmentIds: [doctor.departmentId],
    bookableByPatients: true,
    discreet: false,
    colour: 'TEAL',
    active: true,
    questions: [{ question: 'Were you here before?', kind: 'YES_NO', required: true }],
    ...change,
  });
}

describe('the waiting list', () => {
  it('is joined from a doctor’s page, with the times that suit', async () => {
    stage = await showPage(underBar(DoctorPage), `/doctors/${doctor.id}`, patient);
    await press('Join the waiting list');
    const tuesday = await waitFor(() => stage.wrapper.get('dialog input[value="TUESDAY"]'));
    await tuesday.setValue(true);
    await stage.wrapper.find('dialog input[value="morning"]').setValue();
    await stage.wrapper.find('dialog input[value="department"]').setValue();
    await stage.wrapper.find('dialog footer .btn-primary').trigger('click');
    await settle();
    expect(stage.clinic.of(WaitlistMock).waitlist).toMatchObject([
      { departmentId: doctor.departmentId, preferred: { weekdays: ['TUESDAY'], latest: '11:59' } },
    ]);
    expect(stage.wrapper.find('dialog[open]').exists()).toBe(false);
    expect(stage.wrapper.find('.notices').text()).toContain('You are on the waiting list');
  });

  it('is one on which a doctor puts a patient, for times from the day of the follow-up on', async () => {
    const { id } = patients[0]!;
    const dialog = () => h(JoinDialog, { open: true, doctor, patient: id, from: '2027-01-12' });
    stage = await showPage(() => [dialog(), h(NoticeList)], '/today', 'doctor@example.org');
    expect(stage.wrapper.get('dialog').text()).toContain('we keep it for the patient for 30 minutes');
    await stage.wrapper.find('dialog footer .btn-primary').trigger('click');
    await settle();
    expect(stage.clinic.of(WaitlistMock).waitlist).toMatchObject([
      { patientId: id, doctorId: doctor.id, preferred: { from: '2027-01-12' } },
    ]);
    expect(stage.wrapper.find('.notices').text()).toContain('The patient is on the waiting list.');
  });

  it('is joined for a type of visit, after its questions are answered', async () => {
    stage = await showPage(underBar(DoctorPage), `/doctors/${doctor.id}`, patient);
    const { body: type } = addType();
    await press('Join the waiting list');
    const select = await waitFor(() => stage.wrapper.get('dialog [name="visitTypeId"]'));
    await select.setValue(type.id);
    await settle();
    await stage.wrapper.find('dialog footer .btn-primary').trigger('click');
    await settle();
    const question = stage.wrapper.get(`dialog [name="${type.questions[0]!.id}"]`);
    expect(question.attributes('aria-invalid')).toBe('true');
    expect(stage.clinic.of(WaitlistMock).waitlist).toEqual([]);

    await question.setValue('yes');
    const sent: unknown[] = [];
    const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.method === 'POST') sent.push(await request.clone().json());
      return reach(request);
    });
    await stage.wrapper.find('dialog footer .btn-primary').trigger('click');
    await settle();
    expect(sent).toEqual([
      expect.objectContaining({
        doctorId: doctor.id,
        visitTypeId: type.id,
        answers: [{ questionId: type.questions[0]!.id, answer: 'yes' }],
      }),
    ]);
    expect(stage.wrapper.find('.notices').text()).toContain('You are on the waiting list');
  });

  it('forgets a type that the whole department does not offer', async () => {
    stage = await showPage(underBar(DoctorPage), `/doctors/${doctor.id}`, patient);
    const { body: other } = addType({ name: 'Of all' });
    const { body: type } = addType({ name: 'Of nobody else', doctorIds: [doctor.id] });
    stage.clinic.on('GET', '/api/visit-types', (_, __, url) => ({
      body: { items: url.searchParams.has('doctorId') ? [other, type] : [other] },
    }));
    await press('Join the waiting list');
    const select = await waitFor(() => stage.wrapper.get('dialog [name="visitTypeId"]'));
    await select.setValue(type.id);
    await stage.wrapper.find('dialog input[value="department"]').setValue();
    await settle();
    expect(stage.wrapper.get('dialog [name="visitTypeId"]').element).toHaveProperty('value', '');
  });

  it('asks a visitor to log in', async () => {
    stage = await showPage(DoctorPage, `/doctors/${doctor.id}`);
    expect(byName(stage.wrapper, 'Sign in to join the waiting list').attributes('href')).toContain(
      encodeURIComponent(doctor.id),
    );
  });

  it('stands on the page of one’s appointments, and is left there', async () => {
    await showMine();
    const item = stage.wrapper.find('.entry');
    expect(item.text()).toContain('Dr. Amara Okafor');
    expect(item.text()).toMatch(/Tue, Fri · Morning · until Fri.*11/);
    await press('Leave the list: Dr. Amara Okafor');
    expect(stage.wrapper.find('.entry').exists()).toBe(false);
    expect(stage.clinic.of(WaitlistMock).waitlist).toEqual([]);
  });
});

describe('an offer', () => {
  it('arrives live, counts down, and becomes the appointment when it is taken', async () => {
    await showMine();
    expect(offers()).toHaveLength(0);
    await tellMe(offered);
    expect(offers()[0]!.text()).toContain('A time has become free: Tuesday, November 24');
    expect(offers()[0]!.find('[role=timer]').text()).toMatch(/^\(29:5\d left\)\.$/);
    await press(/^Take it: /);
    expect(stage.clinic.appointments.at(-1)).toMatchObject({ doctorId: doctor.id, start });
    expect(offers()).toHaveLength(0);
    expect(stage.wrapper.find('.notices').text()).toContain('Your appointment is booked');
  });

  it('names the type of visit, here and where it is waited for', async () => {
    await showMine();
    const { body: visitType } = addType({ price: { amount: 4950, currency: 'EUR' } });
    await tellMe({ ...offered, visitType });
    expect(offers()[0]!.text()).toContain('Check-up, €49.50');
    expect(stage.wrapper.find('.entry').text()).toContain('Check-up');
  });

  it('can be passed on, which keeps the place in line', async () => {
    await showMine();
    await tellMe(offered);
    await press(/^Let it pass: /);
    expect(offers()).toHaveLength(0);
    expect(stage.wrapper.find('.entry').text()).toContain('Dr. Amara Okafor');
  });

  it('that a mail leads to has the focus', async () => {
    await showMine(`/appointments?offer=${entry.id}`);
    await tellMe(offered);
    expect(document.activeElement?.id).toBe(`offer-${entry.id}`);
  });

  it('that expired is shown as expired behind its link', async () => {
    await showMine(`/appointments?offer=${entry.id}`);
    expect(stage.wrapper.find('.missed[role=alert]').text()).toContain('no longer open');
    expect(stage.wrapper.find('.entry').exists()).toBe(true);
  });

  it('that ran out under one’s eyes cannot be taken', async () => {
    await showMine();
    const expiresAt = new Date(Date.now() + 5_000).toISOString();
    await tellMe({ ...offered, offer: { ...offered.offer!, expiresAt } });
    await vi.advanceTimersByTimeAsync(5_500);
    await settle();
    expect(byName(stage.wrapper, /^Take it: /).attributes('disabled')).toBeDefined();
    expect(offers()[0]!.text()).toContain('no longer kept for you');
  });
});

describe('one’s own appointments', () => {
  it('change as others change them', async () => {
    await showMine();
    const own = stage.clinic.make(doctor.id, patients[0]!.id, start, 'A cough');
    stage.live.set('me', { items: { [own.id]: own } });
    await settle();
    expect(stage.wrapper.findAll('article.appointment')).toHaveLength(1);
    stage.live.set('me', { items: { [own.id]: { ...own, room: '77', version: 2 } } });
    await settle();
    expect(stage.wrapper.find('article.appointment').text()).toContain('Room 77');
    expect(stage.wrapper.find('li.glow').exists()).toBe(true);
    stage.live.set('me', { items: { [own.id]: { ...own, status: 'CANCELLED', version: 3 } } });
    await settle();
    expect(stage.wrapper.findAll('article.appointment')).toHaveLength(0);
  });
});
