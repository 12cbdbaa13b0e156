import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Gives vue-i18n only what it needs of Vue. It looks one function up by a name known at run time, so that no part of
 * Vue could be left out of the build: server-side rendering and custom elements were 10 kB of the first view.
 */
export function vueForI18n(): Plugin {
  return {
    name: 'clinibus:vue-for-i18n',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^vue$/ },
      handler: (_, importer) =>
        /\/node_modules\/vue-i18n\//.test(importer ?? '')
          ? fileURLToPath(new URL('vue-for-i18n.ts', import.meta.url))
          : undefined,
    },
  };
}
