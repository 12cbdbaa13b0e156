import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import BookingPage from './BookingPage.vue';
import HomePage from './HomePage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const ofDepartments = 'GET /api/appointments/first-free/departments';
const ofDoctors = 'GET /api/appointments/first-free';
const asked = () => stage.sent.filter((one) => one.startsWith(ofDoctors)).sort();
const departments = () => stage.wrapper.findAll('.cards a').filter((one) => one.find('.next').exists());
const doctors = () => stage.wrapper.findAll('article.doctor');
const timesOf = (index: number) => doctors()[index]!.findAll('a.time');

describe('the next free times of the home page', () => {
  it('are asked for once for all departments, and once for all doctors', async () => {
    stage = await showPage(HomePage, '/');
    await waitFor(() => expect(timesOf(8)).toHaveLength(3));
    expect(departments()).toHaveLength(8);
    departments().forEach((one) => expect(one.find('.next').text()).toMatch(/^Next: .*\d/));
    doctors().forEach((_, index) => expect(timesOf(index)).toHaveLength(3));
    expect(asked()).toEqual([ofDoctors, ofDepartments]);
  });

  it('are asked for once more for the doctors of the next page, and stay with the others', async () => {
    stage = await showPage(HomePage, '/');
    await waitFor(() => expect(timesOf(8)).toHaveLength(3));
    const first = timesOf(0).map((time) => time.attributes('href'));
    await (await waitFor(() => byName(stage.wrapper, 'Show more'))).trigger('click');
    await waitFor(() => expect(timesOf(17)).toHaveLength(3));
    expect(timesOf(0).map((time) => time.attributes('href'))).toEqual(first);
    expect(asked()).toEqual([ofDoctors, ofDoctors, ofDepartments]);
  });
});

describe('the home page', () => {
  it('offers no time of its own accord: urgent care is not mixed with planned care', async () => {
    stage = await showPage(HomePage, '/');
    await waitFor(() => expect(timesOf(8)).toHaveLength(3));
    const first = stage.wrapper.findAll('a').slice(0, 3);
    expect(first.map((one) => one.text())).toEqual([
      'Book an appointment',
      'Register as a patient',
      'Sign in',
    ]);
    const times = stage.wrapper.findAll('a[href*="start="]');
    expect(times.every((one) => one.element.closest('article.doctor'))).toBe(true);
  });
});

describe('the search for a doctor', () => {
  it('says whom to call when what is typed may be an emergency', async () => {
    stage = await showPage(HomePage, '/');
    await waitFor(() => expect(doctors()).toHaveLength(9));
    const search = stage.wrapper.find('input[type=search]');
    await search.setValue('chset pain');
    const call = await waitFor(() => byName(stage.wrapper, 'Call 112'));
    expect(call.attributes('href')).toBe('tel:112');
    expect(doctors()).toHaveLength(0);

    await search.setValue('okafor');
    await waitFor(() => expect(doctors()).toHaveLength(2));
    expect(stage.wrapper.find('a[href^="tel:"]').exists()).toBe(false);
  });
});

describe('the next free times of the booking page', () => {
  it('are asked for once', async () => {
    stage = await showPage(BookingPage, '/book');
    await waitFor(() => expect(departments()[7]?.find('.next').text()).toMatch(/^Next: .*\d/));
    expect(asked()).toEqual([ofDepartments]);
  });
});
