import { expect, it, vi } from 'vitest';
import { regional } from '.';

it.each([
  ['en', ['de-AT', 'en-US'], 'en-US'],
  ['de', ['de-AT', 'en-US'], 'de-AT'],
  ['en', ['en-US@posix', 'en'], 'en-GB'],
  ['es', ['en-US'], 'es'],
] as const)('the region of %s among %j is %s', (locale, languages, expected) => {
  vi.stubGlobal('navigator', { languages });
  expect(regional(locale)).toBe(expected);
});
