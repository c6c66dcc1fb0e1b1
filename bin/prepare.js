import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock.js';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const SOURCES = ['domain', 'workflows', 'activities', 'office', 'adapters', 'templates', 'web', 'cli', 'worker'];
const INSTALL_STAMP = join(ROOT, 'node_modules/.coordinator-lock-hash');
const BUILD_STAMP = join(ROOT, 'dist/.stamp');
const LOCK_FILE = join(ROOT, 'package-lock.json');
const BUNDLE = join(ROOT, 'dist/workflow-bundle.js');

/**
 * Installs and builds what is missing or out of date, and says a line for each thing that it does. Nothing is said, and little
 * time is spent, when all is in place.
 * @param {{ log?: (line: string) => void, build?: boolean }} options `log` writes to standard error unless told otherwise
 */
export async function prepare({ log = (line) => console.error(line), build = true } = {}) {
  const isReady = () => isInstalled() && (!build || isBuilt());
  if (isReady()) return;
  const onWait = (pid) => log(`Waiting for process ${pid}, which is installing or building here`);
  await withLock(join(ROOT, '.cache/prepare.lock'), { onWait }, async () => {
    if (!isInstalled()) await install(log);
    if (build && !isBuilt()) await buildAll(log);
  });
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex');
const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function isInstalled() {
  return readText(INSTALL_STAMP) === hashOf(readFileSync(LOCK_FILE));
}

/**
 * Into an empty folder, as `npm ci` does, since a half unpacked package would be taken for a whole one. Not by `npm ci` itself:
 * npm 11 lets it fail when the registry at hand lacks an optional package of another platform. No package's install script is run:
 * nothing here needs one, and newer npm versions do not run them unasked either.
 */
async function install(log) {
  const wanted = hashOf(readFileSync(LOCK_FILE));
  if (!hasEveryPackage()) {
    log('Installing packages (npm install, as package-lock.json says)');
    rmSync(join(ROOT, 'node_modules'), { recursive: true, force: true });
    const args = [
      'install',
      '--no-save',
      '--include=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    const [command, ...before] = npmCommand();
    const { code, output } = await run(command, [...before, ...args]);
    if (code !== 0) throw new PrepareError(`The packages could not be installed: npm ended with code ${code}.`, output);
    if (!hasEveryPackage()) throw new PrepareError('What npm installed is not what package-lock.json names.', output);
  }
  writeFileSync(INSTALL_STAMP, wanted);
}

/** Whether an `npm ci` or `npm install` made by hand has left just what the lock file asks for: then nothing is fetched again. */
function hasEveryPackage() {
  const installed = readText(join(ROOT, 'node_modules/.package-lock.json'));
  if (installed === '') return false;
  const present = JSON.parse(installed).packages;
  const wanted = JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    if (present[path] === undefined) return optional === true;
    return present[path].version === version && existsSync(join(ROOT, path, 'package.json'));
  });
}

/** Under `npm start` the very npm that runs us, else the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath ?? '';
  return script.endsWith('npm-cli.js') && existsSync(script) ? [process.execPath, script] : ['npm'];
}

function isBuilt() {
  const stamp = readText(BUILD_STAMP);
  return stamp !== '' && stamp === sourceKey();
}

/** Changes whenever a source, the compiler's settings or an installed package does; made from sizes and times, not contents. */
function sourceKey() {
  const lines = [process.version, hashOf(readFileSync(LOCK_FILE))];
  for (const path of [...sourceFiles(), 'tsconfig.json', 'tsconfig.build.json', 'bin/prepare.js']) {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    lines.push(`${path} ${size} ${mtimeMs}`);
  }
  return hashOf(lines.join('\n'));
}

function sourceFiles() {
  return SOURCES.flatMap((folder) => listFiles(folder)).filter((path) => path.endsWith('.ts'));
}

function listFiles(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true }).map((name) => `${folder}/${name}`);
}

async function buildAll(log) {
  log('Building');
  const key = sourceKey(); // taken before: a source that changes meanwhile makes the next start build again
  rmSync(BUILD_STAMP, { force: true });
  await compile();
  removeLeftovers();
  await bundleWorkflows();
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(BUILD_STAMP, key);
}

/** Types are not checked here: `npm run check` does that, and a start should not wait for it. */
async function compile() {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, output } = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json']);
  if (code !== 0) throw new PrepareError('The sources could not be compiled.', output);
}

/** What was compiled from a source that is no more could still be imported, or be bundled as a workflow. */
function removeLeftovers() {
  for (const path of SOURCES.flatMap((folder) => listFiles(`dist/${folder}`))) {
    const source = path.replace(/^dist\//, '').replace(/\.js(\.map)?$/, '.ts');
    if (source.endsWith('.ts') && !existsSync(join(ROOT, source))) rmSync(join(ROOT, path), { force: true });
  }
}

async function bundleWorkflows() {
  const entry = join(ROOT, 'dist/workflows/index.js');
  if (!existsSync(entry)) return;
  const worker = pathToFileURL(join(ROOT, 'node_modules/@temporalio/worker/lib/index.js')).href;
  const { bundleWorkflowCode } = (await import(worker)).default;
  const said = [];
  const keep = (...parts) => said.push(parts.join(' '));
  const logger = { log: keep, trace() {}, debug() {}, info() {}, warn: keep, error: keep };
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath: entry, logger });
    writeFileSync(`${BUNDLE}.new`, code);
    renameSync(`${BUNDLE}.new`, BUNDLE);
  } catch (error) {
    throw new PrepareError('The workflows could not be bundled.', [...said, error.message].join('\n'));
  }
}

/** Installing or building has failed; the message is for the operator, with what the tool said below it. */
export class PrepareError extends Error {
  constructor(message, output) {
    super(`${message}\n${output.trim().split('\n').slice(0, 30).join('\n')}`.trim());
  }
}

/** Runs a command in the project's folder to its end. */
export function run(command, args, { env = process.env, shows = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: shows ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128, output: Buffer.concat(chunks).toString() + (signal ? `\nended by ${signal}` : '') });
    });
  });
}
