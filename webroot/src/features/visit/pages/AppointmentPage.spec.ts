import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import type { Appointment } from '@/shared/api/client';
import { usePage } from '@/shared/stores/page';
import AppointmentPage from './AppointmentPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function open(email: string, more: Partial<Appointment> = {}) {
  stage = await showPage(AppointmentPage, '/appointments/none', email);
  const patientId = stage.clinic.patients[0]!.id;
  const booked = stage.clinic.appointments.find(
    (one) => one.status === 'BOOKED' && one.patientId === patientId,
  )!;
  Object.assign(booked, more);
  await stage.router.push({ name: 'appointment', params: { appointmentId: booked.id } });
  await settle();
  return booked;
}

async function press(text: string) {
  await stage.wrapper
    .findAll('button')
    .find((one) => one.text() === text)!
    .trigger('click');
  await settle();
}

describe('the page of an appointment', () => {
  it('states who, where, how long, for how much, and until when it can be changed', async () => {
    const booked = await open('patient@example.org');
    const text = stage.wrapper.text();
    expect(text).toContain(booked.doctorName);
    expect(text).toContain('Lindenweg 4');
    expect(text).toContain('minutes');
    expect(text).toContain('€');
    expect(text).toContain('You can move or cancel it until');
    expect(stage.wrapper.findAll('button').map((button) => button.text())).toEqual(
      expect.arrayContaining(['Reschedule', 'Cancel']),
    );
  });

  it('states the type of the visit with its price, what to bring, and the answers', async () => {
    await open('patient@example.org', {
      visitType: {
        id: '1',
        name: 'Check-up',
        colour: 'TEAL',
        price: { amount: 1234, currency: 'EUR' },
        instruction: 'Bring your card.',
        discreet: false,
      },
      answers: [
        { questionId: '2', question: 'Here before?', kind: 'YES_NO', answer: 'yes' },
        { questionId: '3', question: 'Which side?', kind: 'CHOICE', answer: 'Left' },
      ],
    });
    const text = stage.wrapper.text();
    expect(text).toContain('Check-up');
    expect(text).toContain('€12.34');
    expect(text).toContain('Bring your card.');
    expect(text).toContain('Here before? Yes');
    expect(text).toContain('Which side? Left');
    expect(stage.wrapper.find('[data-visit-colour=TEAL]').text()).toBe('Check-up');
  });

  it('is moved beside another visit by an administrator who says why', async () => {
    const booked = await open('admin@example.org');
    stage.clinic.days(booked.doctorId, booked.start.slice(0, 10), 7).forEach(({ slots, date }) => {
      const free = slots.filter(({ state }) => state === 'FREE').at(-1);
      stage.clinic.appointments.push({ ...booked, id: date, ...(free && stage.clinic.timeOf(free.start)) });
    });
    await press('Reschedule');
    await stage.wrapper.find('[name=extra]').setValue(true);
    const taken = stage.wrapper.find<HTMLSelectElement>('[name=takenTime]');
    const start = taken.element.options[taken.element.options.length - 1]!.value;
    await taken.setValue(start);
    const move = stage.wrapper
      .findAll('dialog .btn-primary')
      .find(({ element }) => element.closest('dialog')!.querySelector('[name=extra]'))!;
    expect(move.attributes('disabled')).toBeDefined();
    await stage.wrapper.find('[name=justification]').setValue('Acute pain');
    await move.trigger('click');
    await settle();
    expect(booked).toMatchObject({ start, lane: 'OVERBOOKED' });
  });

  it('is not moved beside another visit by the front desk', async () => {
    await open('desk@example.org');
    await press('Reschedule');
    expect(stage.wrapper.find('dialog').exists()).toBe(true);
    expect(stage.wrapper.find('[name=extra]').exists()).toBe(false);
  });

  it('has the name of the patient in its title for the front desk only', async () => {
    const booked = await open('desk@example.org');
    expect(usePage().title).toContain(booked.patientName);
    stage.wrapper.unmount();
    expect(usePage().title).toBeUndefined();
    await open('patient@example.org');
    expect(usePage().title).toBe('Appointment');
  });
});
