import { createHash } from 'node:crypto';
import { createScanner } from '../../adapters/files/clamd.js';
import type { Scanner } from '../../adapters/files/clamd.js';
import { EICAR, startClamd } from '../world/clamd.js';
import type { Clamd } from '../world/clamd.js';
import { pdfOf } from '../world/office-file.js';
import { packZip } from '../world/zip.js';
import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';

/** Tries of a mail that were broken off: so many are enough. */
const SPENT = 10;

/*
 * What strangers attach, from the mail to the page: viruses, files that nobody can open, links to somebody's cloud. The scanner is a
 * real clamd (COORDINATOR_CLAMD), which is taken away and brought back.
 */
describe('files that come in', () => {
  let desk: Desk;
  let clamd: Clamd;
  let isUp = true;
  let isThere = true;
  const scan: Scanner = (bytes) =>
    isThere
      ? createScanner({ host: '127.0.0.1', port: isUp ? clamd.port : 1 })(bytes)
      : Promise.resolve({ is: 'off' as const });

  beforeAll(async () => {
    clamd = await startClamd();
    desk = await openedDesk({ scan });
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => {
    await desk.stop();
    await clamd.stop();
  });
  beforeEach(() => {
    isUp = true;
    isThere = true;
  });

  /** What came while no scanner was set leaves nothing of itself among what a scanner has said. */
  async function beforeScanner(come: () => Promise<unknown>): Promise<void> {
    const known = (await desk.db.selectFrom('fileCheck').select('sha256').execute()).map(({ sha256 }) => sha256);
    isThere = false;
    await come();
    isThere = true;
    await desk.db
      .deleteFrom('fileCheck')
      .where('sha256', 'not in', ['', ...known])
      .execute();
  }

  /** An answer of a mission to its note, through the reply address. */
  async function answer(party: string, text: string, files: { name: string; bytes: Buffer }[]): Promise<string> {
    const note = desk.addressing.identify(`${idOf(party)}/request/mission`);
    const raw = [
      `From: <${desk.contactOf(party, 'mission')}>`,
      'Subject: Re: nota',
      `Message-ID: <${Math.random()}@mission.example>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      ...files.flatMap(({ name, bytes }) => [
        '--x',
        `Content-Type: application/octet-stream; name="${name}"`,
        'Content-Transfer-Encoding: base64',
        `Content-Disposition: attachment; filename="${name}"`,
        '',
        bytes.toString('base64'),
      ]),
      '--x--',
      '',
    ].join('\r\n');
    return desk.receive(raw, note.replyAddress, 'reply', note.id);
  }
  const attachmentsOf = async (receiptId: string) =>
    (await desk.db.selectFrom('receipt').select('summary').where('id', '=', receiptId).executeTakeFirstOrThrow())
      .summary?.attachments ?? [];
  const acknowledgements = async (party: string): Promise<string[]> => {
    const found = (await desk.mails()).filter(
      (mail) => mail.to.includes(desk.contactOf(party, 'mission')) && mail.messageId?.includes('/acknowledgement/'),
    );
    return Promise.all(found.map(async ({ id: mail }) => (await desk.mailText(mail)).replaceAll(/\s+/g, ' ')));
  };

  it('are read for their words once, with the mail, but for those in which the scanner finds something', async () => {
    const file = pdfOf(['Respuesta del Estado']);
    await answer('SLV', 'Adjunto.', [{ name: 'r.pdf', bytes: file }]);
    await answer('SLV', 'Adjunto.', [{ name: 'v.txt', bytes: Buffer.from(EICAR) }]);
    const rows = await desk.db.selectFrom('fileText').selectAll().execute();
    expect(rows).toMatchObject([
      {
        sha256: createHash('sha256').update(file).digest('hex'),
        kind: 'pdf',
        ending: 'text',
        pages: [{ page: 1, text: 'Respuesta del Estado' }],
      },
    ]);
  });

  it('with a virus close nothing, rest the ladder, and are handed out to nobody', async () => {
    const mail = await answer('BRA', 'Segue o relatório.', [{ name: 'relatorio.pdf', bytes: EICAR }]);
    expect(await desk.submissions('BRA')).toEqual([]);
    expect((await desk.request('BRA')).holdUntil).not.toBeNull();
    expect(await acknowledgements('BRA')).toEqual([]);
    const page = await desk.page(`/desk/mail/received/${mail}`);
    expect(page.body).toContain('Eicar-Signature');
    expect(page.body).not.toContain('not checked for viruses');
    const [file] = await attachmentsOf(mail);
    const download = await desk.page(`/desk/documents/${file?.sha256}`);
    expect(download.statusCode).toBe(403);
    expect(download.body).toContain('the scanner finds');
    const { body } = await desk.page(`/desk/requests/${idOf('BRA')}`);
    expect(body).toContain('the sender has not been told that it was received');
  });

  it('are held while the scanner is down, and filed by themselves once it is back', async () => {
    isUp = false;
    const mail = await answer('PER', 'Adjunto.', [{ name: 'informe.csv', bytes: Buffer.from('a;b\n1;2\n') }]);
    expect(await desk.submissions('PER')).toEqual([]);
    expect((await desk.request('PER')).holdUntil).not.toBeNull();
    const [file] = await attachmentsOf(mail);
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(503);
    await desk.sweep();
    expect(await desk.submissions('PER')).toEqual([]);

    isUp = true;
    await desk.sweep();
    expect(await desk.submissions('PER')).toHaveLength(1);
    expect((await desk.submissions('PER'))[0]?.receivedAt).toBe('2026-12-10T15:00:00.000Z');
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(200);
    expect(await acknowledgements('PER')).toHaveLength(1);
    await desk.sweep();
    expect(await desk.submissions('PER')).toHaveLength(1);
    // Once clean it is handed out whether the scanner is there or not.
    isUp = false;
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(200);
  });

  it('with a virus that nobody could see at first go to a person after all', async () => {
    isUp = false;
    await answer('CHL', 'Adjunto.', [{ name: 'informe.doc', bytes: EICAR }]);
    isUp = true;
    await desk.sweep();
    expect(await desk.submissions('CHL')).toEqual([]);
    const message = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('CHL')).execute();
    expect(message).toMatchObject([{ awaitsScan: false, doubt: expect.stringContaining('Eicar') }]);
  });

  it('that cannot be looked at any more stay the message that they are, and keep back nothing that waits behind them', async () => {
    isUp = false;
    const lost = await answer('BLZ', 'Attached.', [{ name: 'lost.doc', bytes: Buffer.from('lost\n') }]);
    await answer('BHS', 'Attached.', [{ name: 'found.doc', bytes: Buffer.from('found\n') }]);
    isUp = true;
    await desk.db.updateTable('receipt').set({ begun: SPENT }).where('id', '=', lost).execute();
    await desk.sweep();
    expect(await desk.submissions('BLZ')).toEqual([]);
    expect((await desk.request('BLZ')).holdUntil).not.toBeNull();
    expect(await desk.submissions('BHS')).toHaveLength(1);
  });

  it('that came before there was a scanner are shown to it later, and one with a virus goes to a person', async () => {
    const bytes = Buffer.from('c;d\n3;4\n');
    const evil = Buffer.concat([EICAR, Buffer.from('\n')]);
    let mail = '';
    await beforeScanner(async () => {
      mail = await answer('COL', 'Adjunto.', [
        { name: 'informe.doc', bytes: evil },
        { name: 'cuadro.csv', bytes },
      ]);
      await answer('ECU', 'Adjunto.', [{ name: 'cuadro.csv', bytes }]);
    });
    const [file, table] = await attachmentsOf(mail);
    expect(file?.finding).toEqual({ verdict: 'sound', because: '' });
    expect(await desk.submissions('COL')).toHaveLength(1);

    await desk.sweep();
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(403);
    expect((await desk.page(`/desk/documents/${table?.sha256}`)).statusCode).toBe(200);
    expect((await desk.page(`/desk/mail/received/${mail}`)).body).toContain('the scanner finds Eicar-Signature');
    const { body } = await desk.page(`/desk/requests/${idOf('COL')}`);
    expect(body).toContain('it was filed before a scanner had seen it');
    expect(await desk.submissions('COL')).toHaveLength(1);
    const tasks = () => desk.db.selectFrom('task').select('id').where('kind', '=', 'message').execute();
    const raised = await tasks();
    expect(raised.filter(({ id }) => id.startsWith(idOf('COL')))).toHaveLength(1);
    expect(raised.filter(({ id }) => id.startsWith(idOf('ECU')))).toEqual([]);

    await desk.sweep();
    expect(await tasks()).toEqual(raised);
    const unseen = await desk.db.selectFrom('fileCheck').select('verdict').where('verdict', '=', 'unscanned').execute();
    expect(unseen).toEqual([]);
  });

  it('that came before there was a scanner are not handed out unseen', async () => {
    let mail = '';
    const evil = Buffer.concat([EICAR, Buffer.from('\r\n')]);
    await beforeScanner(async () => (mail = await answer('GTM', 'Adjunto.', [{ name: 'informe.doc', bytes: evil }])));
    const [file] = await attachmentsOf(mail);
    isUp = false;
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(503);
    isUp = true;
    expect((await desk.page(`/desk/documents/${file?.sha256}`)).statusCode).toBe(403);
    expect((await attachmentsOf(mail))[0]?.finding).toMatchObject({ verdict: 'infected' });
    await desk.sweep();
    const message = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('GTM')).execute();
    expect(message).toMatchObject([{ doubt: expect.stringContaining('Eicar') }]);
  });

  it('that need a password are told to their sender once, in its language, and close nothing', async () => {
    const bytes = packZip([{ name: 'rapport.pdf', bytes: Buffer.alloc(40), isProtected: true }]);
    await answer('HTI', 'Veuillez trouver ci-joint le rapport.', [{ name: 'rapport.zip', bytes }]);
    expect(await desk.submissions('HTI')).toEqual([]);
    const [told, ...others] = await acknowledgements('HTI');
    expect(others).toEqual([]);
    expect(told).toContain('« rapport.zip »');
    expect(told).toContain('protégé par un mot de passe');
    const { body } = await desk.page(`/desk/requests/${idOf('HTI')}`);
    expect(body).toContain('rapport.zip is protected by a password; the sender has been told');
  });

  it('that lie on somebody’s cloud are asked for', async () => {
    await answer('ARG', 'El informe está en https://drive.google.com/file/d/1/view', []);
    expect(await desk.submissions('ARG')).toEqual([]);
    const [told] = await acknowledgements('ARG');
    expect(told).toContain('drive.google.com');
    expect(told).toContain('agradecería recibirlo como archivo adjunto');
  });

  it('that are sound are an answer, whatever their words link to', async () => {
    await answer('URY', 'Ver https://drive.google.com/x', [{ name: 'informe.csv', bytes: Buffer.from('a;b\n') }]);
    expect(await desk.submissions('URY')).toHaveLength(1);
  });

  it.each([
    ['a virus', EICAR, 'informe.pdf', /antivirus|antivírus|virus/],
    ['a program', Buffer.from('echo'), 'informe.bat', /programa|program/],
    ['nothing', Buffer.alloc(0), 'informe.pdf', /vacío|empty/],
  ])('on the page with %s are refused there and then, and nothing is filed', async (_what, bytes, name, words) => {
    const path = desk.answerPath('PAN');
    const nonce = hiddenField((await desk.read(path)).body, 'nonce');
    const form = await formBody({ nonce, text: 'Adjunto.' }, [{ name, bytes: new Uint8Array(bytes) }]);
    const answered = await desk.post(path, form);
    expect(answered.statusCode).toBe(422);
    expect(answered.body).toContain(name);
    expect(answered.body).toMatch(words);
    expect(await desk.submissions('PAN')).toEqual([]);
  });
});
