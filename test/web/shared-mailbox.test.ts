import { idOf, openDesk } from './desk.js';
import type { Desk } from './desk.js';

/*
 * A secretariat with one mailbox for everything: no address of ours tells which note is answered. Its domain is not that of our
 * Message-IDs, as at a provider.
 */
const SHARED = 'tip@oas-demo.example';

describe('one mailbox for everything', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk({ sharedAddress: SHARED });
    await desk.open();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const noteTo = (party: string, role = 'mission') => desk.addressing.identify(`${idOf(party)}/request/${role}`);
  const arrive = (headers: string[], text: string): Promise<string> =>
    desk.receive(
      [...headers, `To: ${SHARED}`, `Message-ID: <${Math.random()}@elsewhere.example>`, '', text, ''].join('\r\n'),
      SHARED,
      'desk',
      null,
    );
  const receipt = (receiptId: string) =>
    desk.db.selectFrom('receipt').selectAll().where('id', '=', receiptId).executeTakeFirstOrThrow();
  const filedFor = async (receiptId: string): Promise<string | null> => {
    const { outcome, requestId: request } = await receipt(receiptId);
    return outcome === 'filed' || outcome === 'message' ? request : null;
  };

  it('sends every note from and back to that address, each with a code in its subject', async () => {
    const [mail] = (await desk.mails()).filter((one) => one.to.includes(desk.contactOf('BRA', 'mission')));
    const raw = await desk.rawMail(mail?.id ?? '');
    expect(raw).toMatch(new RegExp(`^From: .*<${SHARED}>$`, 'm'));
    expect(raw).toMatch(/^List-Id: <annual-report\.2027\.tip-desk\.example>\r?$/im);
    expect(raw).toMatch(new RegExp(`^Reply-To: .*<${SHARED}>$`, 'm'));
    expect(mail?.envelope.from).toBe(SHARED);
    expect(mail?.subject).toContain(`[tip-${noteTo('BRA').id}]`);
    expect(raw).not.toMatch(/\b[rb]-[a-z2-7]{10,16}-[a-z2-7]{16}@/);
  });

  it('knows an answer by its thread', async () => {
    const sender = desk.contactOf('BRA', 'mission');
    const mail = await arrive(
      [`From: <${sender}>`, 'Subject: Resposta', `In-Reply-To: <${noteTo('BRA').messageId}>`],
      'O Governo responde.',
    );
    expect(await filedFor(mail)).toBe(idOf('BRA'));
  });

  it('knows an answer by the signed link that it quotes, where a provider has renamed our mail', async () => {
    const sender = desk.contactOf('PER', 'mission');
    const mail = await arrive(
      [`From: <${sender}>`, 'Subject: Respuesta', 'In-Reply-To: <renamed@provider.example>'],
      `El Gobierno responde.\r\n\r\n> ${noteTo('PER').link}`,
    );
    expect(await filedFor(mail)).toBe(idOf('PER'));
  });

  it('knows an answer by the code of its subject, where its sender is on file for that party', async () => {
    const subject = `Subject: RE: nota [TIP-${noteTo('CHL').id.toUpperCase()}]`;
    const mail = await arrive([`From: <${desk.contactOf('CHL', 'capital')}>`, subject], 'El Gobierno responde.');
    expect(await filedFor(mail)).toBe(idOf('CHL'));
  });

  it('lets no successor take a place by a thread that anybody can guess, but by a domain that vouches', async () => {
    const sender = desk.contactOf('URY', 'mission');
    const headers = [`From: <${sender}>`, 'Subject: RE', `In-Reply-To: <${noteTo('URY').messageId}>`];
    const text = 'El nuevo punto focal es la Sra. Soto Paz, isoto@capital-ury.example.';
    const replaced = async (): Promise<number> =>
      (await desk.contacts.findChanges('URY')).filter(({ kind }) => kind === 'replaced').length;
    await arrive(headers, text);
    expect(await replaced()).toBe(0);
    const domain = sender.slice(sender.indexOf('@') + 1);
    await arrive([`Authentication-Results: mx.tip-desk.example; dmarc=pass header.from=${domain}`, ...headers], text);
    expect(await replaced()).toBe(1);
  });

  it.each([
    ['a stranger', () => 'anybody@nowhere.example'],
    ['another state', () => desk.contactOf('ARG', 'mission')],
  ])('holds a mail with the code of a note that comes from %s, and offers that request first', async (_who, from) => {
    const mail = await arrive([`From: <${from()}>`, `Subject: RE [tip-${noteTo('COL').id}]`], 'Respuesta.');
    expect((await receipt(mail)).outcome).toBe('held');
    const { body } = await desk.page(`/desk/mail/received/${mail}`);
    expect(body).toMatch(new RegExp(`value="${idOf('COL')}" checked`));
    expect(body).toContain('its subject bears the code of a note on it');
  });

  it('holds what two notes are quoted in, and what comes from somebody on file about nothing', async () => {
    const two = await arrive(
      [`From: <${desk.contactOf('ECU', 'mission')}>`, 'Subject: Dos'],
      `Sobre ${noteTo('ECU').link} y ${noteTo('PRY').link}.`,
    );
    expect((await receipt(two)).outcome).toBe('held');
    const bare = await arrive([`From: <${desk.contactOf('ECU', 'mission')}>`, 'Subject: Adjunto'], 'Adjunto.');
    expect((await receipt(bare)).outcome).toBe('held');
  });

  it('leaves the other mail of the office alone', async () => {
    const invoice = await arrive(['From: <shop@paper.example>', 'Subject: Your invoice'], 'Please find attached.');
    expect(await receipt(invoice)).toMatchObject({
      outcome: 'ignored',
      detail: expect.stringContaining('points to us'),
    });
    const tasks = await desk.db.selectFrom('task').select('id').where('receiptId', '=', invoice).execute();
    expect(tasks).toEqual([]);
  });

  it('knows the return of a note by the Message-ID that came back, and no return of the other mail', async () => {
    const address = desk.contactOf('URY', 'mission');
    const bounce = (original: string, failed: string): Promise<string> =>
      desk.receive(
        [
          'From: Mail Delivery System <mailer-daemon@provider.example>',
          `To: ${SHARED}`,
          'Subject: Undelivered Mail Returned to Sender',
          'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
          'The mail could not be delivered.',
          '--b',
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns; provider.example',
          '',
          `Final-Recipient: rfc822; ${failed}`,
          'Action: failed',
          'Status: 5.1.1',
          'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
          '--b',
          'Content-Type: message/rfc822',
          '',
          `Message-ID: <${original}>`,
          `To: ${failed}`,
          'Subject: x',
          '',
          'x',
          '--b--',
          '',
        ].join('\r\n'),
        SHARED,
        'desk',
        null,
      );
    const ours = await bounce(noteTo('URY').messageId, address);
    expect(await receipt(ours)).toMatchObject({ outcome: 'bounce', requestId: idOf('URY') });
    const failed = await desk.db.selectFrom('contactChange').selectAll().where('kind', '=', 'failed').execute();
    expect(failed.map(({ contact }) => contact)).toEqual(['URY/mission']);
    const other = await bounce('invoice@oas.example', 'shop@paper.example');
    expect((await receipt(other)).outcome).toBe('ignored');
  });
});
