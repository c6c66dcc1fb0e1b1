import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const NAMES = ['web', 'smtp', 'mailbox', 'mailbox-smtp', 'temporal', 'temporal-ui', 'postgres'];

/** The service of its own for a bench, on free ports and in a folder that is removed at the end. `options` are those of `start`. */
export async function startService(options = []) {
  const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()])));
  const data = await mkdtemp(path.join(tmpdir(), 'coordinator-bench-'));
  const given = NAMES.flatMap((name) => [`--${name}-port`, String(ports[name])]);
  const service = spawn(process.execPath, ['bin/coordinator.js', 'start', ...options, ...given], {
    env: { ...process.env, COORDINATOR_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilReady(service);
  return {
    ports,
    /** Resident memory of the service process, in MiB. */
    memory() {
      const run = path.join(data, 'run');
      const name = readdirSync(run).find((file) => /^service.*\.pid$/.test(file)) ?? '';
      const { pid } = JSON.parse(readFileSync(path.join(run, name), 'utf8'));
      const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return Number(kib) / 1024;
    },
    async stop() {
      service.kill('SIGINT');
      await new Promise((resolve) => service.once('exit', resolve));
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** The value below which so large a share lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function untilReady(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (/^Ready/m.test(output)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${output}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
