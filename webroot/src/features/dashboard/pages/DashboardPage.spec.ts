import { afterEach, describe, expect, it, vi } from 'vitest';
import { departments, doctors } from '@dev/mock/people';
import { byName, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { departmentTopic, rotaTopic } from '@/shared/api/topics';
import {
  address,
  booked,
  card,
  close,
  column,
  day,
  department,
  dialog,
  key,
  open,
  ownDoctor,
  pushDay,
  pushNoHours,
  pushSlots,
  pushVisits,
  show,
  shown,
  staff,
  stage,
} from '@dev/testing/boardStage';

afterEach(close);

describe('the schedule', () => {
  it('shows each doctor with room and occupancy, and their visits and free times by time', async () => {
    await open();
    const heads = stage.wrapper.findAll('.head');
    expect(heads.map((head) => head.find('h2').text())).toEqual(
      staff.map(({ givenName, familyName }) => `${familyName}, ${givenName}`),
    );
    expect(heads[1]!.text()).toContain(`Room ${staff[1]!.room}`);
    expect(heads[1]!.text()).toMatch(/\d+ percent booked/);
    const times = column(1)
      .findAll('[data-at]')
      .map((cell) => Date.parse(cell.attributes('data-at')!));
    expect(times.length).toBeGreaterThan(10);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const visit = booked();
    expect(card(visit.id).text()).toMatch(
      new RegExp(`^1?\\d:\\d\\d AM ?${visit.patientListedName} ?Booked$`),
    );
  });

  it('opens on the department that has most to do on the day', async () => {
    await show('/board');
    const open = (departmentId: string) =>
      stage.clinic.appointments.filter(
        ({ doctorId, start, status }) =>
          doctors.find(({ id }) => id === doctorId)!.departmentId === departmentId &&
          start.startsWith(day) &&
          ['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION'].includes(status),
      ).length;
    const most = [...departments].sort((one, other) => open(other.id) - open(one.id))[0]!;
    await waitFor(() => expect(stage.router.currentRoute.value.query.doctors).toBe(`dept:${most.id}`));
  });

  it('shows only the chosen doctors, of whatever department', async () => {
    await show('/board?doctors=all');
    await byName(stage.wrapper, 'Grid'); // the bar is there
    await stage.wrapper.find('.bar select').setValue('edit');
    await settle();
    const chosen = [staff[0]!, doctors.find(({ departmentId }) => departmentId !== department.id)!];
    for (const { id } of chosen) {
      await dialog().find(`input[value="${id}"]`).setValue(true);
    }
    await dialog().find('form').trigger('submit');
    await settle();
    expect(stage.router.currentRoute.value.query.doctors).toBe('mine');
    pushVisits();
    await settle();
    expect(stage.wrapper.findAll('[data-doctor]').map((one) => one.attributes('data-doctor'))).toEqual([
      staff[0]!.id,
    ]);
    for (const { departmentId } of chosen) {
      const topic = departmentTopic(departmentId, day);
      expect(stage.live.received).toContainEqual({ type: 'subscribe', topic });
    }
  });

  it('folds doctors without visits and hours, and unfolds them at a press', async () => {
    await open('desk@example.org', address, () => {
      pushVisits(stage.clinic.appointments.filter(({ doctorId }) => doctorId !== staff[2]!.id));
      pushSlots();
      pushNoHours(staff[2]!.id);
    });
    expect(column(2).exists()).toBe(false);
    const strip = byName(stage.wrapper, new RegExp(`${staff[2]!.familyName}: No hours on this day`));
    await strip.trigger('click');
    expect(column(2).exists()).toBe(true);
  });

  it('leads from a day without anybody to the next one with visits', async () => {
    await open(
      'desk@example.org',
      address,
      () => {
        pushVisits([]);
        staff.forEach(({ id }) => pushNoHours(id));
      },
      false,
    );
    const next = stage.clinic.appointments
      .filter(({ doctorId, start }) => staff.some(({ id }) => id === doctorId) && start > `${day}T24`)
      .filter(({ status }) => status === 'BOOKED')
      .map(({ start }) => start.slice(0, 10))
      .sort()[0]!;
    expect(stage.wrapper.text()).toContain(`Nobody in ${department.name} sees patients on this day.`);
    await byName(stage.wrapper, /^Next day with visits/).trigger('click');
    await settle();
    expect(stage.router.currentRoute.value.query.day).toBe(next);
  });

  it('glows only at what has changed, not at what is drawn again', async () => {
    await open('desk@example.org', address, pushDay, true, { waits: true });
    const glowing = () =>
      stage.wrapper.findAll('.card.glowing').map((one) => one.find('[data-visit]').attributes('data-visit'));
    expect(glowing()).toEqual([]);
    const visit = booked();
    Object.assign(
      stage.clinic.appointments.find(({ id }) => id === visit.id)!,
      { status: 'CHECKED_IN', version: 2 },
    );
    pushVisits();
    await settle();
    expect(glowing()).toEqual([visit.id]);
    vi.setSystemTime(Date.now() + 3_000);
    const here = stage.router.currentRoute.value.query;
    await stage.router.replace({ query: { ...here, day: '2027-01-15' } });
    await settle();
    await stage.router.replace({ query: here });
    await settle();
    stage.live.cut();
    await waitFor(() => expect(stage.wrapper.find('.scroller.stale').exists()).toBe(false));
    expect(stage.wrapper.findAll('.card').length).toBeGreaterThan(3);
    expect(glowing()).toEqual([]);
  });

  it('draws nothing again but the column that has changed', async () => {
    await open();
    const visit = booked();
    const changed: string[] = [];
    const observer = new MutationObserver((records) =>
      records.forEach(({ target }) => {
        const where = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>(
          '[data-doctor]',
        );
        if (where) changed.push(where.dataset.doctor!);
      }),
    );
    observer.observe(stage.wrapper.element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    Object.assign(
      stage.clinic.appointments.find(({ id }) => id === visit.id)!,
      { status: 'CHECKED_IN', version: 2 },
    );
    pushDay();
    await settle();
    observer.disconnect();
    expect(card(visit.id).text()).toContain('Checked in');
    expect([...new Set(changed)]).toEqual([visit.doctorId]);
  });

  it('shows what a visit is about by its name and a stripe', async () => {
    await open();
    const visit = booked();
    pushVisits(
      stage.clinic.appointments.map((one) =>
        one.id === visit.id ? { ...one, typeMark: { name: 'Check-up', colour: 'PINK' } } : one,
      ),
    );
    stage.live.cut();
    await settle();
    await waitFor(() => expect(card(visit.id).text()).toContain('Check-up'));
    expect(card(visit.id).attributes('data-visit-colour')).toBe('PINK');
  });

  it('checks a patient in on the card', async () => {
    await open();
    const visit = booked();
    await stage.wrapper.find(`[data-check-in="${visit.id}"]`).trigger('click');
    await settle();
    expect(stage.sent).toContain(`PUT /api/appointments/${visit.id}/status`);
    expect(stage.clinic.appointments.find(({ id }) => id === visit.id)!.status).toBe('CHECKED_IN');
  });

  it('opens its side with the focus in it, and closes it by Escape with the focus on what opens it', async () => {
    await open();
    const side = () => stage.wrapper.find('aside');
    await (side().exists() ? side().get('[aria-label=Close]').trigger('click') : settle());
    await settle();
    await stage.wrapper.get('.strip').trigger('click');
    await settle();
    expect(side().element.contains(document.activeElement)).toBe(true);
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(side().exists()).toBe(false);
    expect(document.activeElement).toBe(stage.wrapper.get('.strip').element);
  });

  it('opens a visit’s panel by its address, and back closes it', async () => {
    await open();
    const visit = booked();
    await card(visit.id).trigger('click');
    await waitFor(() => expect(stage.router.currentRoute.value.query.visit).toBe(visit.id));
    await settle();
    expect(stage.wrapper.find('aside h2').text()).toBe(visit.patientName);
    expect(stage.wrapper.find('aside .history').text()).toContain('10:00 AM');
    stage.router.back();
    await settle();
    expect(stage.wrapper.find('aside').exists()).toBe(false);
  });

  it('walks with the arrow keys and is one stop of the Tab key', async () => {
    await open();
    const cells = column(1).findAll('[data-cell]');
    (cells[0]!.element as HTMLElement).focus();
    await key('ArrowDown');
    expect(document.activeElement).toBe(cells[1]!.element);
    await key('ArrowRight');
    expect(document.activeElement!.closest('[data-doctor]')).toBe(column(2).element);
    await key('ArrowLeft');
    await key('End');
    expect(document.activeElement).toBe(cells.at(-1)!.element);
    expect(stage.wrapper.findAll('[data-cell][tabindex="0"]')).toHaveLength(1);
  });

  it('finds patients of the day and counts them', async () => {
    await open();
    const visit = booked();
    await stage.wrapper.find('input[type="search"]').setValue(visit.patientName.toUpperCase());
    await waitFor(() => expect(stage.wrapper.findAll('.card.found').length).toBeGreaterThan(0));
    const expected = shown.filter(({ patientName }) => patientName === visit.patientName).length;
    expect(stage.wrapper.find('.hits').text()).toBe(expected === 1 ? 'one found' : `${expected} found`);
    expect(stage.wrapper.findAll('.card.faded').length).toBeGreaterThan(0);
  });

  it('is only read by doctors', async () => {
    await open('doctor@example.org');
    expect(stage.wrapper.find('[data-check-in]').exists()).toBe(false);
    expect(stage.wrapper.find('[data-slot]').exists()).toBe(false);
    expect(stage.wrapper.find('.card.movable').exists()).toBe(false);
  });

  it('says why it may not be seen', async () => {
    await show(address, 'doctor@example.org');
    const problem = { type: '/problems/forbidden', title: 'No', status: 403 };
    stage.live.tell({ type: 'refused', topic: rotaTopic(ownDoctor, day), problem });
    await settle();
    expect(stage.wrapper.find('[role="alert"]').text()).toBe('You may not do this.');
  });

  it('shows doctors the patients of their own visits only', async () => {
    await open('doctor@example.org');
    const names = stage.wrapper.findAll('[data-visit], .card').map((card) => card.text());
    const own = shown.filter(({ doctorId }) => doctorId === ownDoctor);
    const others = shown.filter(({ doctorId }) => doctorId !== ownDoctor);
    expect(own.length).toBeGreaterThan(0);
    expect(names.filter((text) => text.includes('Occupied'))).not.toHaveLength(0);
    const ownNames = own.map(({ patientListedName }) => patientListedName);
    for (const { patientListedName } of others.filter((one) => !ownNames.includes(one.patientListedName))) {
      expect(stage.wrapper.text()).not.toContain(patientListedName);
    }
    expect(stage.wrapper.text()).toContain(own[0]!.patientListedName);
  });
});

describe('the search', () => {
  it('finds visits of other days and leads there', async () => {
    await open();
    const visit = stage.clinic.appointments.find(
      ({ status, start }) => status === 'BOOKED' && start > '2026-11-25',
    )!;
    await stage.wrapper.find('input[type=search]').setValue(visit.patientName);
    const others = () => stage.wrapper.find('.other-days');
    await waitFor(() => expect(others().exists()).toBe(true));
    const who = () =>
      others()
        .findAll('button')
        .find((one) => one.text().startsWith(visit.patientName))!;
    await who().trigger('click');
    await waitFor(() => expect(others().text()).toContain(visit.doctorName));
    await settle();
    const entry = others()
      .findAll('.visits button')
      .find((one) => one.text().includes(visit.doctorName))!;
    await entry.trigger('click');
    await settle();
    const { query } = stage.router.currentRoute.value;
    const found = stage.clinic.appointment(query.visit as string);
    expect(found.patientId).toBe(visit.patientId);
    expect(query.day ?? day).toBe(found.start.slice(0, 10));
    const { departmentId } = doctors.find(({ id }) => id === found.doctorId)!;
    expect([query.doctors ?? `dept:${department.id}`]).toEqual([`dept:${departmentId}`]);
  });
});
