import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { defineComponent, h } from 'vue';
import { routes } from '@/app/features';
import { i18n } from '@/shared/locales';
import { useSession } from '@/shared/stores/session';
import { openClinic, queryPlugin, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import SheetPlace from './components/SheetPlace.vue';

let wrapper: VueWrapper;
let router: Router;
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
});

const Page = defineComponent({ setup: () => () => [h('button', { id: 'row' }, 'row'), h(SheetPlace)] });
const sheet = () => document.querySelector<HTMLElement>('.side-sheet');

async function open(email = 'desk@example.org') {
  const { clinic, pinia } = await openClinic();
  await useSession(pinia).login({ email, password: 'does not matter' });
  router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/patients?q=a');
  wrapper = mount(Page, {
    global: { plugins: [pinia, router, i18n, queryPlugin] },
    attachTo: document.body,
  });
  document.getElementById('row')!.focus();
  return clinic;
}

describe('a side sheet', () => {
  it('has an address, shows the appointment, and leads to its page', async () => {
    const clinic = await open();
    const visit = clinic.appointments.find(({ status }) => status === 'BOOKED')!;
    await router.push(`/patients?q=a&sheet=appointment:${visit.id}`);
    await waitFor(() => expect(sheet()?.textContent).toContain(visit.doctorName));
    expect(sheet()!.textContent).toContain(visit.patientName);
    expect(sheet()!.querySelector('a')!.getAttribute('href')).toBe(`/appointments/${visit.id}`);
    expect(document.activeElement).toBe(sheet());
  });

  it('is closed by Escape, with the focus where it was and the list as it was', async () => {
    const clinic = await open();
    await router.push(`/patients?q=a&sheet=patient:${clinic.patients[0]!.id}`);
    await waitFor(() => expect(sheet()?.textContent).toContain(clinic.patients[0]!.familyName));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(sheet()).toBeNull();
    expect(router.currentRoute.value.fullPath).toBe('/patients?q=a');
    expect(document.activeElement!.id).toBe('row');
  });

  it('leads the doctor of a patient to a note without an appointment', async () => {
    const clinic = await open('doctor@example.org');
    const { id, familyName } = clinic.patients[0]!;
    await router.push(`/patients?q=a&sheet=patient:${id}`);
    await waitFor(() => expect(sheet()?.textContent).toContain(familyName));
    expect(sheet()!.textContent).toContain('Note without appointment');
    wrapper.unmount();
    await open();
    await router.push(`/patients?q=a&sheet=patient:${id}`);
    await waitFor(() => expect(sheet()?.textContent).toContain(familyName));
    expect(sheet()!.textContent).not.toContain('Note without appointment');
  });

  it.each([
    ['as a colleague', { colleague: true }, false],
    ['in an emergency', { emergencyAccessUntil: '2026-11-23T08:00:00+01:00' }, true],
  ])('offers a note of a patient who is read %s where it would be accepted', async (_, right, offered) => {
    const clinic = await open('doctor@example.org');
    const patient = Object.assign(clinic.patients[0]!, right);
    await router.push(`/patients?q=a&sheet=patient:${patient.id}`);
    await waitFor(() => expect(sheet()?.textContent).toContain(patient.familyName));
    expect(sheet()!.textContent!.includes('Note without appointment')).toBe(offered);
  });

  it('shows nothing for what is no sheet', async () => {
    await open();
    await router.push('/patients?sheet=nobody:1');
    await settle();
    expect(sheet()).toBeNull();
  });
});
