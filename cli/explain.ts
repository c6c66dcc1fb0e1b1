import { readFile } from 'node:fs/promises';
import { readMail } from '../adapters/mime/mail.js';
import type { Mail } from '../adapters/mime/mail.js';
import { wrapTnef } from '../adapters/mime/tnef.js';
import { classMail } from '../domain/mail-class.js';
import type { FailedRecipient, MailEnvelope } from '../domain/mail-class.js';
import { readAuthentication, readMatch } from '../domain/mail-explain.js';
import type { AuthenticationClaims, MatchClues } from '../domain/mail-explain.js';
import { readProposals } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { shownWordsOf } from '../domain/reply-preview.js';
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
  attachments: Pick<Mail['attachments'][number], 'name' | 'type' | 'size' | 'sha256' | 'path'>[];
  recipients: Pick<FailedRecipient, 'address' | 'status' | 'reply' | 'reason' | 'hard'>[];
  proposals: Proposal[];
  match: MatchClues | 'unknown';
  authentication: AuthenticationClaims | 'unknown';
}

/** A mail without a date gives no year to a day that has none. */
const NO_DATE = '1970-01-01';

/** A file says nothing of the envelope it came in. */
const NO_ENVELOPE: MailEnvelope = { from: null, recipients: [], domain: '' };

/** Explains one file after the other; one that cannot be read is told, and sets the exit code to 1. */
export async function explainFiles(files: readonly string[], { json }: { json?: boolean }): Promise<void> {
  for (const file of files) {
    const raw = await readFile(file).catch((fault: unknown) => complain(file, fault));
    if (raw === null) continue;
    const explanation = await explain(file, raw);
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

async function explain(file: string, raw: Buffer): Promise<Explanation> {
  const mail = await readMail(wrapTnef(raw));
  const verdict = classMail(mail, NO_ENVELOPE);
  return {
    file,
    class: verdict.class,
    why: [...verdict.why, ...mail.faults.map((fault) => fault.detail)],
    subject: mail.subject,
    from: mail.from.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)),
    text: mail.text,
    preview: shownWordsOf(mail.text),
    attachments: mail.attachments.map(({ name, type, size, sha256, path }) => ({ name, type, size, sha256, path })),
    recipients: verdict.recipients.map(pickRecipient),
    proposals: readProposals(mail.text, mail.date?.slice(0, 10) ?? NO_DATE),
    match: readMatch(mail),
    authentication: readAuthentication(mail),
  };
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
  for (const { path, name, type, size, sha256 } of one.attachments)
    print(`  part ${path}  ${name} (${type}, ${size} bytes, ${sha256.slice(0, 12)}…)`);
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
  for (const line of one.preview.split('\n').slice(0, 12)) print(`  | ${line}`);
  print();
}
