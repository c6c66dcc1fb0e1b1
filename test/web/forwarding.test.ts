import { idOf, openDesk } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** What members of the office forward: one question, one word, and it is the original sender's answer. */
const STAFF = 'assistant@oas-demo.example';

describe('a mail that the office forwards to the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const receipt = (mail: string) =>
    desk.db.selectFrom('receipt').selectAll().where('id', '=', mail).executeTakeFirstOrThrow();
  const unique = (): string => `Message-ID: <${Math.random()}@oas.example>`;
  const toFile = (from: string, lines: string[]): Promise<string> =>
    desk.receive([`From: ${from}`, unique(), ...lines, ''].join('\r\n'), 'file@tip-desk.example', 'file', null);
  /** The question that was sent about a forwarded mail. */
  async function question(mail: string) {
    const rows = await desk.db.selectFrom('mailOut').selectAll().where('kind', '=', 'filing').execute();
    return rows.find((row) => row.stepKey.startsWith(`forwarded/${mail}/`));
  }
  async function reply(mail: string, words: string, from = STAFF): Promise<string> {
    const asked = await question(mail);
    const raw = [`From: ${from}`, unique(), 'Subject: Re: Forwarded', '', words, '', '> What you have forwarded', ''];
    return desk.receive(raw.join('\r\n'), asked?.replyAddress ?? '', 'reply', asked?.id ?? null);
  }

  const attached = (from: string, subject: string, date: string): string[] => [
    'Subject: Fwd: Informe',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=outer',
    '',
    '--outer',
    'Content-Type: text/plain',
    '',
    'Para archivar.',
    '--outer',
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename=informe.eml',
    '',
    `From: Ana <${from}>`,
    `Subject: ${subject}`,
    `Date: ${date}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain',
    '',
    'Se adjunta el informe.',
    '--inner',
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename=informe.csv',
    '',
    'a;b',
    '--inner--',
    '--outer--',
  ];

  it('is asked about once, with sender, files and the likeliest request', async () => {
    const sender = desk.contactOf('PER', 'capital');
    const mail = await toFile(STAFF, attached(sender, 'Informe del Peru', 'Tue, 08 Dec 2026 09:00:00 -0500'));
    expect(await receipt(mail)).toMatchObject({ outcome: 'held', recipientKind: 'file' });
    const asked = await question(mail);
    expect(asked?.toAddress).toBe(STAFF);
    expect(asked?.subject).toContain(idOf('PER'));
    expect(asked?.text).toContain(sender);
    expect(asked?.text).toContain('informe.csv');
    expect(asked?.text.replaceAll(/\s+/g, ' ')).toContain('an answer of Peru');
    expect(await desk.submissions('PER')).toEqual([]);
    const { body } = await desk.page(`/desk/mail/received/${mail}`);
    expect(body).toMatch(new RegExp(`value="${idOf('PER')}" checked`));
  });

  it('is filed by a yes, as the original sender’s, when it came to the office, and its sender is told', async () => {
    const sender = desk.contactOf('CHL', 'capital');
    const mail = await toFile(STAFF, attached(sender, 'Informe de Chile', 'Tue, 08 Dec 2026 09:00:00 -0500'));
    const word = await reply(mail, 'Yes, thank you');
    expect((await receipt(word)).outcome).toBe('ignored');
    expect(await desk.submissions('CHL')).toMatchObject([
      { sender, forwardedBy: STAFF, receivedAt: '2026-12-08T14:00:00.000Z', receiptId: mail },
    ]);
    expect(
      (await desk.mails()).filter((one) => one.to.includes(sender) && one.messageId?.includes('/acknowledgement/')),
    ).toHaveLength(1);
    const { body } = await desk.page(`/desk/requests/${idOf('CHL')}`);
    expect(body).toContain(`by mail, forwarded by ${STAFF}`);
    expect(body).toContain('informe.csv');
    expect(
      await desk.db.selectFrom('task').select('id').where('receiptId', '=', mail).where('doneAt', 'is', null).execute(),
    ).toEqual([]);
    await reply(mail, 'yes');
    expect(await desk.submissions('CHL')).toHaveLength(1);
  });

  it('in the text of a mail is filed for the request that the reply names', async () => {
    const mail = await toFile(STAFF, [
      'Subject: RV: sin asunto',
      '',
      'De: Juan <juan@desconocido.example>',
      'Enviado el: martes, 8 de diciembre de 2026 9:00',
      'Para: tip@oas.example',
      'Asunto: Respuesta',
      '',
      'Respondemos por escrito.',
    ]);
    expect((await question(mail))?.subject).toContain('which request is it about?');
    await reply(mail, `No: ${idOf('URY')}`);
    const [message] = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('URY')).execute();
    expect(message).toMatchObject({ sender: 'juan@desconocido.example', text: 'Respondemos por escrito.' });
  });

  it('may be a note of a telephone call, which is the office’s own word', async () => {
    const mail = await toFile(`"Luis Mora" <${STAFF}>`, [
      'Subject: Call from Haiti',
      '',
      'They will send it on Friday.',
    ]);
    await reply(mail, 'oui');
    const [message] = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('HTI')).execute();
    expect(message).toMatchObject({ sender: 'the office, by Luis Mora', text: expect.stringContaining('on Friday') });
  });

  it('is filed by no word with nothing but a guessed Message-ID, and by none that the office’s domain disowns', async () => {
    const sender = desk.contactOf('BOL', 'capital');
    const mail = await toFile(STAFF, attached(sender, 'Bolivia', 'Tue, 08 Dec 2026 09:00:00 -0500'));
    const asked = await question(mail);
    const thread = `In-Reply-To: <${asked?.messageId}>`;
    const mx = 'Authentication-Results: mx.tip-desk.example';
    const guessed = [`From: ${STAFF}`, unique(), thread, '', 'yes', ''].join('\r\n');
    const word = await desk.receive(guessed, 'desk@tip-desk.example', 'desk', null);
    expect((await receipt(word)).detail).toContain('its Message-ID alone');
    const disowned = [`${mx}; dmarc=fail header.from=oas-demo.example`, `From: ${STAFF}`, unique(), '', 'yes', ''];
    const forged = await desk.receive(disowned.join('\r\n'), asked?.replyAddress ?? '', 'reply', asked?.id ?? null);
    expect((await receipt(forged)).detail).toContain('DMARC fails');
    expect(await desk.submissions('BOL')).toEqual([]);
    await desk.receive(
      `${mx}; dmarc=pass header.from=oas-demo.example\r\n${guessed}`,
      'desk@tip-desk.example',
      'desk',
      null,
    );
    expect(await desk.submissions('BOL')).toHaveLength(1);
  });

  it('waits for a person where the word names a request that nobody knows', async () => {
    const mail = await toFile(
      STAFF,
      attached('somebody@desconocido.example', 'Informe', 'Tue, 08 Dec 2026 09:00:00 -0500'),
    );
    const word = await reply(mail, 'annual-report/2031/XYZ');
    const { outcome, detail } = await receipt(word);
    expect([outcome, detail]).toEqual([
      'held',
      `the word of ${STAFF} on the mail ${mail}: The request: there is none 'annual-report/2031/XYZ' on record. Take one from the overview.`,
    ]);
    const tasks = desk.db.selectFrom('task').select('kind').where('receiptId', '=', word);
    expect(await tasks.execute()).toEqual([{ kind: 'heldMail' }]);
  });

  it('is filed by nobody but the one who was asked', async () => {
    const mail = await toFile(
      STAFF,
      attached(desk.contactOf('ARG', 'capital'), 'Argentina', 'Tue, 08 Dec 2026 09:00:00 -0500'),
    );
    const word = await reply(mail, 'yes', 'stranger@nowhere.example');
    expect((await receipt(word)).outcome).toBe('held');
    expect(await desk.submissions('ARG')).toEqual([]);
    await reply(mail, 'no');
    expect(await desk.submissions('ARG')).toEqual([]);
    expect((await receipt(mail)).outcome).toBe('held');
  });

  it('is not taken from strangers, and nobody is asked', async () => {
    const mail = await toFile('stranger@nowhere.example', [
      'Subject: Fwd: x',
      '',
      'From: a@b.example',
      'Subject: x',
      '',
      'x',
    ]);
    expect((await receipt(mail)).outcome).toBe('held');
    expect(await question(mail)).toBeUndefined();
  });

  it('that comes twice is asked about once', async () => {
    const lines = attached(desk.contactOf('BOL', 'capital'), 'Bolivia', 'Tue, 08 Dec 2026 09:00:00 -0500');
    const raw = [`From: ${STAFF}`, 'Message-ID: <same@oas.example>', ...lines, ''].join('\r\n');
    await desk.receive(raw, 'file@tip-desk.example', 'file', null);
    const mail = await desk.receive(raw, 'file@tip-desk.example', 'file', null);
    const rows = await desk.db
      .selectFrom('mailOut')
      .selectAll()
      .where('stepKey', 'like', `forwarded/${mail}/%`)
      .execute();
    expect(rows).toHaveLength(1);
  });
});

describe('a shared mailbox', () => {
  it('takes what a member of the office forwards to it in the same way', async () => {
    const desk = await openDesk({ sharedAddress: 'tip@oas-demo.example' });
    try {
      await desk.open();
      desk.clock.at = '2026-12-10T15:00:00.000Z';
      const sender = desk.catalogue.parties.find(({ code }) => code === 'PER')?.contacts[0]?.address ?? '';
      const raw = [
        `From: ${STAFF}`,
        'Message-ID: <one@oas.example>',
        'Subject: Fwd: Informe',
        '',
        '---------- Forwarded message ---------',
        `From: Ana <${sender}>`,
        'Date: Tue, Dec 8, 2026',
        'Subject: Informe',
        '',
        'Lo enviaremos.',
        '',
      ].join('\r\n');
      const mail = await desk.receive(raw, 'tip@oas-demo.example', 'desk', null);
      const [asked] = await desk.db.selectFrom('mailOut').selectAll().where('kind', '=', 'filing').execute();
      expect(asked?.stepKey).toMatch(new RegExp(`^forwarded/${mail}/`));
      const word = [
        `From: ${STAFF}`,
        'Message-ID: <two@oas.example>',
        `In-Reply-To: <${asked?.messageId}>`,
        'Subject: Re: x',
        '',
        `Yes: ${idOf('PER')}`,
        '',
      ].join('\r\n');
      await desk.receive(word, 'tip@oas-demo.example', 'desk', null);
      const rows = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('PER')).execute();
      expect(rows).toMatchObject([{ sender, text: 'Lo enviaremos.' }]);
    } finally {
      await desk.stop();
    }
  });
});
