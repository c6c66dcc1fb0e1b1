import { admit } from '../../domain/admission/admit.js';
import type { Admission } from '../../domain/admission/admit.js';
import { doubtWords } from '../../domain/admission/doubt.js';
import type { Doubt } from '../../domain/admission/doubt.js';
import { reasonWords } from '../../domain/admission/reason.js';
import type { AdmissionReason } from '../../domain/admission/reason.js';
import type { TaskKind } from '../../domain/request-events.js';
import type { Intake } from '../ports/intake.js';
import type { ReceiptOutcome } from '../ports/receipts.js';
import type { createAdmissionFacts, GatheredFacts } from './admission-facts.js';
import type { createContactWords } from './contact-word.js';
import type { Delivery } from './delivery.js';
import type { createForwarding } from './forwarding.js';
import type { MailFiling } from './mail-filing.js';
import { fileMessageForEach } from './message-each.js';
import type { MailOpening, OpenedMail } from './opened-mail.js';
import { sentFilesOf } from './received-files.js';

export interface AdmissionDeps {
  intake: Intake;
  delivery: Delivery;
  opening: MailOpening;
  gather: ReturnType<typeof createAdmissionFacts>;
  forwarding: ReturnType<typeof createForwarding>;
  words: ReturnType<typeof createContactWords>;
}

interface Admitted extends GatheredFacts, OpenedMail {
  at: string;
}

/** Files a received mail in the record: gathers its facts, asks the rules (domain/admission), and carries out what they say. */
export interface MailAdmission {
  /** Files one mail, and returns what has become of it. May be repeated after a crash, on the facts as they are then. */
  file(receiptId: string, at: string, isSuspect: boolean): Promise<MailFiling>;
}

export function createAdmission(deps: AdmissionDeps): MailAdmission {
  return {
    file: (...args) => file(deps, ...args),
  };
}

async function carryOut(deps: AdmissionDeps, { verdict, reason }: Admission, given: Admitted): Promise<MailFiling> {
  const { words, intake, forwarding } = deps;
  const { receipt, mail, at } = given;
  const settle = settling(deps, receipt.id, at);
  switch (verdict.is) {
    case 'ignored':
      return settle('ignored', reason, verdict);
    case 'held':
      return settle('held', reason, verdict, verdict.hasTask ? 'heldMail' : null);
    case 'bounce':
      return settle('bounce', reason, verdict);
    case 'confirmContacts':
      await words.confirm(receipt, mail, { party: verdict.party, at });
      return settle('ignored', reason, verdict);
    case 'askOffice': {
      if (verdict.isToShared) await intake.markForwarded(receipt.id);
      const asked = await forwarding.ask({ ...given, receipt: { ...receipt, recipientKind: 'file' } }, at);
      return settle('held', { code: 'asked', ...asked }, { requestId: null }, 'heldMail');
    }
    case 'fileForwarded': {
      const by = given.facts.mail.sender;
      const refusal = await forwarding.file(verdict, { by: { door: 'mail', person: by }, at });
      if (refusal === null) return settle('ignored', reason, { requestId: null });
      const { receiptId } = verdict;
      const refused = { code: 'wordRefused', by, receiptId, because: refusal.because } as const;
      return settle('held', refused, { requestId: null }, 'heldMail');
    }
    case 'answer':
      return fileAnswer(deps, verdict.requestId, reason, given);
    case 'message':
      return fileMessage(deps, verdict, reason, given);
    case 'messageForEach':
      return fileForEach(deps, verdict, reason, given);
  }
}

function settling({ intake }: AdmissionDeps, receiptId: string, at: string) {
  return async (
    outcome: ReceiptOutcome,
    reason: AdmissionReason,
    { requestId }: { requestId: string | null },
    task: TaskKind | null = null,
  ): Promise<MailFiling> => {
    const detail = reasonWords(reason);
    await intake.settleReceipt(receiptId, { outcome, requestId, detail, at }, task);
    return { receiptId, outcome, requestId, detail };
  };
}

async function fileAnswer(
  { intake }: AdmissionDeps,
  requestId: string,
  reason: AdmissionReason,
  given: Admitted,
): Promise<MailFiling> {
  const { receipt, at } = given;
  const { id: receiptId } = receipt;
  const detail = reasonWords(reason);
  const submission = {
    ...sent(requestId, given),
    via: 'mail',
    files: sentFilesOf(given.mail),
  } as const;
  const { id } = await intake.fileSubmission(submission, { receiptId, at, detail });
  return { receiptId, outcome: id === receiptId ? 'filed' : 'repeated', requestId, detail };
}

async function fileMessage(
  { delivery, intake }: AdmissionDeps,
  verdict: Extract<Admission['verdict'], { is: 'message' }>,
  reason: AdmissionReason,
  given: Admitted,
): Promise<MailFiling> {
  const { requestId, lacks, awaitsScan } = verdict;
  const { receipt, at } = given;
  const { id: receiptId } = receipt;
  const detail = reasonWords(reason);
  const message = { ...sent(requestId, given), ...inDoubt(verdict), lacks, awaitsScan };
  const hold = await delivery.holdFor(requestId, receipt.receivedAt);
  await intake.fileMessage(message, hold, { receiptId, at, detail });
  return { receiptId, outcome: 'message', requestId, detail };
}

async function fileForEach(
  { intake, delivery }: AdmissionDeps,
  verdict: Extract<Admission['verdict'], { is: 'messageForEach' }>,
  reason: AdmissionReason,
  { receipt, mail, facts, origin, at }: Admitted,
): Promise<MailFiling> {
  const detail = reasonWords(reason);
  const said = { sender: facts.mail.sender, text: mail.text, detail, at, ...inDoubt(verdict) };
  const thread = origin ?? { requestIds: [], contact: null };
  await fileMessageForEach({ intake, delivery }, receipt, thread, said);
  return { receiptId: receipt.id, outcome: 'message', requestId: null, detail };
}

async function file(deps: AdmissionDeps, receiptId: string, at: string, isSuspect: boolean): Promise<MailFiling> {
  const { opening, gather, words } = deps;
  const opened = await opening.open(receiptId, isSuspect);
  const gathered = await gather(opened, at);
  const admission = admit(gathered.facts);
  const { successor } = gathered;
  if (admission.notesSuccessor && successor !== null) await words.noteSuccessor(receiptId, successor, at);
  return carryOut(deps, admission, { ...opened, ...gathered, at });
}

/** What a submission and a message have in common. */
function sent(requestId: string, { receipt, mail, facts, origin }: Admitted) {
  const { id, receivedAt } = receipt;
  const { sender } = facts.mail;
  const contact = origin?.contact ?? null;
  return { id, requestId, receiptId: id, contact, sender, receivedAt, text: mail.text };
}

function inDoubt({ doubt }: { doubt: Doubt | null }): { doubt?: string } {
  return doubt === null ? {} : { doubt: doubtWords(doubt) };
}
