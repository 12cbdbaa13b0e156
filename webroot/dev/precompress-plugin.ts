import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** In a folder with a dot is what no browser asks for. */
const worthCompressing = /^(?!\.).*\.(js|css|html|svg|json|webmanifest)$/;
const smallest = 1024;

/** Writes a .br and a .gz beside every text file of the build, so that the server need not compress. */
export function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'clinibus:precompress',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true });
      await Promise.all(
        files.filter((file) => worthCompressing.test(file)).map((file) => compress(join(outDir, file))),
      );
    },
  };
}

async function compress(file: string) {
  const content = await readFile(file);
  if (content.length < smallest) {
    return;
  }
  const brotli = await promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const zipped = await promisify(gzip)(content, { level: 9 });
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, zipped)]);
}
