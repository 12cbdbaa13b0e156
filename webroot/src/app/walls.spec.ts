import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..');
const features = readdirSync(join(src, 'features'));
const hasIndex = (feature: string) => existsSync(join(src, 'features', feature, 'index.ts'));

interface Import {
  file: string;
  /** What is imported, as a path below `src`, or as it is written where it lies outside. */
  target: string;
}

const imports: Import[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file) && !/generated|\.spec\.ts$/.test(file))
  .flatMap((file) =>
    [
      ...readFileSync(join(src, file), 'utf8').matchAll(
        /(?:\bfrom|\bimport|\bimport\(|\bglob(?:<[^(]*>)?\()\s*'([^']+)'/g,
      ),
    ].map(([, text]) => ({ file, target: targetOf(file, text!) })),
  );

function targetOf(file: string, text: string): string {
  if (text.startsWith('@/')) {
    return text.slice(2);
  }
  return text.startsWith('.') ? relative(src, join(src, dirname(file), text)) : text;
}

const featureOf = (path: string) => /^features\/([^/]+)/.exec(path)?.[1];
const show = ({ file, target }: Import) => `${file} imports ${target}`;

describe('the walls', () => {
  it('are looked at: every feature and what it imports is seen', () => {
    expect(features.length).toBeGreaterThan(10);
    expect(features.filter((one) => !imports.some(({ file }) => featureOf(file) === one))).toEqual([]);
  });

  it('shared imports neither the app nor a feature', () => {
    const wrong = imports.filter(
      ({ file, target }) => file.startsWith('shared/') && /^(app|features)\//.test(target),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('a feature does not know the app, and another feature only by its index', () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = featureOf(file);
      const to = featureOf(target);
      return (
        from &&
        (/^app\b/.test(target) ||
          (to && to !== from && (target !== `features/${to}` || !hasIndex(to))) ||
          (target.startsWith('@dev/') && !file.endsWith('/mock.ts')))
      );
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('the app names no feature', () => {
    const wrong = imports.filter(
      ({ file, target }) => file.startsWith('app/') && featureOf(target) && !target.includes('*'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('features do not need each other in a circle', () => {
    const needs = new Map(features.map((one) => [one, new Set<string>()]));
    for (const { file, target } of imports) {
      const [from, to] = [featureOf(file), featureOf(target)];
      if (from && to && from !== to) {
        needs.get(from)!.add(to);
      }
    }
    // What needs nothing that is left can be taken away; a circle stays.
    const left = new Set(features);
    for (let before = -1; before !== left.size;) {
      before = left.size;
      for (const one of [...left]) {
        if (![...needs.get(one)!].some((other) => left.has(other))) {
          left.delete(one);
        }
      }
    }
    expect([...left]).toEqual([]);
  });
});
