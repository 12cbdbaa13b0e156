import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Component } from 'vue';
import { navigation, routes } from '../features';
import de from './de';
import forAll from './en';
import forSignedIn from './enSignedIn';
import es from './es';
import { merge } from './merge';

type Tree = { [key: string]: string | Tree };

const keysOf = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );

const src = join(import.meta.dirname, '../..');
/** Shown to nobody before signing in, although what visitors load imports it. */
const later = ['features/booking/components/BookingDone.vue'];
/** Chosen by the code in an answer: most are of operations that no visitor can use. */
const byCode = ['problem.', 'fieldError.', 'fieldError.format.'];

const statement = /^(?:import|export)\s+(?!type\b)(?:([\w*{][^'";=()]*?)\s+from\s+)?'([^']+)'/gm;
const isIndex = (file: string) => /\/features\/[^/]+\/index\.ts$/.test(file);

function resolve(from: string, path: string): string | undefined {
  const wanted = path.startsWith('@/') ? join(src, path.slice(2)) : join(dirname(from), path);
  const isOwn = /^(@\/|\.)/.test(path);
  return [wanted, `${wanted}.ts`, `${wanted}/index.ts`].find(
    (file) => isOwn && /\.(ts|vue)$/.test(file) && existsSync(file),
  );
}

/** The names in the braces of an import or export, as they are called on that side of it; undefined without braces. */
function namesOf(clause: string | undefined, side: 'first' | 'last'): string[] | undefined {
  const inner = /\{([^}]*)\}/.exec(clause ?? '')?.[1];
  return inner
    ?.split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .map((parts) => (side === 'first' ? parts[0]! : parts.at(-1)!));
}

/** The files that a file loads with itself: of the index of a feature, what is taken from it. */
function follow(file: string, reached: Map<string, string>, taken?: string[]) {
  const name = relative(src, file);
  const text = readFileSync(file, 'utf8');
  if (isIndex(file)) {
    for (const [whole, clause, path] of text.matchAll(statement)) {
      const offered = namesOf(clause, 'last');
      const isTaken = !offered || !taken || offered.some((one) => taken.includes(one));
      const wanted = whole.startsWith('export') && isTaken;
      const next = wanted && resolve(file, path!);
      if (next) {
        follow(next, reached);
      }
    }
  } else if (!reached.has(name)) {
    reached.set(name, text);
    for (const [, clause, path] of later.includes(name) ? [] : text.matchAll(statement)) {
      const next = resolve(file, path!);
      if (next) {
        follow(next, reached, namesOf(clause, 'first'));
      }
    }
  }
}

const open = routes.filter(({ component, meta }) => component && !meta?.roles);

/** What is loaded before anybody signs in: the frame, and the pages that are open to everybody. */
async function loadedByVisitors() {
  const reached = new Map<string, string>();
  const pages = await Promise.all(
    open.map(async ({ component }) => {
      const { default: page } = await (
        component as () => Promise<{ default: Component & { __file: string } }>
      )();
      return page.__file;
    }),
  );
  const loaded = ['app/App.vue', 'features/booking/components/laterSteps.ts'].map((file) => join(src, file));
  [...pages, ...loaded].forEach((file) => follow(file, reached));
  return reached;
}

const all = [forAll, forSignedIn].flatMap((files) => keysOf(merge(files)));
const first = [forAll, de, es].map((files) => new Set(keysOf(merge(files))));
const isFirst = (key: string) => first.every((keys) => keys.has(key));

/** The texts that a file may show: by their whole key, or by how it begins. */
function textsIn(text: string): string[] {
  const literals = [...text.matchAll(/'([a-zA-Z][\w-]*(?:\.[\w-]+)+)'/g)].map(([, key]) => key!);
  const prefixes = [...text.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)].map(([, prefix]) => prefix!);
  return all.filter(
    (key) =>
      literals.includes(key) || prefixes.some((prefix) => !byCode.includes(prefix) && key.startsWith(prefix)),
  );
}

describe('what is read before signing in', async () => {
  const reached = await loadedByVisitors();

  it('is found from the pages that are open to everybody', () => {
    const files = [...reached.keys()];
    expect(open.length).toBeGreaterThan(12);
    expect(files).toEqual(
      expect.arrayContaining([
        ...['app/layout/TopBar.vue', 'features/account/components/LoginForm.vue'],
        ...['features/slots/components/TimeGroups.vue', 'shared/ui/form/FormField.vue'],
        ...later,
      ]),
    );
    // Loaded only by who is signed in.
    expect(files).not.toContain('features/family/components/ForWhom.vue');
    expect(files).not.toContain('app/layout/IdleGuard.vue');
  });

  it('is in the texts that everybody loads, in every language', () => {
    const shown = [...reached].filter(([file]) => !later.includes(file));
    const used = shown.flatMap(([file, text]) => textsIn(text).map((key) => `${file}: ${key}`));
    expect(used.length).toBeGreaterThan(300);
    expect(used.filter((one) => !isFirst(one.split(': ')[1]!))).toEqual([]);
  });

  it('has the titles of those pages and the places of visitors', () => {
    const places = navigation.places.filter(({ position }) => position.GUEST !== undefined);
    const keys = [...open.map(({ meta }) => meta!.title), ...places.map(({ label }) => label)];
    expect(places.length).toBeGreaterThan(3);
    expect(keys.filter((key) => !isFirst(key))).toEqual([]);
  });
});
