import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does `work` while no other process does work under the same lock file. A lock whose process has ended counts for nothing.
 * @param {string} path
 * @param {{ onWait: (pid: number) => void }} options `onWait` is told once, when another process must be waited for
 * @param {() => Promise<void>} work
 */
export async function withLock(path, { onWait }, work) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  let hasWaited = false;
  try {
    while (!tryLink(draft, path)) {
      const holder = readHolder(path);
      if (holder === null || startOf(holder.pid) !== holder.start) {
        discardStale(path, `${draft}.stale`);
        continue;
      }
      if (!hasWaited) onWait(holder.pid);
      hasWaited = true;
      await delay(100);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A link is exclusive and shows the whole content at once; opening and then writing would show an empty lock for a moment. */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Takes a stale lock away by renaming it: when a living process has locked in between, its lock is put back. */
function discardStale(path, aside) {
  try {
    renameSync(path, aside);
  } catch {
    return; // another process took it away
  }
  const taken = readHolder(aside);
  if (taken !== null && startOf(taken.pid) === taken.start) tryLink(aside, path);
  rmSync(aside, { force: true });
}

/** When the process started, which tells it from a later one with the same pid; null when there is none. */
function startOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || null;
  } catch {
    return null;
  }
}
