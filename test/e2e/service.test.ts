import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { dayOff } from '../../domain/calendar.js';
import type { Catalogue, Language, Party } from '../../domain/mandate.js';
import { signIn } from '../world/desk-reader.js';
import { install } from '../world/installation.js';
import type { Installation, Run } from '../world/installation.js';
import { bounce, deliver, offer, queueMail } from '../world/mail-system.js';
import type { MailLine, ReadMail } from '../world/mailbox-reader.js';
import { settled } from '../world/settled.js';

/*
 * The service as `npm start` runs it: real servers, real processes, real SMTP both ways. COORDINATOR_TEMPORAL_CLI, when set, spares
 * the data folder a copy of the Temporal server. Every test has a state of its own; the last ones stop the service.
 */
const SLOW_MS = 120_000;
/** Issue of the first release: whoever answers is told so within five seconds. */
const ACKNOWLEDGED_MS = 5_000;

/** A formula that only this language's notes have, and the due date as it is written. */
const FORMULAS: Record<Language, string> = {
  en: 'presents its compliments to the Permanent Mission',
  es: 'saluda muy atentamente a la Honorable Misión Permanente',
  pt: 'cumprimenta a Missão Permanente',
  fr: 'présente ses compliments à la Mission permanente',
};
const ACKNOWLEDGED: Record<Language, RegExp> = {
  en: /receipt/i,
  es: /acuse de recibo|recepción|recibid/i,
  pt: /recebimento/i,
  fr: /réception/i,
};

let service: Installation;
let run: Run;
let catalogue: Catalogue;
let cycle: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coordinator-files-'));
  catalogue = await loadCatalogue('mandates');
  service = await install();
  run = service.start();
  await run.untilReady();
  await settled(async () => (await service.mailbox.list()).length >= 66);
  cycle = (await status())[0]?.cycle ?? '';
}, SLOW_MS);

afterAll(async () => {
  await service.erase();
  await rm(folder, { recursive: true });
}, SLOW_MS);

interface StatusLine {
  cycle?: string;
  request?: string;
  party?: string;
  stage?: string;
  dueDate?: string;
  nextRung?: string | null;
  nextAt?: string | null;
  asked?: number;
  answered?: number;
}

const status = (): Promise<StatusLine[]> => service.lines<StatusLine>('status', '--json');

const partyOf = (code: string): Party => catalogue.parties.find((party) => party.code === code) as Party;
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** Without the breaks of lines and the curls of quotation marks. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('’', "'");

async function statusOf(code: string): Promise<StatusLine> {
  return (await status()).find((line) => line.party === code) as StatusLine;
}

async function noteTo(code: string, role: 'mission' | 'capital' | 'alternate' = 'mission'): Promise<ReadMail> {
  return service.mailbox.until((mail) => mail.messageId?.startsWith(`${cycle}/${code}/request/${role}@`) ?? false);
}

const isAcknowledgement =
  (code: string, address: string) =>
  (mail: MailLine): boolean =>
    (mail.messageId?.startsWith(`${cycle}/${code}/acknowledgement/`) ?? false) && mail.to.includes(address);

/** Waits until a claim about the record holds. */
async function randomFile(name: string, size = 300 * 1024): Promise<{ file: string; bytes: Buffer; sha256: string }> {
  const bytes = randomBytes(size);
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return { file, bytes, sha256: sha256Of(bytes) };
}

/** Writes to a note's reply address, as the program of its reader would. */
async function reply(note: ReadMail, mail: { from: string; text: string; files?: Buffer[]; to?: string }) {
  const to = mail.to ?? note.replyTo[0] ?? '';
  const raw = await queueMail({
    from: mail.from,
    to,
    subject: `Re: ${note.subject}`,
    text: mail.text,
    inReplyTo: `<${note.messageId ?? ''}>`,
    attachments: (mail.files ?? []).map((content, index) => ({ filename: `answer-${index + 1}.bin`, content })),
  });
  return deliver(service.ports['smtp-port'], raw, { from: mail.from, to }, Date.now() + 10_000);
}

async function submissionsOf(code: string) {
  const db = await service.record();
  return db
    .selectFrom('submission')
    .leftJoin('submissionFile', 'submissionFile.submissionId', 'submission.id')
    .select(['id', 'via', 'sender', 'part', 'version', 'sha256', 'receivedAt'])
    .where('requestId', '=', `${cycle}/${code}`)
    .orderBy('part')
    .orderBy('version')
    .execute();
}

/** How long after its commit at our door an answer was acknowledged in the mailbox of who sent it; both by the real clock. */
function waitOf(submission: { receivedAt: string } | undefined, acknowledgement: ReadMail): number {
  return Date.parse(acknowledgement.receivedAt) - Date.parse(submission?.receivedAt ?? '');
}

describe('the opening', () => {
  it('writes once to the mission and once to the capital of each of the 33 members, in its language, with name and due date', async () => {
    const lines = (await status()).slice(1);
    const mails = await service.mailbox.list();
    expect(lines).toHaveLength(33);
    expect(mails).toHaveLength(66);
    const asked = lines.map((line) => line.party);
    expect(asked).toEqual(expect.arrayContaining(['BRA', 'HTI', 'JAM', 'MEX', 'VEN']));
    expect(asked).not.toEqual(expect.arrayContaining(['CUB']));
    expect(asked).not.toEqual(expect.arrayContaining(['NIC']));
    for (const { party: code = '', dueDate = '' } of lines) {
      const { language, mission, name, contacts } = partyOf(code);
      for (const role of ['mission', 'capital'] as const) {
        const address = contacts.find((contact) => contact.role === role)?.address ?? '';
        const received = await service.mailbox.list(address);
        expect([address, received.map((mail) => mail.messageId)]).toEqual([
          address,
          [`${cycle}/${code}/request/${role}@tip-desk.example`],
        ]);
        const mail = await service.mailbox.read(received[0]?.id ?? '');
        const text = flat(mail.text);
        expect(mail.html).toMatch(new RegExp(`<html lang="${language}"`));
        expect(text).toMatch(writtenDate(dueDate, language));
        expect(flat(mail.subject)).toMatch(writtenDate(dueDate, language));
        if (role === 'mission') {
          expect(text).toContain(FORMULAS[language]);
          expect(text).toContain(mission.long);
        } else expect(text).toContain(name[language].replace(/^The /, ''));
        expect(mail.envelope.from).toMatch(/^b-[a-z2-7]{16}-[a-z2-7]{16}@tip-desk\.example$/);
        expect(text.replaceAll(' ', '')).toContain(mail.replyTo[0]);
      }
    }
  });

  it('shows in Temporal one readable workflow for the cycle and one for each request, with search attributes', async () => {
    const engine = await service.engine();
    try {
      const found = new Map<string, Record<string, unknown>>();
      for await (const one of engine.workflow.list({ query: `OasCycle = '${cycle}'` }))
        found.set(one.workflowId, one.searchAttributes);
      expect([...found.keys()].sort()).toEqual(
        [cycle, ...(await status()).flatMap(({ request }) => request ?? [])].sort(),
      );
      expect(found.get(`${cycle}/ECU`)).toMatchObject({
        OasObligation: ['annual-report'],
        OasCycle: [cycle],
        OasParty: ['ECU'],
        OasStage: ['waiting'],
      });
      const waiting = engine.workflow.list({ query: "WorkflowType = 'requests' and OasParty = 'PER'" });
      const ids: string[] = [];
      for await (const one of waiting) ids.push(one.workflowId);
      expect(ids).toEqual([`${cycle}/PER`]);
    } finally {
      await engine.connection.close();
    }
  });

  it('sets the Schedules of the digest, the openings and the sweep at headquarters’ hours', async () => {
    const engine = await service.engine();
    try {
      const ids: string[] = [];
      for await (const one of engine.schedule.list()) ids.push(one.scheduleId);
      expect(ids.sort()).toEqual(['digest', 'openings', 'sweep']);
      const { spec, state, info } = await engine.schedule.getHandle('digest').describe();
      expect(spec.timezone).toBe('America/New_York');
      expect(state.paused).toBe(false);
      const next = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' });
      expect(info.nextActionTimes.map((time) => next.format(time))).toEqual(info.nextActionTimes.map(() => '07:30'));
    } finally {
      await engine.connection.close();
    }
  });
});

describe('an answer by mail', () => {
  it('is filed with its bytes, acknowledged in the language within five seconds, and can be fetched again by its hash', async () => {
    const { file, bytes, sha256 } = await randomFile('informe.bin');
    const mission = partyOf('BRA').contacts.find(({ role }) => role === 'mission')?.address ?? '';
    const sent = await service.command('answer', 'Brazil', file, '--as', 'mission');
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(sent.stdout).toMatch(/^250 2\.0\.0 /m);

    const acknowledgement = await service.mailbox.until(isAcknowledgement('BRA', mission));
    const [submission, ...others] = await submissionsOf('BRA');
    expect(others).toEqual([]);
    expect(submission).toMatchObject({ via: 'mail', sender: mission, part: 1, version: 1, sha256 });
    const wait = waitOf(submission, acknowledgement);
    process.stdout.write(`An answer of 300 KB was acknowledged after ${wait} ms.\n`);
    expect(wait).toBeLessThan(ACKNOWLEDGED_MS);
    expect(acknowledgement.html).toMatch(/<html lang="pt"/);
    expect(acknowledgement.subject).toMatch(ACKNOWLEDGED.pt);
    expect(flat(acknowledgement.text)).toContain(sha256.slice(0, 16));

    const store = await openFileStore(path.join(service.data, 'documents'));
    expect((await store.get(sha256)).equals(bytes)).toBe(true);
    const desk = await signIn(run.output());
    expect(await desk.page(`/desk/requests/${cycle}/BRA`)).toContain('informe.bin');
    expect((await desk.file(`/desk/documents/${sha256}`)).equals(bytes)).toBe(true);
    expect(await statusOf('BRA')).toMatchObject({ stage: 'answered', nextRung: null });
  });

  it('becomes the next version from the same sender, and a further part from another, each acknowledged to its sender', async () => {
    const note = await noteTo('MEX', 'capital');
    const capital = note.to[0] ?? '';
    const files = [randomBytes(2_000), randomBytes(2_000), randomBytes(2_000)] as const;
    const senders = [capital, capital.toUpperCase(), 'fiscalia@capital-mex.example'] as const;
    for (const [index, from] of senders.entries()) {
      await reply(note, { from, text: 'Se remite la información.', files: [files[index] as Buffer] });
      await settled(async () => (await submissionsOf('MEX')).length === index + 1);
    }
    expect(await submissionsOf('MEX')).toMatchObject([
      { part: 1, version: 1, sha256: sha256Of(files[0]) },
      { part: 1, version: 2, sha256: sha256Of(files[1]) },
      { part: 2, version: 1, sha256: sha256Of(files[2]), sender: senders[2] },
    ]);
    await service.mailbox.until(isAcknowledgement('MEX', senders[2]));
    await settled(
      async () => (await service.mailbox.list()).filter((mail) => isAcknowledgement('MEX', capital)(mail)).length === 2,
    );
  });

  it('counts as a mere message without a file: acknowledged, the reminders held, the request still waiting', async () => {
    const note = await noteTo('HTI');
    const mission = note.to[0] ?? '';
    const { acceptedAt } = await reply(note, { from: mission, text: 'Bien reçu, transmis à notre capitale.' });
    const acknowledgement = await service.mailbox.until(isAcknowledgement('HTI', mission));
    expect(acknowledgement.html).toMatch(/<html lang="fr"/);
    expect(acknowledgement.subject).toMatch(ACKNOWLEDGED.fr);
    expect(await submissionsOf('HTI')).toEqual([]);
    expect((await statusOf('HTI')).stage).toBe('waiting');
    const db = await service.record();
    const request = db.selectFrom('request').select('holdUntil').where('id', '=', `${cycle}/HTI`);
    const { holdUntil: heldUntil } = await request.executeTakeFirstOrThrow();
    // What comes on a Sunday night is held until Friday morning: the least that five working days can be.
    expect(Date.parse(heldUntil ?? '') - Date.parse(acceptedAt)).toBeGreaterThan(4 * 86_400_000);
    expect(Date.parse((await statusOf('HTI')).nextAt ?? '')).toBeGreaterThanOrEqual(Date.parse(heldUntil ?? ''));
    const desk = await signIn(run.output());
    expect(await desk.page(`/desk/requests/${cycle}/HTI`)).toContain('Bien reçu, transmis à notre capitale.');
  });

  it('is refused with 550 at an address that we never gave', async () => {
    const [to = ''] = (await noteTo('CHL')).replyTo;
    const raw = await queueMail({ from: 'x@somewhere.example', to, subject: 'x', text: 'x', attachments: [] });
    for (const address of ['anything@tip-desk.example', to.replace('tip-desk.example', 'elsewhere.example')]) {
      await expect(
        offer(service.ports['smtp-port'], raw, { from: 'x@somewhere.example', to: address }),
      ).rejects.toThrow(/550 5\.1\.1/);
    }
  });

  it('is held for a person at an address that looks like ours and is not, as by a single wrong letter', async () => {
    const [to = ''] = (await noteTo('CHL')).replyTo;
    const at = to.indexOf('@');
    const addresses = [
      'r-aaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaa@tip-desk.example',
      'b-aaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaa@tip-desk.example',
      `${to.slice(0, at - 1)}${to[at - 1] === 'a' ? 'b' : 'a'}${to.slice(at)}`,
    ];
    const from = 'x@somewhere.example';
    for (const address of addresses) {
      const raw = await queueMail({ from, to: address, subject: 'x', text: 'x', attachments: [] });
      expect(await offer(service.ports['smtp-port'], raw, { from, to: address })).toMatch(/^250 /);
    }
    const db = await service.record();
    const held = db
      .selectFrom('receipt')
      .innerJoin('task', 'task.receiptId', 'receipt.id')
      .select('recipient')
      .where('recipient', 'in', addresses)
      .where('receipt.outcome', '=', 'held')
      .where('receipt.detail', 'like', 'it came to a reply address that this installation did not give%');
    await settled(async () => (await held.execute()).length === addresses.length);
    expect(await submissionsOf('CHL')).toEqual([]);
  });

  it('is taken at an address that was retyped with 1 for l, 0 for o and in capitals', async () => {
    const notes = await Promise.all(['COL', 'CRI', 'DOM', 'PAN', 'PER'].map((code) => noteTo(code)));
    const slip = (address: string): string => {
      const at = address.indexOf('@');
      return `${address.slice(0, at).replaceAll('l', '1').replaceAll('o', '0').toUpperCase()}${address.slice(at)}`;
    };
    const note = notes.find(({ replyTo: [to = ''] }) => /[10]/.test(slip(to).split('@')[0] ?? '')) as ReadMail;
    const code = note.messageId?.split('/')[2] ?? '';
    const bytes = randomBytes(500);
    await reply(note, { from: note.to[0] ?? '', text: 'Adjunto.', files: [bytes], to: slip(note.replyTo[0] ?? '') });
    await settled(async () => (await submissionsOf(code))[0]?.sha256 === sha256Of(bytes));
  });

  it('to the desk’s general address is held for a person and shown, with its file', async () => {
    const note = await noteTo('GTM');
    const bytes = randomBytes(700);
    const raw = await queueMail({
      from: 'someone@ministry-gtm.example',
      to: 'desk@tip-desk.example',
      subject: 'Un informe sin referencia',
      text: 'Se adjunta.',
      attachments: [{ filename: 'informe.pdf', content: bytes }],
    });
    const envelope = { from: 'someone@ministry-gtm.example', to: 'desk@tip-desk.example' };
    expect(await offer(service.ports['smtp-port'], raw, envelope)).toMatch(/^250 /);
    const db = await service.record();
    await settled(async () => {
      const task = db
        .selectFrom('task')
        .innerJoin('receipt', 'receipt.id', 'task.receiptId')
        .select(['task.kind', 'receipt.outcome'])
        .where('receipt.envelopeFrom', '=', envelope.from);
      return JSON.stringify(await task.execute()) === '[{"kind":"heldMail","outcome":"held"}]';
    });
    const desk = await signIn(run.output());
    expect(await desk.page('/desk/mail')).toContain('Un informe sin referencia');
    expect((await desk.file(`/desk/documents/${sha256Of(bytes)}`)).equals(bytes)).toBe(true);
    expect(note.to).toHaveLength(1);
    expect(await submissionsOf('GTM')).toEqual([]);
  });
});

describe('a bounce', () => {
  it('is on record, the alternate gets the note at once, and a state that none reaches is a task', async () => {
    for (const role of ['mission', 'capital', 'alternate'] as const) {
      const note = await noteTo('SUR', role);
      const delivered = await bounce(service.ports['smtp-port'], note);
      expect(delivered).toMatch(/^250 /);
    }
    await settled(async () => (await statusOf('SUR')).stage === 'notReached');
    const history = await service.lines<{ kind: string; words: string }>('history', 'SUR', '--json');
    expect(history.filter(({ kind }) => kind === 'bounced')).toHaveLength(3);
    const db = await service.record();
    const tasks = db.selectFrom('task').select('kind').where('requestId', '=', `${cycle}/SUR`);
    expect(await tasks.execute()).toContainEqual({ kind: 'notReached' });
  });
});

describe('the page behind the link of a note', () => {
  it('takes text and a file, files them with the same request, and the answer is acknowledged by mail', async () => {
    const note = await noteTo('JAM');
    const [link = ''] = /http:\/\/\S+\/answer\/\S+/.exec(note.text) ?? [];
    const form = await fetch(link);
    expect(form.status).toBe(200);
    const html = await form.text();
    expect(html).toMatch(/<html lang="en"/);
    expect(html).toContain('Jamaica');
    expect(await submissionsOf('JAM')).toEqual([]);

    const bytes = randomBytes(50_000);
    const body = new FormData();
    body.set('nonce', /name="nonce" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '');
    body.set('text', 'Please find our report.');
    body.set('name', 'A. Person');
    body.set('files', new Blob([new Uint8Array(bytes)]), 'jamaica.bin');
    const posted = await fetch(link, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { origin: new URL(link).origin },
    });
    expect(posted.status).toBe(303);
    const received = await fetch(new URL(posted.headers.get('location') ?? '', link));
    expect(received.status).toBe(200);
    expect(await received.text()).toContain('jamaica.bin');

    const mission = note.to[0] ?? '';
    const acknowledgement = await service.mailbox.until(isAcknowledgement('JAM', mission));
    const [submission] = await submissionsOf('JAM');
    expect(submission).toMatchObject({ via: 'web', sender: mission, part: 1, version: 1, sha256: sha256Of(bytes) });
    expect(waitOf(submission, acknowledgement)).toBeLessThan(ACKNOWLEDGED_MS);
    expect((await statusOf('JAM')).stage).toBe('answered');
    const again = await fetch(`${link}/files/${sha256Of(bytes)}`);
    expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('opens for no link whose signature does not hold', async () => {
    const [link = ''] = /http:\/\/\S+\/answer\/\S+/.exec((await noteTo('GRD')).text) ?? [];
    const forged = `${link.slice(0, -1)}${link.endsWith('a') ? 'b' : 'a'}`;
    expect((await fetch(forged)).status).toBe(404);
    expect((await fetch(forged, { method: 'POST', body: new FormData() })).status).toBe(404);
  });
});

describe('the commands', () => {
  it('agree with each other: what is planned for a state is what its status names next and what a simulation gives', async () => {
    interface Planned {
      at: string;
      party: string;
      rung: string;
      kind?: string;
      to: string[];
    }
    const [opened, ...lines] = (await status()) as [StatusLine & { openedAt: string }, ...StatusLine[]];
    const plan = await service.lines<Planned>('plan', '--cycle', cycle, '--json');
    for (const { party, nextRung, nextAt } of lines.filter(({ stage }) => stage === 'waiting')) {
      const [first] = plan.filter((post) => post.party === party);
      expect({ party, rung: first?.rung, at: first?.at }).toEqual({ party, rung: nextRung, at: nextAt });
    }
    const openedDate = new Intl.DateTimeFormat('en-CA', { timeZone: catalogue.headquarters.zone }).format(
      Date.parse(opened.openedAt),
    );
    const year = cycle.split('/')[1] ?? '';
    const options = ['--year', year, '--open', openedDate, '--json'];
    const simulated = await service.lines<Planned>('simulate', 'annual-report', ...options);
    const rungsOf = (posts: Planned[]): string[] => [
      ...new Set(
        posts.filter(({ party, rung }) => party === 'URY' && rung !== 'request').map(({ rung, at }) => `${rung} ${at}`),
      ),
    ];
    expect(rungsOf(plan)).toEqual(
      rungsOf(simulated.filter(({ kind, rung }) => kind === 'mail' && rung !== 'contacts')),
    );
    expect(rungsOf(plan).length).toBeGreaterThan(3);
    const history = await service.lines<{ kind: string; at: string; words: string }>('history', 'URY', '--json');
    expect(history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opened', 'posted', 'clockStarted']));
    expect(history.every(({ words }) => /^[A-Z].*\.$/s.test(words))).toBe(true);
  });

  it('file a document part by part, and the request stays open until the last', async () => {
    const id = `${cycle}/VCT`;
    const part = (name: string) => ['file', id, 'package.json', '--text', 'Documents', '--part', name];
    expect((await service.command(...part('English and Spanish'))).stdout).toContain(`${id}: filed as a part`);
    expect((await service.command(...part('Portuguese and French'))).code).toBe(0);
    expect((await statusOf('VCT')).stage).toBe('answeredInPart');
    const db = await service.record();
    const filed = db.selectFrom('submission').select(['part', 'version', 'kind']).where('requestId', '=', id);
    expect(await filed.orderBy('part').execute()).toEqual([
      { part: 1, version: 1, kind: 'part' },
      { part: 2, version: 1, kind: 'part' },
    ]);
    expect((await service.command('file', id, 'package.json', '--text', 'All')).code).toBe(0);
    expect((await statusOf('VCT')).stage).toBe('answered');
  });

  it.each([
    ['an unknown command', ['frobnicate'], 2, 'frobnicate'],
    ['an unknown state', ['plan', 'Atlantis'], 2, "There is no party 'Atlantis'. Known: "],
    ['an unknown cycle', ['status', 'annual-report/1999'], 2, "There is no cycle 'annual-report/1999'."],
    ['an unknown request', ['history', 'annual-report/1999/BRA'], 2, 'annual-report/1999/BRA'],
    ['a file that is not there', ['answer', 'BRA', '/nowhere/file.pdf'], 2, '/nowhere/file.pdf cannot be read.'],
    ['a simulation without a year', ['simulate', 'annual-report'], 2, '--year'],
    [
      'a date that the calendar does not have',
      ['simulate', 'annual-report', '--year', '2027', '--due', '2027-02-30'],
      2,
      '2027-02-30',
    ],
    ['an answer to a note that nobody has', ['answer', 'BRA', '--as', 'alternate'], 1, 'there is no note to answer'],
  ])('end with a clear sentence and their code at %s', async (_what, args, code, words) => {
    const ended = await service.command(...args);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it('send the digest of a working morning to the Coordinator once, however often it is asked for', async () => {
    const first = await service.command('digest');
    const second = await service.command('digest');
    expect([first.code, second.code]).toEqual([0, 0]);
    const date = first.stdout.slice(0, 10);
    const mails = await service.mailbox.list('coordinator@oas-demo.example');
    if (dayOff(catalogue.headquarters, date) !== null) {
      expect(first.stdout).toContain('no working day at headquarters');
      expect(mails).toEqual([]);
      return;
    }
    expect(mails.map((mail) => mail.messageId)).toEqual([`digest/${date}@tip-desk.example`]);
    const digest = await service.mailbox.read(mails[0]?.id ?? '');
    expect(digest.text).toContain('Brazil');
    expect(digest.text).toContain('Suriname');
  });

  it('compile the report as HTML, filed by its hash', async () => {
    const out = path.join(folder, 'report.html');
    const { code, stdout } = await service.command('report', '--out', out);
    expect(code).toBe(0);
    const sha256 = /SHA-256 ([0-9a-f]{64})/.exec(stdout)?.[1] ?? '';
    const store = await openFileStore(path.join(service.data, 'documents'));
    const html = (await store.get(sha256)).toString('utf8');
    expect(sha256Of(Buffer.from(html))).toBe(sha256);
    expect(html).toMatch(/^<!doctype html>/i);
    for (const name of ['Brazil', 'Mexico', 'Jamaica', 'Suriname']) expect(html).toContain(name);
    expect(html).toContain((await submissionsOf('BRA'))[0]?.sha256 ?? 'a hash');
  });
});

describe('stopping and starting again', () => {
  it(
    'refuses a second start on the same data folder, and one on a busy port, with exit code 1 and one clear message',
    async () => {
      const second = service.start();
      expect(await second.ended).toBe(1);
      expect(second.output().trim().split('\n')).toHaveLength(1);
      expect(second.output()).toContain(
        `The coordinator already runs on ${service.data}, as process ${run.process.pid ?? 0}.`,
      );

      const other = await install();
      const server = createServer().listen(other.ports['smtp-port'], '127.0.0.1');
      try {
        const busy = other.start();
        expect(await busy.ended).toBe(1);
        expect(busy.output()).toContain(
          `Port ${other.ports['smtp-port']} on 127.0.0.1, for answers by mail, is in use by another program: ` +
            'free it, or choose another with --smtp-port or COORDINATOR_SMTP_PORT.',
        );
        const idle = await other.command('status');
        expect(idle.code).toBe(1);
        expect(idle.stderr).toContain('The service is not running');
      } finally {
        await new Promise((resolve) => server.close(resolve));
        await other.erase();
      }
    },
    SLOW_MS,
  );

  it(
    'stops every process at Ctrl-C, and a second start goes on with all that was there, sends nothing anew and is ready soon',
    async () => {
      const engine = await service.engine();
      const { createdAt } = (await engine.schedule.getHandle('digest').describe()).info;
      await engine.connection.close();
      const before = { status: await status(), plan: await service.lines('plan', '--json') };
      const mails = (await service.mailbox.list()).map(({ id, messageId }) => `${id} ${messageId ?? ''}`);
      expect(service.processes().length).toBeGreaterThan(4);
      run.process.kill('SIGINT');
      expect(await run.ended).toBe(0);
      expect(service.processes()).toEqual([]);

      run = service.start();
      const readyMs = await run.untilReady();
      process.stdout.write(`A second start was ready after ${(readyMs / 1000).toFixed(1)} s.\n`);
      expect(readyMs).toBeLessThan(20_000);
      expect({ status: await status(), plan: await service.lines('plan', '--json') }).toEqual(before);
      const again = await service.engine();
      const ids: string[] = [];
      for await (const one of again.schedule.list()) ids.push(one.scheduleId);
      expect(ids.sort()).toEqual(['digest', 'openings', 'sweep']);
      expect((await again.schedule.getHandle('digest').describe()).info.createdAt).toEqual(createdAt);
      await again.connection.close();

      // What goes on is proved by an answer: its acknowledgement is the only mail that is new.
      const note = await noteTo('TTO');
      await reply(note, { from: note.to[0] ?? '', text: 'Attached.', files: [randomBytes(1_000)] });
      const acknowledgement = await service.mailbox.until(isAcknowledgement('TTO', note.to[0] ?? ''));
      const after = (await service.mailbox.list()).map(({ id, messageId }) => `${id} ${messageId ?? ''}`);
      // Mails that arrive together may be listed in either order.
      expect(after.sort()).toEqual([...mails, `${acknowledgement.id} ${acknowledgement.messageId ?? ''}`].sort());
    },
    SLOW_MS,
  );
});

/** The date as a note of this language writes it: the first of a month as an ordinal where the language does so. */
function writtenDate(date: string, language: Language): RegExp {
  const at = new Date(`${date}T12:00:00Z`);
  const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(at);
  const [year, day] = [at.getUTCFullYear(), at.getUTCDate()];
  const written: Record<Language, string> = {
    en: `${month} ${day}, ${year}`,
    es: `${day}(\\.º)? de ${month} de ${year}`,
    pt: `${day}º? de ${month} de ${year}`,
    fr: `${day}(er)? ${month} ${year}`,
  };
  return new RegExp(written[language]);
}
