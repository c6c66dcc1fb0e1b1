import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../worker/supervised/start.js';

/** A real clamd that knows one signature: that of the EICAR test file. */
export interface Clamd {
  port: number;
  stop(): Promise<void>;
}

/** The harmless test file of the antivirus makers, in two halves so that this file is none. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

const STARTED_MS = 20_000;

/** `port` is any free one when left out. COORDINATOR_CLAMD is the program. */
export async function startClamd(given: { port?: number; maxBytes?: number } = {}): Promise<Clamd> {
  const folder = mkdtempSync(join(tmpdir(), 'clamd-'));
  chmodSync(folder, 0o755);
  const [free = 0] = await freePorts(1);
  const port = given.port ?? free;
  writeFileSync(join(folder, 'eicar.ndb'), `Eicar-Signature:0:*:${EICAR.toString('hex')}\n`);
  const settings = [
    `DatabaseDirectory ${folder}`,
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    'Foreground yes',
    `StreamMaxLength ${given.maxBytes ?? 50_000_000}`,
    'MaxThreads 2',
  ];
  writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  const server = spawn(process.env.COORDINATOR_CLAMD ?? 'clamd', ['-c', join(folder, 'clamd.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  for (let waited = 0; !(await answers(port)); waited += 100) {
    if (server.exitCode !== null || waited > STARTED_MS) throw new Error(`clamd does not answer: ${words}`);
    await delay(100);
  }
  return {
    port,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('zPING\0'));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
