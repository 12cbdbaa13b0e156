import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { wallTopic } from '@/shared/api/topics';
import WallPage from './WallPage.vue';

const id = '00000000-0000-4000-8000-000000000001';
const played: number[] = [];
let stage: Stage;

class Tone {
  gain = { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} };
  connect = (next: unknown) => next;
  start = (at: number) => played.push(at);
  stop() {}
}

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  played.length = 0;
});

async function open() {
  vi.stubGlobal('GainNode', Tone);
  vi.stubGlobal('OscillatorNode', Tone);
  vi.stubGlobal(
    'AudioContext',
    class extends EventTarget {
      state = 'running';
      currentTime = 0;
      destination = {};
    },
  );
  stage = await showPage(WallPage, `/wall/${id}`);
}

async function show(called: string[]) {
  stage.live.set(wallTopic(id), {
    about: {
      clinicName: 'Clinic',
      zone: 'Europe/Berlin',
      called: called.map((ticket, index) => ({
        ticket,
        room: '12',
        calledAt: `2026-11-23T07:${30 + called.length - index}:00+01:00`,
      })),
      next: [
        { ticket: 'A03', room: '12', fromMinutes: 10, untilMinutes: 25 },
        { ticket: 'A04', room: '14', fromMinutes: 0, untilMinutes: 0 },
      ],
      late: [{ doctorName: 'Dr. Wiśniewski', minutes: 30 }],
    },
  });
  await settle();
}

describe('the screen in a waiting room', () => {
  it('shows who is called, who is next and who is late', async () => {
    await open();
    await show(['A01']);
    expect(stage.wrapper.find('.called').text()).toMatch(/A01\s*Room 12/);
    expect(stage.wrapper.findAll('.next li').map((one) => one.text())).toEqual([
      'A0310 to 25 min',
      'A04soon',
    ]);
    expect(stage.wrapper.find('footer').text()).toContain('Dr. Wiśniewski is about 30 min late');
  });

  it('chimes for a new call only, which stands out', async () => {
    await open();
    await show(['A01']);
    expect(played).toEqual([]);
    await show(['A01']);
    expect(played).toEqual([]);
    await show(['A02', 'A01']);
    expect(played).toHaveLength(2);
    expect(stage.wrapper.findAll('.fresh').map((one) => one.text())).toEqual([
      expect.stringContaining('A02'),
    ]);
  });

  it('shows how old it is when it is not live, and that it was removed', async () => {
    await open();
    await show([]);
    expect(stage.wrapper.find('.old').exists()).toBe(false);
    stage.live.cut();
    await settle();
    expect(stage.wrapper.find('.old').text()).toMatch(/^As of /);
    stage.wrapper.unmount();
    await open();
    await show([]);
    const problem = { type: 'https://clinibus.io/problems/not-found', status: 404, title: 'Gone' };
    stage.live.tell({ type: 'refused', topic: wallTopic(id), problem });
    await settle();
    expect(stage.wrapper.text()).toContain('This screen is no longer in use.');
  });
});
