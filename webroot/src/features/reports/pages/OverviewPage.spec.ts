import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/shared/api/client';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import OverviewPage from './OverviewPage.vue';

vi.mock('vue-chartjs', () => ({ Chart: { render: () => null } }));
let stage: Stage;
let overview: Schemas['Overview'];

beforeEach(async () => {
  stage = await showPage(OverviewPage, '/overview', 'admin@example.org');
  const answer = await stage.clinic.answer(new Request('http://clinic/api/overview'));
  overview = await answer.json();
});

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

const tile = (label: string) => stage.wrapper.findAll('.tile').find((one) => one.text().includes(label))!;

describe('the overview', () => {
  it('shows numbers with how they compare, and titles that say what is so', () => {
    expect(tile('Patients').text()).toContain('48');
    expect(tile('Visits today').text()).toMatch(/a week ago/);
    expect(stage.wrapper.text()).toMatch(/\d+ visits a day/);
    expect(stage.wrapper.text()).toMatch(/Cardiology is fullest today: 63 %/);
  });

  it('changes as the clinic does', async () => {
    const today = { ...overview.today, byStatus: { BOOKED: 400, CHECKED_IN: 3 } };
    stage.live.set('clinic', { about: { ...overview, today } });
    await settle();
    expect(tile('Visits today').text()).toContain('403');
    expect(tile('Waiting now').text()).toContain('3');
  });

  it('says why a number is not known, and what there is nothing of to compare with', async () => {
    const tell = async (of: (day: Schemas['OverviewDay']) => Schemas['OverviewDay']) => {
      const about = { ...overview, today: of(overview.today), days: overview.days.map(of) };
      stage.live.set('clinic', { about });
      await settle();
    };
    await tell((day) => ({ ...day, byStatus: {}, bookedMinutes: 0, offeredMinutes: 0 }));
    expect(tile('Booked time today').text()).toBe('Booked time today–no hours are offered today');
    expect(tile('No-shows').text()).toBe('No-shows, 14 days–no visits in the last four weeks');
    expect(tile('No-shows').find('svg').exists()).toBe(false);
    const now = overview.today.date;
    await tell((day) =>
      day.date === now
        ? { ...day, bookedMinutes: 30, offeredMinutes: 60 }
        : { ...day, byStatus: { COMPLETED: 1 }, bookedMinutes: 0, offeredMinutes: 0 },
    );
    expect(tile('Booked time today').text()).toBe('Booked time today50 %no hours were offered a week ago');
    expect(tile('No-shows').text()).toBe('No-shows, 14 days0 %0 % in the two weeks before');
  });

  it('gives the figures of a chart as a table', async () => {
    await byName(stage.wrapper, 'As a table').trigger('click');
    const rows = stage.wrapper.findAll('.chart-card tbody tr');
    expect(rows).toHaveLength(38);
    expect(rows[0]!.findAll('td')).toHaveLength(5);
  });
});
