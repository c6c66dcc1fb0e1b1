import { failureOf } from '../../domain/contact.js';
import { changeId } from '../../domain/keys.js';
import type { MailVerdict } from '../../domain/mail-class.js';
import type { Catalogue } from '../../domain/mandate.js';
import { isSoftBounce, SOFT_BOUNCE_LIMIT, softBounceScore } from '../../domain/soft-bounce.js';
import type { Contacts, RepeatedRung } from '../ports/contacts.js';
import type { MailOrigin, Receipt } from '../ports/receipts.js';

/** What a mail that came back says of the address that it was sent to. */
export function createContactFailures({ contacts, catalogue }: { contacts: Contacts; catalogue: Catalogue }) {
  /**
   * An address that is itself at fault is written to no more, nor one from which too many mails have come back lately; a refusal for
   * another reason leaves it in use.
   */
  async function fail(
    { contact, mailOutId, party }: MailOrigin,
    { receipt, verdict, at }: { receipt: Receipt; verdict: MailVerdict; at: string },
  ): Promise<{ isDead: boolean; repeated: RepeatedRung[] }> {
    const known = catalogue.parties.find(({ code }) => code === party);
    if (contact === null || !known) return { isDead: false, repeated: [] };
    const { id } = receipt;
    const words = receipt.detail ?? 'the mail came back';
    const isHardFault = verdict.recipients.some(({ hard }) => hard);
    const soft = !isHardFault && isSoftBounce(verdict.recipients);
    const bounces = soft ? await contacts.noteSoftBounce({ id, contact, at: receipt.receivedAt, words }) : [];
    const isWornOut = softBounceScore(bounces, at) >= SOFT_BOUNCE_LIMIT;
    if (!isHardFault && !isWornOut) return { isDead: false, repeated: [] };
    const why = isWornOut ? `${bounces.length} mails have come back from it lately; the last: ${words}` : words;
    const failure = failureOf({ contact, id: changeId.bounced(id), at, words: why });
    return { isDead: true, repeated: await contacts.fail(known, failure, mailOutId) };
  }

  return { fail };
}
