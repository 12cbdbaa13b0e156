import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRedFlag } from '.';

/** The sentences with which the server is tested as well. */
const sentencesOf = (language: string): { emergencies: string[]; others: string[] } =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, `../../../../src/test/resources/red-flags/${language}.json`),
      'utf8',
    ),
  );

describe.each(['en', 'de', 'es'])('red flags, sentences in %s', (language) => {
  const { emergencies, others } = sentencesOf(language);

  it('every emergency is recognised', () => {
    expect(emergencies.length).toBeGreaterThanOrEqual(120);
    expect(emergencies.filter((sentence) => !isRedFlag(sentence))).toEqual([]);
  });

  it('nothing else is', () => {
    expect(others.length).toBeGreaterThanOrEqual(60);
    expect(others.filter(isRedFlag)).toEqual([]);
  });
});

describe('red flags', () => {
  it('a long text is searched without a noticeable delay', () => {
    const text = 'knee hurts on stairs, since autumn; '.repeat(14);
    isRedFlag(text);
    const begun = process.cpuUsage();
    expect(isRedFlag(text)).toBe(false);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(500);
  });
});
