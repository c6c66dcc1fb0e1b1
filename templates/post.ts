import type { LackKind } from '../domain/lack.js';
import type { Language, PostTone } from '../domain/mandate.js';
import { shorten } from '../domain/text.js';
import { formatDate } from './dates.js';
import { addresseeLines, bodyOf, referenceOf } from './note-form.js';
import type { EarlierNote, PostKind, PostWords, ReceiptPost, RequestPost, RequestWords } from './post-words.js';
import { mailOf } from './rendered-mail.js';
import type { RenderedMail } from './rendered-mail.js';
import { formatSize } from './size.js';
import { periodData } from './period.js';
import { printable, typeset } from './typography.js';
import { openItemWords } from './open-item.js';
import { momentWords } from './moment.js';
import type { Moment } from './moment.js';
import { wordingOf } from './wording.js';
import { proofWords } from './date-proof.js';
import type { AskForm, Phrase, Wording } from './wording.js';

/** A post that cannot be written: its data are at fault. Repeating the step does not help. */
export class PostInvalid extends Error {
  override readonly name = 'PostInvalid';
}

/**
 * The mail of a post: subject, plain text and HTML, all from the one template of its kind and language.
 * The forms of address and the formulas, with their sources: `templates/mail/README.md`.
 *
 * @throws PostInvalid when a text has line breaks or control characters, a reminder cites no earlier note, the link
 * is no web address, a joint post carries one request, or any other several
 * @throws RangeError when a date or time is malformed
 */
export function renderPost(post: PostWords): RenderedMail {
  assertPlain(post);
  const request = firstRequest(post);
  const wording = wordingOf(post.language);
  const common = commonData(post, request, wording);
  const source = wording.render(post.kind, {
    ...common,
    ...kindData(post, request, wording),
    ask: post.kind.endsWith('-request') ? askOf(post, request, common, wording) : '',
  });
  const anchors = [
    { text: post.link, href: post.link },
    { text: post.replyAddress, href: `mailto:${post.replyAddress}` },
  ];
  return mailOf(source, post, anchors);
}

/** The sentence that asks, and below it what is asked about. */
function askOf(
  { kind, language }: PostWords,
  { obligation, items }: RequestWords,
  data: TemplateData,
  wording: Wording,
): string {
  const sentence = wording.ask(obligation.id, formOf(kind), data);
  if (items.length === 0) return sentence;
  const { head, lines } = openItemWords(items, language, wording);
  return [sentence, head, lines.map((line) => `- ${line}`).join('\n')].join('\n\n');
}

function formOf(kind: PostKind): AskForm {
  return kind.startsWith('note') ? 'note' : kind.startsWith('organ') ? 'organ' : 'letter';
}

function firstRequest(post: PostWords): RequestWords {
  const [request, ...others] = post.requests;
  if (request === undefined) throw new PostInvalid('A post is about a request: requests is empty');
  if (isHandover(post) || isJoint(post) === others.length > 0) return request;
  throw new PostInvalid(
    isJoint(post)
      ? `${post.kind} is about several requests: 1 was given`
      : `${post.kind} is about one request: ${post.requests.length} were given`,
  );
}

function isJoint({ kind }: PostWords): boolean {
  return kind.includes('joint');
}

/** A successor is told of all that is open, be it one request. */
function isHandover({ kind }: PostWords): boolean {
  return kind.endsWith('-handover');
}

type TemplateData = Record<string, string | Record<string, string>>;

function commonData(post: PostWords, request: RequestWords, wording: Wording): TemplateData {
  const { language, party, office } = post;
  const { obligation, due, closing } = request;
  const set = (text: string): string => typeset(text, language);
  return {
    party: { name: set(party.name) },
    mission: { long: set(party.mission.long), short: set(party.mission.short) },
    office: { unit: set(office.unit), city: office.city },
    addressee: addresseeLines(post),
    date: formatDate(post.date, language),
    replyAddress: post.replyAddress,
    link: post.link,
    paragraph: String(obligation.paragraph),
    symbol: obligation.symbol,
    shortSymbol: shortSymbol(obligation.symbol),
    title: set(obligation.title),
    ...periodData(request.period, wording),
    dueDate: formatDate(due.date, language),
    closingDate: formatDate(closing.date, language),
    body: bodyOf(post, wording),
    eventDate: eventDateOf(request, language, wording),
    ...jointData(post, wording),
    ...wording.obligation(obligation.id, periodData(request.period, wording)),
  };
}

/** What the post is about, in a line of reference; and for a joint post, the list. */
function jointData(
  post: PostWords,
  wording: Wording,
): Record<'matter' | 'matters' | 'items' | 'jointSubject' | 'shortSymbols' | 'page', string> {
  const matters = post.requests.map(({ obligation, period }) =>
    wording.phrase('jointMatter', {
      title: typeset(obligation.title, post.language),
      period: periodData(period, wording).period,
    }),
  );
  const symbols = new Set(post.requests.map(({ obligation }) => shortSymbol(obligation.symbol)));
  const isAsking = (isJoint(post) || isHandover(post)) && !('receipt' in post);
  return {
    matter: matters.join(wording.phrase('jointSeparator', {})),
    matters: listed(matters),
    items: isAsking ? listed(post.requests.map((request) => jointItem(request, post, wording))) : '',
    shortSymbols: [...symbols].join(', '),
    page: wording.phrase(post.requests.length > 1 ? 'pageOfSeveral' : 'pageOfOne', { link: post.link }),
    jointSubject: wording.phrase(post.requests.length > 1 ? 'jointSubject' : 'oneSubject', {
      count: String(post.requests.length),
    }),
  };
}

/** `AG/RES. 2019`: the session in brackets is left to the body. */
function shortSymbol(symbol: string): string {
  return symbol.split(' (')[0] ?? symbol;
}

function listed(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** One request in a joint post: what was asked and when, how it stands, and the next date. */
function jointItem(request: RequestWords, post: PostWords, wording: Wording): string {
  const { obligation, period, earlierNotes, tone } = request;
  if (tone === undefined) throw new PostInvalid(`${post.kind}: the tone of ${obligation.id} is missing`);
  if (earlierNotes.length === 0)
    throw new PostInvalid(`${post.kind} must cite the notes sent before on ${obligation.id}: earlierNotes is empty`);
  const isLetter = post.kind.startsWith('organ');
  const one: Phrase = isLetter ? 'ourLetter' : 'jointNote';
  const several: Phrase = isLetter ? 'ourLetters' : 'jointNotes';
  const notes = noteList(earlierNotes, post.language, wording);
  const state = STATE_PHRASES[tone];
  return wording.phrase('jointItem', {
    title: typeset(obligation.title, post.language),
    period: periodData(period, wording).period,
    paragraph: String(obligation.paragraph),
    symbol: obligation.symbol,
    notes: wording.phrase(earlierNotes.length === 1 ? one : several, { notes }),
    state: state === undefined ? '' : wording.phrase(state, {}),
    deadline: deadlineParts(ASKS_BEFORE_DUE.has(tone) ? 'due' : 'closing', post, request, wording).join('. '),
  });
}

/** What a joint post says of a request beside its dates. */
const STATE_PHRASES: Partial<Record<PostTone, Phrase>> = {
  extension: 'jointExtension',
  moved: 'jointMoved',
  rest: 'jointRest',
};

/** The wordings that print the due date; the others print the closing of the text. */
const ASKS_BEFORE_DUE: ReadonlySet<string> = new Set(['request', 'recall', 'extension', 'moved']);

function eventDateOf({ event }: RequestWords, language: Language, wording: Wording): string {
  const date = formatDate(event.date, language);
  return event.status === 'provisional' ? wording.phrase('dateProvisional', { date }) : date;
}

function kindData(post: PostWords, request: RequestWords, wording: Wording): TemplateData {
  return 'receipt' in post ? receiptData(post, request, wording) : requestData(post, request, wording);
}

function requestData(post: RequestPost, request: RequestWords, wording: Wording): TemplateData {
  const asksBeforeDue = ASKS_BEFORE_DUE.has(post.kind.replace(/^[a-z]+-/, ''));
  return {
    reference: referenceOf(post, wording),
    // A blank is for a pen: a subject has none.
    note: wording.phrase(post.number === null ? 'noteWithoutNumber' : 'noteWithNumber', { number: post.number ?? '' }),
    deadline: deadlineLine(asksBeforeDue ? 'due' : 'closing', post, request, wording),
    ...citationData(request, wording),
    ...earlierNotesData(post, request, wording),
  };
}

function receiptData(post: ReceiptPost, request: RequestWords, wording: Wording): TemplateData {
  const { at, part, version } = post.receipt;
  return {
    receivedAt: momentText(at, post, wording),
    receivedDate: formatDate(at.date, post.language),
    deadline: dateAhead(post, request, wording),
    version: wording.phrase(part === 1 ? 'version' : 'partVersion', { part: String(part), version: String(version) }),
    files: fileLines(post, wording),
    finding: findingWords(post, wording),
    sender: printable(post.receipt.copy?.sender ?? ''),
    objectBy: post.receipt.copy === undefined ? '' : formatDate(post.receipt.copy.until, post.language),
  };
}

function dateAhead(post: ReceiptPost, request: RequestWords, wording: Wording): string {
  const { at } = post.receipt;
  if (!isAfter(at, request.due)) return deadlineLine('due', post, request, wording);
  if (!isAfter(at, request.closing)) return deadlineLine('closing', post, request, wording);
  return '| ' + wording.phrase('closedLine', { date: formatDate(request.closing.date, post.language) });
}

/** At headquarters' clock, to the minute. */
function isAfter(one: Moment, other: Moment): boolean {
  return `${one.date} ${one.time}` > `${other.date} ${other.time}`;
}

function citationData(request: RequestWords, wording: Wording): TemplateData {
  const { id, officialText } = request.obligation;
  const name = officialText === null ? 'Unofficial' : 'Official';
  const text = officialText?.replace(/\s+/g, ' ').trim() ?? wording.unofficialText(id);
  return {
    citation: wording.phrase(`citation${name}`, {}),
    quote: wording.phrase(`quote${name}`, { text }),
  };
}

function earlierNotesData(post: RequestPost, request: RequestWords, wording: Wording): TemplateData {
  const isRequest = post.kind.endsWith('-request') || isHandover(post);
  if (!isRequest && request.earlierNotes.length === 0) {
    throw new PostInvalid(`${post.kind} must cite the notes sent before: earlierNotes is empty`);
  }
  // The letter that goes out with the first note cites that note: it bears the same date.
  const notes = request.earlierNotes.length > 0 ? request.earlierNotes : [{ date: post.date, number: null }];
  const list = noteList(notes, post.language, wording);
  const ending = notes.length === 1 ? '' : 's';
  return {
    toEarlierNotes: wording.phrase(`toEarlierNote${ending}`, { notes: list }),
    ourLetters: wording.phrase(ending === '' ? 'ourLetter' : 'ourLetters', { notes: list }),
    theNotes: wording.phrase(`theNote${ending}`, { notes: list }),
  };
}

function noteList(notes: EarlierNote[], language: Language, wording: Wording): string {
  return joined(
    notes.map(({ date, number }) =>
      number === null
        ? wording.phrase('noteDated', { date: formatDate(date, language) })
        : wording.phrase('noteNumbered', { date: formatDate(date, language), number }),
    ),
    wording,
  );
}

function joined(items: string[], wording: Wording): string {
  const last = items.at(-1) ?? '';
  const before = items.slice(0, -1);
  if (before.length === 0) return last;
  return before.join(wording.phrase('separator', {})) + wording.phrase('and', {}) + last;
}

/** The date ahead, and on a line of its own how it was counted. */
function deadlineLine(...given: Parameters<typeof deadlineParts>): string {
  return deadlineParts(...given)
    .map((line) => `| ${line}`)
    .join('\n');
}

/** The date ahead, and how it was counted. */
function deadlineParts(which: 'due' | 'closing', post: PostWords, request: RequestWords, wording: Wording): string[] {
  const phrase: Phrase = which === 'due' ? 'dueLine' : 'closingLine';
  const { language } = post;
  const steps = proofWords(request[`${which}Proof`], { from: request.event, language, wording });
  return [
    wording.phrase(phrase, { moment: momentText(request[which], post, wording) }),
    ...(steps === '' ? [] : [wording.phrase('dateProof', { steps })]),
  ];
}

function momentText(moment: Moment, { language, party, office }: PostWords, wording: Wording): string {
  return momentWords(moment, { language, city: office.city, capital: party.capitalName }, wording);
}

/** Of a file, by which its sender knows it again; its hash says which it is. */
const SHOWN_NAME = 100;

function fileLines({ language, receipt }: ReceiptPost, wording: Wording): string {
  const lines = receipt.files.map(({ name, size, sha256 }) =>
    wording.phrase('file', {
      name: shorten(printable(name), SHOWN_NAME),
      size: formatSize(size, language),
      short: sha256.slice(0, 8),
      sha256,
    }),
  );
  if (lines.length === 0) lines.push(wording.phrase('textOnly', {}));
  return listed(lines);
}

const LACKS: Record<LackKind, Phrase> = {
  protected: 'lackProtected',
  empty: 'lackEmpty',
  link: 'lackLink',
  named: 'lackNamed',
};

/** What was not found in a message, and what its sender can do about it. */
function findingWords({ receipt }: ReceiptPost, wording: Wording): string {
  if (receipt.lacks.length === 0) return wording.phrase('lackNothing', {});
  return receipt.lacks.map(({ kind, what }) => wording.phrase(LACKS[kind], { what: printable(what) })).join(' ');
}

/** Refuses what could forge a header or a block; the names of received files are made printable instead. */
function assertPlain(post: PostWords): void {
  const { party, office, requests } = post;
  const texts: Record<string, string> = {
    'party.name': party.name,
    'party.capitalName': party.capitalName,
    'party.mission.long': party.mission.long,
    'party.mission.short': party.mission.short,
    'office.unit': office.unit,
    'office.reference': office.reference,
    'office.city': office.city,
    addressee: post.addressee,
    replyAddress: post.replyAddress,
    link: post.link,
    number: ('number' in post ? post.number : null) ?? '',
  };
  for (const { obligation, earlierNotes } of requests) {
    texts['obligation.symbol'] = obligation.symbol;
    texts['obligation.title'] = obligation.title;
    for (const { number } of earlierNotes) texts[`earlierNotes.number ${number ?? ''}`] = number ?? '';
  }
  for (const [name, text] of Object.entries(texts)) {
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) {
      throw new PostInvalid(`${name.trim()} must be one line without control characters: ${JSON.stringify(text)}`);
    }
  }
  if (!/^https?:\/\/[^\s"<>]+$/.test(post.link)) {
    throw new PostInvalid(`link must be a web address (http or https): ${JSON.stringify(post.link)}`);
  }
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(post.replyAddress)) {
    throw new PostInvalid(`replyAddress must be a mail address: ${JSON.stringify(post.replyAddress)}`);
  }
}
