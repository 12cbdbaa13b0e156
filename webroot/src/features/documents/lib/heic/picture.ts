import type { HeicFailure } from './decode';
import type { HeicAnswer } from './decoder.worker';

/** A decoder that needs longer is ended. */
export const MOST_MS = 20_000;

/**
 * A photograph of a telephone as the browser can show it: as it is where the browser knows the format, elsewhere as a JPEG
 * picture, which a worker makes that ends with it. Its policy, not the page's, allows WebAssembly.
 */
export const pictureOf = async (content: Blob, signal: AbortSignal): Promise<Blob | HeicFailure> =>
  (await isKnown(content)) ? content : decoded(content, signal);

async function isKnown(content: Blob) {
  const picture = new Image();
  picture.src = URL.createObjectURL(content);
  try {
    await picture.decode();
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

function decoded(content: Blob, signal: AbortSignal) {
  return new Promise<Blob | HeicFailure>((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(timer);
      worker.terminate();
    };
    const finish = (result: Blob | HeicFailure) => {
      end();
      resolve(result);
    };
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason as Error);
    });
    worker.addEventListener('error', () => finish('damaged'));
    worker.addEventListener('message', ({ data }: MessageEvent<HeicAnswer>) => {
      if (data === 'begun') {
        timer = setTimeout(() => finish('too-large'), MOST_MS);
      } else {
        finish(data);
      }
    });
    worker.postMessage(content);
  });
}
