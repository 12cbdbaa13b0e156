// Writes the CycloneDX list of the packages that the app is made of, and the licences of all
// libraries of a distribution: those of the server from the list that Maven has written before.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const webroot = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(webroot, '../target');
const serverList = join(target, 'sbom/clinibus-server.cdx.json');
const appList = join(target, 'sbom/clinibus-app.cdx.json');

function npm(...args) {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: webroot,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  }
  return JSON.parse(stdout);
}

/** Folders of the packages below a node of `npm ls`, by `name@version`. */
function installed(node) {
  return Object.entries(node.dependencies ?? {})
    .filter(([, child]) => child.path)
    .flatMap(([name, child]) => [[`${name}@${child.version}`, child.path], ...installed(child)]);
}

const folders = new Map(installed(npm('ls', '--omit=dev', '--all', '--long', '--json')));

/** `npm sbom --omit=dev` also omits packages that the app and its tools share, such as Vue. */
function appBom() {
  const bom = npm('sbom', '--sbom-format=cyclonedx', '--sbom-type=application');
  const root = bom.metadata.component['bom-ref'];
  const isUsed = (ref) => ref === root || folders.has(ref);
  delete bom.serialNumber;
  delete bom.metadata.timestamp;
  bom.components = bom.components.filter((component) => isUsed(component['bom-ref']));
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => isUsed(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isUsed) }));
  return bom;
}

const nameOf = ({ group, name }) => (group ? `${group}${group.startsWith('@') ? '/' : ':'}${name}` : name);

function licences(component) {
  const stated = (component.licenses ?? []).map(
    ({ license, expression }) => expression ?? license.id ?? license.name,
  );
  if (stated.length === 0) {
    throw new Error(`${nameOf(component)} states no licence: find it out and record it in the build.`);
  }
  return stated.join(' or ');
}

const table = (components) =>
  components
    .map((component) => `| ${nameOf(component)} | ${component.version} | ${licences(component)} |`)
    .join('\n');

/** The licence texts that a package brings, also beside what it contains of others. */
function texts(component) {
  const folder = folders.get(component['bom-ref']);
  const files = readdirSync(folder, { recursive: true }).filter(
    (file) => /(^|[\\/])(licen[cs]e|notice)[^\\/]*$/i.test(file) && !file.includes('node_modules'),
  );
  const different = new Set(files.map((file) => readFileSync(join(folder, file), 'utf8').trim()));
  return [...different].map((text) => `### ${nameOf(component)} ${component.version}\n\n${text}\n`);
}

const server = JSON.parse(readFileSync(serverList, 'utf8'));
const app = appBom();
writeFileSync(appList, `${JSON.stringify(app, null, 2)}\n`);
writeFileSync(
  join(target, 'THIRD-PARTY.md'),
  `# Third-party libraries

Clinibus contains the libraries below. Licence texts and notices of the server's libraries are in their jars, below \`META-INF\`.
The container image lacks the libraries of embedded servers, which are listed as well.

## Server

| library | version | licence |
|---|---|---|
${table(server.components)}

## App

| package | version | licence |
|---|---|---|
${table(app.components)}

## Licence texts of the app's packages

${app.components.flatMap(texts).join('\n')}`,
);
