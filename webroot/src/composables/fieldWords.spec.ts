import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '@/locales/en.json';
import { fieldFault } from './fieldWords';

const java = join(import.meta.dirname, '../../../src/main/java/io/clinibus');
const source = (file: string) => readFileSync(join(java, file), 'utf8');

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
    expect(fieldFault(detail)).toEqual({ key, values });
  });

  it('are left as they are when they are not known', () => {
    expect(fieldFault('Something nobody has thought of')).toBeNull();
  });

  it('are all known where the validator and the domains write them', () => {
    const validator = ['web/SchemaErrors.java', 'web/Formats.java', 'identity/PasswordRules.java'];
    // Those that go on with a figure are tried above.
    const said = validator.flatMap((file) =>
      [...source(file).matchAll(/(?:return|->|\?|:|of\()\s*"((?:must|is|Use|Do|This) [^"]*[^" ])"/g)].map(
        ([, text]) => text!,
      ),
    );
    const domains = ['scheduling/WeeklyHours.java', 'scheduling/Exceptions.java', 'scheduling/Clinic.java'];
    const named = domains.flatMap((file) =>
      [...source(file).matchAll(/Failure\.invalid\(\s*[^,]+,\s*"([^"]+)"/g)].map(([, text]) => text!),
    );
    expect(said.length).toBeGreaterThan(10);
    expect(named.length).toBeGreaterThan(5);
    expect([...said, ...named].filter((text) => fieldFault(text) === null)).toEqual([]);
  });

  it('all have words of ours', () => {
    const keys = [...source('../../../../../webroot/src/composables/fieldWords.ts').matchAll(/, '(\w+)'/g)];
    const used = new Set(keys.map(([, key]) => key!).filter((key) => !['least', 'most'].includes(key)));
    expect([...used].filter((key) => !(key in en.fault))).toEqual([]);
  });
});
