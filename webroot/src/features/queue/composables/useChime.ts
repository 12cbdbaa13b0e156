import { ref } from 'vue';

const tones = [659.25, 523.25];
const toneSeconds = 0.45;

/** Two tones. Browsers play none before the page was pressed once: until then `silent` is true. */
export function useChime() {
  const context = typeof AudioContext === 'undefined' ? null : new AudioContext();
  const silent = ref(context !== null && context.state !== 'running');
  const update = () => (silent.value = context !== null && context.state !== 'running');
  context?.addEventListener('statechange', update);

  async function allow() {
    await context?.resume();
    update();
  }

  function play() {
    if (!context || context.state !== 'running') {
      return;
    }
    tones.forEach((frequency, index) => {
      const start = context.currentTime + index * toneSeconds;
      const volume = new GainNode(context, { gain: 0.3 });
      volume.gain.setValueAtTime(0.3, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + toneSeconds * 1.6);
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + toneSeconds * 1.6);
    });
  }

  return { silent, allow, play };
}
