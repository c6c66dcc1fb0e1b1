import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { ScanResult } from '../../domain/file-check.js';

/** Where clamd listens: `tcp://127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`. */
export type ScannerPlace = { host: string; port: number } | { path: string };

/** Says whether bytes are clean. Never throws: a scanner that does not answer is `down`, which is not clean. */
export type Scanner = (bytes: Buffer) => Promise<ScanResult>;

const PATIENCE_MS = 60_000;
const CHUNK = 256 * 1024;

/** Reads the place of a scanner; null where the text is none. */
export function readScannerPlace(text: string): ScannerPlace | null {
  const unix = /^unix:(\/.+)$/.exec(text)?.[1];
  if (unix !== undefined) return { path: unix };
  const [, host, port] = /^tcp:\/\/(\[[0-9a-f:]+\]|[^\s/:]+):(\d+)\/?$/i.exec(text) ?? [];
  return host === undefined ? null : { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** A scanner that does not answer is let be for so long: a mail of a thousand files must not wait for each of them. */
const REST_MS = 10_000;

/** Asks clamd by INSTREAM: pieces with their length before them, ended by an empty one. */
export function createScanner(place: ScannerPlace, patienceMs = PATIENCE_MS): Scanner {
  let restsUntil = 0;
  return async (bytes) => {
    if (performance.now() < restsUntil) return { is: 'down', because: 'the scanner did not answer a moment ago' };
    const socket = 'path' in place ? connect(place.path) : connect(place.port, place.host);
    try {
      return readReply(await ask(socket, bytes, patienceMs));
    } catch (error) {
      restsUntil = performance.now() + REST_MS;
      return {
        is: 'down',
        because: `the scanner does not answer (${error instanceof Error ? error.message : String(error)})`,
      };
    } finally {
      socket.destroy();
    }
  };
}

function ask(socket: Socket, bytes: Buffer, patienceMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    socket.setTimeout(patienceMs, () => reject(new Error(`no word for ${patienceMs / 1000} s`)));
    socket.on('data', (chunk: Buffer) => said.push(chunk));
    // It may close while we still write, having said why: its word counts more than the broken pipe.
    const settle = (error?: Error): void => {
      const reply = Buffer.concat(said).toString('latin1').replaceAll('\u0000', '').trim();
      if (reply !== '') resolve(reply);
      else reject(error ?? new Error('it closed the connection without a word'));
    };
    socket.on('error', settle);
    socket.on('close', () => settle());
    socket.once('connect', () => {
      socket.write('zINSTREAM\0');
      for (let at = 0; at < bytes.length; at += CHUNK) {
        const piece = bytes.subarray(at, at + CHUNK);
        socket.write(lengthOf(piece.length));
        socket.write(piece);
      }
      socket.write(lengthOf(0));
    });
  });
}

function lengthOf(size: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(size);
  return length;
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`; anything else is a fault of the scanner, such as a file beyond its limit. */
function readReply(reply: string): ScanResult {
  if (/^stream: OK$/.test(reply)) return { is: 'clean' };
  const signature = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  return signature === undefined
    ? { is: 'down', because: `the scanner says: ${reply.slice(0, 200)}` }
    : { is: 'infected', signature };
}
