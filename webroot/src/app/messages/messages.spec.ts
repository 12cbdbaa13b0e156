import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createI18n } from 'vue-i18n';
import { resolveText } from '@/shared/locales/functions';
import de from './de';
import deSignedIn from './deSignedIn';
import forAll from './en';
import forSignedIn from './enSignedIn';
import es from './es';
import esSignedIn from './esSignedIn';
import { merge } from './merge';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') {
      flat.set(prefix + key, value);
    } else {
      flatten(value, `${prefix}${key}.`).forEach((text, name) => flat.set(name, text));
    }
  }
  return flat;
}

const en = { ...forAll, ...forSignedIn };
const english = flatten(merge(en));
/** The feature a text belongs to, or 'shared'. */
const ownersOf = new Map(
  Object.entries(en).flatMap(([path, file]) => {
    const owner = /features\/([^/]+)/.exec(path)?.[1] ?? 'shared';
    return [...flatten(file).keys()].map((key): [string, string] => [key, owner]);
  }),
);
/** The texts of the other languages, before and after signing in. */
const others = [
  ['de', flatten(merge(de)), flatten(merge(deSignedIn))],
  ['es', flatten(merge(es)), flatten(merge(esSignedIn))],
] as const;
const src = join(import.meta.dirname, '../..');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !/generated|\.spec\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));

/** Built by Maven from the files in src/main/resources/openapi. */
const contract = JSON.parse(
  readFileSync(join(src, '../../target/classes/openapi/clinibus.json'), 'utf8'),
) as { 'x-problem-types': object; 'x-field-error-codes': Record<string, string[]> };
/** Formats that only answers have. */
const unchecked = ['binary', 'uri', 'uri-reference'];

/** What follows the prefix in the keys of the English texts. */
const below = (prefix: string) =>
  [...english.keys()]
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => key.slice(prefix.length + 1));

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(others)('the words in %s', (_, forEverybody, afterwards) => {
  const words = new Map([...forEverybody, ...afterwards]);

  it('are read before signing in where the English ones are, the others not', () => {
    expect([...forEverybody.keys()].sort()).toEqual([...flatten(merge(forAll)).keys()].sort());
    expect([...afterwards.keys()].sort()).toEqual([...flatten(merge(forSignedIn)).keys()].sort());
  });

  it('are complete, none empty and none too many', () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...words].filter(([, text]) => !text.trim())).toEqual([]);
  });

  it('have the same places for values and as many plural forms', () => {
    for (const [key, text] of english) {
      const other = words.get(key) ?? '';
      expect([key, other.split('|').length]).toEqual([key, text.split('|').length]);
      if (!text.includes('|')) {
        expect([key, placeholders(other)]).toEqual([key, placeholders(text)]);
      }
    }
  });
});

describe.each([['en', english, new Map<string, string>()] as const, ...others])(
  'the functions of the words in %s',
  (_, ...all) => {
    const words = new Map(all.flatMap((part) => [...part]));
    const texts = Object.fromEntries(words);
    const keys = { legacy: false as const, locale: 'en', flatJson: true };
    const messages = { en: texts };
    const own = createI18n({ ...keys, messages, messageResolver: resolveText }).global;
    const compiled = createI18n({ ...keys, messages }).global;

    it("write them as those of the library's compiler do", () => {
      let plurals = 0;
      for (const [key, text] of words) {
        const names = placeholders(text).map((place) => place.slice(1, -1));
        const values = Object.fromEntries(names.map((name, at) => [name, `<${name} ${at}>`]));
        expect([key, own.t(key, values)]).toEqual([key, compiled.t(key, values)]);
        for (const count of text.includes('|') ? [0, 1, 2, 17] : []) {
          const counted = { ...values, n: count };
          expect([key, count, own.t(key, counted, count)]).toEqual([
            key,
            count,
            compiled.t(key, counted, count),
          ]);
          plurals++;
        }
      }
      expect(plurals).toBeGreaterThan(40);
    });

    it('write nothing for a value that is not there', () => {
      const name = [...words].find(([, text]) => placeholders(text).length === 1 && !text.includes('|'))![0];
      expect(own.t(name, { other: 1 })).toBe(compiled.t(name, { other: 1 }));
    });
  },
);

describe('the app', () => {
  it('uses only words that there are, a feature those of its own or shared ones', () => {
    const missing: string[] = [];
    for (const { file, text } of sources) {
      const feature = /^features\/([^/]+)/.exec(file)?.[1];
      const known = [...ownersOf].filter(([, owner]) => !feature || [feature, 'shared'].includes(owner));
      const keys = new Set(known.map(([key]) => key));
      for (const [, key] of text.matchAll(/\bt\(\s*'([^']+)'/g)) {
        if (!keys.has(key!)) missing.push(`${file}: ${key}`);
      }
      for (const [, prefix] of text.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)) {
        if (![...keys].some((key) => key.startsWith(prefix!))) missing.push(`${file}: ${prefix}`);
      }
      for (const [, key] of text.matchAll(/(?:title|label): '([a-zA-Z]+\.[^']+)'/g)) {
        if (!keys.has(key!)) missing.push(`${file}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('has each text in one file', () => {
    const all = Object.values(en).flatMap((file) => [...flatten(file).keys()]);
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it('has words for every type of problem in the contract', () => {
    const slugs = Object.keys(contract['x-problem-types']);
    expect(slugs.length).toBeGreaterThan(20);
    expect(slugs.filter((slug) => !english.has(`problem.${slug}`))).toEqual([]);
    // Without a network there is no problem document, and each message may name its request.
    expect(
      below('problem')
        .filter((slug) => !slugs.includes(slug))
        .sort(),
    ).toEqual(['offline', 'passkey-cancelled', 'passkey-known', 'passkey-unusable', 'reference']);
  });

  it('has words for every code of a field error in the contract, with its parameters only', () => {
    const codes = Object.entries(contract['x-field-error-codes']);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter(([code]) => code !== 'format' && !english.has(`fieldError.${code}`))).toEqual([]);
    for (const [code, params] of codes) {
      const used = placeholders(english.get(`fieldError.${code}`) ?? '').map((place) => place.slice(1, -1));
      expect([code, used.filter((name) => !params.includes(name))]).toEqual([code, []]);
    }
    const known = new Set(codes.map(([code]) => code));
    expect(below('fieldError').filter((key) => !known.has(key.split('.')[0]!))).toEqual([]);
  });

  it('has words for every named format in the contract', () => {
    const formats = [...JSON.stringify(contract).matchAll(/"(?:x-format|format)":"([a-z-]+)"/g)];
    const checked = new Set(formats.map(([, format]) => format!).filter((f) => !unchecked.includes(f)));
    expect(checked.size).toBeGreaterThan(8);
    expect([...checked].filter((format) => !english.has(`fieldError.format.${format}`))).toEqual([]);
    expect(below('fieldError.format').filter((format) => !checked.has(format))).toEqual(['other']);
  });

  it('has no text in its templates that cannot be translated', () => {
    const hardCoded: string[] = [];
    for (const { file, text } of sources.filter(({ file }) => file.endsWith('.vue'))) {
      const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? '';
      const words = template
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\{\{[\s\S]*?\}\}/g, '')
        .replace(/<(?:"[^"]*"|'[^']*'|[^'">])*>/g, '\n');
      if (/\p{L}{2,}/u.test(words)) hardCoded.push(`${file}: ${words.trim()}`);
      for (const [attribute] of template.matchAll(
        /\s(?:aria-label|placeholder|title|alt|label|hint)="[^"]*\p{L}[^"]*"/gu,
      )) {
        hardCoded.push(`${file}: ${attribute}`);
      }
    }
    expect(hardCoded).toEqual([]);
  });
});
