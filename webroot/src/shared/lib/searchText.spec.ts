import { describe, expect, it } from 'vitest';
import { isSearchable } from './searchText';

describe('what is looked for', () => {
  it('is more than a letter', () => {
    expect(['', ' ', 'a', ' a ', '7', 'Ж'].filter(isSearchable)).toEqual([]);
    expect(['al', 'Li', '12', ' ab'].every(isSearchable)).toBe(true);
  });

  it('may be one sign where that is a name', () => {
    expect(['王', ' 李 ', '김', '𠮷'].every(isSearchable)).toBe(true);
  });
});
