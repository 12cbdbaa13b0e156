import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyLocale, i18n, type Locale } from '@/shared/locales';
import { openClinic } from '@dev/testing/mount';
import { formatMoney, useFormat } from './useFormat';

async function formatsIn(locale: Locale) {
  await applyLocale(locale);
  let format!: ReturnType<typeof useFormat>;
  mount(
    {
      setup() {
        format = useFormat();
        return () => null;
      },
    },
    { global: { plugins: [i18n] } },
  );
  return format;
}

describe('formats', () => {
  beforeEach(() => openClinic());

  it('show times of the clinic in each language, also around a clock change', async () => {
    const german = await formatsIn('de');
    expect(german.dateTime('2026-11-24T09:00:00Z')).toBe('Dienstag, 24. November, 10:00 Uhr');
    // Half past two happens twice on this day; both are shown as the wall clock shows them.
    expect(german.time('2026-10-25T00:30:00Z')).toBe('02:30');
    expect(german.time('2026-10-25T01:30:00Z')).toBe('02:30');
    expect(german.time('2026-10-25T02:30:00Z')).toBe('03:30');
    const spanish = await formatsIn('es');
    expect(spanish.dateTime('2026-11-24T09:00:00Z')).toBe('martes, 24 de noviembre, 10:00');
    expect(spanish.timeRange('2026-11-24T08:00:00Z', '2026-11-24T09:30:00Z')).toBe('09:00–10:30');
  });

  it('name near days by their distance and other years with the year', async () => {
    const english = await formatsIn('en');
    expect(english.nearDay('2026-11-23')).toBe('today');
    expect(english.nearDay('2026-11-24')).toBe('tomorrow');
    expect(english.nearDay('2026-11-26')).toMatch(/26/);
    expect(english.nearDay('2027-01-04')).not.toMatch(/2027/);
    expect(english.nearDay('2025-05-02')).toMatch(/2025/);
    expect(english.date('2027-01-04')).toMatch(/2027/);
    expect(english.date('2026-12-04')).not.toMatch(/2026/);
  });

  it('show money with as many decimals as the currency has', () => {
    expect(formatMoney({ amount: 7550, currency: 'EUR' }, 'en')).toBe('€75.50');
    expect(formatMoney({ amount: 7500, currency: 'JPY' }, 'en')).toBe('¥7,500');
    expect(formatMoney({ amount: 7500, currency: 'KWD' }, 'en')).toMatch(/7\.500/);
  });

  it('write numbers in fields as the language does', async () => {
    expect((await formatsIn('de')).decimal(1065, 2)).toBe('1065,00');
    expect((await formatsIn('en')).decimal(65.5, 2)).toBe('65.50');
  });
});
