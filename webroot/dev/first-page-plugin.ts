import type { Plugin } from 'vite';

/**
 * Tells `theme.js`, which runs first, the files of the pages that visitors open, so that they are on their way while
 * those of every page are.
 */
export function firstPage(): Plugin {
  return {
    name: 'clinibus:first-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const page = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'patient');
        if (page?.type !== 'chunk') {
          throw new Error('there is no file of the pages that visitors open');
        }
        const files = [page.fileName, ...page.viteMetadata!.importedCss].map((file) => `/${file}`);
        return html.replace('src="/theme.js"', `src="/theme.js" data-visitor="${files.join(' ')}"`);
      },
    },
  };
}
