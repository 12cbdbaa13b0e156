import { describe, expect, it } from 'vitest';
import { homeOf, nextPage } from './home';

describe('after login', () => {
  it.each([
    ['/book?doctor=1', '/book?doctor=1'],
    ['//evil.example', null],
    ['/\\evil.example', null],
    ['https://evil.example', null],
    [null, null],
  ])('next=%s leads to %s', (next, page) => {
    expect(nextPage({ query: { next } })).toBe(page);
  });

  it('everybody begins where their work is', () => {
    expect(homeOf(['PATIENT']).name).toBe('appointments');
    expect(homeOf(['DOCTOR']).name).toBe('today');
    expect(homeOf(['RECEPTIONIST']).name).toBe('dashboard');
    expect(homeOf(['ADMIN', 'RECEPTIONIST']).name).toBe('overview');
    expect(homeOf(['PHARMACIST']).name).toBe('home');
  });
});
