import { mailOf } from './rendered-mail.js';
import type { RenderedMail } from './rendered-mail.js';
import { formatSize } from './size.js';
import { printable } from './typography.js';

/** What a member of the office is asked about a mail that he has forwarded to the desk. */
export interface ForwardedWords {
  /** The original sender, or words for a note of the office. */
  sender: string;
  subject: string;
  /** When it counts as received, in words. */
  received: string;
  files: readonly { name: string; size: number }[];
  /** What it is taken for; null where nothing in it points to a request. */
  match: { requestId: string; words: string; because: readonly string[]; as: 'answer' | 'message' } | null;
  deskUrl: string;
}

/** The question whether a match is right: subject, plain text and HTML. In English, the language of the desk. */
export function renderForwarded({ sender, subject, received, files, match, deskUrl }: ForwardedWords): RenderedMail {
  const line = (text: string): string => printable(text).trim() || '(none)';
  const facts = [
    `- From: ${line(sender)}`,
    `- Subject: ${line(subject)}`,
    `- Received: ${received}`,
    ...files.map(({ name, size }) => `- File: ${line(name)} (${formatSize(size, 'en')})`),
  ].join('\n');
  const asked =
    match === null
      ? [
          'Nothing in it points to a request. Reply with the code of the request, such as annual-report/2027/BRA, and it is filed there. It waits on the desk as well:',
        ]
      : [
          `It will be filed as ${match.as === 'answer' ? 'an answer' : 'a message'} of ${line(match.words)}, ${match.requestId}, since ${match.because.map(line).join('; ')}.`,
          'Reply YES and it is filed so; MESSAGE, and it is filed as a message that answers nothing; the code of another request, and it is filed there; NO, and it waits on the desk:',
        ];
  const title = match === null ? 'which request is it about?' : `${match.requestId}?`;
  const source = [
    `Subject: Forwarded to the desk: ${title}`,
    'What you have forwarded has arrived, and is kept whole.',
    facts,
    ...asked,
    `| ${deskUrl}`,
  ].join('\n\n');
  return mailOf(`${source}\n`, { kind: 'forwarded', language: 'en' });
}
