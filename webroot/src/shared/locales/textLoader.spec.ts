import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Messages } from './functions';
import { TextLoader } from './textLoader';

describe('the texts of languages', () => {
  /** What was added, as `<language> <file>`. */
  let added: string[];
  let load: ReturnType<typeof vi.fn<(file: string) => Promise<Messages>>>;
  let texts: TextLoader<'en' | 'de'>;

  const files = (locale: string) => ({
    everybody: () => load(`${locale} everybody`),
    signedIn: () => load(`${locale} signedIn`),
  });

  beforeEach(() => {
    added = [];
    load = vi.fn(async (file) => ({ file }));
    texts = new TextLoader<'en' | 'de'>({ en: files('en'), de: files('de') }, 'en', (_, { file }) =>
      added.push(String(file)),
    );
  });

  it('are loaded once, those that are read after signing in not before', async () => {
    await texts.change('de');
    expect(added).toEqual(['de everybody']);
    await texts.signIn();
    await texts.change('de');
    expect(added).toEqual(['de everybody', 'de signedIn']);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('are of the language that is on its way when somebody signs in', async () => {
    await Promise.all([texts.change('de'), texts.signIn()]);
    expect(added.sort()).toEqual(['de everybody', 'de signedIn']);
  });

  it('are all there when the language changes after signing in', async () => {
    await texts.signIn();
    await texts.change('de');
    expect(added).toEqual(['en everybody', 'en signedIn', 'de everybody', 'de signedIn']);
  });

  it('are those of the former language where another one cannot be loaded, and are tried again', async () => {
    load.mockRejectedValueOnce(new Error('gone'));
    const changing = texts.change('de');
    const signingIn = texts.signIn().catch(() => undefined);
    await expect(changing).rejects.toThrow('gone');
    await signingIn;
    expect(added).toEqual(expect.arrayContaining(['en everybody', 'en signedIn']));
    await texts.change('de');
    expect(added).toEqual(expect.arrayContaining(['de everybody', 'de signedIn']));
  });
});
