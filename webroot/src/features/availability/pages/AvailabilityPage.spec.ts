import { afterEach, describe, expect, it, vi } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import AvailabilityMock from '../mock';
import AvailabilityPage from './AvailabilityPage.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const doctor = '00000002-0000-7000-8000-000000000001';
const open = async (who = 'doctor@example.org', id = doctor) => {
  stage = await showPage(AvailabilityPage, `/doctors/${id}/availability`, who);
};
const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const submit = async () => {
  await stage.wrapper.get('form').trigger('submit');
  await settle();
};
const enter = async (label: string, value: string, at = 0) => {
  await stage.wrapper.findAll(`input[aria-label="${label}"]`)[at]!.setValue(value);
  await settle();
};
const saved = () => stage.clinic.of(AvailabilityMock).availability.get(doctor);
const puts = () => stage.sent.filter((one) => one.startsWith('PUT')).length;
const posts = () => stage.sent.filter((one) => /^POST .*exceptions$/.test(one)).length;

describe('the availability editor', () => {
  it('saves what was entered after it has asked what would be in the way', async () => {
    await open();
    stage.clinic.appointments = [];
    await press('Add hours on Saturday');
    await submit();
    expect(puts()).toBe(2);
    expect(saved()?.windows.at(-1)).toEqual({ weekday: 'SATURDAY', opens: '09:00', closes: '12:00' });
    expect(stage.wrapper.text()).not.toContain('Not saved yet');
  });

  it('shows which visits no longer fit and saves only after a second word', async () => {
    await open();
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
      await enter(`${day}, from`, '11:30');
    }
    await submit();
    expect(stage.wrapper.text()).toMatch(/\d+ appointments would no longer fit/);
    expect(saved()).toBeUndefined();
    const bar = stage.wrapper.get('.bar.sticky');
    expect(bar.text()).toMatch(/\d+ appointments would no longer fit/);
    expect(document.activeElement).toBe(bar.element);
    await press('Show');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/no longer fit/);
    await press(/^Save anyway \(\d+ stay booked\)/);
    expect(saved()?.version).toBe(2);
  });

  it('asks again when something is changed after the warning', async () => {
    await open();
    await enter('Tuesday, from', '11:30');
    await submit();
    await enter('Tuesday, from', '08:00');
    expect(stage.wrapper.text()).not.toContain('would no longer fit');
  });

  it('names hours that overlap and sends nothing', async () => {
    await open();
    await enter('Monday, to', '15:00');
    await submit();
    expect(stage.wrapper.findAll('.fault')).toHaveLength(2);
    expect(stage.wrapper.text()).toContain('Please correct what is marked in red.');
    expect(puts()).toBe(0);
  });

  it('keeps the input after a concurrent save, and can save it all the same', async () => {
    await open();
    await press('Add hours on Sunday');
    const other = { doctorId: doctor, visitMinutes: 20, bufferMinutes: 0, windows: [], version: 7 };
    stage.clinic.of(AvailabilityMock).availability.set(doctor, other);
    stage.clinic.appointments = [];
    await submit();
    expect(stage.wrapper.text()).toContain('Somebody else has saved other hours meanwhile.');
    await press('Save mine instead');
    expect(saved()?.version).toBe(8);
    expect(saved()?.windows.at(-1)?.weekday).toBe('SUNDAY');
  });

  it('can be saved as soon as a whole time is typed, without leaving the field', async () => {
    await open();
    const save = () => byName(stage.wrapper, 'Check and save').attributes('disabled');
    const field = stage.wrapper.get<HTMLInputElement>('input[aria-label="Monday, from"]');
    for (const [typed, disabled] of [
      ['08:3', ''],
      ['08:30', undefined],
    ] as const) {
      field.element.value = typed;
      await field.trigger('input');
      expect(field.element.value).toBe(typed);
      expect(save()).toBe(disabled);
    }
  });

  it('reads times as they are written, and shows the time again where there is none', async () => {
    await open();
    stage.clinic.appointments = [];
    const from = () => stage.wrapper.get<HTMLInputElement>('input[aria-label="Monday, from"]').element.value;
    await enter('Monday, from', '8.30');
    expect(from()).toBe('08:30');
    await enter('Monday, from', 'early');
    expect(from()).toBe('08:30');
    await submit();
    expect(saved()?.windows.find(({ weekday }) => weekday === 'MONDAY')?.opens).toBe('08:30');
  });

  it('does not add leave from what is no time', async () => {
    await open();
    await press('Add leave or extra hours');
    const dialog = stage.wrapper.get('dialog[open]');
    await dialog.get('[type=checkbox]').setValue(false);
    await dialog.get('[name=note]').setValue('Congress');
    await dialog.get('[name=from]').setValue('soon');
    await dialog.get('form').trigger('submit');
    await settle();
    expect(dialog.text()).toContain('Please enter a time such as 08:30.');
    expect(posts()).toBe(0);
    await dialog.get('[name=from]').setValue('9');
    expect(dialog.get<HTMLInputElement>('[name=from]').element.value).toBe('09:00');
    await dialog.get('form').trigger('submit');
    await settle();
    expect(posts()).toBe(1);
  });

  it('tells what the next days will look like before anything is saved', async () => {
    await open();
    stage.clinic.of(AvailabilityMock).availability.clear();
    const tuesday = () => stage.wrapper.findAll('.days li')[1]!.text();
    expect(tuesday()).toContain('18 visits');
    await enter('Tuesday, from', '10:00');
    expect(tuesday()).toContain('14 visits');
    expect(puts()).toBe(0);
  });

  it('is not for other doctors', async () => {
    await open('doctor@example.org', '00000002-0000-7000-8000-000000000002');
    expect(stage.wrapper.find('form').exists()).toBe(false);
  });
});
