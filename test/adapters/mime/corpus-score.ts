import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readMail } from '../../../adapters/mime/mail.js';
import { readTnef } from '../../../adapters/mime/tnef.js';
import { classMail } from '../../../domain/mail-class.js';
import type { MailEnvelope } from '../../../domain/mail-class.js';
import { previewOf } from '../../../domain/reply-preview.js';
import { readCorpus, readTable } from './corpus.js';

/** How many of a group came out as its own project expects, and which did not. */
export interface Score {
  group: string;
  right: number;
  of: number;
  wrong: string[];
}

const ROOT = path.resolve(process.cwd(), '../shared/mail-corpus');
const UNKNOWN: MailEnvelope = { from: null, recipients: [], domain: 'desk.example' };

export async function scoreCorpus(): Promise<Score[]> {
  if (!existsSync(ROOT)) return [];
  return [...(await scoreBounces()), await scoreMessages(), ...(await scoreTrees()), scoreTnef(), scoreReplies()];
}

async function scoreBounces(): Promise<Score[]> {
  const classes: Score = { group: 'bounces: class', right: 0, of: 0, wrong: [] };
  const recipients: Score = { group: 'bounces: hard or soft, a recipient', right: 0, of: 0, wrong: [] };
  const ordinary: Score = { group: 'bounces: ordinary mail is none', right: 0, of: 0, wrong: [] };
  const expected = readTable('bounces');
  for (const { file, raw } of readCorpus('bounces')) {
    const verdict = classMail(await readMail(raw), UNKNOWN);
    if (file.startsWith('is-not-bounce')) {
      count(ordinary, !['bounce', 'delay'].includes(verdict.class), `${file} ${verdict.class}`);
      continue;
    }
    const rows = (expected.get(file)?.[0] ?? '')
      .trim()
      .split(';')
      .map((row) => row.split('|'));
    const reason = rows[0]?.[2] ?? '';
    count(
      classes,
      classesFor(reason).includes(verdict.class),
      `${file} ${reason} ${verdict.class} ${verdict.why.join('; ')}`,
    );
    if (['feedback', 'vacation', 'delivered'].includes(reason)) continue;
    // The table names no addresses: as many hard and as many soft ones have to be found.
    const hard = verdict.recipients.map((one) => String(one.hard));
    for (const row of rows) {
      const at = hard.indexOf(row[3] ?? '');
      const said = verdict.recipients
        .map((one) => `${one.address} ${one.status} ${one.reason} ${one.diagnostic}`)
        .join(' && ');
      count(recipients, at >= 0, `${file} ${row.join('|')} <> ${said.slice(0, 300)}`);
      if (at >= 0) hard.splice(at, 1);
    }
  }
  return [classes, recipients, ordinary];
}

function classesFor(reason: string): string[] {
  if (reason === 'feedback') return ['complaint'];
  if (reason === 'vacation') return ['auto-reply'];
  return reason === 'delivered' ? ['auto-reply', 'bounce'] : ['bounce', 'delay'];
}

/** The table states in words what each sample shows: what can be compared by a program is compared. */
async function scoreMessages(): Promise<Score> {
  const score: Score = { group: 'messages: words, subjects, files', right: 0, of: 0, wrong: [] };
  const expected = readTable('messages');
  for (const { file, raw } of readCorpus('messages')) {
    const [, , , kind = '', subject = '', body = '', files = ''] = expected.get(file) ?? [];
    const mail = await readMail(raw);
    const { class: found } = classMail(mail, UNKNOWN);
    const reply = /^stripped reply = (.+)$/.exec(body.trim())?.[1];
    if (reply !== undefined)
      count(score, previewOf(mail.text) === reply, `${file} ${JSON.stringify(previewOf(mail.text))}`);
    else if (kind === 'auto-reply' || kind === 'calendar') count(score, found === kind, `${file} ${found}`);
    else if (kind === 'bounce') count(score, ['bounce', 'delay', 'complaint'].includes(found), `${file} ${found}`);
    else if (/[^\u0000-\u007f]/.test(body))
      count(score, mail.text.includes(body.trim()), `${file} ${mail.text.slice(0, 60)}`);
    if (subject !== '' && !subject.includes('(or')) count(score, mail.subject === subject, `${file} ${mail.subject}`);
    if (/^\S+\.txt$/.test(files.trim()))
      count(
        score,
        mail.attachments.some(({ name }) => name === files.trim()),
        `${file} ${mail.attachments[0]?.name}`,
      );
  }
  return score;
}

interface TreePart {
  headers: { name: string; value: { Text?: string } | string }[];
  body: { Text?: string; Html?: string; Binary?: number[]; InlineBinary?: number[] } | string;
}
interface Tree {
  text_body: number[];
  attachments: number[];
  parts: TreePart[];
}

async function scoreTrees(): Promise<Score[]> {
  const files: Score = { group: 'mime-trees: attachments byte for byte', right: 0, of: 0, wrong: [] };
  const texts: Score = { group: 'mime-trees: texts', right: 0, of: 0, wrong: [] };
  const subjects: Score = { group: 'mime-trees: subjects', right: 0, of: 0, wrong: [] };
  for (const { file, raw } of readCorpus('mime-trees')) {
    const tree = JSON.parse(readFileSync(path.join(ROOT, 'mime-trees', file.replace(/eml$/, 'json')), 'utf8')) as Tree;
    const mail = await readMail(raw);
    const subject = tree.parts[0]?.headers.find(({ name }) => name === 'subject')?.value;
    const wanted = typeof subject === 'object' ? (subject.Text ?? '') : '';
    count(subjects, squeeze(mail.subject) === squeeze(wanted), `${file} '${mail.subject}' for '${wanted}'`);
    for (const part of tree.parts) {
      if (typeof part.body === 'string') continue;
      const bytes = part.body.Binary ?? part.body.InlineBinary;
      if (bytes !== undefined) {
        const held = mail.attachments.some(
          (one) =>
            one.bytes.equals(Buffer.from(bytes)) ||
            withoutReturns(one.bytes).equals(withoutReturns(Buffer.from(bytes))),
        );
        const sizes = mail.attachments.map(({ name, size }) => `${name} ${size}`).join(', ');
        count(files, held, `${file} ${bytes.length}: ${sizes}`);
      } else if (part.body.Text !== undefined) {
        const text = squeeze(part.body.Text);
        const held =
          squeeze(mail.text).includes(text) ||
          mail.attachments.some(
            (one) =>
              squeeze(one.bytes.toString()).includes(text) || squeeze(one.bytes.toString('latin1')).includes(text),
          );
        count(texts, held, `${file} '${text.slice(0, 80)}' not in '${squeeze(mail.text).slice(0, 80)}'`);
      }
    }
  }
  return [files, texts, subjects];
}

function scoreTnef(): Score {
  const score: Score = { group: 'tnef: files with name and bytes', right: 0, of: 0, wrong: [] };
  const root = path.join(ROOT, 'tnef');
  for (const name of readdirSync(root).filter((file) => file.endsWith('.tnef'))) {
    const found = readTnef(readFileSync(path.join(root, name)));
    const folder = path.join(root, name.replace(/\.tnef$/, ''));
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const bytes = readFileSync(path.join(folder, file));
      const held = found.some(
        (one) => one.name.replaceAll(' ', '_') === file && withoutReturns(one.bytes).equals(withoutReturns(bytes)),
      );
      count(
        score,
        held,
        `${name} ${file} ${bytes.length}: ${found.map((one) => `${one.name} ${one.bytes.length}`).join(', ')}`,
      );
    }
  }
  return score;
}

function scoreReplies(): Score {
  const score: Score = { group: 'replies: previews', right: 0, of: 0, wrong: [] };
  const root = path.join(ROOT, 'replies');
  for (const file of readdirSync(path.join(root, 'emails'))) {
    const wanted = readFileSync(path.join(root, 'trimmed', file), 'utf8');
    const preview = previewOf(readFileSync(path.join(root, 'emails', file), 'utf8'));
    count(
      score,
      preview.trim() === wanted.trim(),
      `${file}: ${JSON.stringify(preview.slice(0, 200))} for ${JSON.stringify(wanted.slice(0, 200))}`,
    );
  }
  return score;
}

/** The samples lie in a repository that keeps the line endings of some as LF. */
function withoutReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function count(score: Score, isRight: boolean, detail: string): void {
  score.of += 1;
  if (isRight) score.right += 1;
  else score.wrong.push(detail);
}
