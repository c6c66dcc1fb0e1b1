import { LONGEST, shorten } from '../../domain/text.js';
import { isSpent } from '../../domain/try-limit.js';
import type { Intake } from '../ports/intake.js';
import type { Receipt } from '../ports/receipts.js';
import type { Delivery } from './delivery.js';
import type { MailFiling } from './mail-filing.js';
import { fileMessageForEach } from './message-each.js';

/** The mail is not to blame: a server is away, a disk is full. It is tried until that is over; the digest tells of what stands for long. */
const PASSING_NAMES: ReadonlySet<string> = new Set(['TransportDown', 'CancelledFailure', 'ServiceError']);
const PASSING_CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE', 'EIO'],
]);
/** Classes of SQLSTATE: connection, transaction rollback, resources, intervention of an operator, system. */
const PASSING_SQL = /^(?:08|40|53|57|58)[0-9A-Z]{3}$/;
/** Of the driver, which gives these no code. */
const PASSING_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

export interface TriesDeps {
  intake: Intake;
  delivery: Delivery;
}

/** A bound on how often one mail is tried: what cannot be handled waits for a person, with its raw file, and is tried no more. */
export function createTries({ intake, delivery }: TriesDeps) {
  return {
    /**
     * Does a step of a mail's handling, which may be repeated; `isSuspect` tells it that the mail has failed before. Null where the mail
     * has been tried too often, or has just failed for the last time.
     * @throws what the step throws, to be tried again.
     */
    async attempt<T>(receiptId: string, step: (isSuspect: boolean) => Promise<T>): Promise<T | null> {
      const tries = await intake.beginTry(receiptId);
      if (isSpent(tries)) return null;
      try {
        const result = await step(tries.failures > 0 || tries.brokenOff > 0);
        await intake.endTry(receiptId, null);
        return result;
      } catch (fault) {
        const failures = await intake.endTry(receiptId, isPassing(fault) ? null : wordsOf(fault));
        if (isSpent({ failures, brokenOff: 0 })) return null;
        throw fault;
      }
    },

    /**
     * Gives a mail to a person. Where it came to an address that was given with a note it is a message to each request of that note,
     * so that no reminder leaves before somebody has looked; else it is held.
     */
    async giveUp(receipt: Receipt, at: string): Promise<MailFiling> {
      const { id: receiptId, envelopeFrom: sender } = receipt;
      const detail = shorten(
        `it could not be handled, and its raw file is to be looked at: ${troubleOf(receipt)}`,
        LONGEST.line,
      );
      const isReply = receipt.recipientKind === 'reply' && receipt.mailOutId !== null;
      const origin = isReply ? await intake.findOrigin({ mailOutId: receipt.mailOutId ?? '' }) : null;
      if (origin === null || origin.requestIds.length === 0) {
        await intake.settleReceipt(receiptId, { outcome: 'failed', requestId: null, detail, at }, 'heldMail');
        return { receiptId, outcome: 'failed', requestId: null, detail };
      }
      await fileMessageForEach({ intake, delivery }, receipt, origin, { sender, text: '', doubt: detail, detail, at });
      return { receiptId, outcome: 'message', requestId: origin.requestIds[0] ?? null, detail };
    },

    /** Gives a mail to a person that was filed, and of which nobody can be told since it cannot be read any more. */
    async giveUpDelivery({ id }: Receipt, at: string): Promise<void> {
      const [receipt] = await intake.findReceipts([id]);
      if (!receipt) return;
      const detail = `${receipt.detail ?? ''}; nobody was told of it, since it cannot be read any more: ${troubleOf(receipt)}`;
      await intake.failReceipt(id, shorten(detail, LONGEST.line), at);
    },
  };
}

/** Whether a mail is tried no more. */
export function isGivenUp({ failures, begun }: Pick<Receipt, 'failures' | 'begun'>): boolean {
  return isSpent({ failures, brokenOff: begun });
}

/** Why a mail that was given up could not be handled. */
export function troubleOf({ trouble }: Pick<Receipt, 'trouble'>): string {
  return trouble || 'the service ended each time while it was handling it';
}

/** Whether what failed may be over by itself. */
function isPassing(fault: unknown): boolean {
  const {
    name = '',
    message = '',
    code = '',
    type = '',
  } = fault as Partial<Record<'name' | 'message' | 'code' | 'type', unknown>>;
  if (PASSING_NAMES.has(String(name)) || type === 'MailDeferred') return true;
  return PASSING_CODES.has(String(code)) || PASSING_SQL.test(String(code)) || PASSING_WORDS.test(String(message));
}

/** The first line of what was said: the rest is for the log. */
function wordsOf(fault: unknown): string {
  const [first = ''] = (fault instanceof Error ? fault.message : String(fault)).split('\n');
  return shorten(first, 500);
}
