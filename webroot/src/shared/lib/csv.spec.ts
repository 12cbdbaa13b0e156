import { describe, expect, it } from 'vitest';
import { csv } from './csv';

describe('a table as CSV', () => {
  it('quotes what would end a field', () => {
    expect(csv([['a', 'b, c', 'say "so"', 'two\nlines'], ['é']])).toBe(
      '\uFEFFa,"b, c","say ""so""","two\nlines"\r\né\r\n',
    );
  });

  it('gives a spreadsheet no formula', () => {
    expect(csv([['=1+1', '+49', '-1', '@x', '\tx', 'a=b']])).toBe("\uFEFF'=1+1,'+49,'-1,'@x,'\tx,a=b\r\n");
  });
});
