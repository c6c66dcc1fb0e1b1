import { authorsOf, returnedIdOf } from '../../domain/mail-class.js';
import { addresseesOf } from '../../domain/reading.js';
import type { KeptMail } from '../../domain/reading.js';
import { readSubjectCodes } from '../../domain/reply-address.js';
import { mayAnswer } from '../../domain/sender.js';
import type { SenderFinding } from '../../domain/sender.js';
import type { Intake } from '../ports/intake.js';
import type { MailOrigin, Receipt } from '../ports/receipts.js';
import type { Addressing } from '../posting/addressing.js';
import type { OpenedMail } from './opened-mail.js';

export interface OriginsDeps {
  intake: Intake;
  addressing: Addressing;
  /** Who has written, to a party. */
  findSender: (authors: readonly string[], party: string | null) => Promise<SenderFinding>;
}

/** Which mail of ours a received one answers. */
export function createOrigins({ intake, addressing, findSender }: OriginsDeps) {
  /**
   * The mail of ours that was answered: by the signed address it came to, else by one in its headers, else by the thread that
   * it belongs to. A shared mailbox has no signed addresses; there a signed link that it quotes counts as much, and the code of
   * our subject does where the sender is known to speak for the party that was written to.
   */
  async function find(receipt: Receipt, mail: KeptMail): Promise<MailOrigin | null> {
    const byAddress = receipt.mailOutId === null ? null : await intake.findOrigin({ mailOutId: receipt.mailOutId });
    if (byAddress) return byAddress;
    const byHeader = await findAddressed(mail);
    if (byHeader) return byHeader;
    const threaded = [...mail.inReplyTo, ...mail.references, returnedIdOf(mail) ?? ''];
    const byThread = await intake.findOrigin({ messageIds: addressing.ownMessageIds(threaded) });
    if (byThread || !addressing.isShared) return byThread;
    return (await findQuoted(mail)) ?? (await findCoded(mail));
  }

  /** The mail whose signed address stands among the recipients, where it is one alone: an alias or a copy brought it to the desk. */
  async function findAddressed(mail: KeptMail): Promise<MailOrigin | null> {
    const [id, ...others] = [...new Set(addresseesOf(mail).flatMap((address) => addressing.read(address) ?? []))];
    return id === undefined || others.length > 0 ? null : intake.findOrigin({ mailOutId: id });
  }

  /** The mail whose signed link is quoted, where it is one alone. */
  async function findQuoted(mail: KeptMail): Promise<MailOrigin | null> {
    const [id, ...others] = addressing.readAll(`${mail.text}\n${mail.html ?? ''}`);
    return id === undefined || others.length > 0 ? null : intake.findOrigin({ mailOutId: id });
  }

  async function findCoded(mail: KeptMail): Promise<MailOrigin | null> {
    const [id, ...others] = readSubjectCodes(mail.subject);
    const origin = id === undefined || others.length > 0 ? null : await intake.findOrigin({ mailOutId: id });
    if (!origin?.party) return null;
    return mayAnswer(await findSender(authorsOf(mail), origin.party)) ? origin : null;
  }

  /**
   * Whether only somebody who had a mail of ours can have sent what answers it: it came to an address that was given with that mail, or
   * returns one. Message-IDs can be guessed. A shared mailbox gives none, and has to go by them.
   */
  async function isGiven({ receipt, mail, bytesOf }: OpenedMail, origin: MailOrigin): Promise<boolean> {
    if (addressing.isShared || receipt.mailOutId !== null) return true;
    if (addresseesOf(mail).some((address) => addressing.read(address) === origin.mailOutId)) return true;
    const names = (text: string): boolean =>
      addressing.readAll(text.replaceAll(/=\r?\n/g, '')).includes(origin.mailOutId);
    if (names(mail.text) || names(mail.html ?? '')) return true;
    for (const attachment of mail.attachments) {
      if (attachment.role !== 'message' && attachment.role !== 'report') continue;
      if (names((await bytesOf(attachment)).subarray(0, READ_BYTES).toString('latin1'))) return true;
    }
    return false;
  }

  return { find, isGiven };
}

/** The header of a returned mail stands at its beginning. */
const READ_BYTES = 64 * 1024;
