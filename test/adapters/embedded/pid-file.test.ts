import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AlreadyRunningError,
  claim,
  findRunning,
  isRunning,
  processMark,
  stopOrphans,
  stopOwnChildren,
  writePidFile,
} from '../../../adapters/embedded/pid-file.js';

let data: string;
let child: ChildProcess & { pid: number };

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'coordinator-test-'));
  child = spawn('sleep', ['60']) as ChildProcess & { pid: number };
  await once(child, 'spawn');
  await writePidFile(data, { what: 'sleeper', pid: child.pid, stopSignal: 'SIGTERM' });
});

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(data, { recursive: true });
});

const path = (folder = data): string => join(folder, 'run/sleeper.pid');

/** Rewrites the pid file as another owner, start or folder would have left it. */
function change(changes: object, folder = data): void {
  writeFileSync(path(folder), JSON.stringify({ ...JSON.parse(readFileSync(path(folder), 'utf8')), ...changes }));
}

const GONE = { pid: 1_000_000_000, mark: 'gone' };

it('stops a process whose owner is gone, and removes its pid file', async () => {
  change({ owner: GONE });
  expect(await stopOrphans(data)).toEqual(['sleeper']);
  expect(processMark(child.pid)).toBeNull();
  expect(existsSync(path())).toBe(false);
});

it('leaves a process alone while its owner lives', async () => {
  expect(await stopOrphans(data)).toEqual([]);
  expect(processMark(child.pid)).not.toBeNull();
  expect((await findRunning(data, 'sleeper'))?.pid).toBe(child.pid);
});

it('leaves alone a later process that was given the pid of an earlier one', async () => {
  change({ owner: GONE, mark: 'another-boot:1' });
  expect(await stopOrphans(data)).toEqual([]);
  expect(processMark(child.pid)).not.toBeNull();
  expect(existsSync(path())).toBe(false);
});

it('leaves alone the processes of the folder that a data folder was copied from', async () => {
  change({ owner: GONE });
  const copy = mkdtempSync(join(tmpdir(), 'coordinator-test-'));
  cpSync(data, copy, { recursive: true });
  expect(await stopOrphans(copy)).toEqual([]);
  expect(await findRunning(copy, 'sleeper')).toBeNull();
  expect(processMark(child.pid)).not.toBeNull();
  rmSync(copy, { recursive: true });
});

it('stops the children of this process on request', async () => {
  expect(await stopOwnChildren(data)).toEqual(['sleeper']);
  expect(processMark(child.pid)).toBeNull();
});

it('gives a name to one process at a time, and gives it again after its release', async () => {
  const first = await claim(data, 'desk');
  await expect(claim(data, 'desk')).rejects.toThrow(AlreadyRunningError);
  await first.release();
  await (await claim(data, 'desk')).release();
});

it('takes over the name of a process that has ended', async () => {
  change({ what: 'sleeper', ...GONE });
  const taken = await claim(data, 'sleeper');
  expect((await findRunning(data, 'sleeper'))?.pid).toBe(process.pid);
  await taken.release();
});

it('tells that a process has ended as soon as it has, also before it is reaped', async () => {
  const mark = processMark(child.pid) as string;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(isRunning({ pid: child.pid, mark })).toBe(false);
});
