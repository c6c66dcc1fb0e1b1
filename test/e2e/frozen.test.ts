import { readdirSync } from 'node:fs';
import path from 'node:path';
import { signIn } from '../world/desk-reader.js';
import { freeze, INSTALLATIONS, thaw } from '../world/frozen-installation.js';
import { install } from '../world/installation.js';
import type { Installation, Run } from '../world/installation.js';
import { bounce, offer, queueMail } from '../world/mail-system.js';
import type { MailLine, ReadMail } from '../world/mailbox-reader.js';
import { settled } from '../world/settled.js';

/*
 * What released versions have left on disk: their rows, their data folder with running workflows, their notes that are out. This version
 * starts on each, brings the tables up, and takes an answer to such a note. COORDINATOR_FREEZE=0.4.0 makes the installation of a
 * release, once.
 */

const SLOW_MS = 180_000;
const CYCLE = 'annual-report/2027';

const making = process.env.COORDINATOR_FREEZE ?? '';
if (making !== '') it(`makes the installation of ${making}`, () => make(making), SLOW_MS);

const describeEach = making === '' ? describe.each(readdirSync(INSTALLATIONS).sort()) : describe.skip.each([making]);

describeEach('an installation of %s', (version) => {
  let service: Installation;
  let run: Run;
  let former: Awaited<ReturnType<typeof thaw>>;
  let mailsBefore: MailLine[];

  beforeAll(async () => {
    service = await install();
    former = await thaw(path.join(INSTALLATIONS, version), service.data);
    run = service.start();
    await run.untilReady();
    mailsBefore = await service.mailbox.list();
  }, SLOW_MS);
  afterAll(async () => service.erase(), SLOW_MS);

  it('loses no row, whatever this version has made of its tables', async () => {
    const db = await service.record();
    for (const table of [
      'request',
      'mailOut',
      'receipt',
      'submission',
      'submissionFile',
      'message',
      'ledger',
    ] as const) {
      const { count } = await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow();
      expect({ table, isWhole: Number(count) >= (former.rows[table]?.length ?? 0) }).toEqual({ table, isWhole: true });
      expect(former.rows[table]).not.toEqual([]);
    }
  });

  it('shows what was filed, what waits and what has happened', async () => {
    const desk = await signIn(run.output());
    const page = await desk.page(`/desk/requests/${CYCLE}/BRA`);
    expect(page).toContain('brazil.txt');
    expect(page).toMatch(/Received|received/);
    const kinds = (await service.lines<{ kind: string }>('decide', 'list', '--json')).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['message', 'heldMail', 'parked']));
    const log = await service.lines<{ words: string }>('history', `${CYCLE}/PER`, '--json');
    expect(log.length).toBeGreaterThan(5);
    expect(log.filter(({ words }) => /undefined|null|\[object/.test(words))).toEqual([]);
    for (const code of ['MEX', 'PER', 'CAN', 'HTI', 'JAM', 'GTM', 'SUR'])
      expect(await desk.page(`/desk/requests/${CYCLE}/${code}`)).not.toMatch(/undefined|\[object/);
  });

  it('takes an answer with a file to a note that was out, and its workflow has it acknowledged', async () => {
    const note = await noteTo('BLZ');
    const answer = 'The report of Belize.';
    await write(note, { text: 'Please find our report attached.', file: ['belize.txt', answer] });
    const acknowledgement = await service.mailbox.until(
      (mail) => mail.to.includes(note.to[0] ?? '') && isNew(mail) && /receipt|received/i.test(mail.subject),
      30_000,
    );
    expect(acknowledgement.text).toContain('belize.txt');
    expect(await stageOf('BLZ')).toBe(isOver() ? 'closed' : 'answered');
    const log = await service.lines<{ kind: string }>('history', `${CYCLE}/BLZ`, '--json');
    expect(log.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['submissionFiled', 'acknowledged']));
  });

  it('opens the link in a note that was out', async () => {
    const page = await fetch(linkIn(await noteTo('ARG')));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Argentina');
  });

  it('takes a decision on what had waited, which reaches the workflow of that time', async () => {
    const { code, stderr } = await service.command('decide', 'complete', 'PER');
    if (isOver()) return expect(stderr).not.toBe('');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    await settled(async () => (await stageOf('PER')) === 'answered');
  });

  it('says nothing twice', async () => {
    const after = await service.mailbox.list();
    const twice = after.filter(
      (mail) => isNew(mail) && mailsBefore.some(({ messageId }) => messageId !== null && messageId === mail.messageId),
    );
    expect(twice).toEqual([]);
    const notes = after.filter(({ messageId }) => messageId?.includes(`${CYCLE}/ARG/request`));
    expect(notes).toHaveLength(2);
  });

  it('composes a digest', async () => {
    const { code, stderr } = await service.command('digest');
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });

  const isNew = (mail: MailLine): boolean => mailsBefore.every(({ id }) => id !== mail.id);
  const noteTo = (code: string): Promise<ReadMail> => noteOf(service, code);
  const write = (note: ReadMail, answer: Parameters<typeof answerTo>[2]): Promise<void> =>
    answerTo(service, note, answer);
  /** The address of the pages was another one then. */
  const linkIn = (note: ReadMail): string =>
    answerLinkIn(note).replace(/^http:\/\/[^/]+/, `http://127.0.0.1:${service.ports['web-port']}`);

  async function stageOf(code: string): Promise<string> {
    const db = await service.record();
    const id = `${CYCLE}/${code}`;
    return (await db.selectFrom('request').select('stage').where('id', '=', id).executeTakeFirstOrThrow()).stage;
  }

  /** Whether the text of that cycle has been closed since: then an answer is late, and nothing is decided any more. */
  const isOver = (): boolean => Date.now() > Date.parse('2027-04-15');
});

/** Lives through what an installation may have on record, and keeps what it leaves. */
async function make(version: string): Promise<void> {
  const service = await install();
  try {
    const run = service.start();
    await run.untilReady();
    await settled(async () => (await service.mailbox.list()).length >= 66);
    await live(service);
    const db = await service.record();
    await settled(async () => {
      const open = await db.selectFrom('receipt').select('id').where('handledAt', 'is', null).execute();
      const untold = await db.selectFrom('submission').select('id').where('deliveredAt', 'is', null).execute();
      const unsent = await db
        .selectFrom('mailOut')
        .select('id')
        .where('status', 'not in', ['sent', 'failed'])
        .execute();
      return open.length + untold.length + unsent.length === 0;
    });
    run.process.kill('SIGTERM');
    await run.ended;
    await freeze(service.data, path.join(INSTALLATIONS, version));
  } finally {
    await service.erase();
  }
}

async function live(service: Installation): Promise<void> {
  const run = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await service.command(...args);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  };
  const act = ['--authority', 'a note of that day', '--reason', 'so that it is on record'];
  await answerTo(service, await noteOf(service, 'BRA'), { text: 'Attached.', file: ['brazil.txt', 'Brazil'] });
  await answerTo(service, await noteOf(service, 'MEX'), { text: 'We have sent your note to our capital.' });
  await answerTo(service, await noteOf(service, 'PER'), { text: 'Attached.', file: ['peru.txt', 'Peru, first part'] });
  await fillInPage(await noteOf(service, 'JAM'));
  for (const role of ['mission', 'capital', 'alternate']) {
    const note = await service.mailbox.until(isNote('SUR', role));
    await bounce(service.ports['smtp-port'], note);
    const db = await service.record();
    await settled(async () => {
      const bounces = await db.selectFrom('receipt').select('id').where('outcome', '=', 'bounce').execute();
      return bounces.length === ['mission', 'capital', 'alternate'].indexOf(role) + 1;
    });
  }
  const stranger = { from: 'someone@ministry-gtm.example', to: 'desk@tip-desk.example' };
  const raw = await queueMail({ ...stranger, subject: 'Un informe sin referencia', text: 'Se adjunta.' });
  await offer(service.ports['smtp-port'], raw, stranger);
  await settled(async () => (await service.lines('status', '--json')).length > 0);
  await run('extend', 'CAN', '--until', '2027-03-15', ...act);
  await run('pause', '--party', 'HTI', ...act);
  await run('contacts', 'replace', 'COL/capital', '--name', 'Ana', '--address', 'ana@ministry-col.example', ...act);
  await run('decide', 'part', 'PER');
  const pledge = ['--party', 'CAN', '--amount', '25000', '--currency', 'CAD', '--date', '2026-11-30'];
  await run('pledge', 'add', ...pledge, '--document', 'a note', '--because', 'so that it is on record');
  const away = ['--from', '2026-12-20', '--until', '2027-01-10', '--deputy', 'Ana Pérez <aperez@oas-demo.example>'];
  await run('absence', ...away, ...act);
  await parkGuatemala(service);
  await run('digest');
}

/** A plan without rungs: its machine can take no further step, and a person is told. */
async function parkGuatemala(service: Installation): Promise<void> {
  const db = await service.record();
  const request = await db
    .selectFrom('request')
    .select(['id', 'plan', 'workflowId'])
    .where('id', '=', `${CYCLE}/GTM`)
    .executeTakeFirstOrThrow();
  const engine = await service.engine();
  const at = new Date().toISOString();
  const event = { type: 'planChanged', id: 'a-fault', at, plan: { ...request.plan, rungs: [] }, because: 'a fault' };
  await engine.workflow
    .getHandle(request.workflowId)
    .executeUpdate('deliver', { args: [{ requestId: request.id, event }] });
  await engine.connection.close();
}

const isNote =
  (code: string, role: string) =>
  ({ messageId }: MailLine): boolean =>
    messageId?.startsWith(`${CYCLE}/${code}/`) === true && messageId.includes(`/${role}@`);

/** The first note to the capital of a state. */
const noteOf = (service: Installation, code: string): Promise<ReadMail> =>
  service.mailbox.until(isNote(code, 'capital'), 30_000);

const answerLinkIn = (note: ReadMail): string => /http:\/\/\S+\/answer\/\S+/.exec(note.text)?.[0] ?? '';

async function answerTo(
  service: Installation,
  note: ReadMail,
  { text, file }: { text: string; file?: [name: string, content: string] },
): Promise<void> {
  const [from = ''] = note.to;
  const [to = ''] = note.replyTo;
  const attachments = file === undefined ? [] : [{ filename: file[0], content: file[1] }];
  const raw = await queueMail({ from, to, subject: `Re: ${note.subject}`, text, attachments });
  expect(await offer(service.ports['smtp-port'], raw, { from, to })).toMatch(/^250 /);
}

async function fillInPage(note: ReadMail): Promise<void> {
  const link = answerLinkIn(note);
  const html = await (await fetch(link)).text();
  const body = new FormData();
  body.set('nonce', /name="nonce" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '');
  body.set('text', 'Please find our report.');
  body.set('name', 'A. Person');
  body.set('files', new Blob(['Jamaica']), 'jamaica.txt');
  const headers = { origin: new URL(link).origin };
  expect((await fetch(link, { method: 'POST', body, redirect: 'manual', headers })).status).toBe(303);
}
