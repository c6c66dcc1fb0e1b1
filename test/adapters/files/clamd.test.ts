import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createScanner, readScannerPlace } from '../../../adapters/files/clamd.js';
import { EICAR, startClamd } from '../../world/clamd.js';
import type { Clamd } from '../../world/clamd.js';

/* A real clamd: COORDINATOR_CLAMD is its program. */
describe('the virus scanner', () => {
  let clamd: Clamd;

  beforeAll(async () => {
    clamd = await startClamd({ maxBytes: 3_000_000 });
  });
  afterAll(() => clamd.stop());

  const scan = (bytes: Buffer) => createScanner({ host: '127.0.0.1', port: clamd.port })(bytes);

  it('finds the test virus, and nothing in a document of a megabyte', async () => {
    expect(await scan(EICAR)).toEqual({ is: 'infected', signature: expect.stringContaining('Eicar-Signature') });
    expect(await scan(Buffer.alloc(1_000_000, 'words '))).toEqual({ is: 'clean' });
    expect(await scan(Buffer.concat([Buffer.alloc(600_000, 'words '), EICAR]))).toMatchObject({ is: 'infected' });
  });

  it('is down, and not clean, for what is beyond its limit', async () => {
    const result = await scan(Buffer.alloc(8_000_000, 'x'));
    expect(result.is).toBe('down');
  });

  it('scans twenty files at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, n) => scan(n % 2 ? EICAR : Buffer.from('words'))));
    expect(results.map(({ is }) => is)).toEqual(results.map((_, n) => (n % 2 ? 'infected' : 'clean')));
  });
});

describe('a scanner that does not work', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function pretend(talk: (socket: Socket) => void): Promise<number> {
    const server = createServer(talk).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return (server.address() as AddressInfo).port;
  }

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['hangs up', (socket) => socket.destroy(), /does not answer/],
    ['says nothing', () => undefined, /no word for 0\.2 s/],
    ['talks nonsense', (socket) => socket.end('hello\0'), /the scanner says: hello/],
  ])('is down when it %s', async (_what, talk, words) => {
    const port = await pretend(talk);
    expect(await createScanner({ host: '127.0.0.1', port }, 200)(Buffer.from('x'))).toEqual({
      is: 'down',
      because: expect.stringMatching(words),
    });
  });

  it('is not asked again at once, so that a mail of many files waits once', async () => {
    let asked = 0;
    const port = await pretend(() => void (asked += 1));
    const scan = createScanner({ host: '127.0.0.1', port }, 200);
    const begun = performance.now();
    const results = [];
    for (let file = 0; file < 50; file += 1) results.push(await scan(Buffer.from('x')));
    expect(results.every(({ is }) => is === 'down')).toBe(true);
    expect(asked).toBe(1);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('is down when nobody is there', async () => {
    expect(await createScanner({ path: '/nowhere/clamd.ctl' })(Buffer.from('x'))).toMatchObject({ is: 'down' });
  });
});

describe('the place of a scanner', () => {
  it.each([
    ['tcp://127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
    ['tcp://[::1]:3310/', { host: '::1', port: 3310 }],
    ['unix:/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
    ['http://127.0.0.1:3310', null],
    ['tcp://127.0.0.1', null],
    ['clamd', null],
  ])('%s', (text, place) => {
    expect(readScannerPlace(text)).toEqual(place);
  });
});
