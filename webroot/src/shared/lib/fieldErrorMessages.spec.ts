import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '@/shared/locales/en.json';
import { fieldErrorOf } from './fieldErrorMessages';

const java = join(import.meta.dirname, '../../../../src/main/java');
const sources = readdirSync(java, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.java'))
  .map((file) => ({ name: basename(file), text: readFileSync(join(java, file), 'utf8') }));

describe('the server’s words about fields', () => {
  it.each([
    ['is missing', 'missing', {}],
    ['must not be blank', 'missing', {}],
    ['must be at most 100 characters long', 'tooLong', { most: '100' }],
    ['must be at least 5', 'tooSmall', { least: '5' }],
    ['must be one of MONDAY, TUESDAY', 'choice', {}],
    ['must be an e-mail address such as ana@example.org', 'email', {}],
    ['This is not an e-mail address.', 'email', {}],
    ['Do not use your name or e-mail address in the password.', 'passwordTelling', {}],
    ['This e-mail address has an account already.', 'hasAccount', {}],
    ['overlaps an earlier window', 'overlap', {}],
    ['must match ^(https://|/)', 'webAddress', {}],
  ])('%s', (detail, key, values) => {
    expect(fieldErrorOf(detail)).toEqual({ key, values });
  });

  it('are left as they are when they are not known', () => {
    expect(fieldErrorOf('Something nobody has thought of')).toBeNull();
  });

  it('are all known where the validator and the domains write them', () => {
    const validator = ['SchemaErrors.java', 'Formats.java', 'PasswordRules.java'];
    // Those that go on with a figure are tried above.
    const said = sources
      .filter(({ name }) => validator.includes(name))
      .flatMap(({ text }) => [
        ...text.matchAll(/(?:return|->|\?|:|of\()\s*"((?:must|is|Use|Do|This) [^"]*[^" ])"/g),
      ])
      .map(([, text]) => text!);
    const domains = /^(WeeklyHours|(Availability)?Exceptions|Clinic(Policy)?)\.java$/;
    const named = sources
      .filter(({ name }) => domains.test(name))
      .flatMap(({ text }) => [...text.matchAll(/Failure\.invalid\(\s*[^,]+,\s*"([^"]+)"/g)])
      .map(([, text]) => text!);
    expect(said.length).toBeGreaterThan(10);
    expect(named.length).toBeGreaterThan(5);
    expect([...said, ...named].filter((text) => fieldErrorOf(text) === null)).toEqual([]);
  });

  it('all have words of ours', () => {
    const source = readFileSync(join(import.meta.dirname, 'fieldErrorMessages.ts'), 'utf8');
    const keys = [...source.matchAll(/, '(\w+)'/g)];
    const used = new Set(keys.map(([, key]) => key!).filter((key) => !['least', 'most'].includes(key)));
    expect([...used].filter((key) => !(key in en.fault))).toEqual([]);
  });
});
