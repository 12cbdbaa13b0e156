import de from '@red-flags/de.json';
import en from '@red-flags/en.json';
import es from '@red-flags/es.json';
import { matches, resembles, wordsOf } from './words';

// The same algorithm as `RedFlags` of the server, on the same tables; one set of sentences tests both.

interface Sign {
  name: string;
  past?: boolean;
  slack?: number;
  phrases: string[];
}

interface Table {
  negations: string[];
  contrasts: string[];
  past: string[];
  never: string[];
  notMisspelt: string[];
  signs: Sign[];
}

interface Stem {
  text: string;
  /** Without typos. */
  exact: boolean;
}

const stemOf = (written: string): Stem => ({
  text: wordsOf(written).join(''),
  exact: written.startsWith('='),
});

const read = (table: Table) => ({
  phrases: table.signs.flatMap((sign) =>
    sign.phrases.map((phrase) => {
      const words = phrase.split(' ').map((word) => word.split('|').map(stemOf));
      return { sign, words, span: words.length + (sign.slack ?? 4) };
    }),
  ),
  negations: table.negations.map(wordsOf),
  contrasts: new Set(table.contrasts.flatMap(wordsOf)),
  past: table.past.map(wordsOf),
});

type Language = ReturnType<typeof read>;

const tables: Table[] = [en, de, es];
const languages = tables.map(read);
// These hold for the phrases of every language.
const never = tables.flatMap((table) => table.never.map(wordsOf));
const notMisspelt = new Set(tables.flatMap((table) => table.notMisspelt.flatMap(wordsOf)));

const isAt = (text: string[], words: string[], start: number) =>
  start >= 0 && words.every((word, i) => start + i < text.length && matches(word, text[start + i]!));

function withoutOtherMeanings(text: string[]): string[] {
  const other = new Set<number>();
  for (const words of never) {
    text.forEach((_, start) => {
      if (isAt(text, words, start)) {
        words.forEach((_, i) => other.add(start + i));
      }
    });
  }
  return text.map((word, i) => (other.has(i) ? '' : word));
}

function hasSign(text: string[], language: Language): boolean {
  const contrast = text.some((word) => language.contrasts.has(word));
  const endsAt = (words: string[], end: number) => isAt(text, words, end - words.length);
  const isCancelled = (sign: Sign, start: number) =>
    !contrast &&
    (language.negations.some((words) => endsAt(words, start)) ||
      (sign.past && language.past.some((words) => endsAt(words, start))));

  return language.phrases.some(({ sign, words, span }) => {
    const places: number[][] = [];
    for (const stems of words) {
      const found = text.flatMap((word, i) => (stems.some((stem) => means(stem, word)) ? [i] : []));
      if (found.length === 0) {
        return false;
      }
      places.push(found);
    }
    return places
      .flat()
      .some(
        (start) =>
          places.every((of) => of.some((place) => place >= start && place < start + span)) &&
          !isCancelled(sign, start),
      );
  });
}

function means({ text: stem, exact }: Stem, word: string): boolean {
  return word !== '' && (exact || notMisspelt.has(word) ? matches : resembles)(stem, word);
}

/** Whether a text describes a possible emergency, in any of the languages. */
export function isRedFlag(text: string): boolean {
  const words = withoutOtherMeanings(
    text
      .replace(/['’‘`´]/g, '')
      .split(/[.,;:!?\n]/)
      .flatMap((clause) => [...wordsOf(clause), '']),
  );
  return languages.some((language) => hasSign(words, language));
}
