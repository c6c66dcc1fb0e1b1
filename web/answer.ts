import type { FastifyInstance, FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { partsOfCycle, partyCodeOf } from '../domain/ids.js';
import { isIsoDate } from '../domain/iso-date.js';
import { dateIn } from '../domain/plan.js';
import { mailKey } from '../domain/reply-address.js';
import { ASK_KINDS } from '../domain/request-state.js';
import type { AskKind } from '../domain/request-state.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { LONGEST, shorten } from '../domain/text.js';
import { createSuccessors } from '../office/decisions/successor.js';
import type { FiledSubmission } from '../office/ports/submissions.js';
import { formatDate } from '../templates/dates.js';
import { printable } from '../templates/typography.js';
import { createAnswerDoor } from './answer-door.js';
import type { Opened } from './answer-door.js';
import { signatureOf, uploadProblems } from './answer-form.js';
import { createAnswerView } from './answer-view.js';
import { loadAnswerWords, phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';
import type { WebContext } from './deps.js';
import { sendDocument } from './download.js';
import { settleSoon } from './patience.js';
import { formLink } from './questionnaire-link.js';
import { successorDecisionOf } from './successor.js';
import { readUpload } from './upload.js';
import type { Upload, UploadedFile } from './upload.js';

/** What a party can send: an answer of some kind, or something that waits for the Coordinator's word. */
const KINDS = ['answer', 'part', 'nil', 'extensionRequested', 'assistance', 'justification'] as const;
type Kind = (typeof KINDS)[number];

const NONCE = /^[0-9a-f]{32}$/;

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
  const { catalogue, contacts, documents, intake, delivery, words, clock, log, addressing } = context;
  const { enter, take, show, unknown, problemsInFiles, problemsOfHold } = createAnswerDoor(context);
  const view = createAnswerView(catalogue, loadAnswerWords());
  const { questionnaires, standings } = context;
  const { domain } = addressing;
  const successors = createSuccessors({
    intake,
    contacts,
    catalogue,
    domain,
    isReserved: unusableIn(context.settings),
    decide: successorDecisionOf(context),
  });

  /** The mission alone says whether what its capital has sent is official. */
  const isMission = ({ file, party }: Opened): boolean =>
    party.contacts.some(({ id, role }) => role === 'mission' && file.mail.contact?.startsWith(id) === true);

  /** The way to the form of a request, in words; '' where its duty has none. */
  async function questionnaireOf(
    { file: { mail, requests }, party, words, base }: Opened,
    requestId: string,
  ): Promise<{ form: string; formWords: string; formSaved: string }> {
    const request = requests.find(({ id }) => id === requestId);
    const { obligation } = partsOfCycle(request?.cycleId ?? '');
    if (!catalogue.obligations.some(({ id, form }) => id === obligation && form.length > 0))
      return { form: '', formWords: '', formSaved: '' };
    const { at } = await questionnaires.findSaved({ requestId, contact: mail.contact ?? '' });
    const { link, continue: goOn, saved } = words.questionnaire;
    return {
      form: formLink(base, requestId, null),
      formWords: at === null ? link : goOn,
      formSaved: at === null ? '' : phrase(saved, { moment: view.momentWords(at, party) }),
    };
  }

  const showForm = async (reply: FastifyReply, opened: Opened, draft: Draft): Promise<FastifyReply> => {
    const ids = opened.file.submissions.map(({ submission }) => submission.id);
    const at = clock.now();
    const found = await standings.find(ids, { at, today: dateIn(at, catalogue.headquarters.zone) });
    const data = view.page(opened.file, opened.party, opened.base, found);
    const submissions = data.submissions.map((one) => ({ ...one, canSay: one.word !== '' && isMission(opened) }));
    const requests = await Promise.all(
      data.requests.map(async (one, index) => ({
        ...one,
        ...(await questionnaireOf(opened, one.id)),
        ...view.openItems(await words.findOpenItems(one.id), opened.party),
        isChosen: draft.request === '' ? index === 0 : one.id === draft.request,
      })),
    );
    const { text, name, function: role, nonce, until, problems } = draft;
    const labels = opened.words.form.kinds;
    const kinds = KINDS.map((id) => ({ id, label: labels[id], isChosen: id === draft.kind }));
    const own = { action: opened.base, nonce, text, name, function: role, kinds, until };
    const form = { ...own, problems, hasProblem: problems.length > 0 };
    return show(reply, opened, data.heading, 'form', { ...data, submissions, requests, ...form });
  };

  site.get('/answer/:token', async (request, reply) => {
    const opened = await enter(request, reply);
    return opened ? showForm(reply, opened, freshDraft()) : reply;
  });

  site.post('/answer/:token', async (request, reply) => {
    const opened = await take(request, reply);
    if (!opened) return reply;
    if (!request.isMultipart())
      return showForm(reply.status(400), opened, { ...freshDraft(), problems: [opened.words.errors.empty] });
    const upload = await readUpload(request, documents);
    const draft = draftOf(upload);
    const { requests } = opened.file;
    const asked = requests.find((one) => one.id === draft.request) ?? requests[0];
    const held = asked ? await problemsOfHold(opened, asked.id) : [];
    const problems = [...held, ...problemsOf(upload, opened.words), ...(await problemsInFiles(upload, opened.words))];
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
    await settleSoon(successors.takeAtOnce({ id, at: clock.now() }), (fault) =>
      log.warn({ fault, submission: id }, 'a successor could not take the place yet: it waits on the desk'),
    );
    const isAsk = askOf(draft.kind) !== null;
    const told = isAsk ? delivery.message(id, clock.now()) : delivery.submission(id, clock.now());
    await settleSoon(told, (fault) =>
      log.warn({ fault, submission: id }, 'the request could not be told of an answer yet; the sweep repeats it'),
    );
    return reply.redirect(`${opened.base}/${isAsk ? 'noted' : 'received'}/${id}`, 303);
  });

  site.post('/answer/:token/standing/:id', async (request, reply) => {
    const opened = await take(request, reply);
    if (!opened) return reply;
    const { id } = request.params as { id: string };
    const filed = opened.file.submissions.find(({ submission }) => submission.id === id);
    if (!filed || !isMission(opened)) return unknown(reply);
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
    const requestId = submission.requestId;
    const text = `The Mission objects to what was received from ${submission.sender} on ${submission.receivedAt}: ${said}`;
    const sender = { contact: mail.contact, sender: mail.toAddress };
    const message = { id, requestId, receiptId: null, ...sender, receivedAt: at, text };
    await intake.fileMessage(message, await delivery.holdFor(requestId, at), null);
    await settleSoon(delivery.message(id, at), (fault) => log.warn({ fault, message: id }, 'left for the sweep'));
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
    const author = { sender: mail.toAddress, senderName: draft.name, doubt: null };
    const party = partyCodeOf(request.id);
    const proof = { isProven: true, isAsked: false, at: clock.now() };
    await successors.note({ id, party, requestId: request.id, receiptId: null, text: draft.text, ...author, ...proof });
    if (ask) {
      const receivedAt = clock.now();
      const sender = { contact: mail.contact, sender: mail.toAddress };
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
        sender: mail.toAddress,
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
    const opened = await enter(request, reply);
    if (!opened) return reply;
    const { id } = request.params as { id: string };
    const filed = opened.file.submissions.find(({ submission }) => submission.id === id);
    if (!filed) return unknown(reply);
    const { words, party, base } = opened;
    const { submission } = filed;
    const { version, part } = submission;
    const { files, text } = view.submissionView(filed, party, base);
    const isClosed = opened.file.requests.find((one) => one.id === submission.requestId)?.stage === 'closed';
    return show(reply, opened, words.done.title, 'done', {
      base,
      moment: view.momentWords(submission.receivedAt, party),
      place: part === 1 ? phrase(words.done.version, { version }) : phrase(words.done.partVersion, { part, version }),
      sender: submission.sender,
      text,
      files,
      mail: phrase(words.done.mail, { address: submission.sender }),
      closing: isClosed ? (view.page(opened.file, party, base).requests[0]?.closing ?? '') : '',
    });
  });

  site.get('/answer/:token/noted/:id', async (request, reply) => {
    const opened = await enter(request, reply);
    if (!opened) return reply;
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    const isOwn = opened.file.requests.some((one) => one.id === message?.requestId);
    if (!message || message.ask === null || !isOwn) return unknown(reply);
    const { words, party, base } = opened;
    return show(reply, opened, words.noted.heading, 'noted', {
      base,
      moment: view.momentWords(message.receivedAt, party),
      kind: words.form.kinds[message.ask],
      until: message.untilDate === null ? '' : formatDate(message.untilDate, party.language),
      sender: message.sender,
      text: shorten(message.text, LONGEST.typed),
    });
  });

  site.get('/answer/:token/files/:sha256', async (request, reply) => {
    const opened = await enter(request, reply);
    if (!opened) return reply;
    const { sha256 } = request.params as { sha256: string };
    const file = opened.file.submissions.flatMap(({ files }) => files).find((one) => one.sha256 === sha256);
    return file ? sendDocument(reply, context, file) : unknown(reply);
  });
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

function problemsOf({ files, fields, fault }: Upload, words: AnswerWords): string[] {
  const { errors } = words;
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
  return uploadProblems(fault, words);
}

/** What a choice of the form asks for; null for an answer. */
function askOf(kind: string | undefined): AskKind | null {
  return ASK_KINDS.find((one) => one === kind) ?? null;
}
