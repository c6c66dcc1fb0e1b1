import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createStandingStore } from '../adapters/postgres/standing-store.js';
import { createContactStore } from '../adapters/postgres/contact-store.js';
import type { AnswerFile, FiledSubmission } from '../adapters/postgres/desk-queries.js';
import { replacementOf } from '../domain/contact.js';
import { dateIn } from '../domain/plan.js';
import { isIsoDate } from '../domain/iso-date.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { Party } from '../domain/mandate.js';
import { mailKey, readToken } from '../domain/reply-address.js';
import { ASK_KINDS } from '../domain/request-state.js';
import type { AskKind } from '../domain/request-state.js';
import { formatDate } from '../templates/dates.js';
import { loadPages } from '../templates/page.js';
import { printable } from '../templates/typography.js';
import { createAnswerView } from './answer-view.js';
import { loadAnswerWords, phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';
import type { WebContext } from './deps.js';
import { sendDocument } from './download.js';
import { PageFault } from './fault.js';
import { settleSoon } from './patience.js';
import { isFromOtherSite, sendPage } from './policy.js';
import { readUpload } from './upload.js';
import type { Upload, UploadedFile } from './upload.js';

/** What a party can send: an answer of some kind, or something that waits for the Coordinator's word. */
const KINDS = ['answer', 'part', 'nil', 'extensionRequested', 'assistance', 'justification'] as const;
type Kind = (typeof KINDS)[number];

const NONCE = /^[0-9a-f]{32}$/;

/** What a link opens: the mail that carried it, its party, and the words of that party's language. */
interface Opened {
  file: AnswerFile;
  party: Party;
  words: AnswerWords;
  /** The address of this page, without a slash at its end. */
  base: string;
}

/** What the form holds when it is shown. */
interface Draft {
  nonce: string;
  text: string;
  name: string;
  function: string;
  request: string;
  kind: Kind;
  /** The date asked for, or ''. */
  until: string;
  problems: string[];
}

/** The page on which a party answers, opened by the signed link of a note. Looking at it changes nothing. */
export function registerAnswer(site: FastifyInstance, context: WebContext): void {
  const { catalogue, documents, files, intake, delivery, queries, clock, secrets, settings, addressing, log } = context;
  const catalog = loadAnswerWords();
  const { render } = loadPages('answer');
  const view = createAnswerView(catalogue, catalog);
  const contacts = createContactStore(context.db);
  const standings = createStandingStore(context.db);

  async function open(request: FastifyRequest): Promise<Opened | null> {
    const { token } = request.params as { token: string };
    const id = readToken('link', token, secrets.signing);
    const file = id === null ? null : await queries.findAnswerFile(id);
    if (!file) return null;
    if (file.mail.kind === 'copy') throw copyOpened();
    const party = catalogue.parties.find((one) => one.code === file.requests[0]?.party);
    return party ? { file, party, words: catalog[party.language], base: `/answer/${encodeURIComponent(token)}` } : null;
  }

  const show = (
    reply: FastifyReply,
    { party, words }: Opened,
    title: string,
    page: string,
    data: object,
  ): FastifyReply => {
    const frame = { lang: party.language, title, service: words.service, skip: words.skip };
    const footer = phrase(words.footer, { address: addressing.deskAddress });
    return sendPage(reply, render('frame', { ...frame, footer, body: render(page, { w: words, ...data }) }));
  };

  /** The mission alone says whether what its capital has sent is official. */
  const isMission = ({ file, party }: Opened): boolean =>
    party.contacts.some(({ id, role }) => role === 'mission' && file.mail.contact?.startsWith(id) === true);

  const showForm = async (reply: FastifyReply, opened: Opened, draft: Draft): Promise<FastifyReply> => {
    const ids = opened.file.submissions.map(({ submission }) => submission.id);
    const at = clock.now();
    const found = await standings.find(ids, { at, today: dateIn(at, catalogue.headquarters.zone) });
    const data = view.page(opened.file, opened.party, opened.base, found);
    const submissions = data.submissions.map((one) => ({ ...one, canSay: one.word !== '' && isMission(opened) }));
    const requests = data.requests.map((one, index) => ({
      ...one,
      isChosen: draft.request === '' ? index === 0 : one.id === draft.request,
    }));
    const { text, name, function: role, nonce, until, problems } = draft;
    const labels = opened.words.form.kinds;
    const kinds = KINDS.map((id) => ({ id, label: labels[id], isChosen: id === draft.kind }));
    const own = { action: opened.base, nonce, text, name, function: role, kinds, until };
    const form = { ...own, problems, hasProblem: problems.length > 0 };
    return show(reply, opened, data.heading, 'form', { ...data, submissions, requests, ...form });
  };

  /** The link of a contact who was replaced is dead: it tells nothing of the request, and names nobody. */
  const replaced = (reply: FastifyReply, { party, words }: Opened): FastifyReply => {
    const { heading, text } = words.replaced;
    const languages = [{ lang: party.language, heading, text: phrase(text, { address: addressing.deskAddress }) }];
    const frame = { lang: party.language, title: heading, service: words.service, skip: words.skip };
    return sendPage(
      reply.status(410),
      render('frame', { ...frame, footer: addressing.deskAddress, body: render('unknown', { languages }) }),
    );
  };

  const isReplaced = async ({ file, party }: Opened): Promise<boolean> =>
    replacementOf(party, await contacts.findChanges(party.code), file.mail.contact) !== null;

  const unknown = (reply: FastifyReply): FastifyReply => {
    const languages = LANGUAGES.map((lang) => {
      const { heading, text } = catalog[lang].unknown;
      return { lang, heading, text: phrase(text, { address: addressing.deskAddress }) };
    });
    const { service, skip } = catalog.en;
    const frame = { lang: 'en', title: catalog.en.unknown.heading, service, skip, footer: addressing.deskAddress };
    return sendPage(reply.status(404), render('frame', { ...frame, body: render('unknown', { languages }) }));
  };

  site.get('/answer/:token', async (request, reply) => {
    const opened = await open(request);
    if (!opened) return unknown(reply);
    return (await isReplaced(opened)) ? replaced(reply, opened) : showForm(reply, opened, freshDraft());
  });

  site.post('/answer/:token', async (request, reply) => {
    const opened = await open(request);
    if (!opened) return unknown(reply);
    if (await isReplaced(opened)) return replaced(reply, opened);
    if (isFromOtherSite(request, settings.publicUrl)) {
      throw otherSite();
    }
    if (!request.isMultipart())
      return showForm(reply.status(400), opened, { ...freshDraft(), problems: [opened.words.errors.empty] });
    const upload = await readUpload(request, documents);
    const draft = draftOf(upload);
    const problems = [...problemsOf(upload, opened.words), ...(await problemsInFiles(upload, opened.words))];
    if (problems.length > 0) return showForm(reply.status(422), opened, { ...draft, problems });
    let id: string;
    try {
      id = await file(opened, draft, upload.files);
    } catch (fault) {
      log.error({ fault, mail: opened.file.mail.id }, 'an answer could not be filed');
      const sentences = [
        opened.words.errors.ours,
        ...(upload.files.length > 0 ? [opened.words.errors.chooseAgain] : []),
      ];
      return showForm(reply.status(503), opened, { ...draft, problems: sentences });
    }
    const isAsk = askOf(draft.kind) !== null;
    const told = isAsk ? delivery.message(id, clock.now()) : delivery.submission(id, clock.now());
    await settleSoon(told, (fault) =>
      log.warn({ fault, submission: id }, 'the request could not be told of an answer yet; the sweep repeats it'),
    );
    return reply.redirect(`${opened.base}/${isAsk ? 'noted' : 'received'}/${id}`, 303);
  });

  site.post('/answer/:token/standing/:id', async (request, reply) => {
    const opened = await open(request);
    const { id } = request.params as { id: string };
    const filed = opened?.file.submissions.find(({ submission }) => submission.id === id);
    if (!opened || !filed || !isMission(opened)) return unknown(reply);
    if (await isReplaced(opened)) return replaced(reply, opened);
    if (isFromOtherSite(request, settings.publicUrl)) throw otherSite();
    const { word, reason = '' } = (request.body ?? {}) as { word?: string; reason?: string };
    const kind = word === 'confirmed' || word === 'objected' ? word : null;
    const { words, file } = opened;
    if (kind === null) return showForm(reply.status(400), opened, freshDraft());
    const said = printable(reason).trim();
    if (kind === 'objected' && said === '')
      return showForm(reply.status(422), opened, { ...freshDraft(), problems: [words.standing.noReason] });
    const at = clock.now();
    const wordId = mailKey([file.mail.id, id, kind, said].join('\n'));
    await standings.say({ id: wordId, submissionId: id, contact: file.mail.contact ?? '', kind, at, reason: said });
    if (kind === 'objected') await tellOfObjection(opened, filed, { wordId, said, at });
    return showForm(reply, opened, freshDraft());
  });

  /** An objection is a message of the mission: the Coordinator sees it, and nobody is reminded meanwhile. */
  async function tellOfObjection(
    { file: { mail } }: Opened,
    { submission }: FiledSubmission,
    { wordId, said, at }: { wordId: string; said: string; at: string },
  ): Promise<void> {
    const id = `objection-${wordId}`;
    const requestId = submission.request_id;
    const text = `The Mission objects to what was received from ${submission.sender} on ${submission.received_at}: ${said}`;
    const sender = { contact: mail.contact, sender: mail.to_address };
    const message = { id, requestId, receiptId: null, ...sender, receivedAt: at, text };
    await intake.fileMessage(message, await delivery.holdFor(requestId, at), null);
    await settleSoon(delivery.message(id, at), (fault) => log.warn({ fault, message: id }, 'left for the sweep'));
  }

  /** What is wrong with files that were chosen. One that the scanner could not see yet is taken, and handed out only when it has. */
  async function problemsInFiles({ files: chosen, fault }: Upload, { errors }: AnswerWords): Promise<string[]> {
    if (fault !== null) return [];
    const problems: string[] = [];
    for (const { name, sha256 } of chosen) {
      const { verdict } = await files.check({ name, sha256, bytes: await documents.get(sha256) });
      if (verdict === 'sound' || verdict === 'unscanned') continue;
      problems.push(phrase(errors[verdict === 'empty' ? 'emptyFile' : verdict], { name: printable(name) }));
    }
    return problems.length === 0 ? [] : [...problems, errors.chooseAgain];
  }

  /** Commits the answer: from here on it is on record, whatever happens to this process. */
  async function file({ file: { mail, requests } }: Opened, draft: Draft, uploaded: UploadedFile[]): Promise<string> {
    const request = requests.find((one) => one.id === draft.request) ?? requests[0];
    if (!request) throw new Error(`the mail ${mail.id} belongs to no request`);
    const text = [draft.text.trim(), signatureOf(draft)].filter((part) => part !== '').join('\n\n');
    // The same form sent twice is one answer; the same form sent again with other content is another version of it.
    const ask = askOf(draft.kind);
    const kind = draft.kind === 'nil' || draft.kind === 'part' ? draft.kind : 'answer';
    const content = [
      mail.id,
      draft.nonce,
      request.id,
      text,
      ...(draft.kind === 'answer' ? [] : [draft.kind, draft.until]),
      ...uploaded.map(({ name, sha256 }) => `${sha256} ${name}`),
    ];
    const id = `web-${mailKey(content.join('\n'))}`;
    if (ask) {
      const receivedAt = clock.now();
      const sender = { contact: mail.contact, sender: mail.to_address };
      const message = { id, requestId: request.id, receiptId: null, ...sender, receivedAt, text };
      const until = ask === 'extensionRequested' ? draft.until : null;
      const hold = await delivery.holdFor(request.id, receivedAt);
      await intake.fileMessage({ ...message, ask: { kind: ask, until } }, hold, null);
      return id;
    }
    await intake.fileSubmission(
      {
        id,
        requestId: request.id,
        via: 'web',
        receiptId: null,
        contact: mail.contact,
        sender: mail.to_address,
        receivedAt: clock.now(),
        text,
        kind,
        files: uploaded,
      },
      null,
    );
    return id;
  }

  site.get('/answer/:token/received/:id', async (request, reply) => {
    const opened = await open(request);
    const { id } = request.params as { id: string };
    const filed = opened?.file.submissions.find(({ submission }) => submission.id === id);
    if (!opened || !filed) return unknown(reply);
    if (await isReplaced(opened)) return replaced(reply, opened);
    const { words, party, base } = opened;
    const { submission } = filed;
    const { version, part } = submission;
    const { files, text } = view.submissionView(filed, party, base);
    const isClosed = opened.file.requests.find((one) => one.id === submission.request_id)?.stage === 'closed';
    return show(reply, opened, words.done.title, 'done', {
      base,
      moment: view.momentWords(submission.received_at, party),
      place: part === 1 ? phrase(words.done.version, { version }) : phrase(words.done.partVersion, { part, version }),
      sender: submission.sender,
      text,
      files,
      mail: phrase(words.done.mail, { address: submission.sender }),
      closing: isClosed ? (view.page(opened.file, party, base).requests[0]?.closing ?? '') : '',
    });
  });

  site.get('/answer/:token/noted/:id', async (request, reply) => {
    const opened = await open(request);
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    const isOwn = opened?.file.requests.some((one) => one.id === message?.request_id) ?? false;
    if (!opened || !message || message.ask === null || !isOwn) return unknown(reply);
    if (await isReplaced(opened)) return replaced(reply, opened);
    const { words, party, base } = opened;
    return show(reply, opened, words.noted.heading, 'noted', {
      base,
      moment: view.momentWords(message.received_at, party),
      kind: words.form.kinds[message.ask],
      until: message.until_date === null ? '' : formatDate(message.until_date, party.language),
      sender: message.sender,
      text: message.text,
    });
  });

  site.get('/answer/:token/files/:sha256', async (request, reply) => {
    const opened = await open(request);
    const { sha256 } = request.params as { sha256: string };
    if (opened && (await isReplaced(opened))) return replaced(reply, opened);
    const file = opened?.file.submissions.flatMap(({ files }) => files).find((one) => one.sha256 === sha256);
    return file ? sendDocument(reply, context, file) : unknown(reply);
  });
}

function otherSite(): PageFault {
  return new PageFault(
    403,
    'This form did not come from our page',
    'Open the link of the note again and answer there.',
  );
}

function freshDraft(): Draft {
  const words = { text: '', name: '', function: '', request: '', until: '' };
  return { nonce: randomBytes(16).toString('hex'), ...words, kind: 'answer', problems: [] };
}

function draftOf({ fields }: Upload): Draft {
  const { nonce = '', text = '', name = '', function: role = '', request = '', kind, until = '' } = fields;
  const fresh = freshDraft();
  return {
    ...fresh,
    nonce: NONCE.test(nonce) ? nonce : fresh.nonce,
    // Browsers send line ends as CR LF.
    text: text.replaceAll('\r\n', '\n'),
    name: printable(name),
    function: printable(role),
    request,
    kind: KINDS.find((one) => one === kind) ?? 'answer',
    until: until.trim(),
  };
}

function problemsOf({ files, fields, fault }: Upload, { errors }: AnswerWords): string[] {
  if (fault === null) {
    const isEmpty = (fields.text ?? '').trim() === '';
    const ask = askOf(fields.kind);
    if (ask === null) return files.length === 0 && isEmpty && fields.kind !== 'nil' ? [errors.empty] : [];
    return [
      ...(isEmpty ? [errors.reason] : []),
      ...(ask === 'extensionRequested' && !isIsoDate((fields.until ?? '').trim()) ? [errors.date] : []),
      ...(files.length > 0 ? [errors.askFiles] : []),
    ];
  }
  const words = fault.fault === 'file' ? phrase(errors.file, { name: printable(fault.name) }) : errors[fault.fault];
  return fault.fault === 'text' ? [words] : [words, errors.chooseAgain];
}

/** What a choice of the form asks for; null for an answer. */
function askOf(kind: string | undefined): AskKind | null {
  return ASK_KINDS.find((one) => one === kind) ?? null;
}

/** Who answered, as the person wrote it; kept at the end of the text. */
function signatureOf({ name, function: role }: Draft): string {
  const person = [name, role].filter((part) => part !== '').join(', ');
  return person === '' ? '' : `— ${person}`;
}

function copyOpened(): PageFault {
  return new PageFault(
    404,
    'This link belongs to a copy',
    'The copy was sent to the desk before the note. In the note itself the same link opens the page on which the party answers.',
  );
}
