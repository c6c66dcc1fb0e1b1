import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from '../../worker/secrets.js';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'coordinator-test-'));
});
afterEach(() => rmSync(data, { recursive: true }));

it('makes keys once, for its owner only, also when several ask at once', async () => {
  const all = await Promise.all([loadSecrets(data), loadSecrets(data), loadSecrets(join(data, '.'))]);
  expect(new Set(all.map((one) => one.replyKey)).size).toBe(1);
  expect(await loadSecrets(data)).toEqual(all[0]);
  expect(all[0]?.replyKey).not.toBe(all[0]?.sessionKey);
  expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(data)).toEqual(['secrets.json']);
});

it('never replaces a damaged file: new keys would make every note that is out unanswerable', async () => {
  writeFileSync(join(data, 'secrets.json'), '{"replyKey": "short"}');
  await expect(loadSecrets(data)).rejects.toThrow(/secrets\.json is damaged: bring it back from a copy/);
});
