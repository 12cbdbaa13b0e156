// What Maven runs: `node scripts/maven.mjs install|build|test|await-test [skip]`. Each step is left out while
// nothing it depends on has changed since it last succeeded. `test` may run beside other work: it prints nothing, and
// `await-test` waits for it and prints what it has found.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const webroot = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(webroot, '../target');
const contract = join(webroot, '../target/classes/openapi/clinibus.yaml');
const output = join(target, 'classes/webroot');
/** What `test` has found. */
const outcome = join(target, 'webapp-test.json');
/** The types of the contract, which the build generates for the checks too. */
const generated = join('src/shared/api/generated');
/** Below webroot, what steps write themselves. */
const written = ['node_modules', generated];

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
    isThere: () =>
      existsSync(join(output, 'index.html')) && existsSync(join(webroot, generated, 'clinibus.ts')),
    command: ['run', 'build'],
  },
  test: {
    stamp: join(target, 'webapp-tested'),
    // ESLint and Prettier read every file, and some specs read the contract.
    inputs: ['.', contract],
    isThere: () => true,
    command: ['run', 'checks'],
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

/** Runs a step unless nothing has changed, and gives what there is to print, if anything. */
function run(step) {
  const now = fingerprint(step.inputs);
  const before = existsSync(step.stamp) ? readFileSync(step.stamp, 'utf8') : '';
  if (before === now && step.isThere()) {
    return { ok: true, text: '' };
  }
  rmSync(step.stamp, { force: true });
  const began = Date.now();
  const { ok, log } = npm(step.command);
  if (!ok) {
    return { ok, text: `${log}\nnpm ${step.command.join(' ')} failed; see above.`, inputs: now };
  }
  mkdirSync(dirname(step.stamp), { recursive: true });
  writeFileSync(step.stamp, now);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  return { ok, text: `Web app: npm ${step.command.join(' ')} took ${seconds} s` };
}

function print({ ok, text }) {
  if (!ok) {
    fail(text);
  }
  if (text) {
    console.log(text);
  }
}

/** Runs it and leaves what there is to print in a file; while it runs, its process is named there. */
function runBeside(step) {
  mkdirSync(target, { recursive: true });
  writeFileSync(outcome, JSON.stringify({ pid: process.pid }));
  const result = run(step);
  writeFileSync(`${outcome}.new`, JSON.stringify(result));
  renameSync(`${outcome}.new`, outcome);
}

function isRunning({ pid }) {
  try {
    return Boolean(pid) && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What the step has found that runs or ran beside. If that did not end, or had other inputs, it is run now. */
async function outcomeOf(step) {
  const read = () => (existsSync(outcome) ? JSON.parse(readFileSync(outcome, 'utf8')) : {});
  while (isRunning(read())) {
    await new Promise((passed) => setTimeout(passed, 200));
  }
  const found = read();
  rmSync(outcome, { force: true });
  if (found.ok === false && found.inputs === fingerprint(step.inputs)) {
    return found;
  }
  const { ok, text } = run(step);
  return { ok, text: text || found.text };
}

const [name, skip] = process.argv.slice(2);
const awaited = name === 'await-test';
const step = steps[awaited ? 'test' : name] ?? fail(`there is no step "${name}".`);
if (skip !== 'true') {
  if (name === 'test') {
    runBeside(step);
  } else {
    print(awaited ? await outcomeOf(step) : run(step));
  }
}
