import { afterEach, describe, expect, it } from 'vitest';
import { h } from 'vue';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { i18n } from '@/shared/locales';
import { nameOf } from '../lib/codes';
import DiagnosisPicker from './DiagnosisPicker.vue';

let stage: Stage;
const chosen: unknown[] = [];
afterEach(() => {
  stage.wrapper.unmount();
  chosen.length = 0;
  i18n.global.locale.value = 'en';
});

const code = { id: 'c1', system: 'test', code: 'RESP-01', en: 'Common cold', de: 'Erkältung' };

const search = (_: unknown, __: unknown, url: URL) => ({
  body: { items: url.searchParams.get('q') === 'cold' ? [code] : [] },
});

async function type(text: string, answer: Parameters<Stage['clinic']['on']>[2] = search) {
  stage = await showPage(
    () => h(DiagnosisPicker, { onChoose: (one: unknown) => chosen.push(one) }),
    '/account',
    'doctor@example.org',
  );
  stage.clinic.on('GET', '/api/codes', answer);
  await stage.wrapper.find('[role="combobox"]').setValue(text);
  await waitFor(() => expect(stage.wrapper.text()).toContain('as it is'));
}

const key = async (name: string) => {
  await stage.wrapper.find('[role="combobox"]').trigger('keydown', { key: name });
  await settle();
};

describe('a diagnosis', () => {
  it('is chosen by its code', async () => {
    await type('cold');
    expect(stage.wrapper.text()).toContain('Common cold RESP-01');
    await key('Enter');
    expect(chosen).toEqual([{ text: 'Common cold', code: 'RESP-01', system: 'test' }]);
  });

  it('is taken as it was typed', async () => {
    await type('cold');
    await key('ArrowDown');
    await key('Enter');
    expect(chosen).toEqual([{ text: 'cold' }]);
  });

  it('can be taken as it was typed where the codes cannot be searched, which is said', async () => {
    await type('cold', () => ({ status: 503 }));
    expect(stage.wrapper.text()).toContain('The codes could not be searched.');
    await key('Enter');
    expect(chosen).toEqual([{ text: 'cold' }]);
  });

  it('is named in the language of the reader, or in another one', () => {
    expect(nameOf(code, 'de')).toBe('Erkältung');
    expect(nameOf(code, 'es')).toBe('Common cold');
    expect(nameOf({ id: '1', system: 's', code: 'X' }, 'es')).toBe('X');
  });
});
