import { readFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** One process, told apart from a later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: boot and start time of the process. */
  mark: string;
}

/** What `<data>/run/<what>.pid` holds. */
export interface PidRecord extends ProcessIdentity {
  /** `postgres`, `temporal`, `service`, …: the file's name. */
  what: string;
  /** The real path of the data folder. A copied data folder must not make us stop the original's processes. */
  folder: string;
  /** The process that started it and watches over it. */
  owner: ProcessIdentity;
  /** The signal that asks it to end in good order. */
  stopSignal: NodeJS.Signals;
}

/** The folder of the pid files inside a data folder. */
export const runFolder = (dataDir: string): string => join(dataDir, 'run');

const pidPath = (dataDir: string, what: string): string => join(runFolder(dataDir), `${what}.pid`);

/** The mark of a running process; null when there is none with this pid, or when it has ended and was not yet reaped. */
export function processMark(pid: number): string | null {
  if (process.platform === 'linux') return linuxMark(pid);
  try {
    const start = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return start === '' ? null : start;
  } catch {
    return null;
  }
}

/** proc(5): the command may hold spaces and brackets, so fields are counted after its last bracket; 3 is the state, 22 the start. */
function linuxMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    // A start time counts from boot: without the boot's id an early pid could match again after a restart of the machine.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

/** Whether the very process that was recorded still runs. */
export const isRunning = ({ pid, mark }: ProcessIdentity): boolean => processMark(pid) === mark;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, mark: processMark(process.pid) ?? 'unknown' };
}

/** Writes the pid file of a child that was just started. A child that has ended already leaves no file. */
export async function writePidFile(
  dataDir: string,
  child: { what: string; pid: number; stopSignal: NodeJS.Signals },
): Promise<void> {
  const mark = processMark(child.pid);
  if (mark === null) return;
  const record: PidRecord = { ...child, mark, folder: await realpath(dataDir), owner: ownIdentity() };
  const path = pidPath(dataDir, child.what);
  await mkdir(runFolder(dataDir), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Removes a pid file; one that is not there is no error. */
export async function removePidFile(dataDir: string, what: string): Promise<void> {
  await rm(pidPath(dataDir, what), { force: true });
}

/** The record of a process that still runs and belongs to this data folder, else null. */
export async function findRunning(dataDir: string, what: string): Promise<PidRecord | null> {
  const record = await readRecord(pidPath(dataDir, what));
  if (record === null || !isRunning(record)) return null;
  return record.folder === (await realpath(dataDir)) ? record : null;
}

/** Takes a stale claim away by renaming it: when a living process has claimed the name in between, its claim is put back. */
async function discardStale(path: string, aside: string): Promise<void> {
  await rename(path, aside).catch(() => undefined);
  const taken = await readRecord(aside);
  if (taken !== null && isRunning(taken)) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function readRecord(path: string): Promise<PidRecord | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PidRecord;
  } catch {
    return null; // absent, or cut off by a full disk: then the process cannot be told apart and is left alone
  }
}

/** Another process holds what only one may hold. */
export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError';
  constructor(readonly holder: PidRecord) {
    super(`process ${holder.pid} already runs '${holder.what}' on the data folder ${holder.folder}`);
  }
}

/** A name that this process holds on a data folder. */
export interface Claim {
  release(): Promise<void>;
}

/**
 * Claims a name for this process until `release`; a claim whose process has ended counts for nothing.
 * @throws AlreadyRunningError while another living process holds it.
 */
export async function claim(dataDir: string, what: string): Promise<Claim> {
  await mkdir(runFolder(dataDir), { recursive: true, mode: 0o700 });
  const path = pidPath(dataDir, what);
  const own = ownIdentity();
  const record: PidRecord = { what, ...own, folder: await realpath(dataDir), owner: own, stopSignal: 'SIGTERM' };
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  try {
    for (;;) {
      try {
        await link(draft, path); // exclusive and whole at once, unlike open-then-write
        return { release: () => removePidFile(dataDir, what) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await findRunning(dataDir, what);
      if (holder !== null) throw new AlreadyRunningError(holder);
      await discardStale(path, `${draft}.stale`);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Stops what an earlier run of this data folder left behind: recorded processes whose owner is gone. A process of a living
 * owner, of another folder, or that cannot be told apart is not touched.
 * @returns the names of those that were stopped.
 */
export async function stopOrphans(dataDir: string): Promise<string[]> {
  return stopRecorded(dataDir, ({ owner }) => !isRunning(owner));
}

/** Stops every child that this process has started on the data folder, also one whose start is still under way. */
export async function stopOwnChildren(dataDir: string): Promise<string[]> {
  return stopRecorded(dataDir, ({ owner, pid }) => owner.pid === process.pid && pid !== process.pid);
}

/** Youngest first, so that servers end after their clients. */
async function stopRecorded(dataDir: string, isMeant: (record: PidRecord) => boolean): Promise<string[]> {
  const folder = runFolder(dataDir);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pid'));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, at: (await stat(path).catch(() => null))?.mtimeMs ?? 0, record: await readRecord(path) };
    }),
  );
  const own = await realpath(dataDir).catch(() => dataDir);
  const stopped: string[] = [];
  for (const { path, record } of files.sort((a, b) => b.at - a.at)) {
    if (record !== null && isRunning(record)) {
      if (record.folder !== own || !isMeant(record)) continue;
      await stopProcess(record, record.stopSignal);
      stopped.push(record.what);
    }
    await rm(path, { force: true });
  }
  return stopped;
}

/** Asks a process to end, waits `graceMs`, then kills it. Works for processes that are not our children. */
export async function stopProcess(one: ProcessIdentity, signal: NodeJS.Signals, graceMs = 10_000): Promise<void> {
  for (const [step, patience] of [
    [signal, graceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isRunning(one)) return;
    try {
      process.kill(one.pid, step);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    const until = Date.now() + patience;
    while (isRunning(one) && Date.now() < until) await delay(20);
  }
}
