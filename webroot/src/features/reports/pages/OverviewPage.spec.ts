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

  it('gives the figures of a chart as a table', async () => {
    await byName(stage.wrapper, 'As a table').trigger('click');
    const rows = stage.wrapper.findAll('.chart-card tbody tr');
    expect(rows).toHaveLength(38);
    expect(rows[0]!.findAll('td')).toHaveLength(5);
  });
});
