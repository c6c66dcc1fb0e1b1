import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { send } from './client.js';
import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the page on which a party answers', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
  });
  afterAll(async () => desk.stop());

  const submissionsOf = (party: string) =>
    desk.db
      .selectFrom('submission')
      .selectAll()
      .where('requestId', '=', `${CYCLE}/${party}`)
      .orderBy('receivedAt')
      .orderBy('version')
      .execute();
  const nonceOf = async (path: string): Promise<string> => hiddenField((await desk.read(path)).body, 'nonce');

  it('speaks the language of the party', async () => {
    const french = await desk.read(desk.answerPath('HTI'));
    expect(french.statusCode).toBe(200);
    expect(french.body).toContain('<html lang="fr">');
    expect(french.body).toContain('Informations pour le rapport annuel de 2027');
    expect(french.body).toContain('Paragraphe 9 du dispositif de la résolution AG/RES. 2019 (XXXIV-O/04)');
    expect(french.body).toContain('Port-au-Prince');
    expect((await desk.read(desk.answerPath('BRA'))).body).toContain('Informações para o relatório anual de 2027');
    expect((await desk.read(desk.answerPath('PER'))).body).toContain('Información para el informe anual de 2027');
    expect((await desk.read(desk.answerPath('JAM'))).body).toContain('Information for the 2027 annual report');
  });

  it('runs no script, loads nothing from elsewhere and tells no other site where its reader comes from', async () => {
    const { headers, body } = await desk.read(desk.answerPath('HTI'));
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; style-src 'self'/);
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'; base-uri 'none'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(body).not.toMatch(/<script|style="/);
  });

  it('files nothing when it is only looked at', async () => {
    await desk.read(desk.answerPath('BLZ'));
    await desk.read(desk.answerPath('BLZ'));
    expect(await submissionsOf('BLZ')).toEqual([]);
  });

  it('opens nothing for a forged or mistyped link and says in four languages how to reach the desk', async () => {
    const path = desk.answerPath('BLZ');
    const forged = `${path.slice(0, -1)}${path.endsWith('a') ? 'b' : 'a'}`;
    for (const address of [
      forged,
      '/answer/x',
      `/answer/${'a'.repeat(16)}-${'a'.repeat(16)}`,
      '/answer/%3Cscript%3E',
    ]) {
      const { statusCode, body } = await desk.read(address);
      expect(statusCode).toBe(404);
      for (const lang of ['en', 'es', 'pt', 'fr']) expect(body).toContain(`<section lang="${lang}">`);
      expect(body).toContain(desk.addressing.deskAddress);
      expect(body).not.toContain('<script>');
    }
    const posted = await desk.post(forged, await formBody({ nonce: 'a'.repeat(32), text: 'x' }));
    expect(posted.statusCode).toBe(404);
  });

  it('reads a link that was retyped with 0 for o and 1 for l', async () => {
    const path = desk.answerPath('BLZ').replaceAll('o', '0').replaceAll('l', '1').replace('/answer', '/answer');
    expect((await desk.read(path.replace(/^\/answer/, '/answer').replace('/answer/', '/answer/'))).statusCode).toBe(
      200,
    );
  });

  it('files text and files, keeps them byte for byte, acknowledges, and lists what was received', async () => {
    const path = desk.answerPath('ECU');
    const big = randomBytes(20 * 1024 * 1024);
    const small = Buffer.from('anexo');
    const files = [
      { name: 'informe anual – versión 1.pdf', type: 'application/pdf', bytes: new Uint8Array(big) },
      { name: 'anexo.txt', type: 'text/plain', bytes: new Uint8Array(small) },
    ];
    const form = await formBody(
      {
        nonce: await nonceOf(path),
        text: 'Texto\r\nde la respuesta',
        name: 'Ana Pérez',
        function: 'Primera Secretaria',
      },
      files,
    );
    const posted = await desk.post(path, form);
    expect(posted.statusCode).toBe(303);
    const [row, ...others] = await submissionsOf('ECU');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ via: 'web', sender: 'mission.ecu@missions.oas-demo.example', part: 1, version: 1 });
    expect(row?.text).toBe('Texto\nde la respuesta\n\n— Ana Pérez, Primera Secretaria');
    expect(row?.deliveredAt).not.toBeNull();
    expect(sha256(await desk.documents.get(sha256(big)))).toBe(sha256(big));

    const done = await desk.read(posted.headers.location ?? '');
    expect(done.body).toContain('Su respuesta fue recibida');
    expect(done.body).toContain('informe anual – versión 1.pdf');
    expect(done.body).toContain('21,0\u00a0MB');
    expect(done.body).toContain(sha256(big));
    expect(done.body).toContain(sha256(small));
    expect(done.body).toContain('mission.ecu@missions.oas-demo.example');

    const back = await desk.read(`${path}/files/${sha256(big)}`);
    expect(sha256(back.bytes)).toBe(sha256(big));
    expect(back.headers['content-type']).toBe('application/octet-stream');
    expect(back.headers['content-disposition']).toMatch(
      /^attachment; filename="informe anual _ versi_n 1\.pdf"; filename\*=UTF-8''informe%20anual/,
    );

    const acknowledgements = await desk.db
      .selectFrom('mailOut')
      .selectAll()
      .where('kind', '=', 'acknowledgement')
      .where('party', '=', 'ECU')
      .execute();
    expect(acknowledgements).toHaveLength(1);
    expect(acknowledgements[0]?.text).toContain(sha256(big));
    expect(acknowledgements[0]?.status).toBe('sent');
  });

  const choose = async (
    party: string,
    fields: Record<string, string>,
    files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [],
  ) => {
    const path = desk.answerPath(party);
    return desk.post(path, await formBody({ nonce: await nonceOf(path), text: '', ...fields }, files));
  };
  const stageOf = async (party: string) =>
    desk.db.selectFrom('request').select(['stage', 'asks']).where('id', '=', `${CYCLE}/${party}`).executeTakeFirst();

  it.each([
    ['nil', 'BHS', 'answered'],
    ['part', 'BRB', 'answeredInPart'],
  ])('takes a %s as what it is', async (kind, party, stage) => {
    expect((await choose(party, { kind, text: kind === 'nil' ? '' : 'Chapter one' })).statusCode).toBe(303);
    expect((await submissionsOf(party)).map((row) => row.kind)).toEqual([kind]);
    expect((await stageOf(party))?.stage).toBe(stage);
  });

  it.each([
    ['extensionRequested', 'SUR', '2027-03-01'],
    ['assistance', 'TTO', ''],
    ['justification', 'KNA', ''],
  ])('notes a %s once, holds the reminders, and files no answer', async (kind, party, date) => {
    const posted = await choose(party, { kind, until: date, text: 'Our office has moved' });
    const noted = await desk.read(posted.headers.location ?? '');
    expect(noted.body).toContain('Your message has been received');
    expect(noted.body).toContain('Our office has moved');
    expect(await submissionsOf(party)).toEqual([]);
    expect(await stageOf(party)).toEqual({ stage: 'waiting', asks: [kind] });
    expect(
      (await desk.read(`${desk.answerPath('JAM')}${(posted.headers.location ?? '').replace(/.*(?=\/noted)/, '')}`))
        .statusCode,
    ).toBe(404);
  });

  it('asks for the reason, the date and no file where something is asked for', async () => {
    const refused = await choose('VCT', { kind: 'extensionRequested', until: '2027-02-30' }, [
      { name: 'a.bin', bytes: new Uint8Array(3) },
    ]);
    expect(refused.statusCode).toBe(422);
    for (const words of ['write the reason', 'give the date', 'Files are taken with an answer only'])
      expect(refused.body).toContain(words);
    expect(await stageOf('VCT')).toEqual({ stage: 'waiting', asks: [] });
  });

  it('shows a party its own files and no other party', async () => {
    const bytes = randomBytes(100);
    const path = desk.answerPath('CAN');
    await desk.post(
      path,
      await formBody({ nonce: await nonceOf(path), text: '' }, [{ name: 'a.bin', bytes: new Uint8Array(bytes) }]),
    );
    expect((await desk.read(`${desk.answerPath('CAN', 'capital')}/files/${sha256(bytes)}`)).statusCode).toBe(200);
    expect((await desk.read(`${desk.answerPath('JAM')}/files/${sha256(bytes)}`)).statusCode).toBe(404);
    const [row] = await submissionsOf('CAN');
    expect((await desk.read(`${desk.answerPath('JAM')}/received/${row?.id}`)).statusCode).toBe(404);
  });

  it('says of a form that broke off that it did not arrive whole, and files nothing', async () => {
    const path = desk.answerPath('GUY', 'capital');
    const { payload, headers } = await formBody({ nonce: await nonceOf(path), text: 'a text' });
    for (const broken of [
      { payload: payload.subarray(0, payload.length - 20), headers },
      { payload, headers: { 'content-type': 'multipart/form-data' } },
      { payload, headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` } },
    ]) {
      const { statusCode, body } = await desk.post(path, broken);
      expect([statusCode, body.includes('fault is on our side')]).toEqual([400, false]);
    }
    expect(await desk.submissions('GUY')).toEqual([]);
  });

  it('says what is too long, keeps it, and files nothing', async () => {
    const path = desk.answerPath('GUY', 'capital');
    const nonce = await nonceOf(path);
    const text = await desk.post(path, await formBody({ nonce, text: 'word '.repeat(21_000) }));
    expect(text.statusCode).toBe(422);
    expect(text.body).toContain('The text is longer than 100,000 characters');
    const person = await desk.post(path, await formBody({ nonce, text: 'an answer', name: 'n'.repeat(201) }));
    expect(person.statusCode).toBe(422);
    expect(person.body).toContain('The name or function is longer than 200 characters');
    expect(person.body).toContain('an answer');
    expect(await desk.submissions('GUY')).toEqual([]);
  });

  it('files half a letter, a NUL and a file name without end as what can be kept', async () => {
    const path = desk.answerPath('GRD', 'capital');
    const name = `${'n'.repeat(240)}${'😀'.repeat(30)}.pdf`;
    const form = await formBody({ nonce: await nonceOf(path), text: `${'a'.repeat(499)}😀\u0000b` }, [
      { name, bytes: new TextEncoder().encode('%PDF-1.4') },
    ]);
    expect((await desk.post(path, form)).statusCode).toBe(303);
    const [filed] = await desk.submissions('GRD');
    expect(filed?.text).toBe(`${'a'.repeat(499)}😀b`);
    const files = await desk.db
      .selectFrom('submissionFile')
      .select('name')
      .where('submissionId', '=', filed?.id ?? '')
      .execute();
    expect(files).toEqual([{ name: `${'n'.repeat(240)}${'😀'.repeat(11)}.pdf` }]);
  });

  it('files a form that is sent twice once, and a changed one as the next version', async () => {
    const path = desk.answerPath('GUY');
    const nonce = await nonceOf(path);
    const form = await formBody({ nonce, text: 'once' });
    const [first, second] = await Promise.all([desk.post(path, form), desk.post(path, form)]);
    expect(first.statusCode).toBe(303);
    expect(second.headers.location).toBe(first.headers.location);
    expect(await submissionsOf('GUY')).toHaveLength(1);
    await desk.post(path, await formBody({ nonce, text: 'once, and more' }));
    expect((await submissionsOf('GUY')).map(({ part, version, text }) => [part, version, text])).toEqual([
      [1, 1, 'once'],
      [1, 2, 'once, and more'],
    ]);
    await desk.post(desk.answerPath('GUY', 'capital'), await formBody({ nonce, text: 'from the capital' }));
    expect((await submissionsOf('GUY')).map(({ part, version }) => [part, version]).sort()).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
  });

  it('files nothing without text and files, and says so in the language', async () => {
    const path = desk.answerPath('PRY');
    const empty = await desk.post(
      path,
      await formBody({ nonce: await nonceOf(path), text: '  \r\n ', name: 'Ana' }, [
        { name: '', bytes: new Uint8Array() },
      ]),
    );
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Escriba un texto o elija un archivo.');
    expect(empty.body).toContain('value="Ana"');
    expect(await submissionsOf('PRY')).toEqual([]);
  });

  it('shows the text again when a file is larger than 60 MiB, and keeps nothing of it', async () => {
    const path = desk.answerPath('PRY');
    const bytes = new Uint8Array(60 * 1024 * 1024 + 1);
    const form = await formBody({ nonce: await nonceOf(path), text: 'El texto <queda>' }, [
      { name: 'grande.pdf', bytes },
    ]);
    const answer = await desk.post(path, form);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('“grande.pdf” supera los 60 MiB');
    expect(answer.body).toContain('El texto &lt;queda&gt;</textarea>');
    expect(await submissionsOf('PRY')).toEqual([]);
    expect(await desk.documents.has(sha256(bytes))).toBe(false);
  });

  it('refuses files that together are larger than 100 MiB', async () => {
    const path = desk.answerPath('PRY');
    const bytes = new Uint8Array(24 * 1024 * 1024);
    const files = Array.from({ length: 5 }, (_, index) => ({ name: `${index}.bin`, bytes }));
    const answer = await desk.post(path, await formBody({ nonce: await nonceOf(path), text: 'x' }, files));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('superan los 100 MiB');
    expect(await submissionsOf('PRY')).toEqual([]);
  });

  it('files nothing when the line breaks in the middle of a file', async () => {
    const path = desk.answerPath('SLV');
    const { payload, headers } = await formBody({ nonce: await nonceOf(path), text: 'half' }, [
      { name: 'a.bin', bytes: new Uint8Array(2 * 1024 * 1024) },
    ]);
    const { hostname, port } = new URL(desk.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${headers['content-type']}\r\nContent-Length: ${payload.length}\r\n\r\n`,
        );
        socket.write(payload.subarray(0, payload.length / 2), () => setTimeout(() => socket.destroy(), 100));
      });
      socket.on('close', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await submissionsOf('SLV')).toEqual([]);
    expect((await desk.read(path)).statusCode).toBe(200);
  });

  it('refuses a form that another site sent', async () => {
    const path = desk.answerPath('SLV');
    const form = await formBody({ nonce: await nonceOf(path), text: 'x' });
    for (const foreign of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      const answer = await desk.post(path, { ...form, headers: { ...form.headers, ...foreign } });
      expect(answer.statusCode).toBe(403);
    }
    expect(await submissionsOf('SLV')).toEqual([]);
  });

  it('confirms an answer within seconds while the engine is away or hangs, and the sweep delivers it', async () => {
    const path = desk.answerPath('URY');
    desk.cases.isAway = true;
    const away = await desk.post(path, await formBody({ nonce: await nonceOf(path), text: 'while away' }));
    desk.cases.isAway = false;
    expect(away.statusCode).toBe(303);
    const [row] = await submissionsOf('URY');
    expect(row?.deliveredAt).toBeNull();
    expect(desk.warnings).toContain('the request could not be told of an answer yet; the sweep repeats it');
    await desk.delivery.submission(row?.id ?? '', desk.clock.now());
    expect((await submissionsOf('URY'))[0]?.deliveredAt).not.toBeNull();

    desk.cases.delayMs = 3_000;
    const begun = Date.now();
    const slow = await desk.post(path, await formBody({ nonce: await nonceOf(path), text: 'while slow' }));
    expect(slow.statusCode).toBe(303);
    expect(Date.now() - begun).toBeLessThan(2_900);
    desk.cases.delayMs = 0;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  });

  it('shows the text again when the record cannot be written, without a word of what is inside', async () => {
    const path = desk.answerPath('PAN');
    const nonce = await nonceOf(path);
    const files = [{ name: 'a.pdf', bytes: new Uint8Array(3) }];
    await desk.db.schema.alterTable('submissionFile').renameTo('submission_file_away').execute();
    try {
      const answer = await desk.post(path, await formBody({ nonce, text: 'Se conserva' }, files));
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('Se conserva</textarea>');
      expect(answer.body).toContain('No fue posible guardar la respuesta por una falla nuestra.');
      expect(answer.body).not.toMatch(/relation|submission_file|\.ts|stack/i);
    } finally {
      await desk.db.schema.alterTable('submission_file_away').renameTo('submissionFile').execute();
    }
    expect(await submissionsOf('PAN')).toEqual([]);
    expect((await desk.post(path, await formBody({ nonce, text: 'Se conserva' }, files))).statusCode).toBe(303);
    expect(await submissionsOf('PAN')).toHaveLength(1);
  });

  it('takes an answer after the text has closed, keeps it as an addendum, and reproaches nobody', async () => {
    desk.clock.at = '2027-04-01T15:00:00.000Z';
    await desk.cases.pass(desk.clock.at);
    const path = desk.answerPath('ARG');
    const page = await desk.read(path);
    expect(page.body).toContain('El texto del informe se cerró el 16 de marzo de 2027');
    const posted = await desk.post(path, await formBody({ nonce: hiddenField(page.body, 'nonce'), text: 'Después' }));
    expect(posted.statusCode).toBe(303);
    expect((await submissionsOf('ARG'))[0]).toMatchObject({ isLate: true });
    const done = await desk.read(posted.headers.location ?? '');
    expect(done.body).toContain('adición al informe');
    for (const { body } of [page, done]) expect(body).not.toMatch(/tard[ií]|vencid|retras|atras|late\b|overdue/i);
  });

  it('writes what strangers write as text, never as markup', async () => {
    const path = desk.answerPath('JAM');
    const evil = '<script>alert(1)</script>';
    const form = await formBody({ nonce: await nonceOf(path), text: evil, name: evil }, [
      { name: '<img src=x onerror=alert(1)>.pdf', bytes: new Uint8Array(3) },
    ]);
    const posted = await desk.post(path, form);
    for (const { body } of [
      await desk.read(posted.headers.location ?? ''),
      await desk.read(path),
      await desk.page(`/desk/requests/${CYCLE}/JAM`),
    ]) {
      expect(body).toContain('&lt;script&gt;');
      expect(body).not.toMatch(/<script|<img/);
    }
  });

  it('answers a form that is no multipart form with the form again', async () => {
    const answer = await send(desk.url + desk.answerPath('GRD'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'text=x',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('multipart/form-data');
  });
});
