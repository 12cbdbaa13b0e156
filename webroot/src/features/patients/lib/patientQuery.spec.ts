import { describe, expect, it } from 'vitest';
import { patientQueryOf } from './patientQuery';

describe('the search for patients', () => {
  it.each([
    ['15/08/1993', 'en-GB', '1993-08-15'],
    ['15.8.1993', 'de', '1993-08-15'],
    ['15. 8. 1993', 'de', '1993-08-15'],
    ['15-8-1993', 'es', '1993-08-15'],
    ['1993-08-15', 'en-US', '1993-08-15'],
    ['8/15/1993', 'en-US', '1993-08-15'],
    ['03/04/1993', 'en-GB', '1993-04-03'],
    ['03/04/1993', 'en-US', '1993-03-04'],
    ['15/08/1993', 'en-US', '1993-08-15'],
    ['29.2.1996', 'de', '1996-02-29'],
  ])('reads %s in %s as a date of birth', (typed, locale, birthDate) => {
    expect(patientQueryOf(typed, locale)).toEqual({ q: '', birthDate });
  });

  it.each([
    ['Abebe 15.8.1993', 'Abebe'],
    ['15/08/1993 abdi abebe', 'abdi abebe'],
    ['abdi 1993-08-15 abebe', 'abdi abebe'],
  ])('takes the date out of %s', (typed, q) => {
    expect(patientQueryOf(typed, 'en-GB')).toEqual({ q, birthDate: '1993-08-15' });
  });

  it.each(['30-90-1820', '+49 30 901820', '030/901-8201', '29.2.1995', '0012345', '2026/11', '1/2/3', 'A07'])(
    'leaves %s as it is: no date',
    (typed) => {
      expect(patientQueryOf(`${typed} `, 'en-GB')).toEqual({ q: typed });
    },
  );
});
