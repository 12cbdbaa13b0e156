import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Lists the files of the build whose names have a hash, which nodes keep for the pages of other releases. Vite's own
 * manifest lacks what workers load.
 */
export function assetList(): Plugin {
  return {
    name: 'clinibus:asset-list',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const names = await readdir(join(dir, 'assets'));
      await mkdir(join(dir, '.build'), { recursive: true });
      await writeFile(
        join(dir, '.build/assets.json'),
        JSON.stringify(names.sort().map((name) => `assets/${name}`)),
      );
    },
  };
}
