import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseLocale } from '@/shared/locales';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { RouterView } from 'vue-router';
import { doctors } from '@dev/mock/people';
import VisitTypesMock from '@/features/visittypes/mock';
import BookingPage from './BookingPage.vue';

const patient = 'patient@example.org';
let stage: Stage;
afterEach(async () => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  await chooseLocale('en');
});

const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const submit = async () => {
  await stage.wrapper.find('.find form').trigger('submit');
  await settle();
};

/** What the app asked the clinic for. */
function asked(): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = [];
  const reach = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/auto-assign')) {
      bodies.push(await request.clone().json());
    }
    return reach(request);
  });
  return bodies;
}

describe('finding a doctor', () => {
  it('sends what was said, and shows proposals with their reasons; one press holds the time', async () => {
    stage = await showPage(BookingPage, '/book', patient);
    await press(/^Find me a doctor/);
    const bodies = asked();
    await stage.wrapper.find('textarea').setValue('My heart races');
    await stage.wrapper.find('input[value=URGENT]').setValue();
    await stage.wrapper.find('input[value=MONDAY]').setValue(true);
    await stage.wrapper.find('input[value=afternoon]').setValue();
    await submit();
    expect(bodies).toEqual([
      {
        reason: 'My heart races',
        urgency: 'URGENT',
        preferred: { weekdays: ['MONDAY'], earliest: '12:00', latest: '16:59' },
      },
    ]);
    const cards = stage.wrapper.findAll('.proposal');
    expect(cards).toHaveLength(3);
    expect(cards[0]!.text()).toContain('Fits best');
    expect(cards[0]!.text()).toContain('Cardiology fits what you describe');
    expect(cards[0]!.text()).toMatch(/last visit Monday, October 5/);
    expect(cards[1]!.text()).toContain('You can come tomorrow');
    await cards[0]!.find('a').trigger('click');
    await settle();
    expect(stage.clinic.holds).toHaveLength(1);
    expect(stage.wrapper.find('form.summary textarea').element).toHaveProperty('value', 'My heart races');

    stage.router.back();
    await settle();
    expect(stage.wrapper.findAll('.proposal')).toHaveLength(3);
    expect(stage.clinic.holds).toHaveLength(0);
  });

  it('proposes times for the type of visit that was chosen', async () => {
    stage = await showPage(BookingPage, '/book', patient);
    const { body: type } = stage.clinic.of(VisitTypesMock).add({
      name: 'Check-up',
      minutes: 45,
      departmentIds: [doctors[0]!.departmentId],
      bookableByPatients: true,
      discreet: false,
      colour: 'TEAL',
      active: true,
    });
    await stage.router.push(`/book?find=1&type=${type.id}`);
    await settle();
    const bodies = asked();
    const select = await waitFor(() => stage.wrapper.get('.find [name="visitTypeId"]'));
    expect(select.element).toHaveProperty('value', type.id);
    await stage.wrapper.find('textarea').setValue('My heart races');
    await submit();
    expect(bodies).toMatchObject([{ visitTypeId: type.id, reason: 'My heart races' }]);
    await stage.wrapper.find('.proposal a').trigger('click');
    await settle();
    expect(stage.router.currentRoute.value.query.type).toBe(type.id);
    expect(stage.wrapper.find('form.summary').text()).toContain('Check-up, 45 minutes');
  });

  it('says its reasons in the reader’s language', async () => {
    stage = await showPage(BookingPage, '/book?find=1', patient);
    await chooseLocale('de');
    await stage.wrapper.find('textarea').setValue('my heart');
    await submit();
    const cards = stage.wrapper.findAll('.proposal');
    expect(cards[0]!.text()).toContain('Cardiology passt zu dem, was Sie beschreiben');
    expect(cards[1]!.text()).toContain('Sie können morgen kommen');
  });

  it('always names the emergency number', async () => {
    stage = await showPage(BookingPage, '/book?find=1');
    expect(stage.wrapper.find('.find a[href="tel:112"]').exists()).toBe(true);
    stage.wrapper.unmount();
    stage = await showPage(BookingPage, '/book?find=1', patient);
    expect(stage.wrapper.find('.find a[href="tel:112"]').exists()).toBe(true);
  });

  it('stops at a possible emergency without asking for proposals, and goes on when that is denied', async () => {
    stage = await showPage(RouterView, '/book?find=1', patient);
    const bodies = asked();
    await stage.wrapper.find('textarea').setValue('My chest feels tight when I climb stairs');
    await stage.wrapper.find('input[value=SOON]').setValue();
    await submit();
    await waitFor(() => expect(stage.router.currentRoute.value.name).toBe('emergency'));
    await settle();
    expect(bodies).toEqual([]);
    expect(stage.wrapper.find('h1').text()).toBe('This can be an emergency. Call 112 now.');
    expect(stage.wrapper.find('a.btn').attributes('href')).toBe('tel:112');
    expect(stage.wrapper.findAll('.proposal')).toHaveLength(0);

    await press('It is not an emergency');
    await waitFor(() => expect(stage.wrapper.findAll('.proposal').length).toBeGreaterThan(0));
    expect(bodies).toEqual([
      { reason: 'My chest feels tight when I climb stairs', urgency: 'SOON', notAnEmergency: true },
    ]);
    expect(stage.wrapper.find('.find').text()).not.toMatch(/fits|points to/i);
  });

  it('stops at what only the server recognises', async () => {
    stage = await showPage(RouterView, '/book?find=1', patient);
    stage.clinic.on('POST', '/api/appointments/auto-assign', () => ({
      body: { emergency: true, understood: [], proposals: [] },
    }));
    await stage.wrapper.find('textarea').setValue('something');
    await submit();
    await waitFor(() => expect(stage.router.currentRoute.value.name).toBe('emergency'));
  });

  it('wants to know what it is about', async () => {
    stage = await showPage(BookingPage, '/book?find=1', patient);
    const bodies = asked();
    await submit();
    expect(stage.wrapper.find('textarea').attributes('aria-invalid')).toBe('true');
    expect(bodies).toEqual([]);
  });

  it('asks a visitor to log in, and staff for whom it is', async () => {
    stage = await showPage(BookingPage, '/book?find=1');
    expect(stage.wrapper.find('.find').text()).toContain('Sign in, and we find the right doctor');
    stage.wrapper.unmount();
    stage = await showPage(BookingPage, '/book?find=1', 'desk@example.org');
    expect(stage.wrapper.find('.find').text()).toContain('For whom is it?');
  });
});
