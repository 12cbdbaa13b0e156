/**
 * What is used of libheif. Its types lack the classes, which its own example uses:
 * https://github.com/strukturag/libheif/blob/master/post.js
 */
export interface Heif {
  HeifDecoder: new () => { decode(content: Uint8Array): HeifPicture[] };
}

interface HeifPicture {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(into: Pixels, done: (pixels: Pixels | null) => void): void;
}

export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

export type HeicFailure = 'damaged' | 'too-large';

/** Cameras of telephones write 48 million. Each takes some ten bytes while it is decoded. */
export const MOST_PIXELS = 50_000_000;

/** Red, green, blue and alpha of the main picture of a file, turned as it was taken; or why there are none. */
export async function decode(heif: Heif, content: Uint8Array): Promise<Pixels | HeicFailure> {
  const pictures = new heif.HeifDecoder().decode(content);
  const picture = pictures.find((one) => one.is_primary()) ?? pictures[0];
  if (!picture) {
    return 'damaged';
  }
  const width = picture.get_width();
  const height = picture.get_height();
  if (width * height > MOST_PIXELS) {
    return 'too-large';
  }
  const pixels = { data: new Uint8ClampedArray(width * height * 4), width, height };
  return (await new Promise<Pixels | null>((done) => picture.display(pixels, done))) ?? 'damaged';
}
