// What Maven runs: `node scripts/maven.mjs install|build|test [skip]`. Each step is left out while
// nothing it depends on has changed since it last succeeded.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const webroot = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(webroot, '../target');
const contract = join(webroot, '../target/classes/openapi/clinibus.yaml');
const output = join(target, 'classes/webroot');
/** Below webroot, what steps write themselves. */
const written = ['node_modules', join('src/shared/api/generated')];

const steps = {
  install: {
    stamp: join(webroot, 'node_modules/.installed'),
    inputs: ['package.json', 'package-lock.json', '.npmrc'],
    isThere: () => existsSync(join(webroot, 'node_modules')),
    command: ['ci', '--no-audit', '--no-fund'],
  },
  build: {
    stamp: join(target, 'webapp-built'),
    inputs: [
      'package.json',
      'package-lock.json',
      'index.html',
      'vite.config.ts',
      'tsconfig.json',
      'src',
      'public',
      'dev',
      contract,
    ],
    isThere: () => existsSync(join(output, 'index.html')),
    command: ['run', 'build'],
  },
  test: {
    stamp: join(target, 'webapp-tested'),
    // ESLint and Prettier read every file, and some specs read the contract.
    inputs: ['.', contract],
    isThere: () => true,
    command: ['run', 'verify'],
  },
};

function fail(message) {
  console.error(`\nWeb app: ${message}\n(To build without the web app: -DskipWebapp=true)\n`);
  process.exit(1);
}

function filesOf(path) {
  const full = resolve(webroot, path);
  if (written.includes(relative(webroot, full))) {
    return [];
  }
  if (!statSync(full).isDirectory()) {
    return [full];
  }
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(join(full, name)));
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap(filesOf)) {
    hash.update(relative(webroot, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function npm(args) {
  const { status, stdout, stderr, error } = spawnSync('npm', args, {
    cwd: webroot,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) {
    fail(`npm could not be started (${error.code}). Install Node.js 20 or later, which brings it.`);
  }
  return { ok: status === 0, log: stdout + stderr };
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node.js ${process.versions.node} is too old. Install version 20.19 or later.`);
}

const [name, skip] = process.argv.slice(2);
const step = steps[name] ?? fail(`there is no step "${name}".`);
const now = fingerprint(step.inputs);
const before = existsSync(step.stamp) ? readFileSync(step.stamp, 'utf8') : '';

if (skip !== 'true' && (before !== now || !step.isThere())) {
  rmSync(step.stamp, { force: true });
  const began = Date.now();
  const { ok, log } = npm(step.command);
  if (!ok) {
    console.error(log);
    fail(`npm ${step.command.join(' ')} failed; see above.`);
  }
  mkdirSync(dirname(step.stamp), { recursive: true });
  writeFileSync(step.stamp, now);
  console.log(`Web app: npm ${step.command.join(' ')} took ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
