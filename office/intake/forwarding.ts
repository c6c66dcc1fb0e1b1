import type { Act } from '../../domain/actor.js';
import { partyCodeOf } from '../../domain/ids.js';
import { mailStep } from '../../domain/keys.js';
import { isSentFile } from '../../domain/mail-class.js';
import type { Catalogue } from '../../domain/mandate.js';
import type { Guess } from '../../domain/match.js';
import { dateIn, hourIn } from '../../domain/plan.js';
import type { KeptMail } from '../../domain/reading.js';
import { formatDate } from '../../templates/dates.js';
import { renderForwarded } from '../../templates/forwarded.js';
import type { DocumentStore } from '../ports/documents.js';
import type { Intake } from '../ports/intake.js';
import type { Outbox } from '../ports/outbox.js';
import type { Addressing } from '../posting/addressing.js';
import type { MailSender } from '../posting/mail-sender.js';
import { identityFields } from '../posting/new-mail.js';
import type { FiledAs, Filing, FilingRefusal } from './filing.js';
import type { MailOpening, OpenedMail } from './opened-mail.js';
import { originalOf, readOriginal } from './original.js';

export interface ForwardingDeps {
  intake: Intake;
  documents: DocumentStore;
  opening: Pick<MailOpening, 'openReceipt'>;
  outbox: Pick<Outbox, 'claimMail'>;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
  filing: Filing;
  guess: (mail: KeptMail) => Promise<Guess[]>;
  /** Addresses of the members of the office, in lower case. */
  staff: readonly string[];
  deskUrl: string;
}

/** What was found in a forwarded mail, and what its member was asked. */
export interface ForwardedFinding {
  /** The member of the office. */
  by: string;
  /** Who wrote the original; words without an at sign for a note of the office itself. */
  from: string;
  /** How the original was found in the mail. */
  how: string;
  /** The request that was proposed; null where nothing points to one. */
  requestId: string | null;
}

/** Mail that members of the office forward to the desk: each is asked once whether the match is right, and files it by a word. */
export interface Forwarding {
  /** Whether a mail is of a member of the office. */
  isStaff(mail: Pick<KeptMail, 'from'>): boolean;

  /** Asks the member who forwarded a mail where it belongs. A repeat sends nothing more. */
  ask(forwarded: Pick<OpenedMail, 'receipt' | 'mail' | 'attached'>, at: string): Promise<ForwardedFinding>;

  /** Files a forwarded mail for a request by the word of its member; as an answer only where it brings a file. */
  file(asked: { receiptId: string; requestId: string; as: FiledAs }, act: Act): Promise<FilingRefusal>;
}

export function createForwarding(deps: ForwardingDeps): Forwarding {
  return {
    isStaff: (...args) => isStaff(deps, ...args),
    ask: (...args) => ask(deps, ...args),
    file: (...args) => file(deps, ...args),
  };
}

function isStaff({ staff }: ForwardingDeps, mail: Pick<KeptMail, 'from'>): boolean {
  const [author, ...others] = mail.from;
  return author !== undefined && others.length === 0 && staff.includes(author.address.toLowerCase());
}

async function ask(
  { guess, catalogue, deskUrl, addressing, outbox, sender }: ForwardingDeps,
  { receipt, mail, attached }: Pick<OpenedMail, 'receipt' | 'mail' | 'attached'>,
  at: string,
): Promise<ForwardedFinding> {
  const original = originalOf({ receipt, mail, attached });
  const [best] = await guess(original.mail);
  const files = original.mail.attachments.filter(isSentFile);
  const name = (party: string): string => catalogue.parties.find(({ code }) => code === party)?.name.en ?? party;
  const { zone } = catalogue.headquarters;
  const words = renderForwarded({
    sender: original.sender,
    subject: original.mail.subject,
    received: `${formatDate(dateIn(original.receivedAt, zone), 'en')}, ${hourIn(original.receivedAt, zone)} (Washington)`,
    files,
    match: best
      ? {
          requestId: best.requestId,
          words: name(partyCodeOf(best.requestId)),
          because: best.because,
          as: files.length > 0 ? 'answer' : 'message',
        }
      : null,
    deskUrl: `${deskUrl}/desk/mail/received/${receipt.id}`,
  });
  const identity = addressing.identify(mailStep.forwarded(receipt.id, best?.requestId ?? null));
  const author = mail.from[0] ?? { name: '', address: receipt.envelopeFrom };
  const claimed = await outbox.claimMail(
    {
      ...identityFields(identity),
      kind: 'filing',
      party: null,
      contact: null,
      language: 'en',
      toName: author.name,
      toAddress: author.address,
      ...words,
      inReplyTo: mail.messageId,
      isAutomaticReply: true,
      datedAt: at,
    },
    [],
  );
  await sender.send(claimed.id, at);
  return { by: author.address, from: original.sender, how: original.how, requestId: best?.requestId ?? null };
}

async function file(
  { intake, documents, opening, filing }: ForwardingDeps,
  { receiptId, requestId, as }: { receiptId: string; requestId: string; as: FiledAs },
  act: Act,
): Promise<FilingRefusal> {
  const [receipt] = await intake.findReceipts([receiptId]);
  const original = receipt && (await readOriginal(receipt, { documents, opening }));
  const hasFile = original?.mail.attachments.some(isSentFile) === true;
  return filing.file({ receiptId, requestIds: [requestId], as: hasFile ? as : 'message', ...act });
}
