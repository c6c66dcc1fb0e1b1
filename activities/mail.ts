import type { Authenticator } from '../adapters/authentication/authenticator.js';
import type { DocumentStore } from '../adapters/documents/store.js';
import type { Mail } from '../adapters/mime/mail.js';
import type { MailFault } from '../adapters/mime/tree.js';
import type { MailReader } from '../adapters/reader/reader.js';
import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { NewMessage } from '../adapters/postgres/message-store.js';
import type { MailOrigin, ReceiptRow } from '../adapters/postgres/receipt-store.js';
import type { OutboxStore } from '../adapters/postgres/outbox-store.js';
import type { ReceiptOutcome, ReceiptSummary } from '../adapters/postgres/schema.js';
import { mayBeAnswer } from '../domain/auto-reply.js';
import { doubtOfProof } from '../domain/authentication.js';
import { readForwarded } from '../domain/forwarded.js';
import { isOnlyCourtesy } from '../domain/courtesy.js';
import { partyCodeOf } from '../domain/ids.js';
import { lackWords, readLacks } from '../domain/lack.js';
import type { Catalogue } from '../domain/mandate.js';
import { authorsOf, isSentFile } from '../domain/mail-class.js';
import type { MailClass, MailVerdict } from '../domain/mail-class.js';
import { wordsToShow } from '../domain/reply-preview.js';
import { mayAnswer } from '../domain/sender.js';
import { looksSigned, readSubjectCodes } from '../domain/reply-address.js';
import { cut, shorten } from '../domain/text.js';
import type { TaskKind } from '../domain/request-events.js';
import type { Addressing } from './addressing.js';
import type { Delivery } from './delivery.js';
import type { FileChecks } from './file-check.js';
import { FailureType, permanent } from './failure.js';
import { createContactFailures } from './contact-failure.js';
import { createContactWords } from './contact-word.js';
import { createFiling } from './filing.js';
import { createForwarding } from './forwarding.js';
import { createGuessing } from './guess.js';
import type { MailSender } from './mail-sender.js';
import { createOrigins } from './origin.js';
import type { MailFiling } from './mail-filing.js';
import { fileMessageForEach } from './message-each.js';
import { faultOf, findingsOf, keepSent } from './received-files.js';
import type { ChangeContact } from './successor.js';
import { createTries, troubleOf } from './tries.js';
import { createWithdrawal } from './withdrawal.js';

export interface MailDeps {
  intake: IntakeStore;
  contacts: ContactStore;
  catalogue: Catalogue;
  documents: DocumentStore;
  reader: MailReader;
  files: FileChecks;
  outbox: OutboxStore;
  sender: MailSender;
  /** Addresses of the members of the office, in lower case. */
  staff: readonly string[];
  /** Where the desk is, without a slash at the end. */
  deskUrl: string;
  delivery: Delivery;
  addressing: Addressing;
  authenticate: Authenticator;
  changeContact: ChangeContact;
  /** Whether nobody can have an address, where mail really leaves. */
  isReserved: (address: string) => boolean;
  /** Starts the workflow of a receipt; starting it twice does nothing. */
  startMail: (receiptId: string) => Promise<void>;
}

export interface Reading {
  receiptId: string;
  mailClass: string;
  why: string[];
}

/** So long after its commit a receipt counts as left behind: its own start is tried at once. */
const GRACE_MS = 10_000;
const SWEEP_LIMIT = 200;
/** So long a sweep scans what came before there was a scanner; the next sweep goes on. */
const EARLIER_MS = 20_000;
const PREVIEW_LENGTH = 500;
/** Authors, reasons and faults that are kept of a mail. */
const KEPT_LINES = 20;
const LONGEST_LINE = 500;

export type MailActivities = ReturnType<typeof createMailActivities>;

/** Received mail, from the raw bytes to the record and on to the request. */
export function createMailActivities({
  intake,
  contacts,
  catalogue,
  documents,
  reader,
  files,
  outbox,
  sender,
  staff,
  deskUrl,
  delivery,
  addressing,
  authenticate,
  changeContact,
  isReserved,
  startMail,
}: MailDeps) {
  const { findSender, guess } = createGuessing({ intake, contacts, catalogue, addressing });
  const withdrawal = createWithdrawal({ intake, delivery });
  const origins = createOrigins({ intake, addressing, findSender });
  const words = createContactWords({
    intake,
    contacts,
    catalogue,
    addressing,
    origins,
    findSender,
    guess,
    changeContact,
    isReserved,
  });
  const failures = createContactFailures({ contacts, catalogue });
  const filing = createFiling({ intake, contacts, documents, reader, catalogue, delivery, addressing });
  const tries = createTries({ intake, delivery });
  const forwarding = createForwarding({
    intake,
    documents,
    reader,
    outbox,
    sender,
    addressing,
    catalogue,
    filing,
    guess,
    staff,
    deskUrl,
  });

  async function receiptOf(receiptId: string): Promise<ReceiptRow> {
    const [receipt] = await intake.findReceipts([receiptId]);
    if (!receipt) throw permanent(FailureType.ReceiptUnknown, `no receipt '${receiptId}' is on record`);
    return receipt;
  }

  async function open(
    receiptId: string,
    isSuspect = false,
  ): Promise<{ receipt: ReceiptRow; raw: Buffer; mail: Mail; verdict: MailVerdict }> {
    const receipt = await receiptOf(receiptId);
    const raw = await documents.get(receipt.raw_sha256);
    const envelope = {
      from: receipt.envelope_from,
      recipients: [{ kind: receipt.recipient_kind }],
      domain: addressing.domain,
    };
    return { receipt, raw, ...(await reader.read(raw, envelope, isSuspect)) };
  }

  async function read(receiptId: string, isSuspect = false): Promise<Reading & { summary: ReceiptSummary }> {
    const { receipt, raw, mail, verdict } = await open(receiptId, isSuspect);
    const attachments: ReceiptSummary['attachments'] = [];
    for (const attachment of mail.attachments) {
      const { name, type, size, bytes } = attachment;
      const { sha256 } = await documents.put(bytes);
      const isSent = isSentFile(attachment);
      const finding = await files.check({ name, sha256, bytes });
      attachments.push({ name, type, size, sha256, isSent, finding });
    }
    const { envelope_from: envelopeFrom, remote_address: remoteAddress, helo } = receipt;
    const proof = await authenticate({ raw, mail, envelopeFrom, remoteAddress, helo });
    const summary = {
      subject: mail.subject,
      from: authorsOf(mail),
      messageId: mail.messageId,
      preview: cut(wordsToShow(mail.text), PREVIEW_LENGTH),
      attachments,
      faults: kept(mail.faults.map(({ code, detail }) => `${code}: ${detail}`)),
      ...(proof === null ? {} : { proof }),
    };
    const why = kept(verdict.why);
    await intake.saveReading(receiptId, { mailClass: verdict.class, why, summary });
    return { receiptId, mailClass: verdict.class, why, summary };
  }

  /** What is on record of a mail that could not be read: filing it gives it to a person. */
  async function noteUnread(receiptId: string): Promise<Reading> {
    const why = [`it could not be read: ${troubleOf(await receiptOf(receiptId))}`];
    const summary = { subject: '', from: [], messageId: null, preview: '', attachments: [], faults: why };
    await intake.saveReading(receiptId, { mailClass: 'unparsable', why, summary });
    return { receiptId, mailClass: 'unparsable', why };
  }

  /** What has become of a mail, where it was handled before. */
  async function findFiling(receiptId: string): Promise<MailFiling | null> {
    const receipt = await receiptOf(receiptId);
    const { outcome, request_id: requestId, detail } = receipt;
    return outcome === null ? null : { receiptId, outcome, requestId, detail: detail ?? '' };
  }

  async function file(receiptId: string, at: string, isSuspect: boolean): Promise<MailFiling> {
    const { receipt, mail, verdict } = await open(receiptId, isSuspect);
    const origin = await origins.find(receipt, mail);
    const requestId = origin?.requestIds.length === 1 ? (origin.requestIds[0] ?? null) : null;
    const settle = async (outcome: ReceiptOutcome, detail: string, task: TaskKind | null): Promise<MailFiling> => {
      await intake.settleReceipt(receiptId, { outcome, requestId, detail, at }, task);
      return { receiptId, outcome, requestId, detail };
    };
    if (ANSWERABLE.has(verdict.class) && mail.protection !== 'encrypted') {
      const forwarded = await fileForwarded(receipt, mail, { origin, at });
      if (forwarded !== null) return forwarded;
      const confirmed = await words.confirm(receipt, mail, { origin, at });
      if (confirmed !== null) return settle('ignored', confirmed, null);
      if (origin?.isOnContacts && !verdict.hasFile && isOnlyCourtesy(mail.text))
        return settle('ignored', 'it says thanks, and nothing else', null);
    }
    if (origin === null && addressing.isShared && (await isForeign(mail, verdict)))
      return settle('ignored', 'nothing in it points to us: it stays in the shared mailbox', null);
    const named = ANSWERABLE.has(verdict.class)
      ? await words.noteSuccessor(receipt, mail, { origin, requestId, at })
      : { isNamed: false, taken: null };
    switch (verdict.class) {
      case 'bounce':
        if (origin === null) return settle('held', 'a bounce of no mail of ours', 'heldMail');
        return origins.isGiven(receipt, mail, origin)
          ? settle('bounce', describeBounce(verdict, mail), null)
          : settle(
              'held',
              'a bounce of a mail of ours that shows no address given with it: anybody can write one',
              'heldMail',
            );
      case 'delay':
      case 'loop':
        return settle('ignored', verdict.why.join('; '), null);
      case 'auto-reply':
        if (verdict.hasFile) return settle('held', 'an automatic reply with a file', 'heldMail');
        return mail.reportType === null && mail.delivery === null && mayBeAnswer(mail.subject, mail.text)
          ? settle('held', 'an automatic mail with a link: it may be a note that a document system sends', 'heldMail')
          : settle('ignored', verdict.why.join('; '), null);
      case 'answer':
      case 'message':
      case 'empty':
        if (origin && (await words.isOfFormer(origin)))
          return settle('held', 'it answers a mail to a contact who was replaced since', 'heldMail');
        if (origin && origin.requestIds.length > 1 && mail.protection !== 'encrypted')
          return fileForEach(origin, { receipt, mail, at });
        if (requestId === null || mail.protection === 'encrypted') {
          // A mission that names a successor when it is asked for its contacts has said all: one decision is enough.
          const isAll = named.isNamed && origin?.isOnContacts === true;
          if (isAll && named.taken !== null) return settle('ignored', named.taken, null);
          const task = isAll ? null : 'heldMail';
          return settle('held', requestId === null ? unmatchedWords(origin, receipt) : 'it is encrypted', task);
        }
        return fileKnown(verdict.class, requestId, { receipt, mail, origin, at });
      default:
        return settle('held', verdict.why.join('; '), 'heldMail');
    }
  }

  /**
   * What the office itself sends to the desk: a mail that it forwards, or its word on one. Null for any other mail. Who may not
   * forward is held: an address in a header proves little, so that nothing is filed before the member who was asked has said yes.
   */
  async function fileForwarded(
    receipt: ReceiptRow,
    mail: Mail,
    { origin, at }: { origin: MailOrigin | null; at: string },
  ): Promise<MailFiling | null> {
    const { id: receiptId } = receipt;
    const settle = async (outcome: ReceiptOutcome, detail: string): Promise<MailFiling> => {
      await intake.settleReceipt(
        receiptId,
        { outcome, requestId: null, detail, at },
        outcome === 'held' ? 'heldMail' : null,
      );
      return { receiptId, outcome, requestId: null, detail };
    };
    if (origin?.forwarded) {
      const doubt = doubtOfProof(receipt.summary?.proof) ?? origins.doubtOf(receipt, mail, origin);
      if (doubt !== null) return settle('held', `a word on a forwarded mail, but ${doubt}`);
      const { isSettled, detail } = await forwarding.confirm({ ...origin, forwarded: origin.forwarded }, mail, at);
      return settle(isSettled ? 'ignored' : 'held', detail);
    }
    const isStaff = forwarding.isStaff(mail);
    const isToShared = addressing.isShared && isStaff && origin === null && holdsMail(mail);
    if (receipt.recipient_kind !== 'file' && !isToShared) return null;
    if (!isStaff) return settle('held', 'it came to the filing address, which is for members of the office');
    const doubt = doubtOfProof(receipt.summary?.proof);
    if (doubt !== null) return settle('held', `forwarded, but ${doubt}`);
    if (isToShared) await intake.markForwarded(receiptId);
    return settle('held', await forwarding.ask({ ...receipt, recipient_kind: 'file' }, mail, at));
  }

  /** A shared mailbox holds the other mail of an office, too: from nobody on file, and about nothing that was asked. */
  async function isForeign(mail: Mail, verdict: MailVerdict): Promise<boolean> {
    if (readSubjectCodes(mail.subject).length > 0 || addressing.readAll(mail.text).length > 0) return false;
    // A stranger is not on file; an author who cannot be told may be anybody.
    for (const { address } of verdict.recipients)
      if ((await findSender([address], null)).relation !== 'stranger') return false;
    if (verdict.class === 'bounce') return true;
    if ((await findSender(authorsOf(mail), null)).relation !== 'stranger') return false;
    return verdict.class === 'list' || (await guess(mail)).length === 0;
  }

  /** Files what belongs to one request without doubt; what does so with doubt is a message, so that nobody is reminded meanwhile. */
  async function fileKnown(
    mailClass: 'answer' | 'message' | 'empty',
    requestId: string,
    given: { receipt: ReceiptRow; mail: Mail; origin: MailOrigin | null; at: string },
  ): Promise<MailFiling> {
    const doubt = await doubtOf(requestId, given);
    if (doubt !== null) return fileAs('message', requestId, given, { doubt });
    const fault = faultOf(given.receipt);
    if (fault !== null) {
      const awaitsScan = mailClass === 'answer' && fault.verdict === 'unscanned';
      return fileAs('message', requestId, given, { doubt: fault.because, awaitsScan });
    }
    const lacks = readLacks(given.mail.text, findingsOf(given.receipt));
    return lacks.length === 0 ? fileAs(mailClass, requestId, given) : fileAs('message', requestId, given, { lacks });
  }

  /** Why a mail to a request cannot count as the party's word without a person; null where it can. */
  async function doubtOf(
    requestId: string,
    { receipt, mail, origin }: { receipt: ReceiptRow; mail: Mail; origin: MailOrigin | null },
  ): Promise<string | null> {
    const held = await intake.findMailHold(requestId);
    if (held !== null) return held;
    const later = await intake.findSuccessor(requestId);
    if (later !== null) return `it answers a note on a request that is closed, while ${later} is open`;
    const finding = await findSender(authorsOf(mail), partyCodeOf(requestId));
    if (!mayAnswer(finding)) return finding.because;
    const cut = mail.faults.find(({ code }) => CUT_SHORT.has(code));
    if (cut !== undefined) return `it was not read whole: ${cut.detail}`;
    return doubtOfProof(receipt.summary?.proof) ?? origins.doubtOf(receipt, mail, origin);
  }

  async function fileAs(
    mailClass: 'answer' | 'message' | 'empty',
    requestId: string,
    { receipt, mail, origin, at }: { receipt: ReceiptRow; mail: Mail; origin: MailOrigin | null; at: string },
    besides: Pick<NewMessage, 'doubt' | 'lacks' | 'awaitsScan'> = {},
  ): Promise<MailFiling> {
    const { id: receiptId, received_at: receivedAt } = receipt;
    const sender = mail.from[0]?.address ?? receipt.envelope_from;
    const common = {
      id: receiptId,
      requestId,
      receiptId,
      contact: origin?.contact ?? null,
      sender,
      receivedAt,
      text: mail.text,
    };
    const { doubt, lacks = [] } = besides;
    const detail = [
      `from ${sender}`,
      ...(doubt === undefined ? [] : [`for your judgement: ${doubt}`]),
      ...lacks.map(lackWords),
    ].join(', ');
    if (mailClass === 'answer') {
      const sent = await keepSent(mail, documents);
      const { id } = await intake.fileSubmission({ ...common, via: 'mail', files: sent }, { receiptId, at, detail });
      return { receiptId, outcome: id === receiptId ? 'filed' : 'repeated', requestId, detail };
    }
    const message = { ...common, ...besides };
    await intake.fileMessage(message, await delivery.holdFor(requestId, receivedAt), { receiptId, at, detail });
    return { receiptId, outcome: 'message', requestId, detail };
  }

  /**
   * A reply to a post on several requests does not say which of them it answers: it is a message to each, so that nobody is
   * reminded and none is closed, until the Coordinator has said of each whether it answers.
   */
  async function fileForEach(
    origin: MailOrigin,
    { receipt, mail, at }: { receipt: ReceiptRow; mail: Mail; at: string },
  ): Promise<MailFiling> {
    const { id: receiptId } = receipt;
    const sender = mail.from[0]?.address ?? receipt.envelope_from;
    const doubt =
      (await doubtOf(origin.requestIds[0] ?? '', { receipt, mail, origin })) ?? faultOf(receipt)?.because ?? null;
    const words = `from ${sender}; it answers a post on ${origin.requestIds.length} requests`;
    const detail = doubt === null ? words : `${words}; ${doubt}`;
    const said = { sender, text: mail.text, detail, at, ...(doubt === null ? {} : { doubt }) };
    await fileMessageForEach({ intake, delivery }, receipt, origin, said);
    return { receiptId, outcome: 'message', requestId: null, detail };
  }

  async function deliver(receiptId: string, at: string): Promise<void> {
    const receipt = await receiptOf(receiptId);
    if (receipt.outcome === 'filed') await delivery.submission(receiptId, at);
    if (receipt.outcome === 'repeated' && receipt.request_id !== null) {
      const sender = receipt.summary?.from[0] ?? receipt.envelope_from;
      const { request_id: requestId, received_at: receivedAt } = receipt;
      await delivery.repeated({ id: receiptId, requestId, sender, receivedAt }, at);
    }
    if (receipt.outcome === 'message') {
      for (const { id } of await intake.findMessagesOf(receiptId)) await delivery.message(id, at);
    }
    if (receipt.outcome !== 'bounce') return;
    const { mail, verdict } = await open(receiptId);
    const origin = await origins.find(receipt, mail);
    const failed = origin ? await failures.fail(origin, { receipt, verdict, at }) : null;
    for (const requestId of origin?.requestIds ?? []) {
      const detail = receipt.detail ?? '';
      const again = failed?.repeated.find((one) => one.requestId === requestId)?.rung;
      const isGone = failed?.isDead === true || isHard(verdict, mail);
      await delivery.bounce(
        { requestId, receiptId, contact: origin?.contact ?? '', isHard: isGone, detail, again },
        at,
      );
    }
  }

  /** What waited for the scanner is an answer once its files are clean; whatever else it says goes to a person. */
  async function endWaiting(at: string): Promise<void> {
    const waiting = await intake.findAwaitingScan(SWEEP_LIMIT);
    if (waiting.length === 0) return;
    await files.scanWaiting(SWEEP_LIMIT);
    for (const { id, receipt_id: receiptId } of waiting) {
      const [receipt] = receiptId === null ? [] : await intake.findReceipts([receiptId]);
      if (!receipt || (await files.isWaiting((receipt.summary?.attachments ?? []).map(({ sha256 }) => sha256))))
        continue;
      const found = await tries.attempt(receipt.id, (isSuspect) => read(receipt.id, isSuspect));
      // It stays the message that it is: one that cannot be read any more keeps no sweep from what comes after it.
      if (found === null) continue;
      const { summary } = found;
      const fault = faultOf({ summary });
      const lacks = readLacks('', findingsOf({ summary }));
      if (fault?.verdict === 'unscanned') continue;
      if (fault !== null || lacks.length > 0) {
        await intake.endAwaitingScan(id, fault?.because ?? lacks.map(lackWords).join('; '));
        continue;
      }
      const submission = `scanned-${id}`;
      await intake.acceptMessage(id, submission, at, 'the scanner, which has found its files clean');
      await intake.endAwaitingScan(id, null);
      await delivery.submission(submission, at);
    }
  }

  /** What came before there was a scanner is shown to it; an answer in which it finds something goes to a person, and still counts until she says. */
  async function judgeEarlier(at: string): Promise<void> {
    await files.scanEarlier(EARLIER_MS);
    for (const { submissionId, because } of await files.findInfectedAnswers(SWEEP_LIMIT)) {
      const found = await intake.findSubmission(submissionId);
      if (!found) continue;
      const {
        request_id: requestId,
        receipt_id: receiptId,
        contact,
        sender,
        received_at: receivedAt,
        text,
      } = found.submission;
      const doubt = `${because}, and the answer counts: it was filed before a scanner had seen it`;
      const message = {
        id: `infected-${submissionId}`,
        requestId,
        receiptId,
        contact,
        sender,
        receivedAt,
        text,
        doubt,
      };
      await intake.fileMessage(message, await delivery.holdFor(requestId, at), null);
      await delivery.message(message.id, at);
    }
  }

  return {
    /**
     * Reads raw mails and says of what class each is and why. What cannot be read is tried again some times, and then returned as
     * unparsable.
     */
    async readReceipts({ receiptIds }: { receiptIds: string[] }): Promise<{ receipts: Reading[] }> {
      const receipts = await forEach(receiptIds, async (receiptId) => {
        // What was handled before is not read again: whoever gave it up has said so.
        const found = await tries.attempt(receiptId, (isSuspect) => read(receiptId, isSuspect));
        const { mailClass, why } = found ?? (await noteUnread(receiptId));
        return { receiptId, mailClass, why };
      });
      return { receipts };
    },

    /** Files each mail in the record: as an answer, a message, a bounce, or held for a person. */
    async fileReceipts({ receiptIds, at }: { receiptIds: string[]; at: string }): Promise<{ filings: MailFiling[] }> {
      const filings = await forEach(receiptIds, async (receiptId) => {
        const known = await findFiling(receiptId);
        if (known !== null) return known;
        const filed = await tries.attempt(receiptId, (isSuspect) => file(receiptId, at, isSuspect));
        if (filed !== null) return { ...filed, detail: shorten(filed.detail, LONGEST_LINE) };
        return tries.giveUp(await receiptOf(receiptId), at);
      });
      return { filings };
    },

    /** Tells the requests what was filed for them. */
    async deliverFilings({ receiptIds, at }: { receiptIds: string[]; at: string }): Promise<void> {
      for (const receiptId of receiptIds) await deliver(receiptId, at);
    },

    /** Starts and delivers what a crash left behind, files what waited for the scanner, and shows it what came before it. */
    async sweepReceipts({ at }: { at: string }): Promise<{ started: number; delivered: number }> {
      await endWaiting(at);
      const before = new Date(Date.parse(at) - GRACE_MS).toISOString();
      const unhandled = await intake.findUnhandled(before, SWEEP_LIMIT);
      for (const receiptId of unhandled) await startMail(receiptId);
      const { submissions, messages } = await intake.findUndelivered(before, SWEEP_LIMIT);
      for (const id of submissions) await delivery.submission(id, at);
      for (const id of messages) await delivery.message(id, at);
      for (const id of await intake.findUntold(before, SWEEP_LIMIT)) await withdrawal.tell(id, at);
      // Last: nothing that a crash left behind waits for the scanner.
      await judgeEarlier(at);
      return { started: unhandled.length, delivered: submissions.length + messages.length };
    },
  };
}

/** Faults behind which files may be that nobody has seen. */
const CUT_SHORT: ReadonlySet<MailFault['code']> = new Set([
  'too-many-parts',
  'too-deep',
  'too-large',
  'unreadable',
  'elsewhere',
]);

/** What a person writes. */
const ANSWERABLE: ReadonlySet<MailClass> = new Set(['answer', 'message', 'empty']);

/** Whether a mail was forwarded in it. */
function holdsMail(mail: Mail): boolean {
  return mail.attachments.some(({ role }) => role === 'message') || readForwarded(mail.text) !== null;
}

/** Why a mail belongs to no request, and what a person can do with one that answers something else. */
function unmatchedWords(origin: MailOrigin | null, { recipient }: ReceiptRow): string {
  if (origin && origin.requestIds.length === 0 && origin.isOnContacts)
    return `it answers the question for the contacts of ${origin.party ?? 'a party'}: contacts confirm, or contacts replace`;
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
  if (origin === null && looksSigned(recipient, domain))
    return 'it came to a reply address that this installation did not give, or that was retyped wrongly';
  return 'it belongs to no request that we know of';
}

function describeBounce(verdict: MailVerdict, mail: Mail): string {
  const lines = verdict.recipients.map((recipient) => `${recipient.address} ${recipient.status}`);
  return lines.length > 0 ? lines.join('; ') : mail.subject;
}

/** Permanent by the report's own status, or by a status in its words where it is no report of RFC 3464. */
function isHard(verdict: MailVerdict, mail: Mail): boolean {
  if (verdict.recipients.some((recipient) => recipient.status !== ''))
    return verdict.recipients.some((recipient) => recipient.hard || recipient.status.startsWith('5.'));
  return /\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b|\b550\b/.test(mail.text);
}

/** As many lines as a person reads, each of which ends. */
function kept(lines: readonly string[]): string[] {
  return lines.slice(0, KEPT_LINES).map((line) => shorten(line, LONGEST_LINE));
}

/** The outcome of each; one that fails is told at the end, so that it stands in no other's way. */
async function forEach<T>(ids: readonly string[], work: (id: string) => Promise<T>): Promise<T[]> {
  const settled = [];
  for (const id of ids) settled.push(...(await Promise.allSettled([work(id)])));
  const fault = settled.find((one) => one.status === 'rejected');
  if (fault) throw fault.reason;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
