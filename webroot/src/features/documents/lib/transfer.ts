import { api, body, type Schemas } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { ClinicDocument, DocumentCategory, DocumentScope } from '../queries';

/** A section, as the contract states it: parts of an upload have a multiple of its length. */
export const SECTION = 524_288;
export const MOST_BYTES = 52_428_800;
const MOST_SECTIONS = 16;
const RANGE = 4 * 1024 * 1024;
/** A part that takes longer is followed by a smaller one, a quick one by a larger one. */
const SLOW_MS = 6000;
const QUICK_MS = 2000;
const PAUSE_MS = 2000;
const MOST_PAUSE_MS = 30_000;

export interface Progress {
  /** Bytes that the clinic has. */
  sent: number;
  /** Waits for the connection. */
  waiting: boolean;
}

/** What is known of an upload. */
export type Known = Schemas['UploadProgress'];

export const begin = (
  { patientId, ...of }: DocumentScope,
  category: DocumentCategory,
  file: File,
  released?: boolean,
) =>
  body(
    api.POST('/api/patients/{patientId}/documents', {
      params: { path: { patientId } },
      body: { ...of, category, fileName: nameOf(file), size: file.size, released },
    }),
  );

/** Without what a name may not have, and without characters that change the direction of the text around them. */
const nameOf = (file: File) =>
  file.name
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[/\\\p{Cc}]/gu, '_')
    .slice(-200) || 'document';

/** What a file is, as far as its name and the browser show: a picture or a report. */
export const categoryOf = ({ name, type }: File): DocumentCategory =>
  type.startsWith('image/') || /\.hei[cf]$/i.test(name) ? 'IMAGE' : 'REPORT';

/** Whether a file is the one of which a part has arrived, as far as name and size show. */
export const isSame = (file: File, { fileName, size }: ClinicDocument) =>
  nameOf(file) === fileName && file.size === size;

/**
 * Sends what is missing of a file, part by part. While the connection is lost it waits and goes on where the clinic
 * says that it has to.
 */
export async function send(
  document: Known,
  file: File,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Known> {
  let known = document;
  let sections = 1;
  let pause = PAUSE_MS;
  while (known.state === 'UPLOADING') {
    const from = known.received;
    const began = performance.now();
    try {
      known = await part(known.id, from, file.slice(from, from + sections * SECTION), signal);
      const took = performance.now() - began;
      sections = took < QUICK_MS ? Math.min(MOST_SECTIONS, sections * 2) : took > SLOW_MS ? 1 : sections;
      pause = PAUSE_MS;
      report({ sent: known.received, waiting: false });
    } catch (problem) {
      if (!isPassing(problem) && !isProblem(problem, 'upload-offset')) {
        throw problem;
      }
      sections = 1;
      if (!isProblem(problem, 'upload-offset')) {
        report({ sent: known.received, waiting: true });
        await connection(pause, signal);
        pause = Math.min(MOST_PAUSE_MS, pause * 2);
      }
      known = await current(known, signal);
    }
  }
  return known;
}

/** Whether the same request may succeed a little later. */
const isPassing = (problem: unknown) =>
  ['offline', 'timed-out', 'unavailable', 'internal'].some((slug) => isProblem(problem, slug));

const part = (documentId: string, offset: number, bytes: Blob, signal: AbortSignal) =>
  body(
    api.PUT('/api/documents/{documentId}/content', {
      params: { path: { documentId }, query: { offset } },
      // The contract's type for bytes is a text.
      body: bytes as unknown as string,
      bodySerializer: (sent) => sent as unknown as Blob,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal,
    }),
  );

/** How far an upload is; what was known before while that cannot be asked. */
async function current(known: Known, signal: AbortSignal) {
  try {
    return await body(
      api.GET('/api/documents/{documentId}', { params: { path: { documentId: known.id } }, signal }),
    );
  } catch (problem) {
    if (isPassing(problem)) {
      return known;
    }
    throw problem;
  }
}

/** Completes after a while, or as soon as the browser is online again. */
function connection(ms: number, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    window.addEventListener('online', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** The content of a document, read range by range. */
export async function contentOf(
  { id, size, contentType }: ClinicDocument,
  signal?: AbortSignal,
): Promise<Blob> {
  const ranges: Blob[] = [];
  for (let from = 0; from < size; from += RANGE) {
    const range = `bytes=${from}-${Math.min(size, from + RANGE) - 1}`;
    ranges.push(
      await body(
        api.GET('/api/documents/{documentId}/content', {
          params: { path: { documentId: id } },
          headers: { Range: range },
          parseAs: 'blob',
          signal,
        }) as Promise<{ data?: Blob }>,
      ),
    );
  }
  return new Blob(ranges, { type: contentType });
}
