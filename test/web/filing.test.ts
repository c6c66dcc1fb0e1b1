import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** Mail that no rule can file: what it is offered for, and what a click does with it. */
describe('held mail on the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const raw = (headers: string[], text: string): string =>
    [
      ...headers,
      `Message-ID: <${Math.random()}@ministry.example>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '--x',
      'Content-Type: application/pdf; name=report.pdf',
      'Content-Disposition: attachment; filename=report.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(text).toString('base64'),
      '--x--',
      '',
    ].join('\r\n');
  const hold = (headers: string[], text: string): Promise<string> =>
    desk.receive(raw(headers, text), 'desk@tip-desk.example', 'desk', null);
  const openTasks = async (): Promise<string[]> =>
    (await desk.db.selectFrom('task').select('id').where('doneAt', 'is', null).execute()).map((one) => one.id);
  const acknowledged = async (address: string): Promise<number> =>
    (await desk.mails()).filter((mail) => mail.to.includes(address) && mail.messageId?.includes('/acknowledgement/'))
      .length;

  it('is offered for the requests that it may belong to, with reasons, and filed by one click, once', async () => {
    const sender = desk.contactOf('PER', 'capital');
    const mail = await hold([`From: <${sender}>`, 'Subject: Informe del Peru'], 'Adjunto el informe.');
    const { body } = await desk.page(`/desk/mail/received/${mail}`);
    expect(body).toContain('It may belong to');
    expect(body).toMatch(new RegExp(`value="${idOf('PER')}" checked`));
    expect(body).toContain(`${sender} is PER/capital; its subject names Peru`);
    expect(await openTasks()).toContain(`receipt/${mail}`);

    const path = `/desk/mail/received/${mail}/file`;
    await desk.press(path, [
      ['request', idOf('PER')],
      ['other', ''],
      ['as', 'answer'],
    ]);
    const [submission, ...others] = await desk.submissions('PER');
    expect(others).toEqual([]);
    expect(submission).toMatchObject({ via: 'mail', sender, receiptId: mail, version: 1, part: 1 });
    expect(submission?.receivedAt).toBe('2026-12-10T15:00:00.000Z');
    expect(await openTasks()).not.toContain(`receipt/${mail}`);
    expect(await acknowledged(sender)).toBe(1);
    expect((await desk.page(`/desk/requests/${idOf('PER')}`)).body).toContain('report.pdf');
    expect((await desk.page(`/desk/mail/received/${mail}`)).body).toContain('filed by the Coordinator’s desk');

    const again = await desk.press(path, [
      ['request', idOf('PER')],
      ['other', ''],
      ['as', 'answer'],
    ]);
    expect(again.body).toContain('was filed for');
    expect(await desk.submissions('PER')).toHaveLength(1);
  });

  it('goes to the request that is typed, and says so where there is none', async () => {
    const mail = await hold(
      ['From: <somebody@nowhere.example>', 'Subject: =?utf-8?q?=C2=BFA_qui=C3=A9n=3F?='],
      'Sin datos.',
    );
    expect((await desk.page(`/desk/mail/received/${mail}`)).body).toContain('Nothing in it points to a request');
    const path = `/desk/mail/received/${mail}/file`;
    const none = await desk.press(path, [
      ['other', 'annual-report/2027/XXX'],
      ['as', 'message'],
    ]);
    expect(none.statusCode).toBe(400);
    expect(none.body).toContain('there is none ‘annual-report/2027/XXX’ on record'.replaceAll(/[‘’]/g, '&#x27;'));
    const empty = await desk.press(path, [
      ['other', ''],
      ['as', 'message'],
    ]);
    expect(empty.body).toContain('none is named');
    await desk.press(path, [
      ['other', ` ${idOf('CHL')} `],
      ['as', 'message'],
    ]);
    expect(await desk.submissions('CHL')).toEqual([]);
    const request = await desk.db
      .selectFrom('request')
      .selectAll()
      .where('id', '=', idOf('CHL'))
      .executeTakeFirstOrThrow();
    expect(request.holdUntil).not.toBeNull();
  });

  it('needs no judgement where one signed address of ours stands among its recipients, and does where two stand', async () => {
    const address = (party: string): string => desk.addressing.identify(`${idOf(party)}/request/mission`).replyAddress;
    const from = `From: <${desk.contactOf('ECU', 'mission')}>`;
    const one = await hold(
      [from, `To: desk@tip-desk.example`, `Cc: <${address('ECU').toUpperCase()}>`, 'Subject: x'],
      'Adjunto.',
    );
    expect(await desk.submissions('ECU')).toMatchObject([{ receiptId: one, via: 'mail' }]);
    const two = await hold([from, `To: ${address('ECU')}, ${address('PRY')}`, 'Subject: x'], 'Adjunto otra vez.');
    expect(await openTasks()).toContain(`receipt/${two}`);
  });

  it('is held where a bounce to the desk names a mail of ours and returns none of its addresses, which anybody can write', async () => {
    const note = desk.addressing.identify(`${idOf('BRB')}/request/mission`);
    const bounce = (returned: string[]) =>
      [
        ...['From: MAILER-DAEMON@mx.example', 'Subject: Undelivered Mail Returned to Sender', 'MIME-Version: 1.0'],
        ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
        ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
        ...[`Final-Recipient: rfc822; ${desk.contactOf('BRB', 'mission')}`, 'Action: failed', 'Status: 5.1.1', ''],
        ...['--b', 'Content-Type: message/rfc822', '', ...returned, '', 'words', '--b--', ''],
      ].join('\r\n');
    const failures = () => desk.db.selectFrom('contactChange').select('contact').where('kind', '=', 'failed').execute();
    const forged = await desk.receive(
      bounce([`Message-ID: <${note.messageId}>`]),
      'desk@tip-desk.example',
      'desk',
      null,
    );
    expect(await openTasks()).toContain(`receipt/${forged}`);
    expect(await failures()).toEqual([]);
    const returned = [`Message-ID: <${note.messageId}>`, `Reply-To: ${note.replyAddress}`];
    const genuine = await desk.receive(bounce(returned), 'desk@tip-desk.example', 'desk', null);
    expect(await openTasks()).not.toContain(`receipt/${genuine}`);
    expect(await failures()).toEqual([{ contact: 'BRB/mission' }]);
  });

  it('is an automatic mail that points to something, which a document system sends, and is no absence', async () => {
    const note = desk.addressing.identify(`${idOf('ATG')}/request/mission`);
    const send = (text: string) =>
      desk.receive(
        `From: <${desk.contactOf('ATG', 'mission')}>\r\nSubject: Note 12\r\nAuto-Submitted: auto-generated\r\n\r\n${text}\r\n`,
        note.replyAddress,
        'reply',
        note.id,
      );
    const notified = await send('The note can be read at https://documents.example/12.');
    expect(await openTasks()).toContain(`receipt/${notified}`);
    const away = await send('I am out of the office. https://mission.example');
    expect(await openTasks()).not.toContain(`receipt/${away}`);
  });

  it('waits for one click where it names a note by its Message-ID alone, and none where it quotes what was given with it', async () => {
    const note = desk.addressing.identify(`${idOf('GRD')}/request/mission`);
    const sender = desk.contactOf('GRD', 'mission');
    const headers = [`From: <${sender}>`, 'Subject: Answer', `In-Reply-To: <${note.messageId}>`];
    const guessed = await hold(headers, 'Nothing to report.');
    expect(await desk.submissions('GRD')).toEqual([]);
    expect(await acknowledged(sender)).toBe(0);
    const { holdUntil: rests } = await desk.db
      .selectFrom('request')
      .select('holdUntil')
      .where('id', '=', idOf('GRD'))
      .executeTakeFirstOrThrow();
    expect(rests).not.toBeNull();
    expect((await desk.page('/desk')).body).toContain('it names our mail by its Message-ID alone');
    await desk.press(`/desk/messages/${guessed}/accept`, []);
    expect(await desk.submissions('GRD')).toHaveLength(1);

    const quoted = desk.addressing.identify(`${idOf('LCA')}/request/mission`);
    const answer = [`From: <${desk.contactOf('LCA', 'mission')}>`, `In-Reply-To: <${quoted.messageId}>`];
    await hold(answer, `Our answer.\r\n\r\n> Reply-To: ${quoted.replyAddress}`);
    expect(await desk.submissions('LCA')).toHaveLength(1);
  });

  it('is offered for the request of the address that took it, also where nothing in it can be read', async () => {
    const note = desk.addressing.identify(`${idOf('TTO')}/request/mission`);
    const mail = await desk.receive('no field of a mail\r\n', note.replyAddress, 'reply', note.id);
    expect((await desk.page(`/desk/mail/received/${mail}`)).body).toMatch(new RegExp(`value="${idOf('TTO')}" checked`));
  });

  it('waits for a person where it is nested more deeply than was read, and is not acknowledged', async () => {
    const note = desk.addressing.identify(`${idOf('JAM')}/request/mission`);
    const sender = desk.contactOf('JAM', 'mission');
    const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(5);
    const file = 'Content-Type: application/pdf; name=report.pdf\r\n\r\nPDF\r\n';
    const raw = `From: <${sender}>\r\nSubject: x\r\n${nested}${file}`;
    await desk.receive(raw, note.replyAddress, 'reply', note.id);
    expect(await desk.submissions('JAM')).toEqual([]);
    expect(await acknowledged(sender)).toBe(0);
    expect((await desk.page('/desk')).body).toContain('it was not read whole');
  });

  it('of a robot is filed without a word to it', async () => {
    const mail = await hold(
      ['From: <no-reply@portal.example>', 'Auto-Submitted: auto-generated', `Subject: ${idOf('HTI')}`],
      'Automatique.',
    );
    await desk.press(`/desk/mail/received/${mail}/file`, [
      ['request', idOf('HTI')],
      ['as', 'answer'],
    ]);
    expect(await desk.submissions('HTI')).toHaveLength(1);
    expect(await acknowledged('no-reply@portal.example')).toBe(0);
  });
});

describe('an answer of somebody who is not on file', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const id = idOf('BRA');
  const sender = 'assessora@gmail.com';
  const note = () => desk.addressing.identify(`${id}/request/mission`);
  const answer = (from: string[], text: string): Promise<string> =>
    desk.receive(
      [
        ...from.map((one) => `From: <${one}>`),
        'Subject: Re: nota',
        'Content-Type: application/pdf; name=r.pdf',
        'Content-Disposition: attachment; filename=r.pdf',
        '',
        text,
        '',
      ].join('\r\n'),
      note().replyAddress,
      'reply',
      note().id,
    );
  const row = () => desk.request('BRA');
  const mailsTo = async (address: string): Promise<number> =>
    (await desk.mails()).filter((mail) => mail.to.includes(address)).length;

  it('waits for the Coordinator: nothing is closed, nobody is reminded or told, and one click files it', async () => {
    await answer([sender], 'one');
    expect((await row()).stage).toBe('waiting');
    expect((await row()).holdUntil).not.toBeNull();
    expect(await mailsTo(sender)).toBe(0);
    const { body } = await desk.page(`/desk/requests/${id}`);
    expect(body).toContain('assessora@gmail.com is on file for nobody');
    expect(body).toContain('the sender has not been told');
    const [, message = ''] = /\/desk\/messages\/([^/]+)\/accept/.exec(body) ?? [];
    await desk.press(`/desk/messages/${message}/accept`, []);
    expect((await row()).stage).toBe('answered');
    const filed = await desk.db.selectFrom('submissionFile').selectAll().execute();
    expect(filed.map(({ name }) => name)).toEqual(['r.pdf']);
    expect(await mailsTo(sender)).toBe(1);
  });

  it('waits also where our mail server has found that it was forged', async () => {
    const mission = desk.catalogue.parties.find(({ code }) => code === 'BRA')?.contacts[0]?.address ?? '';
    const id = await answer(
      [`${mission}>\r\nAuthentication-Results: mx.tip-desk.example; dmarc=fail\r\nX-End: <`],
      'three',
    );
    const messages = await desk.db.selectFrom('message').selectAll().execute();
    expect(messages.map(({ doubt }) => doubt)).toContainEqual(expect.stringContaining('DMARC fails'));
    expect((await desk.page(`/desk/mail/received/${id}`)).body).toContain('SPF unknown, DKIM unknown, DMARC fail');
  });

  it('waits also where it names two authors, of whom one is on file', async () => {
    const mission = desk.catalogue.parties.find(({ code }) => code === 'BRA')?.contacts[0]?.address ?? '';
    await answer([mission, 'other@gmail.com'], 'two');
    const messages = await desk.db.selectFrom('message').selectAll().where('requestId', '=', id).execute();
    expect(messages.map(({ doubt }) => doubt)).toContain('it names 2 authors');
  });
});

describe('an answer that names a note by its Message-ID alone', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const MX = 'mx.tip-desk.example';
  const send = async (party: string, results: string, lead = ''): Promise<string> => {
    const mission = desk.contactOf(party, 'mission');
    const domain = mission.slice(mission.indexOf('@') + 1);
    const raw = [
      `${lead}Authentication-Results: ${results.replaceAll('DOMAIN', domain)}`,
      `From: <${mission}>`,
      'Subject: Re: nota',
      `In-Reply-To: <${desk.addressing.identify(`${idOf(party)}/request/mission`).messageId}>`,
      'Content-Type: application/pdf; name=r.pdf',
      'Content-Disposition: attachment; filename=r.pdf',
      '',
      results,
      '',
    ].join('\r\n');
    return desk.receive(raw, 'desk@tip-desk.example', 'desk', null);
  };

  it('is filed where the domain of its author vouches for it', async () => {
    await send('CHL', `${MX}; spf=pass smtp.mailfrom="a; b"@DOMAIN; dmarc=pass (p=REJECT) header.from=DOMAIN`);
    expect(await desk.submissions('CHL')).toHaveLength(1);
    expect((await desk.request('CHL')).stage).toBe('answered');
  });

  const FAIL = 'dmarc=fail (p=REJECT) header.from=DOMAIN';
  const PASS = 'dmarc=pass header.from=DOMAIN';

  it.each([
    ['a quoted local part', `${MX}; spf=pass smtp.mailfrom="a dmarc=pass"@evil.example; ${FAIL}`],
    ['a quoted semicolon', `${MX}; spf=pass smtp.mailfrom="a; ${PASS}; b"@evil.example; ${FAIL}`],
    ['a nested comment', `${MX}; spf=pass (a (b); ${PASS};) smtp.mailfrom=evil.example; ${FAIL}`],
    ['an encoded word', `${MX}; spf=pass smtp.helo==?utf-8?q?a=3B_dmarc=3Dpass_header.from=3DDOMAIN?=; dmarc=none`],
    ['an encoded name of the server', `=?utf-8?q?${MX}?=; ${PASS}`],
    ['the pass of another domain', `${MX}; dmarc=pass header.from=evil.example`],
    ['a pass of nobody', `${MX}; dmarc=pass`],
    [
      'a field of the sender below',
      `${MX}; spf=pass smtp.mailfrom=evil.example\r\nAuthentication-Results: ${MX}; ${PASS}`,
    ],
    ['a line that ends by CR', `${MX}; spf=pass smtp.mailfrom=evil.example\rX-A: b; ${PASS}`],
    ['a field that never ends', `${MX}; ${PASS}; spf=pass smtp.mailfrom="a`],
  ])('waits for a person where the pass stands in %s', async (_where, results) => {
    const id = await send('PER', results);
    const receipt = await desk.db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(receipt.outcome).toBe('message');
    expect(await desk.submissions('PER')).toEqual([]);
    const [message] = await desk.db.selectFrom('message').selectAll().where('receiptId', '=', id).execute();
    expect(message?.doubt).toMatch(/DMARC fails|two senders|two ways|nobody has verified/);
  });

  it('waits for a person where a mark moves the beginning of its header', async () => {
    const id = await send('PER', `${MX}; ${PASS}`, '\ufeff');
    const [message] = await desk.db.selectFrom('message').selectAll().where('receiptId', '=', id).execute();
    expect(message?.doubt).toContain('two ways');
    expect(await desk.submissions('PER')).toEqual([]);
  });
});

describe('a word of thanks', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const write = async (text: string): Promise<void> => {
    const note = desk.addressing.identify(`${idOf('CHL')}/request/mission`);
    const headers = [
      `From: ${desk.contactOf('CHL', 'mission')}`,
      'Subject: RE',
      `Message-ID: <${text.length}@x.example>`,
    ];
    await desk.receive([...headers, '', text].join('\r\n'), note.replyAddress, 'reply', note.id);
  };
  const open = () =>
    desk.db.selectFrom('task').select('id').where('kind', '=', 'message').where('doneAt', 'is', null).execute();

  it('is on record with the request, asks for no decision and is not acknowledged; whatever says more does both', async () => {
    const before = (await desk.mails()).length;
    await write('Acusamos recibo de su nota. Muchas gracias.');
    expect(await open()).toEqual([]);
    expect((await desk.mails()).length).toBe(before);
    const { body } = await desk.page(`/desk/requests/${idOf('CHL')}`);
    expect(body).toContain('Acusamos recibo de su nota');
    expect(body).toContain('Thanks were received');
    await write('Acusamos recibo de su nota. Responderemos en enero.');
    expect(await open()).toHaveLength(1);
    expect((await desk.mails()).length).toBe(before + 1);
  });
});

describe('the same answer sent again', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const id = idOf('BRA');
  const mission = (): string => desk.contactOf('BRA', 'mission');
  let count = 0;
  const send = async (file: string, role = 'mission', from = mission()): Promise<string> => {
    count += 1;
    const note = desk.addressing.identify(`${id}/request/${role}`);
    return desk.receive(
      [
        `From: <${from}>`,
        `Message-ID: <${count}@missions.example>`,
        'Subject: Re: nota',
        'Content-Type: application/pdf; name=r.pdf',
        'Content-Disposition: attachment; filename=r.pdf',
        '',
        file,
        '',
      ].join('\r\n'),
      note.replyAddress,
      'reply',
      note.id,
    );
  };
  const versions = async (): Promise<number[]> => {
    const rows = await desk.db.selectFrom('submission').select('version').orderBy('recordedAt').execute();
    return rows.map(({ version }) => version);
  };
  const acknowledgements = async (): Promise<number> =>
    (await desk.mails()).filter(({ messageId }) => messageId?.includes('/acknowledgement/')).length;

  it('is one answer, by whichever of our addresses it comes, and is acknowledged once a day', async () => {
    await send('report');
    expect([await versions(), await acknowledgements()]).toEqual([[1], 1]);
    const second = await send('report');
    await send('report', 'capital', mission().toUpperCase());
    expect([await versions(), await acknowledgements()]).toEqual([[1], 1]);
    expect((await desk.page(`/desk/mail/received/${second}`)).body).toContain('The same was filed before');
    desk.clock.at = '2026-12-11T15:00:00.000Z';
    await send('report');
    expect([await versions(), await acknowledgements()]).toEqual([[1], 2]);
  });

  it('is a version of its own once another has come between', async () => {
    await send('report, corrected');
    await send('report');
    expect(await versions()).toEqual([1, 2, 3]);
  });
});

describe('messages of one day', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  it('are all kept, and acknowledged once', async () => {
    const note = desk.addressing.identify(`${idOf('HTI')}/request/mission`);
    const mission = desk.catalogue.parties.find(({ code }) => code === 'HTI')?.contacts[0]?.address ?? '';
    const say = (text: string): Promise<string> =>
      desk.receive(`From: <${mission}>\r\nSubject: Re: note\r\n\r\n${text}\r\n`, note.replyAddress, 'reply', note.id);
    const acknowledged = async (): Promise<number> =>
      (await desk.mails()).filter(({ messageId }) => messageId?.includes('/acknowledgement/')).length;
    await say('Bien reçu.');
    await say('Transmis à notre capitale.');
    expect(await acknowledged()).toBe(1);
    desk.clock.at = '2026-12-11T16:00:00.000Z';
    await say('Toujours en cours.');
    expect(await acknowledged()).toBe(2);
    expect(await desk.db.selectFrom('message').selectAll().execute()).toHaveLength(3);
  });
});

describe('an answer that contradicts the file on a treaty', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  it('is filed as it is, and the desk says what is on file', async () => {
    const note = desk.addressing.identify(`${idOf('BRA')}/request/mission`);
    const mission = desk.catalogue.parties.find(({ code }) => code === 'BRA')?.contacts[0]?.address ?? '';
    const headers = [
      `From: <${mission}>`,
      'Subject: Re: nota',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      '',
    ];
    const text = 'O Brasil nao ratificou o Protocolo de Palermo.';
    const file = [
      '--x',
      'Content-Type: application/pdf; name=r.pdf',
      'Content-Disposition: attachment; filename=r.pdf',
      '',
      'report',
      '--x--',
      '',
    ];
    await desk.receive([...headers, text, ...file].join('\r\n'), note.replyAddress, 'reply', note.id);
    const { body } = await desk.page(`/desk/requests/${idOf('BRA')}`);
    expect(body).toContain(
      'Contradicts the file on the Palermo Protocol: “O Brasil nao ratificou o Protocolo de Palermo.”',
    );
    expect(body).toContain('deposited January 29, 2004');
  });
});
