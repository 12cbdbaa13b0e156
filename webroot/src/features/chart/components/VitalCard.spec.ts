import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { i18n } from '@/shared/locales';
import { useSession } from '@/shared/stores/session';
import { openClinic, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import VitalCard from './VitalCard.vue';
import './VitalChart.vue'; // so that it is there at once

/** What would be drawn: charts cannot be in tests. */
interface Drawn {
  datasets: { pointStyle: string[] }[];
}
let drawn: Drawn | undefined;
vi.mock('vue-chartjs', () => ({
  Line: defineComponent({
    props: { data: { type: Object, required: true } },
    setup: (props) => () => {
      drawn = props.data as Drawn;
      return h('canvas');
    },
  }),
}));

const mark = 'Restricted by the patient';
let wrapper: VueWrapper;
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
  drawn = undefined;
});

async function show(restricted: boolean[]) {
  const { pinia } = await openClinic();
  await useSession(pinia).login({ email: 'doctor@example.org', password: 'does not matter' });
  const points = restricted.map((one, index) => ({
    ...{ encounterId: `e${index}`, at: `2026-0${index + 1}-10T09:00:00+01:00`, values: [70 + index] },
    restricted: one,
  }));
  const card = {
    kinds: ['WEIGHT' as const],
    unit: 'kg',
    unitText: 'kg',
    name: 'Weight',
    last: '71',
    day: '',
  };
  wrapper = mount(VitalCard, {
    props: { card: { ...card, points } },
    global: { plugins: [pinia, i18n] },
  });
  await settle();
}

describe('a vital sign that is shown only because of an emergency', () => {
  it('is marked by its date in the table', async () => {
    await show([true, false]);
    expect(wrapper.get('header').text()).not.toContain(mark);
    await wrapper.get('button').trigger('click');
    expect(wrapper.findAll('tbody tr').map((row) => row.text().includes(mark))).toEqual([false, true]);
  });

  it('is marked as the last value', async () => {
    await show([false, true]);
    expect(wrapper.get('header').text()).toContain(mark);
  });

  it('has another shape in the chart, which is explained', async () => {
    await show([true, false]);
    await waitFor(() => expect(drawn?.datasets[0]!.pointStyle).toEqual(['rectRot', 'circle']));
    expect(wrapper.get('[data-legend]').text()).toContain(mark);
    wrapper.unmount();
    await show([false, false]);
    expect(wrapper.find('[data-legend]').exists()).toBe(false);
  });
});
