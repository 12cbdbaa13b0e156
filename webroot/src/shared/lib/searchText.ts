/**
 * Whether a search term is long enough: a single letter begins too many names, but a Chinese or Korean family
 * name is often one character.
 */
export function isSearchable(typed: string): boolean {
  const text = typed.trim();
  return [...text].length > 1 || /[\p{Ideographic}\p{Script=Hangul}]/u.test(text);
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word that is typed begins a word of the text, whatever its case and accents. */
export function matchesWords(typed: string, text: string): boolean {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const words = plain(text).split(/[^\p{L}\p{N}:]+/u);
  return wanted.every((part) => words.some((word) => word.startsWith(part)));
}
