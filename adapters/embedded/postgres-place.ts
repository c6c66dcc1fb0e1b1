import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { copyBinaries, findPostgresPackage, makeLibraryLinks } from './postgres-binaries.js';

/** Where the cluster of a data folder lives, who runs it, and with which binaries. */
export interface PostgresPlace {
  /** The folder of the cluster; its parent folder may be written by the account. */
  cluster: string;
  /** The folder of the binaries. */
  bin: string;
  /** Set when this process is root: PostgreSQL refuses to run as root. */
  account?: { uid: number; gid: number };
}

/**
 * As root the server runs as the account `postgres`, who cannot enter a data folder below a 0700 folder such as /root:
 * cluster and binaries then live here.
 */
const ROOT_FOLDER = '/var/lib/coordinator';

/**
 * Finds or makes the place of the cluster that belongs to a data folder.
 * @throws Error when the data folder is a copy of one that still exists, or was made by another account.
 */
export async function findPostgresPlace(dataDir: string, env: NodeJS.ProcessEnv): Promise<PostgresPlace> {
  const own = join(dataDir, 'postgres');
  await mkdir(own, { recursive: true, mode: 0o700 });
  const found = await findPostgresPackage();
  await makeLibraryLinks(found.native);
  if (process.getuid?.() !== 0) {
    if (existsSync(join(own, 'place'))) {
      throw new Error(`The database of ${dataDir} was made by root: start as root, or choose another data folder.`);
    }
    return { cluster: join(own, 'cluster'), bin: join(found.native, 'bin') };
  }
  const account = await findAccount(env);
  const server = join(await findRootPlace(dataDir, own), 'server');
  await mkdir(server, { recursive: true });
  await chown(server, account.uid, account.gid);
  return { cluster: join(server, 'cluster'), bin: join(await copyBinaries(found, ROOT_FOLDER), 'bin'), account };
}

/** Whether a data folder has a cluster, of whatever account, at the place that is noted in it. Nothing is made. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  const own = join(dataDir, 'postgres');
  const place = await readNote(join(own, 'place'));
  return existsSync(join(own, 'cluster')) || (place !== null && existsSync(join(place, 'server', 'cluster')));
}

/**
 * The place is noted in the data folder and the data folder in the place, so that a moved folder keeps its database and a copied
 * one does not share it. A place that an erased data folder left behind is never used again, and never removed either.
 */
async function findRootPlace(dataDir: string, own: string): Promise<string> {
  if (existsSync(join(own, 'cluster'))) {
    throw new Error(`The database of ${dataDir} was made by another account than root: start with that account.`);
  }
  const folder = await realpath(dataDir);
  const note = join(own, 'place');
  const place = (await readNote(note)) ?? freePlace(folder);
  const ownerNote = join(place, 'data-folder');
  const owner = (await readNote(ownerNote)) ?? folder;
  if (owner !== folder && existsSync(join(owner, 'postgres', 'place'))) {
    throw new Error(
      `${folder} is a copy of ${owner}, and its database at ${place} belongs to that one. ` +
        `Use the original, or an empty data folder.`,
    );
  }
  await mkdir(place, { recursive: true });
  for (const each of [ROOT_FOLDER, place]) await chmod(each, 0o755); // whatever the umask is
  await writeFile(ownerNote, `${folder}\n`);
  await writeFile(note, `${place}\n`, { mode: 0o600 });
  return place;
}

const readNote = async (path: string): Promise<string | null> =>
  (await readFile(path, 'utf8').catch(() => null))?.trim() ?? null;

function freePlace(folder: string): string {
  const first = join(ROOT_FOLDER, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  let place = first;
  for (let count = 2; existsSync(place); count++) place = `${first}-${count}`;
  return place;
}

async function findAccount(env: NodeJS.ProcessEnv): Promise<{ uid: number; gid: number }> {
  const known = await readAccount(env);
  if (known !== null) return known;
  const faults: string[] = [];
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'], // Alpine
  ] as const) {
    const { code, output } = await runCommand(command, [...args], { env, timeoutMs: 30_000 });
    const made = code === 0 ? await readAccount(env) : null;
    if (made !== null) return made;
    faults.push(`${command}: ${output}`);
  }
  throw new Error(
    `PostgreSQL does not run as root, and the account 'postgres' could not be made (${faults.join('; ')}). ` +
      `Make it, start without root, or set DATABASE_URL.`,
  );
}

async function readAccount(env: NodeJS.ProcessEnv): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) => runCommand('id', [flag, 'postgres'], { env, timeoutMs: 10_000 })),
  );
  if (uid?.code !== 0 || gid?.code !== 0) return null;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}
