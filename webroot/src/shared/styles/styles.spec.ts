import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../..');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|scss)$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));
const tokens = readFileSync(join(src, 'shared/styles/tokens.scss'), 'utf8');

describe('the styles', () => {
  it('use only variables that exist', () => {
    const known = new Set(
      files.flatMap(({ text }) =>
        [...text.matchAll(/(--[a-z][\w-]*|#\{[^}]+\})['"]?\s*:/g)].map(([, name]) => name),
      ),
    );
    for (const [, name] of tokens.matchAll(/'([a-z0-9-]+)': \S+ \S+/g)) {
      known.add(`--${name}`);
    }
    for (const status of ['booked', 'arrived', 'in-room', 'done', 'cancelled', 'no-show', 'held']) {
      known.add(`--${status}`).add(`--${status}-soft`);
    }
    const unknown = files.flatMap(({ file, text }) =>
      [...text.matchAll(/var\((--[a-z][\w-]*)(?=[,)])/g)]
        .filter(([, name]) => !known.has(name))
        .map(([, name]) => `${file}: ${name}`),
    );
    expect(known.size).toBeGreaterThan(60);
    expect(unknown).toEqual([]);
  });

  it('have three weights', () => {
    const others = files.flatMap(({ file, text }) =>
      [...text.matchAll(/font-weight:? ([^;,\n]+)/g)]
        .filter(([, weight]) => !/^(400|var\(--(medium|strong|bs-[\w-]+)\)|inherit)/.test(weight!))
        .map(([found]) => `${file}: ${found}`),
    );
    expect(tokens).toContain('--medium: 500');
    expect(tokens).toContain('--strong: 650');
    expect(others).toEqual([]);
    const base = readFileSync(join(src, 'shared/styles/_base.scss'), 'utf8');
    expect(base).toMatch(/strong,\s+b \{\s*font-weight: var\(--strong\)/);
  });

  it('leave the focus to be seen on a field that is wrong', () => {
    const controls = readFileSync(join(src, 'shared/styles/_controls.scss'), 'utf8');
    expect(controls).toMatch(/\[aria-invalid='true'\] \{[^}]*&:focus \{\s*outline: 2px solid var\(--focus\)/);
  });
});
