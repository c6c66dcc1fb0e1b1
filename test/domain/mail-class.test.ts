import { readMail } from '../../adapters/mime/mail.js';
import { classMail, returnedIdOf } from '../../domain/mail-class.js';
import type { MailEnvelope, MailVerdict } from '../../domain/mail-class.js';
import { readCorpus, readTable } from '../adapters/mime/corpus.js';

const FROM_CAPITAL: MailEnvelope = { from: 'ana@capital.gov', recipients: [{ kind: 'reply' }], domain: 'desk.example' };
const FILE = ['--b', 'Content-Type: application/pdf; name=answer.pdf', '', 'PDF'];

async function classOf(head: string[], body: string[], envelope: MailEnvelope = FROM_CAPITAL): Promise<MailVerdict> {
  return classMail(await readMail(Buffer.from([...head, '', ...body].join('\r\n'))), envelope);
}
const withFile = (head: string[], envelope?: MailEnvelope): Promise<MailVerdict> =>
  classOf([...head, 'Content-Type: multipart/mixed; boundary=b'], ['--b', '', 'words', ...FILE, '--b--'], envelope);
const report = (action: string, status: string, words = '550 No such user'): Promise<MailVerdict> =>
  classOf(
    ['From: MAILER-DAEMON@mx', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    [
      ...['--b', '', 'could not be delivered', '--b', 'Content-Type: message/delivery-status', ''],
      ...[
        'Reporting-MTA: dns; mx',
        '',
        'Final-Recipient: rfc822; Ana@capital.gov',
        `Action: ${action}`,
        `Status: ${status} (x)`,
      ],
      ...[`Diagnostic-Code: smtp; ${words.slice(0, 6)}`, ` ${words.slice(6).trimStart()}`, '', '--b--'],
    ],
    { ...FROM_CAPITAL, from: '', recipients: [{ kind: 'bounce' }] },
  );

/** A mail with the report of a mail system attached to it, as it came. */
const around = (from: string, text: string, more: string[] = []) => ({
  head: [`From: ${from}`, 'Subject: Undeliverable', 'Content-Type: multipart/mixed; boundary=o'],
  body: [
    ...['--o', 'Content-Type: text/plain', '', text, ...more, '--o', 'Content-Type: message/rfc822', ''],
    ...['From: MAILER-DAEMON@mx.gov', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
    ...['--b', '', 'It could not be delivered.', '--b', 'Content-Type: message/delivery-status', ''],
    ...['Reporting-MTA: dns; mx.gov', '', 'Final-Recipient: rfc822; luis@capital.gov', 'Action: failed'],
    ...[
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
    ],
    ...['From: desk@desk.example', 'To: luis@capital.gov', 'Message-ID: <note-1@desk.example>', ''],
    ...['Nota', '--b--', '--o--'],
  ],
});

describe('a delivery report inside a mail', () => {
  const NOBODY: MailEnvelope = { ...FROM_CAPITAL, from: '' };
  const PDF = ['--o', 'Content-Type: application/pdf; name=answer.pdf', '', 'PDF'];

  it('that a gateway has wrapped under the null sender is a bounce of whom it names', async () => {
    const { head, body } = around('gateway@capital.gov', 'The message below was received by the gateway.');
    await expect(classOf(head, body, NOBODY)).resolves.toMatchObject({
      class: 'bounce',
      why: ['a delivery report that a gateway has wrapped', expect.stringContaining('luis@capital.gov failed')],
      recipients: [{ address: 'luis@capital.gov', status: '5.1.1', reason: 'userunknown', hard: true }],
    });
    const saved = classOf(['Return-Path: <>', ...head], body, { ...FROM_CAPITAL, from: null });
    await expect(saved).resolves.toMatchObject({ class: 'bounce' });
    const daemon = around('postmaster@capital.gov', '');
    await expect(classOf(daemon.head, daemon.body, { ...FROM_CAPITAL, from: null })).resolves.toMatchObject({
      class: 'bounce',
    });
  });

  it('that a person passes on is that person’s message, and no answer', async () => {
    for (const text of ['Your note came back to us.', '']) {
      const { head, body } = around('Ana <ana@capital.gov>', text);
      await expect(classOf(head, body)).resolves.toMatchObject({ class: 'message', hasFile: false, recipients: [] });
      await expect(classOf(head, body, { ...FROM_CAPITAL, from: null })).resolves.toMatchObject({ class: 'message' });
    }
  });

  it('beside a file takes nothing from the answer', async () => {
    const { head, body } = around('Ana <ana@capital.gov>', 'Here is our report.', PDF);
    await expect(classOf(head, body)).resolves.toMatchObject({
      class: 'answer',
      why: ['came with the file answer.pdf'],
    });
  });

  it('tells which mail of ours came back', async () => {
    const { head, body } = around('Ana <ana@capital.gov>', 'It came back.');
    const mail = await readMail(Buffer.from([...head, '', ...body].join('\r\n')));
    expect(returnedIdOf(mail)).toBe('note-1@desk.example');
    expect(mail.attachments.map(({ role }) => role)).not.toContain('message');
  });
});

describe('the class of a mail', () => {
  it('is answer when a file came along, and names the file', async () => {
    await expect(withFile(['Subject: Re: Nota'])).resolves.toEqual({
      class: 'answer',
      why: ['came with the file answer.pdf'],
      hasFile: true,
      recipients: [],
    });
  });

  it('is message for words alone, and empty for neither words nor file', async () => {
    await expect(classOf(['Subject: Re: Nota'], ['Received, sent to our capital.'])).resolves.toMatchObject({
      class: 'message',
    });
    await expect(classOf(['Subject: Re: Nota'], ['', ''])).resolves.toMatchObject({ class: 'empty' });
  });

  it('is bounce with each failed recipient, hard when the address is at fault', async () => {
    await expect(report('failed', '5.1.1')).resolves.toMatchObject({
      class: 'bounce',
      recipients: [
        { address: 'Ana@capital.gov', action: 'failed', status: '5.1.1', diagnostic: '550 No such user', hard: true },
      ],
    });
    await expect(report('failed', '4.2.2', '452 Mailbox is full')).resolves.toMatchObject({
      class: 'bounce',
      recipients: [{ hard: false }],
    });
  });

  it('says of each of several recipients only what was said of it', async () => {
    const words = [
      '<ana@one.gov>:',
      'This address no longer accepts mail.',
      '',
      '<bea@two.gov>:',
      'user is over quota',
    ];
    const head = ['From: MAILER-DAEMON@mx', 'Subject: failure notice'];
    const { recipients } = await classOf(head, ['These addresses failed:', '', ...words]);
    expect(recipients.map(({ address, hard }) => [address, hard])).toEqual([
      ['ana@one.gov', true],
      ['bea@two.gov', false],
    ]);
  });

  it.each(['Status: 5.1.1', 'Action: failure\r\nStatus: 5.1.1'])(
    'is a hard bounce for %j, an action that is missing or no word of RFC 3464',
    async (fields) => {
      const group = (address: string) => [`Final-Recipient: rfc822; ${address}`, fields];
      const { recipients } = await classOf(
        ['From: MAILER-DAEMON@mx', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
        ['--b', 'Content-Type: message/delivery-status', '', ...group('a@b.gov'), ...group('c@d.gov'), '--b--'],
      );
      expect(recipients).toMatchObject([
        { address: 'a@b.gov', hard: true },
        { address: 'c@d.gov', hard: true },
      ]);
    },
  );

  it('is delay while the mail system still tries', async () => {
    await expect(report('delayed', '4.4.1')).resolves.toMatchObject({ class: 'delay', recipients: [{ hard: false }] });
  });

  it('is bounce for anything that comes from nobody to a bounce address or to the desk, and not for what a person sends there', async () => {
    const body = ['Sorry, it did not work out.'];
    const toDesk: MailEnvelope = { ...FROM_CAPITAL, from: '', recipients: [{ kind: 'desk' }] };
    await expect(classOf(['Subject: x'], body, toDesk)).resolves.toMatchObject({ class: 'bounce' });
    const toBounce: MailEnvelope = { ...FROM_CAPITAL, recipients: [{ kind: 'bounce' }] };
    await expect(classOf(['Subject: x'], body, { ...toBounce, from: '' })).resolves.toMatchObject({ class: 'bounce' });
    const daemon = ['From: MAILER-DAEMON@mx.capital.gov', 'Subject: Undelivered Mail Returned to Sender'];
    await expect(classOf(daemon, body, toBounce)).resolves.toMatchObject({ class: 'bounce' });
    await expect(classOf(['Subject: x'], body, toBounce)).resolves.toMatchObject({ class: 'message' });
    await expect(withFile(['From: ana@capital.gov'], toBounce)).resolves.toMatchObject({ class: 'answer' });
  });

  it('is never bounce for a null sender alone where people answer: with a file it goes to a person', async () => {
    const fromNobody = { ...FROM_CAPITAL, from: '' };
    const verdict = await withFile(['From: ana@capital.gov', 'Subject: Respuesta'], fromNobody);
    expect(verdict).toMatchObject({ class: 'auto-reply', hasFile: true, why: ['the envelope sender is null'] });
    const daemon = ['From: MAILER-DAEMON@mx.capital.gov', 'Subject: Undelivered Mail Returned to Sender'];
    await expect(classOf(daemon, ['x'], fromNobody)).resolves.toMatchObject({ class: 'bounce' });
  });

  it.each([
    ['Auto-Submitted: auto-replied'],
    ['Precedence: bulk', 'Precedence: auto_reply'],
    ['Subject: Respuesta automática: Nota'],
    ['Subject: Automatic reply: Nota'],
    ['Subject: Réponse automatique : Nota'],
    ['Subject: Resposta automática: Nota'],
    ['Subject: Mensaje automático: Nota'],
    ['Subject: Estoy fuera de la oficina'],
    ['Subject: Aviso de vacaciones'],
    ['Subject: Aviso de férias'],
    ['Subject: Estou ausente do escritório'],
    ['Subject: Message d’absence : Nota'],
    ['Subject: Absent du bureau'],
    ['X-Autoreply: yes'],
  ])('is auto-reply for %s, also from the null sender', async (...head) => {
    await expect(classOf(head, ['I am away.'])).resolves.toMatchObject({ class: 'auto-reply', hasFile: false });
    await expect(classOf(head, ['I am away.'], { ...FROM_CAPITAL, from: '' })).resolves.toMatchObject({
      class: 'auto-reply',
    });
  });

  it.each([
    ['Subject: Ausencia de información'],
    ['Subject: Respuesta de la Misión'],
    ['Subject: Vacances judiciaires et traite'],
    ['Subject: Férias coletivas'],
    ['Subject: Mensaje de la Cancillería'],
  ])('is message for %s: a person speaks', async (...head) => {
    await expect(classOf(head, ['Estimados señores:'])).resolves.toMatchObject({ class: 'message' });
  });

  it.each([
    ['Subject: No se pudo entregar el mensaje', 'bounce'],
    ['Subject: Não foi possível entregar a mensagem', 'bounce'],
    ['Subject: Échec de la remise', 'bounce'],
    ['Subject: Entrega retrasada', 'delay'],
  ])('is, from a mail system, for %s %s', async (subject, expected) => {
    const head = ['From: postmaster@mx.capital.gov', subject];
    const envelope: MailEnvelope = { ...FROM_CAPITAL, from: '' };
    await expect(classOf(head, ['ana@capital.gov'], envelope)).resolves.toMatchObject({ class: expected });
  });

  it.each([
    ['AUTO: Juan está fuera de la oficina (vuelve el 20/01)', 'Nota: Esta es una respuesta automática a su mensaje.'],
    ['Ausência: férias', 'Estou em férias até 20/01. Mensagem automática.'],
    ['Absence : Note verbale', 'Je suis absente du bureau jusqu’au 20 janvier.'],
    ["Notification d'absence", 'Je suis en congé.'],
    ['Risposta automatica: Nota', 'Sono fuori ufficio.'],
    ['Out of Office AutoReply: Note', 'x'],
    ['Re: Note', 'I am out of the office and will return on 20 January. This is an automatic reply.'],
    ['Leído: Nota verbal', 'Su mensaje\r\n\r\n  Para: Ana\r\n\r\nse leyó el lunes, 11 de enero de 2027 9:05.'],
    ['Re: Note', 'Ceci est un message automatique. Je suis en congé.'],
    ['Acuse de recibo', 'Este es un mensaje generado automáticamente. Por favor no responda a este mensaje.'],
  ])('is auto-reply without a header of one for the subject %j', async (subject, words) => {
    await expect(classOf([`Subject: ${subject}`], [words])).resolves.toMatchObject({ class: 'auto-reply' });
  });

  it.each([
    ['Out of office policy report', 'Our comments are below.'],
    ['On leave for victims of trafficking: legislation', 'The law grants leave to victims.'],
    ['Respuesta automática de la línea telefónica de denuncias', 'Se informa lo siguiente.'],
    ['Absence de cas de traite en 2026', 'Nous n’avons pas de cas.'],
    ['Ausencia temporal de datos', 'No tenemos datos.'],
    ['Re: Nota', 'Recibimos un mensaje automático de su sistema. Estaremos fuera de la oficina el lunes.'],
    ['Read: our position paper', 'Please read our position.'],
    ['Re: Automatic reply: Note', 'I am back. This is our answer.'],
    ['Nota 12/2027', 'Se notifica la nota: https://gde.example/x. Este es un mensaje automático, no responda.'],
    ['Ofício 12', `${'O Ministério informa. '.repeat(80)}\r\nEsta é uma mensagem automática. Não responda.`],
  ])('is message for a person who writes of %j', async (subject, words) => {
    await expect(classOf([`Subject: ${subject}`], [words])).resolves.toMatchObject({ class: 'message' });
  });

  it.each([
    ['Postmaster General <ps@post.gov>', 'Delivery of the annual report'],
    ['System Administrator - MFA <admin@mfa.gov>', 'Problem with delivery of your questionnaire'],
    ['Delivery Service, Ministry <delivery@mfa.gov>', 'Warning: your note came without its annex'],
    ['Ana <ana@mfa.gov>', 'FW: Undeliverable: our report'],
  ])('is message for %s, who is no mail system and writes of deliveries', async (from, subject) => {
    const head = [`From: ${from}`, `Subject: ${subject}`];
    await expect(classOf(head, ['Please send it again.'])).resolves.toMatchObject({ class: 'message' });
  });

  it('is answer for a mail that a person or a form attaches, whatever its subject resembles', async () => {
    const attached = [
      '--b',
      '',
      'See the mail.',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'To: x@y.gov',
      '',
      'words',
    ];
    const head = ['Content-Type: multipart/mixed; boundary=b'];
    for (const from of ['Subject: Abuse report: a case\r\nFrom: ana@mfa.gov', 'From: no-reply@forms.gov'])
      await expect(classOf([from, ...head], [...attached, '--b--'])).resolves.toMatchObject({ class: 'answer' });
    const noted = classOf(
      ['From: staff@isp.example', 'Subject: Abuse report', ...head],
      [...attached.with(2, ''), '--b--'],
    );
    await expect(noted).resolves.toMatchObject({ class: 'complaint' });
  });

  it('is delay where a program only says in words that it goes on trying', async () => {
    const head = ['From: MAILER-DAEMON@mx', 'Subject: Delivery status notification: warning'];
    const words = 'A message is delayed for more than 4h for the following\nana@capital.gov: Network error';
    await expect(classOf(head, [words])).resolves.toMatchObject({
      class: 'delay',
      recipients: [{ address: 'ana@capital.gov', hard: false }],
    });
    await expect(classOf(head, [`${words}\nThis is a permanent error.`])).resolves.toMatchObject({ class: 'bounce' });
  });

  it('is auto-reply with a file when a robot sends one, so that a person decides', async () => {
    await expect(withFile(['Auto-Submitted: auto-generated'])).resolves.toMatchObject({
      class: 'auto-reply',
      hasFile: true,
    });
  });

  it('is answer although Exchange asks for no automatic replies, and for Auto-Submitted: no', async () => {
    await expect(withFile(['X-Auto-Response-Suppress: All', 'Auto-Submitted: no'])).resolves.toMatchObject({
      class: 'answer',
    });
  });

  it('is loop when our own header comes back, and not for the header of another service', async () => {
    await expect(withFile(['X-Coordinator-Loop: DESK.example'])).resolves.toMatchObject({ class: 'loop' });
    await expect(withFile(['X-Coordinator-Loop: other.example'])).resolves.toMatchObject({ class: 'answer' });
  });

  it('is answer for a mail that a rule of CommuniGate has passed on', async () => {
    await expect(withFile(['X-Autogenerated: Mirror'])).resolves.toMatchObject({ class: 'answer' });
    await expect(withFile(['X-Autogenerated: Reply'])).resolves.toMatchObject({ class: 'auto-reply' });
  });

  it('is list for mailing lists and bulk mail, calendar for invitations', async () => {
    await expect(classOf(['List-Id: <news.x.org>'], ['News'])).resolves.toMatchObject({ class: 'list' });
    await expect(
      classOf(['Content-Type: text/calendar; method=REPLY'], ['BEGIN:VCALENDAR', 'METHOD:REPLY', 'END:VCALENDAR']),
    ).resolves.toMatchObject({ class: 'calendar' });
  });

  it('is calendar for an entry alone, list for what can be unsubscribed from and is no reply, empty for marks of no width', async () => {
    const entry = ['BEGIN:VCALENDAR', 'END:VCALENDAR'];
    await expect(classOf(['Content-Type: text/calendar; method=REPLY'], entry)).resolves.toMatchObject({
      class: 'calendar',
    });
    const news = ['List-Unsubscribe: <mailto:u@x.org>', 'Content-Type: text/plain'];
    await expect(classOf(news, ['News'])).resolves.toMatchObject({ class: 'list' });
    await expect(classOf(['In-Reply-To: <a@b>', ...news], ['Words'])).resolves.toMatchObject({ class: 'message' });
    await expect(classOf(['Subject: x'], ['\u200b\ufeff'])).resolves.toMatchObject({ class: 'empty' });
  });

  it('counts no picture of the text and no signature as a file sent in answer', async () => {
    const verdict = await classOf(
      ['Content-Type: multipart/related; boundary=b'],
      [
        ...['--b', 'Content-Type: text/html', '', '<p>Received</p><img src="cid:logo@x">'],
        ...['--b', 'Content-Type: image/png; name=logo.png', 'Content-ID: <logo@x>', '', 'PNG'],
        ...['--b', 'Content-Type: application/pkcs7-signature; name=smime.p7s', '', 'SIG', '--b--'],
      ],
    );
    expect(verdict).toMatchObject({ class: 'message', hasFile: false });
  });
});

describe('a mail without words', () => {
  it('is message where a picture stands in the text: it may be the page that was asked for', async () => {
    const verdict = await classOf(
      ['Content-Type: multipart/related; boundary=b'],
      [
        ...['--b', 'Content-Type: text/html', '', '<img src="cid:page@x">'],
        ...['--b', 'Content-Type: image/jpeg', 'Content-ID: <page@x>', '', 'JPG', '--b--'],
      ],
    );
    expect(verdict).toMatchObject({ class: 'message', hasFile: false });
  });
});

describe('real bounces of others', () => {
  const samples = readCorpus('bounces');
  const expected = readTable('bounces');
  const unknown: MailEnvelope = { from: null, recipients: [], domain: 'desk.example' };

  it('are classed right in 95 of 100 without an envelope, and no ordinary mail is called a bounce', async () => {
    let right = 0;
    for (const { file, raw } of samples) {
      const verdict = classMail(await readMail(raw), unknown);
      const reasons = expected.get(file)?.[0] ?? '';
      const isOrdinary = file.startsWith('is-not-bounce');
      if (isOrdinary) expect({ file, class: verdict.class }).not.toEqual({ file, class: 'bounce' });
      const wanted = isOrdinary
        ? ['message', 'answer', 'list', 'auto-reply']
        : reasons.includes('feedback')
          ? ['complaint']
          : reasons.includes('vacation')
            ? ['auto-reply']
            : ['bounce', 'delay'];
      if (wanted.includes(verdict.class)) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(0.95 * samples.length);
  });

  it('are all called bounces when they come to a signed bounce address, but for complaints and automatic replies', async () => {
    for (const { file, raw } of samples.filter((sample) => !sample.file.startsWith('is-not-bounce'))) {
      const verdict = classMail(await readMail(raw), { ...unknown, from: '', recipients: [{ kind: 'bounce' }] });
      expect(['bounce', 'delay', 'complaint', 'auto-reply', 'loop']).toContain(verdict.class);
      expect(file).toBeTruthy();
    }
  });
});

describe('a mail of no person', () => {
  const verdictOf = async (head: string[], body: string[] = ['words'], envelope = FROM_CAPITAL) =>
    (await classOf(head, body, envelope)).class;

  it('is a bulk mail by its Precedence, and a reply of a list is none', async () => {
    await expect(verdictOf(['From: a@b.gov', 'Precedence: bulk'])).resolves.toBe('list');
    await expect(verdictOf(['From: a@b.gov', 'Precedence: first-class'])).resolves.toBe('message');
    await expect(verdictOf(['From: a@b.gov', 'In-Reply-To: <x@y>', 'List-Unsubscribe: <mailto:x@y>'])).resolves.toBe(
      'message',
    );
  });

  it('is a complaint where a report of one is attached, and a bounce where a robot returns a mail', async () => {
    const attached = ['--b', '', 'words', '--b', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse'];
    await expect(
      verdictOf(['From: a@b.gov', 'Content-Type: multipart/mixed; boundary=b'], [...attached, '--b--']),
    ).resolves.toBe('complaint');
    const returned = ['--b', '', 'It could not be delivered.', '--b', 'Content-Type: message/rfc822', ''];
    const original = ['From: desk@desk.example', 'To: luis@capital.gov', 'Subject: Note', '', 'Note', '--b--'];
    await expect(
      verdictOf(
        ['From: no-reply@capital.gov', 'Content-Type: multipart/mixed; boundary=b'],
        [...returned, ...original],
      ),
    ).resolves.toBe('bounce');
  });

  it('is a bounce where a daemon says so, by its name, its address or the words of a server', async () => {
    const subject = 'Subject: hello';
    await expect(verdictOf(['From: MAILER-DAEMON@mx.gov', subject])).resolves.toBe('bounce');
    await expect(verdictOf(['From: postmaster@mx.gov', subject], ['550 no such user here'])).resolves.toBe('bounce');
    await expect(verdictOf(['From: mx_smtp_gateway@mx.gov', subject], ['550 no such user'])).resolves.toBe('bounce');
    await expect(verdictOf(['From: smtp@mx.gov', subject], ['550 no such user'])).resolves.toBe('message');
  });

  it('is a calendar entry where it invites, and none where a calendar is only published', async () => {
    const part = (method: string): string[] => [
      ...['--b', '', 'words', '--b', `Content-Type: text/calendar; method=${method}`, ''],
      ...['BEGIN:VCALENDAR', `METHOD:${method}`, 'END:VCALENDAR', '--b--'],
    ];
    const head = ['From: a@b.gov', 'Content-Type: multipart/alternative; boundary=b'];
    await expect(verdictOf(head, part('REQUEST'))).resolves.toBe('calendar');
    await expect(verdictOf(head, part('PUBLISH'))).resolves.toBe('message');
  });
});
