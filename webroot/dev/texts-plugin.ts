import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

type Texts = { [key: string]: string | Texts };

const asked = /\/locales\/\w+\.json\?(everybody|signed-in)$/;
/** No JSON to Vite, which would read the file as a whole. */
const divided = /\/locales\/\w+\.texts\?(everybody|signed-in)$/;

/**
 * Divides the texts of a language as the English ones are: `de.json?everybody` is what has its English text in the
 * `en.json` beside it, `de.json?signed-in` the rest. Nobody loads that before signing in.
 */
export function dividedTexts(): Plugin {
  return {
    name: 'clinibus:divided-texts',
    enforce: 'pre',
    resolveId: {
      filter: { id: asked },
      handler: (source, importer) => resolve(dirname(importer!), source).replace('.json?', '.texts?'),
    },
    load: {
      filter: { id: divided },
      async handler(id) {
        const [name, part] = id.split('?') as [string, string];
        const file = name.replace(/texts$/, 'json');
        const english = join(dirname(file), 'en.json');
        const visitors = existsSync(english) ? await read(english) : {};
        const texts = divide(await read(file), visitors, part === 'everybody');
        return { code: `export default ${JSON.stringify(texts)}`, moduleType: 'js' };
      },
    },
  };
}

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Texts;

/** The texts whose keys the others have, or those whose keys they have not. */
function divide(texts: Texts, others: Texts, common: boolean): Texts {
  const found: Texts = {};
  for (const [key, value] of Object.entries(texts)) {
    const other = others[key];
    if (typeof value === 'string') {
      if ((other !== undefined) === common) {
        found[key] = value;
      }
    } else {
      const within = divide(value, typeof other === 'object' ? other : {}, common);
      if (Object.keys(within).length > 0) {
        found[key] = within;
      }
    }
  }
  return found;
}
