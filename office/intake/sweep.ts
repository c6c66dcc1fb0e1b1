import { filingId } from '../../domain/keys.js';
import { lackWords, readLacks } from '../../domain/lack.js';
import { createWithdrawal } from '../decisions/withdrawal.js';
import type { Intake } from '../ports/intake.js';
import type { Delivery } from './delivery.js';
import type { FileChecks } from './file-check.js';
import type { createMailReading } from './mail-reading.js';
import { faultOf, findingsOf } from './received-files.js';
import type { createTries } from './tries.js';

/** So long after its commit a receipt counts as left behind: its own start is tried at once. */
const GRACE_MS = 10_000;
const SWEEP_LIMIT = 200;
/** So long a sweep scans what came before there was a scanner; the next sweep goes on. */
const EARLIER_MS = 20_000;

export interface SweepDeps {
  intake: Intake;
  files: FileChecks;
  delivery: Delivery;
  reading: ReturnType<typeof createMailReading>;
  tries: ReturnType<typeof createTries>;
  /** Starts the workflow of a receipt; starting it twice does nothing. */
  startMail: (receiptId: string) => Promise<void>;
}

/** What is done again and again, so that nothing is left behind. */
export function createSweep({ intake, files, delivery, reading, tries, startMail }: SweepDeps) {
  const withdrawal = createWithdrawal({ intake, delivery });

  /** What waited for the scanner is an answer once its files are clean; whatever else it says goes to a person. */
  async function endWaiting(at: string): Promise<void> {
    const waiting = await intake.findAwaitingScan(SWEEP_LIMIT);
    if (waiting.length === 0) return;
    await files.scanWaiting(SWEEP_LIMIT);
    for (const { id, receiptId } of waiting) {
      const [receipt] = receiptId === null ? [] : await intake.findReceipts([receiptId]);
      if (!receipt || (await files.isWaiting((receipt.summary?.attachments ?? []).map(({ sha256 }) => sha256))))
        continue;
      const summary = await tries.attempt(receipt.id, () => reading.judgeFiles(receipt));
      // It stays the message that it is: one whose files cannot be looked at any more keeps no sweep from what comes after it.
      if (summary === null) continue;
      const fault = faultOf({ summary });
      const lacks = readLacks('', findingsOf({ summary }));
      if (fault?.verdict === 'unscanned') continue;
      if (fault !== null || lacks.length > 0) {
        await intake.endAwaitingScan(id, fault?.because ?? lacks.map(lackWords).join('; '));
        continue;
      }
      const submission = filingId.scanned(id);
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
      const { requestId, receiptId, contact, sender, receivedAt, text } = found.submission;
      const doubt = `${because}, and the answer counts: it was filed before a scanner had seen it`;
      const message = {
        id: filingId.infected(submissionId),
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
    /** Starts and delivers what a crash left behind, files what waited for the scanner, and shows it what came before it. */
    async sweep(at: string): Promise<{ started: number; delivered: number }> {
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
