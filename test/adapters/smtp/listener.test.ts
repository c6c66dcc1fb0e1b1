import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { openFileStore } from '../../../adapters/documents/file-store.js';
import type { DocumentStore } from '../../../office/ports/documents.js';
import { createMailListener } from '../../../adapters/smtp/listener.js';
import type { MailListener, Receipt } from '../../../adapters/smtp/listener.js';
import { signAddress } from '../../../domain/reply-address.js';
import { openDialogue } from './smtp-dialogue.js';

const DOMAIN = 'desk.example';
const SECRET = 'a secret of this test only';
const KNOWN = 'abcdefghijlo';
const REPLY = signAddress({ purpose: 'reply', id: KNOWN }, DOMAIN, SECRET);
const BOUNCE = signAddress({ purpose: 'bounce', id: KNOWN }, DOMAIN, SECRET);

describe('the listener for answers', () => {
  let folder: string;
  let store: DocumentStore;
  let listener: MailListener;
  let receipts: Receipt[];
  let receive: (receipt: Receipt) => Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listener-'));
    store = await openFileStore(folder);
    receipts = [];
    receive = async (receipt) => void receipts.push(receipt);
    listener = await createMailListener({
      port: 0,
      host: '127.0.0.1',
      domain: DOMAIN,
      secrets: ['the newer secret', SECRET],
      deskAddress: 'coordinator@desk.example',
      fileAddress: 'file@desk.example',
      maxSize: 1024 * 1024,
      uploadPage: 'https://desk.example/answer',
      store,
      isKnown: async (id) => {
        if (id === 'zzzzzzzzzz') throw new Error('the record is away');
        return id === KNOWN;
      },
      receive: (receipt) => receive(receipt),
      log: { info: () => undefined, warn: () => undefined },
    });
  });
  afterEach(async () => {
    await listener.stop();
    await rm(folder, { recursive: true });
  });

  it('takes what the office forwards, at an address of its own', async () => {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port });
    await transport.sendMail({
      raw: 'Subject: x\r\n\r\nx',
      envelope: { from: 'a@b.example', to: ['File@desk.example'] },
    });
    expect(receipts[0]?.recipients).toEqual([{ address: 'File@desk.example', kind: 'file', id: null }]);
  });

  it('stores the raw bytes and hands over a receipt before it says 250', async () => {
    const raw = Buffer.from(
      `From: ana@capital.example\r\nSubject: Resposta\r\n\r\n${randomBytes(3000).toString('hex')}\r\n.dots\r\n`,
    );
    let wasStored = false;
    receive = async (receipt) => {
      wasStored = await store.has(receipt.rawSha256);
      await setTimeout(100);
      receipts.push(receipt);
    };
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: listener.port,
      name: 'mx.capital.example',
    });
    const info = await transport.sendMail({
      raw,
      envelope: { from: 'ana@capital.example', to: [REPLY, 'Coordinator@DESK.example'] },
    });

    const sha256 = createHash('sha256').update(raw).digest('hex');
    expect(info.response).toBe(`250 2.0.0 Received as ${sha256.slice(0, 16)}`);
    expect(wasStored).toBe(true);
    expect(receipts).toEqual([
      {
        rawSha256: sha256,
        size: raw.length,
        envelopeFrom: 'ana@capital.example',
        recipients: [
          { address: REPLY, kind: 'reply', id: KNOWN },
          { address: 'Coordinator@desk.example', kind: 'desk', id: null },
        ],
        remoteAddress: '127.0.0.1',
        helo: 'mx.capital.example',
      },
    ]);
    expect((await store.get(sha256)).equals(raw)).toBe(true);
  });

  it('takes a signed address retyped with 1 for l and 0 for o, and the null sender at a bounce address', async () => {
    const client = await openDialogue(listener.port);
    await client.say('EHLO mx');
    expect(await client.say('MAIL FROM:<>')).toMatch(/^250/);
    const retyped = REPLY.replace(/^[^@]+/, (local) => local.toUpperCase().replaceAll('L', '1').replaceAll('O', '0'));
    expect(await client.say(`RCPT TO:<${retyped}>`)).toMatch(/^250/);
    expect(await client.say(`RCPT TO:<${BOUNCE}>`)).toMatch(/^250/);
    expect(await client.say('RCPT TO:<postmaster@desk.example>')).toMatch(/^250/);
    expect(await client.say('RCPT TO:<Postmaster>')).toMatch(/^250/);
    expect(await client.say('RCPT TO:<abuse@desk.example>')).toMatch(/^250/);
    expect(await client.say('DATA')).toMatch(/^354/);
    expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250/);
    expect(receipts[0]).toMatchObject({
      envelopeFrom: '',
      recipients: [{ kind: 'reply' }, { kind: 'bounce' }, { kind: 'desk' }, { kind: 'desk' }, { kind: 'desk' }],
    });
    client.socket.destroy();
  });

  it('answers 550 5.1.1 to everybody else: strangers, other domains, what is not built as our addresses are', async () => {
    const client = await openDialogue(listener.port);
    await client.say('EHLO mx');
    await client.say('MAIL FROM:<ana@capital.example>');
    const addresses = [
      'somebody@desk.example',
      REPLY.replace('desk.example', 'elsewhere.example'),
      REPLY.replace(/^r-/, 'x-'),
      REPLY.replace(/-([a-z2-7]+)@/, '@'),
      REPLY.replace('@', 'abcdefgh@'),
    ];
    for (const address of addresses) {
      expect(await client.say(`RCPT TO:<${address}>`)).toBe(`550 5.1.1 No such address: ${address}`);
    }
    expect(await client.say('DATA')).toMatch(/^503/);
    client.socket.destroy();
  });

  it('takes for the desk what came to an address that looks like ours and cannot be placed', async () => {
    const addresses = {
      'its keys are lost': signAddress({ purpose: 'reply', id: KNOWN }, DOMAIN, 'another secret'),
      'its record is lost': signAddress({ purpose: 'reply', id: 'aaaaaaaaaa' }, DOMAIN, SECRET),
      'a bounce, its keys lost': signAddress({ purpose: 'bounce', id: KNOWN }, DOMAIN, 'another secret'),
      'signed for another purpose': REPLY.replace(/^r-/, 'b-'),
      'read as 8 where it was b': REPLY.replace(/.@/, '8@'),
    };
    const client = await openDialogue(listener.port);
    await client.say('EHLO mx');
    await client.say('MAIL FROM:<ana@capital.example>');
    for (const address of Object.values(addresses)) expect(await client.say(`RCPT TO:<${address}>`)).toMatch(/^250/);
    expect(await client.say(`RCPT TO:<${REPLY}>`)).toMatch(/^250/);
    await client.say('DATA');
    expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250/);
    client.socket.destroy();
    expect(receipts[0]?.recipients).toEqual([
      ...Object.values(addresses).map((address) => ({ address, kind: 'desk', id: null })),
      { address: REPLY, kind: 'reply', id: KNOWN },
    ]);
  });

  it('answers 451 while the record is away, so that the sender tries again', async () => {
    receive = () => Promise.reject(new Error('the record is away'));
    const client = await openDialogue(listener.port);
    await client.say('EHLO mx');
    await client.say('MAIL FROM:<ana@capital.example>');
    expect(
      await client.say(`RCPT TO:<${signAddress({ purpose: 'reply', id: 'zzzzzzzzzz' }, DOMAIN, SECRET)}>`),
    ).toMatch(/^451 4\.3\.0/);
    expect(await client.say(`RCPT TO:<${REPLY}>`)).toMatch(/^250/);
    await client.say('DATA');
    expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toBe(
      '451 4.3.0 The mail could not be stored, please try again',
    );
    client.socket.destroy();
  });

  it('answers 552 to a mail that is too large, declared or not, names the page, and keeps nothing of it', async () => {
    const words = '552 5.3.4 The mail is larger than 1 MiB: please hand in large files at https://desk.example/answer';
    const client = await openDialogue(listener.port);
    expect(await client.say('EHLO mx')).not.toMatch(/AUTH|STARTTLS/);
    expect(await client.say('MAIL FROM:<ana@capital.example> SIZE=2000000')).toBe(words);
    await client.say('MAIL FROM:<ana@capital.example>');
    await client.say(`RCPT TO:<${REPLY}>`);
    await client.say('DATA');
    expect(await client.say(`Subject: x\r\n\r\n${'0123456789abcdef\r\n'.repeat(120_000)}.`)).toBe(words);
    expect(await client.say('MAIL FROM:<ana@capital.example>')).toMatch(/^250/);
    client.socket.destroy();
    expect(receipts).toEqual([]);
    expect(await filesOf(folder)).toEqual([]);
  });

  it('is not harmed by a client that goes away in the middle, and keeps nothing of its mail', async () => {
    const rude = await openDialogue(listener.port);
    await rude.say('EHLO mx');
    await rude.say('MAIL FROM:<ana@capital.example>');
    await rude.say(`RCPT TO:<${REPLY}>`);
    await rude.say('DATA');
    rude.socket.write('Subject: half a mail\r\n\r\nonly the beginn');
    await setTimeout(50);
    rude.socket.resetAndDestroy();
    await setTimeout(150);
    expect(await filesOf(folder)).toEqual([]);
    expect(receipts).toEqual([]);

    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port });
    await transport.sendMail({ from: 'ana@capital.example', to: REPLY, text: 'still there' });
    expect(receipts).toHaveLength(1);
  });

  it('says which port is busy instead of starting twice', async () => {
    await expect(
      createMailListener({
        port: listener.port,
        host: '127.0.0.1',
        domain: DOMAIN,
        secrets: [SECRET],
        deskAddress: 'coordinator@desk.example',
        maxSize: 1,
        uploadPage: '',
        store,
        receive: async () => undefined,
        log: { info: () => undefined, warn: () => undefined },
      }),
    ).rejects.toThrow(/EADDRINUSE/);
  });
});

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

describe('a client of the listener', () => {
  let folder: string;
  let listener: MailListener;
  const warnings: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listener-'));
    // Made for this test alone: `openssl req -x509`, for desk.example, a hundred years.
    const [key, cert] = await Promise.all(
      ['key', 'cert'].map((name) => readFile(path.resolve(`test/adapters/smtp/tls/${name}.pem`))),
    );
    listener = await createMailListener({
      port: 0,
      host: '127.0.0.1',
      domain: DOMAIN,
      secrets: [SECRET],
      deskAddress: 'coordinator@desk.example',
      maxSize: 1024 * 1024,
      uploadPage: 'https://desk.example/answer',
      store: await openFileStore(folder),
      receive: async () => undefined,
      tls: { key: key as Buffer, cert: cert as Buffer },
      log: { info: () => undefined, warn: (_fields, words) => void warnings.push(words) },
    });
  });
  afterAll(async () => {
    await listener.stop();
    await rm(folder, { recursive: true });
  });

  it('is offered STARTTLS where there is a certificate, and is heard in the open as well', async () => {
    const ca = await readFile(path.resolve('test/adapters/smtp/tls/cert.pem'));
    const common = { host: '127.0.0.1', port: listener.port };
    const mail = { raw: 'Subject: x\r\n\r\nx', envelope: { from: 'a@b.example', to: [REPLY] } };
    const sealed = nodemailer.createTransport({ ...common, requireTLS: true, tls: { ca, servername: 'desk.example' } });
    expect((await sealed.sendMail(mail)).response).toMatch(/^250 /);
    const open = nodemailer.createTransport({ ...common, ignoreTLS: true });
    expect((await open.sendMail(mail)).response).toMatch(/^250 /);
    const stranger = nodemailer.createTransport({ ...common, requireTLS: true, tls: { servername: 'desk.example' } });
    await expect(stranger.sendMail(mail)).rejects.toThrow(/self-signed/);
  });

  it.each([
    ['names', 550, (tries: number) => `name${tries}@${DOMAIN}`],
    [
      'signatures, and learns nothing of them',
      250,
      (tries: number) => signAddress({ purpose: 'reply', id: KNOWN }, DOMAIN, `guess ${tries}`),
    ],
  ] as const)('that tries out %s is sent away, and others are not', async (_what, code, guessOf) => {
    warnings.length = 0;
    const guesser = await openDialogue(listener.port);
    await guesser.say('EHLO guesser.example');
    await guesser.say('MAIL FROM:<a@guesser.example>');
    const answers: string[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      answers.push(await guesser.say(`RCPT TO:<${guessOf(tries)}>`));
    }
    expect(answers.slice(0, 9).every((answer) => answer.startsWith(`${code} `))).toBe(true);
    expect(answers[9]).toBe('421 4.7.0 Too many unknown addresses, closing the connection');
    if (!guesser.socket.closed) await once(guesser.socket, 'close');
    expect(warnings).toContain('a client that tries out addresses was sent away');
    const other = await openDialogue(listener.port);
    await other.say('EHLO other.example');
    await other.say('MAIL FROM:<a@other.example>');
    expect(await other.say(`RCPT TO:<${REPLY}>`)).toMatch(/^250/);
    other.socket.destroy();
  });
});
