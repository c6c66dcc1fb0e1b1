import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { openFileStore } from '../../../adapters/documents/file-store.js';
import { parseFailureRule } from '../../../adapters/mailbox/failure-rule.js';
import type { StoredMail } from '../../../adapters/mailbox/mail-folder.js';
import { startMailbox } from '../../../adapters/mailbox/mailbox.js';
import type { RunningMailbox } from '../../../adapters/mailbox/mailbox.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { createMailListener } from '../../../adapters/smtp/listener.js';
import type { MailListener, Receipt } from '../../../adapters/smtp/listener.js';
import { createMailTransport } from '../../../adapters/smtp/transport.js';
import { classMail } from '../../../domain/mail-class.js';
import { signAddress } from '../../../domain/reply-address.js';
import type { DocumentStore } from '../../../office/ports/documents.js';
import type { MailTransport, OutgoingMail } from '../../../office/ports/transport.js';

const DOMAIN = 'desk.example';
const SECRET = 'a secret of this test only';
const MISSION = 'mission.bra@missions.oas-demo.example';
const note: OutgoingMail = {
  messageId: 'annual-report/2027/BRA/request@desk.example',
  from: { name: 'OAS Coordinator', address: 'coordinator@desk.example' },
  to: [{ name: 'Missão Permanente do Brasil', address: MISSION }],
  replyTo: { name: '', address: signAddress({ purpose: 'reply', id: 'abcdefghij' }, DOMAIN, SECRET) },
  envelopeFrom: signAddress({ purpose: 'bounce', id: 'abcdefghij' }, DOMAIN, SECRET),
  subject: 'Solicitação de informações',
  text: 'Senhor Embaixador:\nsaudações',
  html: '<p>Senhor Embaixador:</p><script>alert(1)</script><p>saudações</p>',
  date: '2027-02-01T13:00:00.000Z',
};

describe('the demonstration mailbox', () => {
  let folder: string;
  let store: DocumentStore;
  let listener: MailListener;
  let mailbox: RunningMailbox;
  let transport: MailTransport;
  let receipts: Receipt[];

  const start = (): Promise<RunningMailbox> =>
    startMailbox({
      host: '127.0.0.1',
      smtpPort: 0,
      httpPort: 0,
      folder: path.join(folder, 'mailbox'),
      answers: { host: '127.0.0.1', port: listener.port },
      rules: [parseFailureRule('*@capital-hti.example=550 5.1.1 No such user', 'at-once')],
      log: () => undefined,
    });
  const connect = (): MailTransport =>
    createMailTransport({ url: `smtp://127.0.0.1:${mailbox.smtpPort}`, domain: DOMAIN, refuseReserved: false });
  const url = (place: string): string => `http://127.0.0.1:${mailbox.httpPort}${place}`;
  const page = async (place: string): Promise<string> => (await fetch(url(place))).text();
  const list = async (query = ''): Promise<StoredMail[]> =>
    (await fetch(url(`/api/mails${query}`))).json() as Promise<StoredMail[]>;
  const arrived = async (count: number): Promise<void> => {
    for (let wait = 0; receipts.length < count && wait < 100; wait += 1) await setTimeout(30);
    expect(receipts).toHaveLength(count);
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
    store = await openFileStore(path.join(folder, 'documents'));
    receipts = [];
    listener = await createMailListener({
      port: 0,
      host: '127.0.0.1',
      domain: DOMAIN,
      secrets: [SECRET],
      deskAddress: 'coordinator@desk.example',
      maxSize: 1024 * 1024,
      uploadPage: 'http://desk.example/answer',
      store,
      receive: async (receipt) => void receipts.push(receipt),
      log: { info: () => undefined, warn: () => undefined },
    });
    mailbox = await start();
    transport = connect();
  });
  afterEach(async () => {
    transport.close();
    await mailbox.stop();
    await listener.stop();
    await rm(folder, { recursive: true });
  });

  it('shows what was sent, to people and to scripts', async () => {
    await transport.send(note);
    const [mail] = await list();
    expect(mail).toMatchObject({
      id: '000001',
      to: [MISSION],
      from: 'coordinator@desk.example',
      subject: note.subject,
      messageId: note.messageId,
      date: note.date,
      envelope: { from: note.envelopeFrom, to: [MISSION] },
    });
    const whole = (await (await fetch(url('/api/mails/000001'))).json()) as {
      text: string;
      html: string;
      headers: { name: string }[];
    };
    expect(whole).toMatchObject({ text: note.text, html: note.html });
    expect(whole.headers.map(({ name }) => name)).toContain('x-coordinator-loop');
    const raw = Buffer.from(await (await fetch(url('/api/mails/000001/raw'))).arrayBuffer());
    expect((await readMail(raw)).subject).toBe(note.subject);

    expect(await page('/')).toMatch(/Permanent missions[\s\S]*Missão Permanente do Brasil/);
    expect(await page(`/mailboxes/${MISSION}`)).toContain(note.subject);
    for (const view of ['mail', 'text', 'headers', 'source']) {
      expect((await fetch(url(`/mails/000001?as=${MISSION}&view=${view}`))).status).toBe(200);
    }
    expect(await page('/mails/000001?view=headers')).toContain(`Envelope from: ${note.envelopeFrom}`);
  });

  it('finds mails by recipient and by the instant of arrival', async () => {
    await transport.send(note);
    await transport.send({ ...note, to: [{ name: '', address: 'focal.arg@capital-arg.example' }] });
    const [second, first] = await list();
    expect((await list(`?to=${MISSION.toUpperCase()}`)).map(({ id }) => id)).toEqual([first?.id]);
    expect((await list(`?since=${second?.receivedAt}`)).map(({ id }) => id)).toContain(second?.id);
    expect(await list('?since=2999-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('runs no script of a mail and lets it ask nothing of the outside', async () => {
    await transport.send(note);
    const policy = (await fetch(url('/mails/000001/html'))).headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*sandbox/);
    expect(policy).not.toMatch(/script|allow-same-origin/);
    expect(await page('/mails/000001?view=mail')).toMatch(/<iframe[^>]* sandbox="allow-popups[^"]*"/);
    expect(await page('/mails/000001?view=text')).not.toContain('<script>');
  });

  it('sends an answer with files by SMTP to the listener, byte for byte, and shows what the server said', async () => {
    await transport.send(note);
    const bytes = randomBytes(20_000);
    const form = new FormData();
    form.set('text', 'Segue a resposta do Brasil.');
    form.set('quote', 'yes');
    form.append('files', new Blob([bytes], { type: 'application/pdf' }), 'resposta – 2027.pdf');
    const response = await fetch(url(`/mails/000001/answer?as=${MISSION}`), { method: 'POST', body: form });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`250 2.0.0 Received as ${receipts[0]?.rawSha256.slice(0, 16)}`);

    expect(receipts).toEqual([
      expect.objectContaining({
        envelopeFrom: MISSION,
        recipients: [{ address: note.replyTo.address, kind: 'reply', id: 'abcdefghij' }],
      }),
    ]);
    const mail = await readMail(await store.get(receipts[0]?.rawSha256 ?? ''));
    expect(mail).toMatchObject({
      subject: `Re: ${note.subject}`,
      from: [{ name: 'Missão Permanente do Brasil', address: MISSION }],
      inReplyTo: [note.messageId],
      references: [note.messageId],
    });
    expect(mail.text).toBe('Segue a resposta do Brasil.\n\nOAS Coordinator wrote:\n> Senhor Embaixador:\n> saudações');
    expect(mail.attachments.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual([
      { name: 'resposta – 2027.pdf', sha256: createHash('sha256').update(bytes).digest('hex') },
    ]);
  });

  it('shows the refusal when the listener takes no such mail', async () => {
    await transport.send(note);
    const form = new FormData();
    form.append('files', new Blob([randomBytes(1_500_000)]), 'large.bin');
    const response = await fetch(url('/mails/000001/answer'), { method: 'POST', body: form });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain(
      '552 5.3.4 The mail is larger than 1 MiB: please hand in large files at http://desk.example/answer',
    );
    expect(receipts).toEqual([]);
  });

  it('answers nobody in the name of a page of another site', async () => {
    await transport.send(note);
    const response = await fetch(url('/mails/000001/answer'), {
      method: 'POST',
      body: new FormData(),
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
    expect(receipts).toEqual([]);
  });

  it('refuses addresses at once where a rule says so, from the command line or from reject.json', async () => {
    await expect(
      transport.send({ ...note, to: [{ name: '', address: 'focal.hti@capital-hti.example' }] }),
    ).resolves.toEqual({
      recipients: [
        { address: 'focal.hti@capital-hti.example', status: 'failed', code: 550, reply: '550 5.1.1 No such user' },
      ],
    });
    await writeFile(
      path.join(folder, 'mailbox', 'reject.json'),
      JSON.stringify([{ pattern: MISSION, reply: '452 4.2.2 Mailbox full' }]),
    );
    const { recipients } = await transport.send(note);
    expect(recipients).toEqual([{ address: MISSION, status: 'deferred', code: 452, reply: '452 4.2.2 Mailbox full' }]);
    expect(await list()).toEqual([]);
  });

  it('sends a real delivery notice to the envelope sender where a rule says afterwards', async () => {
    const rule = { pattern: MISSION, reply: '550 5.1.1 No such user', when: 'afterwards' };
    await writeFile(path.join(folder, 'mailbox', 'reject.json'), JSON.stringify([rule]));
    await expect(transport.send(note)).resolves.toMatchObject({ recipients: [{ status: 'sent' }] });
    await arrived(1);
    expect(receipts[0]).toMatchObject({ envelopeFrom: '', recipients: [{ kind: 'bounce', id: 'abcdefghij' }] });
    const mail = await readMail(await store.get(receipts[0]?.rawSha256 ?? ''));
    expect(mail.delivery?.originalMessageId).toBe(note.messageId);
    expect(classMail(mail, { from: '', recipients: [{ kind: 'bounce' }], domain: DOMAIN })).toMatchObject({
      class: 'bounce',
      recipients: [
        { address: MISSION, action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 No such user', hard: true },
      ],
    });
  });

  it('has every mail again after a restart, and gives no number twice', async () => {
    await transport.send(note);
    transport.close();
    await mailbox.stop();
    mailbox = await start();
    transport = connect();
    await transport.send({ ...note, subject: 'second' });
    expect((await list()).map(({ id, subject }) => ({ id, subject }))).toEqual([
      { id: '000002', subject: 'second' },
      { id: '000001', subject: note.subject },
    ]);
  });

  it('shows mail that is broken, and says so for mail that is not there', async () => {
    const plain = nodemailer.createTransport({ host: '127.0.0.1', port: mailbox.smtpPort });
    await plain.sendMail({ raw: Buffer.from([0xff, 0xfe, 0x0d, 0x0a]), envelope: { from: 'x@y.z', to: [MISSION] } });
    expect((await fetch(url('/mails/000001'))).status).toBe(200);
    expect((await fetch(url('/mails/999999'))).status).toBe(404);
    expect((await fetch(url('/api/mails/..%2f..%2fx'))).status).toBe(404);
  });
});

describe('failure rules', () => {
  it('say what they expect', () => {
    expect(() => parseFailureRule('x=no', 'at-once')).toThrow(
      "'x=no' is no failure rule: expected 'pattern=550 5.1.1 No such user'",
    );
  });
});
