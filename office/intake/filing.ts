import { actorWords } from '../../domain/actor.js';
import type { Act } from '../../domain/actor.js';
import type { Catalogue } from '../../domain/mandate.js';
import type { Guess } from '../../domain/match.js';
import { mailKey } from '../../domain/reply-address.js';
import { createWithdrawal } from '../decisions/withdrawal.js';
import type { Contacts } from '../ports/contacts.js';
import type { DocumentStore } from '../ports/documents.js';
import type { Intake } from '../ports/intake.js';
import type { Receipt } from '../ports/receipts.js';
import type { Addressing } from '../posting/addressing.js';
import type { Delivery } from './delivery.js';
import { createGuessing } from './guess.js';
import type { MailOpening } from './opened-mail.js';
import { readOriginal } from './original.js';
import type { Original } from './original.js';
import { sentFilesOf } from './received-files.js';

export interface FilingDeps {
  intake: Intake;
  contacts: Contacts;
  documents: DocumentStore;
  opening: Pick<MailOpening, 'openReceipt'>;
  catalogue: Catalogue;
  delivery: Delivery;
  addressing: Addressing;
}

export const FILED_AS = ['answer', 'message'] as const;
export type FiledAs = (typeof FILED_AS)[number];

/** Why nothing was filed, naming field, fault and remedy; null where it was. */
export type FilingRefusal = { because: string } | null;

export type Filing = ReturnType<typeof createFiling>;

/** What a person does with a mail that was held, or filed where it does not belong: one rule for the desk and the command line. */
export function createFiling({ intake, contacts, documents, opening, catalogue, delivery, addressing }: FilingDeps) {
  const withdrawal = createWithdrawal({ intake, delivery });
  const { guess: guessOf } = createGuessing({ intake, contacts, catalogue, addressing });

  /** The requests that the mail may belong to, the likeliest first, each with its reasons. */
  async function guess(receipt: Receipt): Promise<Guess[]> {
    return guessOf((await readOriginal(receipt, { documents, opening })).mail, receipt.mailOutId);
  }

  /**
   * Files a mail for the requests, once: a repeat changes nothing. What was filed before stays where it is. The sender is
   * acknowledged as for any other mail. Nothing is filed where one of the requests is unknown.
   */
  async function file(
    given: Act & {
      receiptId: string;
      requestIds: readonly string[];
      as: FiledAs;
      /** That it is taken away from where it was filed as an answer before. */
      moves?: boolean;
    },
  ): Promise<FilingRefusal> {
    const { receiptId, as, by, at } = given;
    const requestIds = [...new Set(given.requestIds.map((id) => id.trim()))].filter((id) => id !== '');
    const [receipt] = await intake.findReceipts([receiptId]);
    if (!receipt) return { because: `The mail: there is none '${receiptId}' on record. Take the id from the list.` };
    if (receipt.handledAt === null)
      return { because: 'The mail: it has just come and is still being read. Try again in a minute.' };
    if (receipt.outcome === 'bounce')
      return { because: 'The mail: it is the return of a mail of ours, and answers nothing.' };
    if (requestIds.length === 0)
      return { because: 'The request: none is named. Choose one, such as annual-report/2027/BRA.' };
    for (const requestId of requestIds) {
      if (!(await intake.findCase(requestId)))
        return { because: `The request: there is none '${requestId}' on record. Take one from the overview.` };
      if (receipt.requestId === requestId && receipt.outcome === 'filed')
        return { because: `The request: the mail was filed for ${requestId} before.` };
    }
    const original = await readOriginal(receipt, { documents, opening });
    for (const requestId of requestIds) await fileFor(requestId, { receipt, original, as, at });
    if (given.moves === true) await takeAway(receiptId, requestIds, { by, at });
    const detail = `filed by ${actorWords(by)}${requestIds.length > 1 ? ` for ${requestIds.join(', ')}` : ''}`;
    const outcome = as === 'answer' ? 'filed' : 'message';
    await intake.refile(receiptId, { outcome, requestId: requestIds[0] ?? null, detail, at, by: actorWords(by) });
    return null;
  }

  /** What was filed before stays on record, and counts no more. */
  async function takeAway(receiptId: string, requestIds: readonly string[], act: Act): Promise<void> {
    const because = `the mail belongs to ${requestIds.join(', ')}`;
    for (const { id, requestId } of await intake.findSubmissionsOf(receiptId))
      if (!requestIds.includes(requestId)) await withdrawal.withdraw(id, { ...act, because });
  }

  async function fileFor(
    requestId: string,
    { receipt, original, as, at }: { receipt: Receipt; original: Original; as: FiledAs; at: string },
  ): Promise<void> {
    const { mail, sender, receivedAt, forwardedBy } = original;
    // What was taken away from a request may be filed for it again, as another answer.
    const times = await intake.countWithdrawn(receipt.id, requestId);
    const step = [receipt.id, as, requestId, ...(times > 0 ? [times] : [])].join('/');
    const id = `filed-${mailKey(step)}`;
    const common = { id, requestId, receiptId: receipt.id, contact: null, sender, receivedAt, text: mail.text };
    if (as === 'message') {
      await intake.fileMessage(common, await delivery.holdFor(requestId, receivedAt), null);
      await delivery.message(id, at);
      return;
    }
    const files = sentFilesOf(mail);
    await intake.fileSubmission({ ...common, via: 'mail', files, forwardedBy }, null);
    await delivery.submission(id, at);
  }

  return { guess, file };
}
