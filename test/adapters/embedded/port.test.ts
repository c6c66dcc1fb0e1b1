import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { assertPortsFree } from '../../../adapters/embedded/port.js';

const use = (what: string, port: number, host = '127.0.0.1') => ({
  what,
  host,
  port,
  option: `--${what}-port`,
  variable: `COORDINATOR_${what.toUpperCase()}_PORT`,
});

let server: Server;
let busy: number;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  busy = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

it('says nothing of a port that is free', async () => {
  await expect(assertPortsFree([use('web', 0)])).resolves.toBeUndefined();
});

it('names each port that cannot be had in one error, with the option and the variable that move it', async () => {
  const faults = assertPortsFree([use('web', busy), use('smtp', 41_999, '203.0.113.1'), use('mailbox', busy)]);
  await expect(faults).rejects.toThrow(
    [
      `Port ${busy} on 127.0.0.1, for web, is in use by another program: free it, or choose another with --web-port or COORDINATOR_WEB_PORT.`,
      'Port 41999 on 203.0.113.1, for smtp, is not possible, since this machine has no such address: free it, or choose another with --smtp-port or COORDINATOR_SMTP_PORT.',
      `Port ${busy} on 127.0.0.1, for mailbox, is also given to web (--web-port, COORDINATOR_WEB_PORT): free it, or choose another with --mailbox-port or COORDINATOR_MAILBOX_PORT.`,
    ].join('\n'),
  );
});
