// What the browser tests start from: `node scripts/browser.mjs <folder>` unpacks the Chromium of the
// package @sparticuz/chromium into a folder of its version, once, and prints where it is and what it
// wants in its environment, as JSON. The package's fonts come along, so that pages look the same everywhere.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const packed = join(dirname(fileURLToPath(import.meta.url)), '../node_modules/@sparticuz/chromium');
const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
const home = resolve(process.argv[2], `chromium-${version}`);
const executable = join(home, 'chromium');
const libraries = join(home, 'al2023/lib');

if (!existsSync(home)) {
  // Two builds may unpack at a time, and one may be stopped half-way: only what is whole gets the name.
  const unpacking = `${home}.${process.pid}`;
  mkdirSync(unpacking, { recursive: true });
  process.env.TMPDIR = unpacking;
  const { inflate } = await import('@sparticuz/chromium');
  await Promise.all(
    ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((file) => inflate(join(packed, 'bin', file))),
  );
  writeFileSync(
    join(unpacking, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>
`,
  );
  try {
    renameSync(unpacking, home);
  } catch (error) {
    rmSync(unpacking, { recursive: true, force: true });
    if (!existsSync(home)) {
      throw error;
    }
  }
}

const environment = { FONTCONFIG_FILE: join(home, 'fonts.conf') };
if (spawnSync(executable, ['--version']).status !== 0) {
  // The package brings the few libraries that small machines lack.
  environment.LD_LIBRARY_PATH = libraries;
}
console.log(JSON.stringify({ executable, environment, node: process.execPath }));
