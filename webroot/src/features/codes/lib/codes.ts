import { api, body, type Schemas } from '@/shared/api/client';

export type Code = Schemas['Code'];

/** The best matches of a code or of words of its names. */
export const findCodes = async (q: string) =>
  (await body(api.GET('/api/codes', { params: { query: { q } } }))).items;

/** The name in the reader's language, or in another one where the code system has none. */
export function nameOf(code: Code, language: string): string {
  const own = { en: code.en, de: code.de, es: code.es }[language];
  return own ?? code.en ?? code.de ?? code.es ?? code.code;
}
