import { describe, expect, it } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { landingPage, nextPage } from '@/shared/lib/landing';
import { routes } from '../features';

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
    const router = createRouter({ history: createMemoryHistory(), routes });
    expect(landingPage(router, ['PATIENT'])).toBe('/appointments');
    expect(landingPage(router, ['DOCTOR'])).toBe('/today');
    expect(landingPage(router, ['RECEPTIONIST'])).toBe('/board');
    expect(landingPage(router, ['RECEPTIONIST', 'ADMIN'])).toBe('/overview');
    expect(landingPage(router, ['PHARMACIST'])).toBe('/pharmacy');
    expect(landingPage(router, ['PRIVACY_OFFICER'])).toBe('/admin/emergency-access');
  });
});
