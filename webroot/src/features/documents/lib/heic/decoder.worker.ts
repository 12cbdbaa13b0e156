import libheif from 'libheif-js/libheif-wasm/libheif.js';
import wasm from 'libheif-js/libheif-wasm/libheif.wasm?url';
import { decode, type Heif, type HeicFailure } from './decode';

/** What the worker says: that it begins to decode, and the picture as JPEG or why there is none. */
export type HeicAnswer = 'begun' | Blob | HeicFailure;

/** Of the longer side: more is not shown, and some browsers have no larger canvas. */
const MOST_LENGTH = 4096;

const answer = (said: HeicAnswer) => self.postMessage(said);

// The library decodes in a task of its own, whose failure nobody else sees.
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  answer('damaged');
});
self.addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  const heif = await loaded();
  answer('begun');
  const pixels = await decode(heif, new Uint8Array(await data.arrayBuffer()));
  answer(typeof pixels === 'string' ? pixels : await jpeg(new ImageData(pixels.data, pixels.width)));
});

/** This build of the library compiles its program at once, not when it has been read. */
async function loaded() {
  const program = await fetch(wasm);
  return libheif({ wasmBinary: await program.arrayBuffer() }) as unknown as Heif;
}

async function jpeg(picture: ImageData) {
  const scale = Math.min(1, MOST_LENGTH / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const bitmap = await createImageBitmap(picture, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}
