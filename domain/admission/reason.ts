import { lackWords } from '../lack.js';
import type { Lack } from '../lack.js';
import { doubtWords } from './doubt.js';
import type { Doubt } from './doubt.js';

/** Why a mail becomes what it becomes. Nothing decides by the words: they are made here, for the record and for people. */
export type AdmissionReason =
  | { code: 'wordInDoubt'; doubt: Doubt }
  | { code: 'wordOfAnother'; asked: string }
  | { code: 'wordNo'; by: string; receiptId: string }
  | { code: 'wordUnclear'; receiptId: string }
  | { code: 'wordOnLostMail'; receiptId: string }
  | { code: 'wordTaken'; by: string; receiptId: string; requestId: string }
  /** The word was taken, and the mail could not be filed by it. */
  | { code: 'wordRefused'; by: string; receiptId: string; because: string }
  | { code: 'filingAddress' }
  | { code: 'forwardedInDoubt'; doubt: Doubt }
  | { code: 'forwarded'; by: string }
  /** The member was asked: what was found in the mail, and what was proposed. */
  | { code: 'asked'; by: string; from: string; how: string; requestId: string | null }
  | { code: 'contactsConfirmed'; by: string; party: string }
  | { code: 'onlyThanks' }
  | { code: 'foreign' }
  | { code: 'bounceOfNothing' }
  | { code: 'bounceUnproven' }
  | { code: 'bounce'; returned: readonly { address: string; status: string }[]; subject: string }
  /** Its class says all. */
  | { code: 'class'; why: readonly string[] }
  | { code: 'automaticWithFile' }
  | { code: 'automaticWithLink' }
  | { code: 'formerContact' }
  | { code: 'several'; sender: string; count: number; doubt: Doubt | null }
  | { code: 'successorTaken'; words: string }
  | { code: 'contactsQuestion'; party: string | null }
  | { code: 'addressNotGiven' }
  | { code: 'noRequest' }
  | { code: 'encrypted' }
  /** It belongs to the request: from whom, and what is to be judged of it. */
  | { code: 'from'; sender: string; doubt: Doubt | null; lacks: readonly Lack[] };

/** A reason in words, as the record keeps it and the desk shows it. */
export function reasonWords(reason: AdmissionReason): string {
  switch (reason.code) {
    case 'wordInDoubt':
      return `a word on a forwarded mail, but ${doubtWords(reason.doubt)}`;
    case 'wordOfAnother':
      return `a word on a forwarded mail, but not from ${reason.asked}, who was asked`;
    case 'wordNo':
      return `${reason.by} says no: the mail ${reason.receiptId} waits on the desk`;
    case 'wordUnclear':
      return `a word on the forwarded mail ${reason.receiptId} that cannot be read: YES, NO or a code`;
    case 'wordOnLostMail':
      return `a word on the mail ${reason.receiptId}, which is not on record`;
    case 'wordTaken':
      return `the word of ${reason.by}: the mail ${reason.receiptId} is filed for ${reason.requestId}`;
    case 'wordRefused':
      return `the word of ${reason.by} on the mail ${reason.receiptId}: ${reason.because}`;
    case 'filingAddress':
      return 'it came to the filing address, which is for members of the office';
    case 'forwardedInDoubt':
      return `forwarded, but ${doubtWords(reason.doubt)}`;
    case 'forwarded':
      return `forwarded by ${reason.by}, who is asked where it belongs`;
    case 'asked': {
      const about =
        reason.requestId === null ? 'nothing in it points to a request' : `it may belong to ${reason.requestId}`;
      return `forwarded by ${reason.by} from ${reason.from} (${reason.how}): ${about}`;
    }
    case 'contactsConfirmed':
      return `${reason.by} confirms the contacts of ${reason.party}`;
    case 'onlyThanks':
      return 'it says thanks, and nothing else';
    case 'foreign':
      return 'nothing in it points to us: it stays in the shared mailbox';
    case 'bounceOfNothing':
      return 'a bounce of no mail of ours';
    case 'bounceUnproven':
      return 'a bounce of a mail of ours that shows no address given with it: anybody can write one';
    case 'bounce': {
      const lines = reason.returned.map(({ address, status }) => `${address} ${status}`);
      return lines.length > 0 ? lines.join('; ') : reason.subject;
    }
    case 'class':
      return reason.why.join('; ');
    case 'automaticWithFile':
      return 'an automatic reply with a file';
    case 'automaticWithLink':
      return 'an automatic mail with a link: it may be a note that a document system sends';
    case 'formerContact':
      return 'it answers a mail to a contact who was replaced since';
    case 'several': {
      const words = `from ${reason.sender}; it answers a post on ${reason.count} requests`;
      return reason.doubt === null ? words : `${words}; ${doubtWords(reason.doubt)}`;
    }
    case 'successorTaken':
      return reason.words;
    case 'contactsQuestion':
      return `it answers the question for the contacts of ${reason.party ?? 'a party'}: contacts confirm, or contacts replace`;
    case 'addressNotGiven':
      return 'it came to a reply address that this installation did not give, or that was retyped wrongly';
    case 'noRequest':
      return 'it belongs to no request that we know of';
    case 'encrypted':
      return 'it is encrypted';
    case 'from':
      return [
        `from ${reason.sender}`,
        ...(reason.doubt === null ? [] : [`for your judgement: ${doubtWords(reason.doubt)}`]),
        ...reason.lacks.map(lackWords),
      ].join(', ');
  }
}
