import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataFolder } from '../../worker/data-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'coordinator-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes the folder and those above it for its owner only, and a second time changes nothing', async () => {
  const path = join(folder, 'a/b/data');
  await makeDataFolder(path);
  await makeDataFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it('refuses a place where a file stands, and a place below one', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'data')])
    await expect(makeDataFolder(path)).rejects.toThrow(
      `The data folder ${path} cannot be made: a file stands in its place. Choose another with --data or COORDINATOR_DATA`,
    );
});

it('gives up at once where nothing can be made', async () => {
  await expect(makeDataFolder('/proc/no-such/data')).rejects.toThrow(
    'The data folder /proc/no-such/data cannot be made',
  );
});
