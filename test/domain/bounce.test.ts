import { readNotice } from '../../domain/bounce-notice.js';
import { reasonOf } from '../../domain/bounce-reason.js';
import { readBounceWords } from '../../domain/bounce-words.js';
import { readMatch } from '../../domain/mail-explain.js';
import { classMail } from '../../domain/mail-class.js';
import { readMail } from '../../adapters/mime/mail.js';

describe('why a mail came back', () => {
  it.each([
    ['5.1.1', '550 5.1.1 <a@b.gov>: Recipient address rejected: User unknown', 'userunknown', true],
    ['', '550 No such user here', 'userunknown', true],
    ['5.1.2', 'Host or domain name not found', 'hostunknown', true],
    ['5.2.2', '552 5.2.2 Mailbox is full', 'mailboxfull', false],
    ['5.7.1', '554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org', 'blocked', false],
    ['5.7.26', '550 5.7.26 Unauthenticated email is not accepted due to DMARC policy', 'authfailure', false],
    ['4.4.7', 'delivery temporarily suspended: connection timed out', 'expired', false],
    ['5.1.8', '553 Domain of sender address does not exist', 'rejected', false],
    ['', '', 'undefined', false],
  ])('%s %s: %s, hard %s', (status, words, reason, hard) => {
    expect(reasonOf(status, words)).toEqual({ reason, hard });
  });
});

describe('the words of a bounce without a report', () => {
  it('name each failed recipient with what was said of it, and not those of the returned mail', () => {
    const words =
      'Hi. This is the mail program at x.example.\n\n<a@one.gov>:\n550 5.1.1 no such user\n\n<b@two.gov>:\n452 4.2.2 mailbox full\n\n--- Below this line is a copy of the message.\n\nTo: c@three.gov\n';
    const { recipients } = readBounceWords(words, { failed: [], sentTo: [], own: ['desk@oas.example'] });
    expect(recipients.map(({ address, status }) => [address, status])).toEqual([
      ['a@one.gov', '5.1.1'],
      ['b@two.gov', '4.2.2'],
    ]);
  });

  it('may be the notice of a sending service', () => {
    const bounce = { bouncedRecipients: [{ emailAddress: 'a@b.gov', status: '5.1.1', diagnosticCode: 'smtp; 550 x' }] };
    expect(readNotice(JSON.stringify({ notificationType: 'Bounce', bounce }))).toEqual({
      kind: 'bounce',
      recipients: [{ address: 'a@b.gov', action: 'failed', status: '5.1.1', diagnostic: '550 x' }],
    });
    expect(readNotice('{"kind":"other"}')).toBeNull();
  });
});

describe('a returned mail', () => {
  const TO = 'To: desk@oas.example';
  const verdictOf = async (head: string[], body: string[]) =>
    classMail(await readMail(Buffer.from([...head, TO, '', ...body].join('\n'))), {
      from: null,
      recipients: [],
      domain: 'desk.example',
    });
  const addressesOf = async (head: string[], body: string[]) =>
    (await verdictOf(head, body)).recipients.map(({ address }) => address);
  const DAEMON = ['From: Mail System <MAILER-DAEMON@mx.mfa.example>', 'Subject: Undeliverable: Note'];
  const REPORT = ['Content-Type: multipart/report; report-type=delivery-status; boundary=b', ...DAEMON];
  const statusOf = (...groups: string[][]) => [
    ...['--b', '', 'Not delivered.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', ''],
    ...groups.flatMap((group) => [...group, 'Action: failed', 'Status: 5.1.1', '']),
    '--b--',
  ];

  it.each([
    ['the address as we wrote it', 'rfc822; ana@mfa.example', 'rfc822; ana@inside.mfa.example', 'ana@mfa.example'],
    ['an address rather than X.400', 'rfc822; ana@mfa.example', 'x400; /S=ana/C=GB/', 'ana@mfa.example'],
    ['an address rather than nothing', 'rfc822; <ana@mfa.example>', 'system; <>', 'ana@mfa.example'],
    ['what is left of the two', 'x400; /S=ana/C=GB/', 'rfc822; ana@inside.mfa.example', 'ana@inside.mfa.example'],
  ])('names %s', async (_what, original, final, expected) => {
    const group = [`Original-Recipient: ${original}`, `Final-Recipient: ${final}`];
    await expect(addressesOf(REPORT, statusOf(group))).resolves.toEqual([expected]);
  });

  it('names an address once, however often a loop reports it', async () => {
    const group = (address: string) => [`Final-Recipient: rfc822; ${address}`];
    const body = statusOf(group('ana@mfa.example'), group('Ana@mfa.example'), group('eva@mfa.example'));
    await expect(addressesOf(REPORT, body)).resolves.toEqual(['ana@mfa.example', 'eva@mfa.example']);
  });

  it.each([
    [
      'whom the mail was for, told before the heading, and whom it did not reach, below',
      ['Your message', '  To:      list@oas.example', 'did not reach the following recipient(s):', ''],
      ['ana@mfa.example on Monday', '    The recipient name is not recognized'],
      ['ana@mfa.example'],
    ],
    [
      'an X.400 name that holds an address',
      ['Your message did not reach the following recipient(s):', ''],
      ['c=US;a= ;p=MFA;o=Capital;dda:SMTP=ana@mfa.example; on Monday'],
      ['ana@mfa.example'],
    ],
    [
      'a user named without a domain: it is that of the reporter, not the sender who was refused',
      ['Your mail to the following recipients could not be delivered because', 'they take no mail from list@oas.org:'],
      ['', '   anadiaz'],
      ['anadiaz@mx.mfa.example'],
    ],
    [
      'an address inside a sentence, before that of the returned mail',
      ["The following message, addressed to 'ana@mfa.example',", 'was not collected in 30 days.', ''],
      ['---- START OF RETURNED MESSAGE ----', 'To: list@oas.org'],
      ['ana@mfa.example'],
    ],
    [
      'recipients that Exchange names, in its languages',
      ['No se pudo entregar el mensaje a los siguientes destinatarios o grupos:', '', 'Ana Díaz (ana@mre.example)'],
      ['No se encontró la dirección de correo.', '', 'Luis Paz (luis@mre.example)<mailto:luis@mre.example>', 'Lleno.'],
      ['ana@mre.example', 'luis@mre.example'],
    ],
    [
      'every unknown user',
      ['Unknown user: ana@mfa.example', 'RCPT TO generated: 553 unknown', ''],
      ['Unknown user: eva@mfa.example', 'RCPT TO generated: 553 unknown'],
      ['ana@mfa.example', 'eva@mfa.example'],
    ],
  ])('tells apart %s', async (_what, head, rest, expected) => {
    await expect(addressesOf(DAEMON, [...head, ...rest])).resolves.toEqual(expected);
  });

  it.each([
    [['X-Autogenerated: yes', ...DAEMON], ['Could not be delivered to ana@mfa.example: user unknown'], 'bounce'],
    [['From: Mail.Delivery.System@mx.example', 'Subject: Delivery status notification'], ['x'], 'bounce'],
    [['From: Virus_Scan_for_SMTP_Gateways@mx.example', 'Subject: Delivery failure notification'], ['x'], 'bounce'],
    [
      ['Return-Path: <MAILER-DAEMON>', 'From: gate@mx.example', 'Subject: Mail could not be delivered'],
      ['x'],
      'bounce',
    ],
    [
      [
        'Content-Type: multipart/report; report-type=disposition-notification',
        'From: MAILER-DAEMON@mx.example',
        'Subject: Automatically rejected mail',
      ],
      ['Your message to <ana@mfa.example> was automatically rejected: no room'],
      'bounce',
    ],
    [DAEMON, ['The address ana@mfa.example is no longer valid. Your message has NOT been delivered.'], 'bounce'],
    [
      DAEMON,
      ['Your message could not be delivered to ana@mfa.example.', 'We will continue to try for 5 days.'],
      'delay',
    ],
    [['Return-Path: <>', 'From: Ana <ana@mfa.example>', 'Subject: Thank you'], ['I shall answer soon.'], 'auto-reply'],
    [['From: Ana <ana@mfa.example>', 'Subject: RE: Undeliverable: Note'], ['It came back. Here again:'], 'message'],
    [
      ['From: postmaster@mx.example', 'Subject: Devolución de correo: fallo en la entrega'],
      ['Usuario desconocido: ana@mre.example'],
      'bounce',
    ],
    [['From: postmaster@mx.example', 'Subject: Aviso de retraso en la entrega'], ['ana@mre.example'], 'delay'],
    [['Subject: [Automatyczna odpowiedź] Note', 'Precedence: junk'], ['x'], 'auto-reply'],
  ])('with %j and %j is %s', async (head, body, expected) => {
    await expect(verdictOf(head, body)).resolves.toMatchObject({ class: expected });
  });

  it('is no less hard for the advertisement of a scanner below it, and a delay has no reason but its status', async () => {
    const text = ['--b', '', 'Not delivered.', '', 'This mail was scanned for all viruses by X.', ''];
    const report = (status: string, action: string) => [
      ...text,
      ...['--b', 'Content-Type: message/delivery-status', '', 'Final-Recipient: rfc822; ana@mfa.example'],
      ...[`Action: ${action}`, `Status: ${status}`, '', '--b--'],
    ];
    await expect(verdictOf(REPORT, report('5.1.1', 'failed'))).resolves.toMatchObject({
      recipients: [{ reason: 'userunknown', hard: true }],
    });
    const late = report('4.4.0', 'delayed').with(2, 'These recipients have not yet been listed as served.');
    await expect(verdictOf(REPORT, late)).resolves.toMatchObject({ recipients: [{ reason: 'expired', hard: false }] });
  });
});

describe('the request that a mail names', () => {
  const match = async (...head: string[]) => readMatch(await readMail(Buffer.from(`${head.join('\n')}\n\nwords\n`)));

  it('is known from the thread, may be guessed from the subject, else unknown', async () => {
    await expect(match('In-Reply-To: <annual-report/2027/BRA/request/mission@desk.example>')).resolves.toMatchObject({
      request: 'annual-report/2027/BRA',
    });
    await expect(match('Subject: Re: annual-report/2027/BRA')).resolves.toMatchObject({
      request: null,
      guesses: ['the subject names annual-report/2027/BRA'],
    });
    await expect(match('To: r-aaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb@desk.example')).resolves.toMatchObject({
      evidence: [expect.stringContaining('not verified')],
    });
    await expect(match('Subject: Nota')).resolves.toBe('unknown');
  });
});
