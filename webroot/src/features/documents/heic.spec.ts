import { readFileSync } from 'node:fs';
import libheif from 'libheif-js/libheif-wasm/libheif.js';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { h, ref } from 'vue';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import type { Schemas } from '@/shared/api/client';
import DocumentPreview from './components/DocumentPreview.vue';
import { decode, MOST_PIXELS, type Heif, type Pixels } from './lib/heic/decode';
import type { HeicAnswer } from './lib/heic/decoder.worker';
import { MOST_MS } from './lib/heic/picture';
import DocumentsMock from './mock';

const photograph = readFileSync('../src/test/resources/documents/quarters.heic');

describe('a HEIC file', () => {
  let heif: Heif;
  beforeAll(() => {
    const wasmBinary = readFileSync('node_modules/libheif-js/libheif-wasm/libheif.wasm');
    heif = libheif({ wasmBinary }) as unknown as Heif;
  });

  it('is decoded to its pixels', async () => {
    const { data, width, height } = (await decode(heif, photograph)) as Pixels;
    expect([width, height]).toEqual([64, 48]);
    const at = (x: number, y: number) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)];
    const near = (...colour: number[]) => colour.map((value) => expect.closeTo(value, -1) as number);
    expect(at(16, 12)).toEqual(near(220, 30, 30, 255));
    expect(at(48, 12)).toEqual(near(30, 180, 60, 255));
    expect(at(16, 36)).toEqual(near(40, 60, 220, 255));
    expect(at(48, 36)).toEqual(near(240, 220, 40, 255));
  });

  it('is not decoded if it states more pixels than a telephone takes', async () => {
    const large = Buffer.from(photograph);
    const size = large.lastIndexOf('ispe') + 8;
    large.writeUInt32BE(MOST_PIXELS / 1000 + 1, size);
    large.writeUInt32BE(1000, size + 4);
    expect(await decode(heif, large)).toBe('too-large');
  });

  it.each([
    ['not one', Buffer.from('not a picture')],
    ['cut off', photograph.subarray(0, 500)],
    ['without its data', photograph.subarray(0, 380)],
  ])('is damaged if it is %s', async (_, content) => {
    vi.spyOn(console, 'log').mockReturnValue();
    expect(await decode(heif, content)).toBe('damaged');
  });
});

describe('the preview of a HEIC file', () => {
  let stage: Stage;
  let worker: FakeWorker | undefined;

  class FakeWorker extends EventTarget {
    readonly postMessage = vi.fn();
    readonly terminate = vi.fn();

    async says(data: HeicAnswer) {
      this.dispatchEvent(new MessageEvent('message', { data }));
      await settle();
    }
  }

  function startWorker() {
    return (worker = new FakeWorker());
  }

  async function preview(isKnown: boolean) {
    worker = undefined;
    vi.stubGlobal('Worker', vi.fn(startWorker));
    HTMLImageElement.prototype.decode = () =>
      isKnown ? Promise.resolve() : Promise.reject(new Error('unknown'));
    const document = ref<Schemas['Document']>();
    const open = ref(true);
    stage = await showPage(
      () =>
        document.value &&
        h(DocumentPreview, {
          open: open.value,
          'onUpdate:open': (now: boolean) => (open.value = now),
          document: document.value,
        }),
      '/account',
      'patient@example.org',
      { waits: true },
    );
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (request: Request) =>
      request.url.includes('/content') ? Promise.resolve(new Response(photograph)) : fetch(request),
    );
    document.value = stage.clinic.of(DocumentsMock).document({
      id: 'one',
      fileName: 'IMG_0001.HEIC',
      contentType: 'image/heic',
      size: photograph.length,
    });
    await waitFor(() => expect(isKnown ? picture().exists() : worker !== undefined).toBe(true));
    return document;
  }

  afterEach(() => stage.wrapper.unmount());

  const picture = () => stage.wrapper.find('img');

  it('is the file itself where the browser knows the format', async () => {
    await preview(true);
    expect(worker).toBeUndefined();
    expect(picture().attributes('src')).toMatch(/^blob:/);
  });

  it('is what the worker has decoded; the file can be downloaded meanwhile', async () => {
    await preview(false);
    expect(worker!.postMessage).toHaveBeenCalledExactlyOnceWith(expect.any(Blob));
    expect(picture().exists()).toBe(false);
    expect(byName(stage.wrapper, 'Download').exists()).toBe(true);
    await worker!.says('begun');
    await worker!.says(new Blob(['jpeg'], { type: 'image/jpeg' }));
    expect(picture().attributes('src')).toMatch(/^blob:/);
    expect(worker!.terminate).toHaveBeenCalled();
    vi.advanceTimersByTime(MOST_MS);
    await settle();
    expect(picture().exists()).toBe(true);
  });

  it('ends a decoder that takes too long, and says what to do', async () => {
    await preview(false);
    vi.advanceTimersByTime(10 * MOST_MS);
    expect(worker!.terminate).not.toHaveBeenCalled(); // it is still being loaded
    await worker!.says('begun');
    vi.advanceTimersByTime(MOST_MS - 1);
    expect(worker!.terminate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(worker!.terminate).toHaveBeenCalled();
    await settle();
    expect(stage.wrapper.text()).toContain('too large to be shown on this device. Download it to see it.');
    expect(byName(stage.wrapper, 'Download').exists()).toBe(true);
  });

  it.each(['damaged', 'too-large'] as const)('says what to do if the picture is %s', async (failure) => {
    await preview(false);
    await worker!.says(failure);
    expect(stage.wrapper.text()).toContain('Download it to see it.');
    expect(picture().exists()).toBe(false);
    expect(worker!.terminate).toHaveBeenCalled();
  });

  it('says what to do if the decoder cannot be loaded', async () => {
    await preview(false);
    worker!.dispatchEvent(new Event('error'));
    await settle();
    expect(stage.wrapper.text()).toContain('This picture cannot be shown here. Download it to see it.');
  });

  it('ends the decoder when it is left', async () => {
    const document = await preview(false);
    document.value = undefined;
    await settle();
    expect(worker!.terminate).toHaveBeenCalled();
  });
});
