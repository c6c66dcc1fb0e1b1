import type { DeliveryStatus } from './delivery-status.js';
import { cut } from './text.js';

/** What can be said of a bounce without a report of RFC 3464: whom the words name, and what a server said of each. */
export interface BounceWords {
  /** The words before the returned mail begins. */
  text: string;
  recipients: DeliveryStatus[];
}

const MAX_TEXT = 40_000;
const MAX_RECIPIENTS = 100;
const ADDRESS = /[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,190}[a-z0-9]/i;
/** `Ana Díaz (ana@mre.example)`: how Exchange names a recipient below its heading. */
const DISPLAYED = new RegExp(
  `^\\s*[^@<>()\\n]{1,80}[(<](${ADDRESS.source})[)>](?:\\s{0,9}<mailto:[^<>]{0,300}>)?$`,
  'i',
);
const ALL_ADDRESSES = new RegExp(ADDRESS.source, 'gi');

/** Where mail systems begin to quote the mail that they return. */
const RETURNED = new RegExp(
  [
    '^-{2,} ?(this is a copy of|below this line is|the (original|header|unsent)|original message|returned|message (header|contents|follows)|copy of|undelivered message|enclosed|transcript of the (original|message))',
    '^-{3,} ?(start of (the )?)?(forwarded|unsent|returned|the unsent|original|message)',
    '^(original message( headers?| follows)?:?\\s*$|received message:|the (original|first|following is the) (message|header|text)|message headers? follow|headers? of the (original|undelivered))',
    '^(return-path: |received: (from|by) )',
    '^content-type: message/',
    '^\\[message (body|header)',
  ].join('|'),
  'im',
);

const STATUS = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;
const REPLY = /(?:^|[^\d.@-])([45]\d\d)(?=[ -]|$)/m;

const RETURNED_TO = new RegExp(`^[ \\t>]{0,10}To:[^\\n@]{0,80}?(${ADDRESS.source})`, 'im');

/** An address that opens a line, alone or before a colon or the server's words, is one that failed. */
const NAMED = new RegExp(
  `^[\\s*<("'>-]*(?:[a-z]=[^@]{0,200}\\bSMTP=)?(?:(?:to|recipient|rcpt to|failed recipient|user|address|original address|sent to|mail to|final recipient|invalid receiver address|could not deliver to|unknown (?:address|user|recipient)|failed to deliver to)\\b[^@:<]{0,30}[:<]\\s*)?<?(${ADDRESS.source})[>)"']*\\s*(?:[:;,(.]|\\.{3}|$|-|\\s)`,
  'i',
);

/** The line after which those stand who did not get the mail. */
const HEADING = new RegExp(
  [
    '(did not reach|not (be )?delivered to|could not be delivered|delivery to|unable to deliver|failed).{0,40}(following|recipient|address|user)[^@]{0,60}:\\s*$',
    '(recipient|destinatari|destinat[aá]ri|destinataire)\\w*( o[ru]? (group|grupo)s?| ou groupes?)?( suivants?)?\\s*:\\s*$',
    'following (recipient|address|user).{0,120}\\b(not|fail\\w*)[^@]{0,80}(from \\S+)?:\\s*$',
  ].join('|'),
  'i',
);
/** A name that a system gives to one of its own users: a line of its own below the heading. */
const OWN_USER = /^[\s*<-]*([a-z0-9][a-z0-9._+-]{1,63})>?\s*$/i;
const SPOKEN_OF = new RegExp(
  `\\b(?:addressed|(?:addressed|deliver(?:ed|y)?(?: your (?:message|e-?mail|mail))?|your (?:message|e-?mail|mail)) to)[:,]?\\s+["'<]*(${ADDRESS.source})`,
  'i',
);
const OFFICE = /^(mailer-daemon|postmaster|abuse|support|help\w*)@/i;

/** Reads the words of a bounce. `own` are addresses that cannot have failed: the reporter's, and that of the mail's own sender; `reporter` is the domain that reports. */
export function readBounceWords(
  whole: string,
  known: { failed: string[]; sentTo: string[]; own: string[]; reporter?: string },
): BounceWords {
  const all = whole.slice(0, MAX_TEXT);
  const text = beforeReturned(all);
  const own = new Set(known.own.map((address) => address.toLowerCase()));
  const lines = linesOf(text);
  const found = new Map<string, DeliveryStatus>();
  const add = (address: string, words: string) => {
    const key = address.toLowerCase().replaceAll(/^'+|\.$/g, '');
    if (own.has(key) || found.has(key) || found.size >= MAX_RECIPIENTS) return;
    found.set(key, statusOf(key, words));
  };
  const named = lines.flatMap((line, index) => (namedIn(line, own) === null || !NAMED.test(line) ? [] : [index]));
  const heading = lines.findIndex((line, index) => /:\s*$/.test(line) && HEADING.test(withPrevious(lines, index)));
  // Before the heading stands what the mail was: whom it was for, and what it was about.
  const shown = lines.flatMap((line, index) =>
    heading >= 0 && DISPLAYED.test(line.slice(0, 300).trimEnd()) ? [index] : [],
  );
  const below = [...new Set([...named, ...shown])].filter((index) => index > heading).toSorted((a, b) => a - b);
  const starts = below.length > 0 ? below : named;
  for (const address of known.failed.slice(0, MAX_RECIPIENTS)) add(address, wordsAbout(address, lines) || text);
  if (known.failed.length === 0) {
    starts.forEach((start, index) => {
      const next = starts[index + 1] ?? lines.length;
      const words = lines.slice(start, Math.min(next, start + 12)).join('\n');
      // An address without a word of its own shares what is said of the next.
      add(namedIn(lines[start] ?? '', own) ?? '', words);
    });
  }
  if (found.size === 0) {
    const [, user] = OWN_USER.exec(lines.slice(heading + 1).find((line) => line.trim() !== '') ?? '') ?? [];
    if (heading >= 0 && user !== undefined && known.reporter !== undefined) add(`${user}@${known.reporter}`, text);
  }
  const [, spokenOf = ''] = found.size === 0 ? (SPOKEN_OF.exec(text) ?? []) : [];
  if (spokenOf !== '' && !OFFICE.test(spokenOf)) add(spokenOf, text);
  if (found.size === 0) for (const address of known.sentTo.slice(0, 1)) add(address, text);
  // The returned mail may stand in the same text: whom it was sent to is what its header says.
  const [, sentTo = ''] = found.size === 0 ? (RETURNED_TO.exec(all) ?? []) : [];
  if (sentTo !== '') add(sentTo, text);
  if (found.size === 0) {
    const [first] = [...text.matchAll(ALL_ADDRESSES)]
      .filter(
        ({ index }) =>
          !/(?<!generated |expanded )\bfrom:?\s+\S{0,2}$/i.test(text.slice(Math.max(0, index - 20), index)),
      )
      .map(([address]) => address)
      .filter((a) => !own.has(a.toLowerCase()));
    add(first ?? '', text);
  }
  return { text, recipients: [...found.values()] };
}

/**
 * The words before the returned mail, without the line of a scanner that calls itself an antivirus. Some systems begin with a heading
 * that looks like a returned mail: what is cut to nothing stays.
 */
export function beforeReturned(text: string): string {
  const cut = RETURNED.exec(text)?.index ?? text.length;
  return (cut < 20 ? text : text.slice(0, cut)).replaceAll(SCANNER_LINE, '');
}

/** A scanner's advertisement, unless a server's refusal stands on the line. */
const SCANNER_LINE =
  /^(?!.*\b[45]\d\d\b).*(?:anti-?virus|virus-free|(?:scanned|checked|analizado|examinado|verificado|analys[eé]) .{0,20}v[ií]rus|(?:libre|sin|sem|sans|no) (?:de )?v[ií]rus).*$/gim;

/** A line with the one before it, which its sentence may have begun on. */
function withPrevious(lines: string[], index: number): string {
  return `${lines[index - 1] ?? ''} ${lines[index] ?? ''}`.slice(-300);
}

function namedIn(line: string, own: Set<string>): string | null {
  const address = (NAMED.exec(line) ?? DISPLAYED.exec(line.slice(0, 300).trimEnd()))?.[1] ?? null;
  if (address === null || own.has(address.toLowerCase()) || OFFICE.test(address)) return null;
  return /^\s*(from|sender|by|reply-to|message-id|reporting-mta)\b/i.test(line) ? null : address;
}

/** What the words of a bounce say of one address, and of no other; empty where they do not name it. */
export function wordsOn(address: string, whole: string): string {
  return wordsAbout(address, linesOf(beforeReturned(whole.slice(0, MAX_TEXT))));
}

/** RFC 5322, 2.1.1 allows 998 characters a line: a longer one was written by no mail system, and is read as far as that. */
const LONGEST_LINE = 998;
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.slice(0, LONGEST_LINE));
}

function wordsAbout(address: string, lines: string[]): string {
  const at = lines.findIndex((line) => line.toLowerCase().includes(address.toLowerCase()));
  if (at < 0) return '';
  const next = lines.findIndex(
    (line, index) =>
      index > at && ADDRESS.test(line) && !line.toLowerCase().includes(address.toLowerCase()) && NAMED.test(line),
  );
  return lines.slice(at, next < 0 ? at + 12 : Math.min(next, at + 12)).join('\n');
}

function statusOf(address: string, words: string): DeliveryStatus {
  const reply = replyOf(words);
  const status = STATUS.exec(words)?.[1] ?? (reply === '' ? '' : `${reply.charAt(0)}.0.0`);
  return { address, action: 'failed', status, diagnostic: cut(words.replaceAll(/\s+/g, ' ').trim(), 1000) };
}

/** The three digits of SMTP in a server's words; empty when there are none. */
export function replyOf(words: string): string {
  return REPLY.exec(words)?.[1] ?? '';
}
