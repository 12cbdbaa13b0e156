/**
 * Whether a search term is long enough: a single letter begins too many names, but a Chinese or Korean family
 * name is often one character.
 */
export function isSearchable(typed: string): boolean {
  const text = typed.trim();
  return [...text].length > 1 || /[\p{Ideographic}\p{Script=Hangul}]/u.test(text);
}
