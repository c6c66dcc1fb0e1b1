import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readMail } from '../../../adapters/mime/mail.js';
import { createMailTransport } from '../../../adapters/smtp/transport.js';
import { isReservedAddress } from '../../../domain/reserved-domain.js';
import { MailInvalid, TransportDown } from '../../../office/ports/transport.js';
import type { MailTransport, OutgoingMail } from '../../../office/ports/transport.js';

const note: OutgoingMail = {
  messageId: 'annual-report/2027/BRA/request@desk.oas.org',
  from: { name: 'Coordenadora', address: 'coordinator@desk.oas.org' },
  to: [
    { name: 'Missão Permanente', address: 'good@mission.gov' },
    { name: '', address: 'gone@mission.gov' },
    { name: '', address: 'full@mission.gov' },
  ],
  replyTo: { name: '', address: 'r-abcdefghij-abcdefghijklmnop@desk.oas.org' },
  envelopeFrom: 'b-abcdefghij-abcdefghijklmnop@desk.oas.org',
  subject: 'Solicitação de informações',
  text: 'Saudações',
  html: '<p>Saudações</p>',
  date: '2027-02-01T13:00:00.000Z',
};

describe('the outgoing transport', () => {
  let server: SMTPServer;
  let port: number;
  let transport: MailTransport;
  let taken: { raw: Buffer; from: string; to: string[] }[];
  let answerToData: { responseCode: number; message: string } | 'cut' | null;

  beforeEach(async () => {
    taken = [];
    answerToData = null;
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      hideENHANCEDSTATUSCODES: true,
      disableReverseLookup: true,
      closeTimeout: 200,
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith('gone@')) done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
        else if (address.startsWith('full@'))
          done(Object.assign(new Error('4.2.2 Mailbox full'), { responseCode: 452 }));
        else done(null);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (answerToData === 'cut')
            return [...server.connections].forEach((connection) => connection._socket.destroy());
          if (answerToData !== null) {
            return done(Object.assign(new Error(answerToData.message), { responseCode: answerToData.responseCode }));
          }
          const { mailFrom, rcptTo } = session.envelope;
          taken.push({
            raw: Buffer.concat(chunks),
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map((r) => r.address),
          });
          done(null);
        });
      },
    });
    server.on('error', () => undefined);
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    ({ port } = listening.address() as AddressInfo);
    transport = createMailTransport({ url: `smtp://127.0.0.1:${port}`, domain: 'desk.oas.org', refuseReserved: true });
  });
  afterEach(async () => {
    transport.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  it('gives each recipient its own outcome: sent, failed for good, or to be tried again', async () => {
    await expect(transport.send(note)).resolves.toEqual({
      recipients: [
        { address: 'good@mission.gov', status: 'sent', code: 250, reply: '250 OK: message queued' },
        { address: 'gone@mission.gov', status: 'failed', code: 550, reply: '550 5.1.1 No such user' },
        { address: 'full@mission.gov', status: 'deferred', code: 452, reply: '452 4.2.2 Mailbox full' },
      ],
    });
    expect(taken.map(({ from, to }) => ({ from, to }))).toEqual([
      { from: note.envelopeFrom, to: ['good@mission.gov'] },
    ]);
  });

  it('gives an outcome to each recipient also when none is accepted', async () => {
    const { recipients } = await transport.send({ ...note, to: note.to.slice(1) });
    expect(recipients.map(({ status, code }) => ({ status, code }))).toEqual([
      { status: 'failed', code: 550 },
      { status: 'deferred', code: 452 },
    ]);
  });

  it('says who writes, that a machine writes, and where answers and bounces go', async () => {
    await transport.send({
      ...note,
      to: note.to.slice(0, 1),
      inReplyTo: 'first@desk.oas.org',
      references: ['zeroth@desk.oas.org', 'first@desk.oas.org'],
    });
    const mail = await readMail(taken[0]?.raw ?? Buffer.alloc(0));
    expect(mail).toMatchObject({
      messageId: note.messageId,
      subject: 'Solicitação de informações',
      text: 'Saudações',
      html: '<p>Saudações</p>',
      date: '2027-02-01T13:00:00.000Z',
      from: [note.from],
      to: [note.to[0]],
      cc: [],
      replyTo: [note.replyTo],
      inReplyTo: ['first@desk.oas.org'],
      references: ['zeroth@desk.oas.org', 'first@desk.oas.org'],
    });
    const value = (name: string): string | undefined => mail.headers.find((header) => header.name === name)?.value;
    expect(value('auto-submitted')).toBe('auto-generated');
    expect(value('x-auto-response-suppress')).toBe('All');
    expect(value('x-coordinator-loop')).toBe('desk.oas.org');
  });

  it('says auto-replied in an acknowledgement, which may leave under the null sender', async () => {
    await transport.send({ ...note, to: note.to.slice(0, 1), autoSubmitted: 'auto-replied', envelopeFrom: '' });
    expect(taken[0]?.from).toBe('');
    expect(taken[0]?.raw.toString()).toMatch(/^Auto-Submitted: auto-replied\r$/m);
  });

  it.each([
    { answer: { responseCode: 554, message: '5.7.1 Refused' }, status: 'failed', code: 554 },
    { answer: { responseCode: 451, message: '4.3.0 Later' }, status: 'deferred', code: 451 },
    { answer: 'cut' as const, status: 'deferred', code: null },
  ])('calls a mail $status when its data is answered by $answer', async ({ answer, status, code }) => {
    answerToData = answer;
    const { recipients } = await transport.send({ ...note, to: note.to.slice(0, 1) });
    expect(recipients).toEqual([expect.objectContaining({ address: 'good@mission.gov', status, code })]);
  });

  it('throws TransportDown when no server answers, and when the server greets with a refusal', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const { port: freePort } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const nobody = createMailTransport({ url: `smtp://127.0.0.1:${freePort}`, domain: 'd', refuseReserved: true });
    await expect(nobody.send(note)).rejects.toThrow(TransportDown);
    nobody.close();

    const busy = createServer((socket) => socket.end('421 4.3.2 Closing for maintenance\r\n'));
    await once(busy.listen(0, '127.0.0.1'), 'listening');
    const refusing = createMailTransport({
      url: `smtp://127.0.0.1:${(busy.address() as AddressInfo).port}`,
      domain: 'd',
      refuseReserved: true,
    });
    await expect(refusing.send(note)).rejects.toThrow(TransportDown);
    refusing.close();
    await new Promise((resolve) => busy.close(resolve));
  });

  it('throws TransportDown when the server does not know our password', async () => {
    const strict = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 200,
      onAuth: (_auth, _session, done) => done(new Error('Invalid username or password')),
    });
    const listening = strict.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port: strictPort } = listening.address() as AddressInfo;
    const wrong = createMailTransport({
      url: `smtp://desk:wrong@127.0.0.1:${strictPort}`,
      domain: 'd',
      refuseReserved: true,
    });
    await expect(wrong.send(note)).rejects.toThrow(TransportDown);
    wrong.close();
    await new Promise<void>((resolve) => strict.close(resolve));
  });

  it('refuses addresses that can be nobody’s, names contact and remedy, and sends to the others', async () => {
    const { recipients } = await transport.send({
      ...note,
      to: [{ name: 'Missão do Brasil', address: 'mission.bra@missions.oas-demo.example' }, ...note.to.slice(0, 1)],
    });
    expect(recipients).toEqual([
      {
        address: 'mission.bra@missions.oas-demo.example',
        status: 'failed',
        code: null,
        reply:
          'Not sent: the contact Missão do Brasil <mission.bra@missions.oas-demo.example> has an address in a domain ' +
          'reserved for examples (RFC 2606), where nobody reads mail. Enter the real address of this contact in the mandate data.',
      },
      expect.objectContaining({ address: 'good@mission.gov', status: 'sent' }),
    ]);
    expect(taken.map(({ to }) => to)).toEqual([['good@mission.gov']]);
  });

  it('refuses a line break in any field instead of folding it away', async () => {
    await expect(transport.send({ ...note, subject: 'Hello\r\nBcc: evil@x.gov' })).rejects.toThrow(MailInvalid);
    await expect(transport.send({ ...note, headers: { 'List-Id': 'a\nb' } })).rejects.toThrow(
      'List-Id holds a line break',
    );
    expect(taken).toEqual([]);
  });
});

describe('reserved domains', () => {
  it.each([
    'a@x.example',
    'a@example',
    'a@EXAMPLE.com',
    'a@mail.example.org.',
    'a@x.test',
    'a@b.invalid',
    'a@localhost',
  ])('hold %s', (address) => expect(isReservedAddress(address)).toBe(true));
  it.each(['a@example.gov.br', 'a@myexample.com', 'a@test.org', 'a@oas.org'])('do not hold %s', (address) =>
    expect(isReservedAddress(address)).toBe(false),
  );
});

describe('a mail server that takes a token in place of a password', () => {
  it('is signed in to by XOAUTH2, with a new token when the old one is refused', async () => {
    const seen: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authMethods: ['XOAUTH2'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 200,
      onAuth: ({ username, accessToken }, _session, done) => {
        seen.push(`${username} ${accessToken}`);
        const data = { status: '401', schemes: 'bearer', scope: 'mail' };
        done(null, accessToken === 'token-2' ? { user: username } : { data });
      },
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(null));
      },
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const transport = createMailTransport({
      url: `smtp://tip%40oas.org@127.0.0.1:${port}`,
      domain: 'desk.oas.org',
      refuseReserved: true,
      accessToken: async ({ renew = false } = {}) => (renew ? 'token-2' : 'token-1'),
    });
    try {
      const { recipients } = await transport.send({ ...note, to: note.to.slice(0, 1) });
      expect(recipients).toMatchObject([{ status: 'sent' }]);
      expect(seen).toEqual(['tip@oas.org token-1', 'tip@oas.org token-2']);
    } finally {
      transport.close();
      await new Promise<void>((resolve) => server.close(resolve));
    }
  });
});
