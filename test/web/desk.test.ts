import { createSignInLink } from '../../web/session.js';
import { send } from './client.js';
import { CYCLE, openDesk, SESSION_KEY } from './desk.js';
import type { Desk } from './desk.js';

const EVIL = '<script>alert(1)</script>';

describe('the desk', () => {
  let desk: Desk;
  let emptyDesk: string;

  beforeAll(async () => {
    desk = await openDesk({
      prepare: (catalogue) => ({
        ...catalogue,
        parties: catalogue.parties.map((party) =>
          party.code === 'BLZ' ? { ...party, name: { ...party.name, en: `Belize ${EVIL}` } } : party,
        ),
      }),
    });
    emptyDesk =
      (await desk.page('/desk')).body + (await desk.page('/desk/reports')).body + (await desk.page('/desk/mail')).body;
    await desk.open({ isReleased: false });
  });
  afterAll(async () => desk.stop());

  it('says in words that nothing is there yet', () => {
    expect(emptyDesk).toContain('No cycle is open yet');
    expect(emptyDesk).toContain('No mail has come in yet.');
    expect(emptyDesk).toContain('No mail is held, and none has failed.');
  });

  it('tells whether it lives and whether the database answers', async () => {
    expect(JSON.parse((await desk.read('/health/live')).body)).toEqual({ status: 'live' });
    expect(JSON.parse((await desk.read('/health/ready')).body)).toEqual({ status: 'ready', database: 'answers' });
  });

  it('shows a stranger nothing but the command that prints a sign-in link', async () => {
    for (const path of [
      '/desk',
      `/desk/requests/${CYCLE}/BRA`,
      '/desk/mail',
      '/desk/reports',
      `/desk/documents/${'a'.repeat(64)}`,
      `/desk/cycles/${CYCLE}/release`,
    ]) {
      const { statusCode, body } = await desk.read(path);
      expect(statusCode).toBe(401);
      expect(body).toContain('npx coordinator sign-in');
      expect(body).not.toContain('Brazil');
    }
    const pressed = await send(`${desk.url}/desk/cycles/${CYCLE}/release`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'action=release-all',
    });
    expect(pressed.statusCode).toBe(401);
  });

  it('signs in by a link whose page changes nothing and whose button sets a strict cookie', async () => {
    const link = new URL(createSignInLink(SESSION_KEY, 'http://desk.example', desk.clock.now(), 1));
    const page = await desk.read(`/sign-in${link.search}`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['set-cookie']).toBeUndefined();
    const signedIn = await send(`${desk.url}/sign-in`, {
      method: 'POST',
      headers: { origin: desk.url, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ token: link.searchParams.get('token') ?? '' }).toString(),
    });
    expect(signedIn.statusCode).toBe(303);
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
    const opened = await send(`${desk.url}/desk`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(opened.statusCode).toBe(200);
    expect((await desk.read('/sign-in?token=abcdefg-00')).statusCode).toBe(401);
  });

  it('shows a cycle that waits for its release: numbers, one decision, every state', async () => {
    const { statusCode, body } = await desk.page('/desk');
    expect(statusCode).toBe(200);
    expect(body).toContain('Of 33 states asked: 0 answered, 0 waiting, 0 not reached, 33 awaiting release.');
    expect(body).toContain('33 first notes wait for your release');
    expect(body.match(/<th scope="row">/g)).toHaveLength(33);
    expect(body).not.toMatch(/<script/);
    expect(body).toContain('Belize &lt;script&gt;');
  });

  it('shows every first note as it would leave, before any leaves', async () => {
    const { body } = await desk.page(`/desk/cycles/${CYCLE}/release`);
    expect(body.match(/name="request"/g)).toHaveLength(33);
    expect(body).toContain('Misión Permanente de la República Argentina');
    expect(body).toContain('Missão Permanente da República Federativa do Brasil');
    const frame = await desk.page(`/desk/cycles/${CYCLE}/release/HTI/mission`);
    expect(frame.body).toContain('présente ses compliments');
    expect(frame.headers['content-security-policy']).toMatch(/sandbox/);
    expect(frame.headers['content-security-policy']).toMatch(/frame-ancestors 'self'/);
    expect(frame.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(await desk.mails()).toEqual([]);
  });

  it('refuses a button that was not pressed on its own page', async () => {
    const fields: [string, string][] = [['action', 'release-all']];
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      {},
    ] as Record<string, string>[]) {
      const answer = await desk.press(`/desk/cycles/${CYCLE}/release`, fields, headers);
      expect(answer.statusCode).toBe(403);
    }
    expect(await desk.mails()).toEqual([]);
  });

  it('sends the Coordinator copies that are not the notes', async () => {
    const answer = await desk.press(`/desk/cycles/${CYCLE}/release`, [
      ['action', 'copy'],
      ['request', `${CYCLE}/BRA`],
    ]);
    expect(answer.headers.location).toContain('notice=copied&count=2');
    const mails = await desk.mails();
    expect(mails.map((mail) => mail.to)).toEqual([['coordinator@oas-demo.example'], ['coordinator@oas-demo.example']]);
    expect(mails[0]?.subject).toMatch(/^\[Copy, to mission\.bra@/);
    const copy = await desk.db
      .selectFrom('mailOut')
      .selectAll()
      .where('kind', '=', 'copy')
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const link = new URL(desk.addressing.identify(copy.stepKey).link).pathname;
    expect((await desk.read(link)).body).toContain('This link belongs to a copy');
    expect(await desk.db.selectFrom('caseLog').select('kind').where('kind', '=', 'posted').execute()).toEqual([]);
  });

  it('releases the selected notes and no other', async () => {
    const nothing = await desk.press(`/desk/cycles/${CYCLE}/release`, [['action', 'release']]);
    expect(nothing.headers.location).toContain('nothingChosen');
    const answer = await desk.press(`/desk/cycles/${CYCLE}/release`, [
      ['action', 'release'],
      ['request', `${CYCLE}/BRA`],
      ['request', `${CYCLE}/PER`],
      ['request', `${CYCLE}/XXX`],
    ]);
    expect(answer.headers.location).toContain('notice=released&count=2');
    expect((await desk.page(answer.headers.location ?? '')).body).toContain('2 notes leave now.');
    const notes = await desk.db
      .selectFrom('mailOut')
      .select('party')
      .where('kind', '=', 'note')
      .orderBy('party')
      .execute();
    expect(notes.map((note) => note.party)).toEqual(['BRA', 'PER']);
    expect((await desk.page('/desk')).body).toContain('31 first notes wait for your release');
  });

  it('shows a request by its id with slashes: plan with proofs, timeline in words, mails, workflow', async () => {
    const { statusCode, body } = await desk.page(`/desk/requests/${CYCLE}/BRA`);
    expect(statusCode).toBe(200);
    expect(body).toContain(
      '75 days before the report date (Apr 15, 2027) is Jan 30, 2027; moved to the next working day',
    );
    expect(body).toContain('The note was released by the Coordinator’s desk.');
    expect(body).toContain('The note was sent to the permanent mission');
    expect(body).toContain('http://127.0.0.1:8233/namespaces/default/workflows/annual-report%2F2027%2FBRA');
    expect(body).toContain(desk.answerPath('BRA'));
    expect((await desk.page(`/desk/requests/${CYCLE}/XXX`)).statusCode).toBe(404);
    expect((await desk.page('/desk/requests/annual-report%2F2027%2FBRA')).statusCode).toBe(404);
  });

  it('shows a sent mail as its recipient sees it, in a frame without rights', async () => {
    const { id } = await desk.db
      .selectFrom('mailOut')
      .select('id')
      .where('kind', '=', 'note')
      .where('party', '=', 'BRA')
      .executeTakeFirstOrThrow();
    const page = await desk.page(`/desk/mail/sent/${id}`);
    expect(page.body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page.body).toContain('&lt;annual-report/2027/BRA/request/mission@tip-desk.example&gt;');
    const html = await desk.page(`/desk/mail/sent/${id}/html`);
    expect(html.headers['content-security-policy']).toMatch(/default-src 'none'; style-src 'unsafe-inline'/);
    await desk.db.updateTable('mailOut').set({ isPerhapsDoubled: true }).where('id', '=', id).execute();
    expect((await desk.page('/desk/mail/sent')).body).toContain('May have been received twice');
  });

  it('shows held mail first, with why, and the mail itself as text, as bytes and by its workflow', async () => {
    const raw = `From: stranger@else.example\r\nTo: desk@tip-desk.example\r\nSubject: ${EVIL}\r\nMessage-ID: <1@else.example>\r\n\r\nWhere do we send <b>this</b>?\r\n`;
    const id = await desk.receive(raw, 'desk@tip-desk.example', 'desk', null);
    const list = await desk.page('/desk/mail');
    const waiting = list.body.slice(list.body.indexOf('Waiting for you'), list.body.indexOf('All mail'));
    expect(waiting).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(waiting).toContain('Held for you');
    expect(list.body).not.toContain('<script>');
    const mail = await desk.page(`/desk/mail/received/${id}`);
    expect(mail.body).toContain('Where do we send &lt;b&gt;this&lt;/b&gt;?');
    expect(mail.body).toContain(`workflows/mail%2F${id}`);
    const bytes = await desk.page(`/desk/mail/received/${id}/raw`);
    expect(bytes.body).toBe(raw);
    expect(bytes.headers['content-disposition']).toMatch(/^attachment/);

    const task = await desk.db.selectFrom('task').select('id').where('kind', '=', 'heldMail').executeTakeFirstOrThrow();
    expect((await desk.press('/desk/tasks/done', [['task', task.id]])).headers.location).toContain('notice=done&');
    expect((await desk.press('/desk/tasks/done', [['task', task.id]])).headers.location).toContain('notice=doneBefore');
    expect((await desk.page('/desk/mail')).body).toContain('No mail is held');
  });

  it('gives equal bytes the name that they bear where they are shown, and says that nothing looks for viruses', async () => {
    const raw = (name: string): string =>
      `From: a@else.example\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n1;2\r\n`;
    for (const name of ['first.csv', 'a & b.csv']) {
      const id = await desk.receive(raw(name), 'desk@tip-desk.example', 'desk', null);
      const { body } = await desk.page(`/desk/mail/received/${id}`);
      expect(body).toContain('Files are not checked for viruses here');
      const [, link = ''] = /href="(\/desk\/documents\/[^"]+)"/.exec(body) ?? [];
      const { headers } = await desk.page(link.replaceAll('&#x3D;', '='));
      expect(headers['content-disposition']).toContain(`filename="${name}"`);
      const forged = await desk.page(`${link.split('?')[0]}?name=invoice.exe`);
      expect(forged.headers['content-disposition']).not.toContain('invoice.exe');
    }
  });

  it('takes the Coordinator’s word on a message: it answers, or it does not', async () => {
    const mail = desk.addressing.identify(`${CYCLE}/PER/request/mission`);
    const raw = (n: number): string =>
      `From: mision@peru.example\r\nTo: x\r\nSubject: Recibido\r\nMessage-ID: <${n}@peru.example>\r\n\r\nRecibido, gracias. ${n}\r\n`;
    const first = await desk.receive(raw(1), mail.replyAddress, 'reply', mail.id);
    const second = await desk.receive(raw(2), mail.replyAddress, 'reply', mail.id);
    const page = await desk.page('/desk');
    expect(page.body).toContain('It answers the request');
    expect(page.body).toContain('Recibido, gracias. 1');

    const dismissed = await desk.press(`/desk/messages/${first}/dismiss`, []);
    expect(dismissed.headers.location).toContain('notice=dismissed');
    const row = () =>
      desk.db.selectFrom('request').select('stage').where('id', '=', `${CYCLE}/PER`).executeTakeFirstOrThrow();
    expect((await row()).stage).toBe('waiting');
    const accepted = await desk.press(`/desk/messages/${second}/accept`, []);
    expect(accepted.headers.location).toContain('notice=accepted&');
    expect((await row()).stage).toBe('answered');
    expect((await desk.press(`/desk/messages/${second}/accept`, [])).headers.location).toContain('doneBefore');
    expect((await desk.press(`/desk/messages/${second}/dismiss`, [])).headers.location).toContain('doneBefore');
    const file = await desk.page(`/desk/requests/${CYCLE}/PER`);
    expect(file.body).toContain('a message that you accepted');
    expect(file.body).toContain('accepted as an answer');
  });

  it('lists reports, shows one under a policy of its own, and compiles on demand', async () => {
    expect((await desk.page('/desk/reports')).body).toContain('No report has been compiled yet.');
    const answer = await desk.press('/desk/reports', [['cycle', CYCLE]]);
    expect(answer.headers.location).toContain('notice=compiled');
    expect(desk.asked.compiled).toEqual([CYCLE]);
    const { sha256 } = await desk.documents.put(Buffer.from('<!doctype html><p>The report</p>'));
    await desk.db
      .insertInto('report')
      .values({ cycleId: CYCLE, sha256, compiledAt: desk.clock.now(), because: 'a test' })
      .execute();
    expect((await desk.page('/desk/reports')).body).toContain(sha256);
    const report = await desk.page('/desk/reports/1');
    expect(report.body).toContain('The report');
    expect(report.headers['content-security-policy']).toMatch(/sandbox/);
    const download = await desk.page(`/desk/documents/${sha256}`);
    expect(download.headers['content-type']).toBe('application/octet-stream');
    expect(download.headers['content-disposition']).toMatch(/^attachment/);
    expect((await desk.page(`/desk/documents/${'0'.repeat(64)}`)).statusCode).toBe(404);
    expect((await desk.page('/desk/documents/..%2f..%2fsecrets.json')).statusCode).toBe(404);
  });

  it('explains a missing page and a fault without showing its inside', async () => {
    const missing = await desk.page('/desk/nothing');
    expect(missing.statusCode).toBe(404);
    expect(missing.body).toContain('There is no such page');
    await desk.db.schema.alterTable('report').renameTo('report_away').execute();
    const broken = await desk.page('/desk/reports');
    await desk.db.schema.alterTable('report_away').renameTo('report').execute();
    expect(broken.statusCode).toBe(500);
    expect(broken.body).toContain('The service could not answer');
    expect(broken.body).not.toMatch(/relation|\.ts|report_away/);
  });

  it('shows no notice but its own', async () => {
    const { body } = await desk.page(`/desk?notice=${encodeURIComponent(EVIL)}&count=1`);
    expect(body).not.toContain('role="status"');
    expect((await desk.page('/desk?notice=constructor')).statusCode).toBe(200);
  });

  it('says on the mail page that a mailbox has not been read, and since when', async () => {
    expect((await desk.page('/desk/mail')).body).not.toContain('has not been read');
    const failing = new Date(Date.parse(desk.clock.at) - 3_600_000).toISOString();
    await desk.db
      .insertInto('mailbox')
      .values({
        account: 'tip@imap.oas.org',
        folder: 'INBOX',
        since: '2026-11-01',
        failingSince: failing,
        trouble: '<b>Login failed',
      })
      .execute();
    const { body } = await desk.page('/desk/mail');
    expect(body).toContain('The mailbox tip@imap.oas.org (INBOX) has not been read since');
    expect(body).toContain('&lt;b&gt;Login failed');
  });
});
