import { readFile } from 'node:fs/promises';
import { readFileText } from '../adapters/file-text/file-text.js';
import { readMail } from '../adapters/mime/mail.js';
import { wrapTnef } from '../adapters/mime/tnef.js';
import { admit } from '../domain/admission/admit.js';
import { assume } from '../domain/admission/assumption.js';
import type { Assumption, KnownFacts } from '../domain/admission/assumption.js';
import { readAdmittedMail, readMailWords } from '../domain/admission/mail.js';
import { reasonWords } from '../domain/admission/reason.js';
import { verdictWords } from '../domain/admission/verdict.js';
import { judgeFile, worstOf } from '../domain/file-check.js';
import type { FileFinding } from '../domain/file-check.js';
import { lengthOf } from '../domain/file-text.js';
import type { FileText } from '../domain/file-text.js';
import { classMail, isSentFile } from '../domain/mail-class.js';
import type { FailedRecipient, MailEnvelope, MailVerdict } from '../domain/mail-class.js';
import { readAuthentication, readMatch } from '../domain/mail-explain.js';
import type { AuthenticationClaims, MatchClues } from '../domain/mail-explain.js';
import { readProposals } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { cutShortBy } from '../domain/reading.js';
import { shownWordsOf } from '../domain/reply-preview.js';
import type { Mail } from '../office/ports/parsed-mail.js';
import { readFacts } from './admission-facts.js';
import { print, printJson } from './output.js';

/** What is said of one file. */
interface Explanation {
  file: string;
  class: string;
  why: string[];
  subject: string;
  from: string[];
  text: string;
  preview: string;
  attachments: ExplainedFile[];
  recipients: Pick<FailedRecipient, 'address' | 'status' | 'reply' | 'reason' | 'hard'>[];
  proposals: Proposal[];
  match: MatchClues | 'unknown';
  authentication: AuthenticationClaims | 'unknown';
  admission: ExplainedAdmission;
}

/** A file, and how the reading of its words ended; null where they are not read. */
interface ExplainedFile extends Pick<Mail['attachments'][number], 'name' | 'type' | 'size' | 'sha256' | 'path'> {
  words: { kind: FileText['kind']; ending: FileText['ending']; characters: number } | null;
}

/** The rule that decides what becomes of a mail, on what is known and what is assumed. */
interface ExplainedAdmission {
  rule: string;
  /** A code with its data, as the domain has it. */
  verdict: { is: string };
  reason: { code: string };
  /** The two in words. */
  words: { verdict: string; reason: string };
  assumed: Assumption[];
}

export interface ExplainOptions {
  json?: boolean;
  /** A file of what is known beside the bytes. */
  facts?: string;
}

/** A mail without a date gives no year to a day that has none. */
const NO_DATE = '1970-01-01';

/** A file says nothing of the envelope it came in. */
const NO_ENVELOPE: MailEnvelope = { from: null, recipients: [], domain: '' };

/** Explains one file after the other; one that cannot be read is told, and sets the exit code to 1. */
export async function explainFiles(files: readonly string[], { json, facts }: ExplainOptions): Promise<void> {
  const known = facts === undefined ? {} : await readFacts(facts);
  for (const file of files) {
    const raw = await readFile(file).catch((fault: unknown) => complain(file, fault));
    if (raw === null) continue;
    const explanation = await explain(file, raw, known);
    if (json) printJson(explanation);
    else show(explanation);
  }
}

const FAULTS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder: name the files in it',
  EACCES: 'it may not be read',
};

/** What cannot be read is told, and the others are still explained. */
function complain(file: string, fault: unknown): null {
  const { code = '', message } = fault as NodeJS.ErrnoException;
  console.error(`${file}: ${FAULTS[code] ?? message}`);
  process.exitCode = 1;
  return null;
}

async function explain(file: string, raw: Buffer, known: KnownFacts): Promise<Explanation> {
  const mail = await readMail(wrapTnef(raw));
  const verdict = classMail(mail, NO_ENVELOPE);
  const match = readMatch(mail);
  return {
    file,
    class: verdict.class,
    why: [...verdict.why, ...mail.faults.map((fault) => fault.detail)],
    subject: mail.subject,
    from: mail.from.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)),
    text: mail.text,
    preview: shownWordsOf(mail.text),
    attachments: await Promise.all(mail.attachments.map(explainFile)),
    recipients: verdict.recipients.map(pickRecipient),
    proposals: readProposals(mail.text, mail.date?.slice(0, 10) ?? NO_DATE),
    match,
    authentication: readAuthentication(mail),
    admission: explainAdmission(mail, verdict, known, match === 'unknown' ? '' : (match.request ?? '')),
  };
}

async function explainFile(attachment: Mail['attachments'][number]): Promise<ExplainedFile> {
  const { name, type, size, sha256, path, role, inline, bytes } = attachment;
  const text = role === 'file' && !inline ? await readFileText(bytes) : null;
  const words = text && { kind: text.kind, ending: text.ending, characters: lengthOf(text) };
  return { name, type, size, sha256, path, words };
}

function explainAdmission(mail: Mail, verdict: MailVerdict, known: KnownFacts, clue: string): ExplainedAdmission {
  const sent = mail.attachments.filter(isSentFile).map((file) => ({ name: file.name, ...findingOf(file, known) }));
  const admitted = readAdmittedMail(mail, verdict, readMailWords(mail), {
    envelopeFrom: '',
    isEncrypted: mail.protection === 'encrypted',
    cutShort: cutShortBy(mail.faults),
    fileFault: worstOf(sent),
    files: sent,
  });
  const { facts, assumptions } = assume(admitted, known, clue);
  const { rule, verdict: decided, reason } = admit(facts);
  const words = { verdict: verdictWords(decided), reason: reasonWords(reason) };
  return { rule, verdict: decided, reason, words, assumed: assumptions };
}

/** What is to be said of a file: what is given, else what its name and size say. */
function findingOf(
  { name, size }: Pick<Mail['attachments'][number], 'name' | 'size'>,
  { files }: KnownFacts,
): FileFinding {
  if (files !== undefined) return { verdict: files, because: `${name} is ${files}` };
  return judgeFile({ name, size, kind: null, isProtected: false, archive: null, scan: { is: 'off' } });
}

function pickRecipient({ address, status, reply, reason, hard }: FailedRecipient): Explanation['recipients'][number] {
  return { address, status, reply, reason, hard };
}

function show(one: Explanation): void {
  print(`${one.file}: ${one.class}`);
  for (const reason of one.why) print(`  because ${reason}`);
  print(`  subject  ${one.subject || '(none)'}`);
  print(`  from     ${one.from.join(', ') || '(nobody)'}`);
  for (const { address, status, reply, reason, hard } of one.recipients) {
    const codes = [status, reply].filter((code) => code !== '').join(' ');
    print(`  failed   ${address} ${codes} ${reason}, ${hard ? 'hard' : 'soft'}`);
  }
  for (const { path, name, type, size, sha256, words } of one.attachments) {
    print(`  part ${path}  ${name} (${type}, ${size} bytes, ${sha256.slice(0, 12)}…)`);
    if (words)
      print(`    words: ${words.characters} characters, ${words.kind ?? 'a kind that is not read'}, ${words.ending}`);
  }
  for (const { kind, sentence } of one.proposals) print(`  perhaps  ${kind}: “${sentence}”`);
  if (one.match === 'unknown') print('  request  unknown');
  else {
    print(`  request  ${one.match.request ?? 'unknown'}`);
    for (const line of one.match.evidence) print(`    evidence: ${line}`);
    for (const line of one.match.guesses) print(`    guess: ${line}`);
  }
  if (one.authentication === 'unknown') print('  sender   nothing is known of whether it is genuine');
  else {
    print(`  sender   ${one.authentication.from} address(es) in ${one.authentication.fromFields} From field(s)`);
    for (const claim of one.authentication.claims) print(`    claimed: ${claim}`);
  }
  const { rule, words, assumed } = one.admission;
  print(`  rule     ${rule}: ${words.verdict}, since ${words.reason}`);
  for (const { fact, assumed: value } of assumed) print(`    assumed: ${fact}: ${value}`);
  for (const line of one.preview.split('\n').slice(0, 12)) print(`  | ${line}`);
  print();
}
