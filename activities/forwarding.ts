import type { DocumentStore } from '../adapters/documents/store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { MailOrigin, ReceiptRow } from '../adapters/postgres/receipt-store.js';
import type { OutboxStore } from '../adapters/postgres/outbox-store.js';
import type { MailReader } from '../adapters/reader/reader.js';
import type { Mail } from '../adapters/mime/mail.js';
import { forwardedStep, readConfirmation } from '../domain/forwarded.js';
import { partyCodeOf } from '../domain/ids.js';
import { isSentFile } from '../domain/mail-class.js';
import type { Catalogue } from '../domain/mandate.js';
import type { Guess } from '../domain/match.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { ownWordsOf } from '../domain/reply-preview.js';
import { formatDate } from '../templates/dates.js';
import { renderForwarded } from '../templates/forwarded.js';
import type { Addressing } from './addressing.js';
import type { Filing } from './filing.js';
import type { MailSender } from './mail-sender.js';
import { originalOf, readOriginal } from './original.js';
import { identityFields } from './new-mail.js';

export interface ForwardingDeps {
  intake: IntakeStore;
  documents: DocumentStore;
  reader: MailReader;
  outbox: OutboxStore;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
  filing: Filing;
  guess: (mail: Mail) => Promise<Guess[]>;
  /** Addresses of the members of the office, in lower case. */
  staff: readonly string[];
  deskUrl: string;
}

/** What became of a member's word on a mail that he forwarded. */
export interface ConfirmedForwarding {
  isSettled: boolean;
  detail: string;
}

/** Mail that members of the office forward to the desk: each is asked once whether the match is right, and files it by a word. */
export function createForwarding(deps: ForwardingDeps) {
  const { documents, reader, outbox, sender, addressing, catalogue, filing, guess, staff, deskUrl } = deps;

  function isStaff(mail: Pick<Mail, 'from'>): boolean {
    const [author, ...others] = mail.from;
    return author !== undefined && others.length === 0 && staff.includes(author.address.toLowerCase());
  }

  /** Asks the member who forwarded a mail where it belongs. A repeat sends nothing more. Returns what is said of it in the record. */
  async function ask(receipt: ReceiptRow, mail: Mail, at: string): Promise<string> {
    const original = await originalOf(mail, receipt, reader);
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
    const identity = addressing.identify(forwardedStep(receipt.id, best?.requestId ?? null));
    const author = mail.from[0] ?? { name: '', address: receipt.envelope_from };
    const claimed = await outbox.claimMail(
      {
        ...identityFields(identity),
        kind: 'filing',
        party: null,
        contact: null,
        language: 'en',
        to_name: author.name,
        to_address: author.address,
        ...words,
        in_reply_to: mail.messageId,
        is_automatic_reply: true,
        dated_at: at,
      },
      [],
    );
    await sender.send(claimed.id, at);
    const about = best ? `it may belong to ${best.requestId}` : 'nothing in it points to a request';
    return `forwarded by ${author.address} from ${original.sender} (${original.how}): ${about}`;
  }

  /** Takes a member's word on what he forwarded. */
  async function confirm(
    origin: MailOrigin & { forwarded: NonNullable<MailOrigin['forwarded']> },
    mail: Mail,
    at: string,
  ): Promise<ConfirmedForwarding> {
    const { receiptId, requestId } = origin.forwarded;
    const by = mail.from[0]?.address ?? '';
    if (!isStaff(mail) || by.toLowerCase() !== origin.toAddress.toLowerCase())
      return {
        isSettled: false,
        detail: `a word on a forwarded mail, but not from ${origin.toAddress}, who was asked`,
      };
    const word = readConfirmation(ownWordsOf(mail.text));
    const chosen = word.is === 'request' ? word.requestId : requestId;
    if (word.is === 'no') return { isSettled: true, detail: `${by} says no: the mail ${receiptId} waits on the desk` };
    if (word.is === 'unclear' || chosen === null)
      return {
        isSettled: false,
        detail: `a word on the forwarded mail ${receiptId} that cannot be read: YES, NO or a code`,
      };
    const [receipt] = await deps.intake.findReceipts([receiptId]);
    if (!receipt) return { isSettled: false, detail: `a word on the mail ${receiptId}, which is not on record` };
    const original = await readOriginal(receipt, { documents, reader });
    const hasFile = original.mail.attachments.some(isSentFile);
    const as = word.is === 'message' || !hasFile ? 'message' : 'answer';
    const refusal = await filing.file({ receiptId, requestIds: [chosen], as, by, at });
    return refusal === null
      ? { isSettled: true, detail: `the word of ${by}: the mail ${receiptId} is filed for ${chosen}` }
      : { isSettled: false, detail: `the word of ${by} on the mail ${receiptId}: ${refusal.because}` };
  }

  return { isStaff, ask, confirm };
}
