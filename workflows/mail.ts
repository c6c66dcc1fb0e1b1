import { setCurrentDetails } from '@temporalio/workflow';
import { shorten } from '../domain/text.js';
import { mail } from './activities.js';

export interface IncomingMailInput {
  /** Ids of receipts; one as a rule, several in a backlog. */
  receiptIds: string[];
}

export interface IncomingMailResult {
  handled: { receiptId: string; outcome: string; requestId: string | null }[];
}

/** Takes received mail from the raw bytes to the request that it belongs to, or to the held mail. */
export async function incomingMail({ receiptIds }: IncomingMailInput): Promise<IncomingMailResult> {
  const { receipts } = await mail.readReceipts.executeWithOptions({ summary: 'read and class' }, [{ receiptIds }]);
  setCurrentDetails(
    receipts.map(({ receiptId, mailClass, why }) => `- ${receiptId}: **${mailClass}** (${why.join('; ')})`).join('\n'),
  );
  const { filings } = await mail.fileReceipts.executeWithOptions({ summary: 'match and file' }, [
    { receiptIds, at: now() },
  ]);
  const deliverable = filings.filter(
    (filing) => filing.outcome === 'filed' || filing.outcome === 'message' || filing.outcome === 'bounce',
  );
  if (deliverable.length > 0) {
    const summary = shorten(
      deliverable.map((filing) => `${filing.outcome} to ${filing.requestId ?? ''}`).join(', '),
      180,
    );
    await mail.deliverFilings.executeWithOptions({ summary }, [
      { receiptIds: deliverable.map((filing) => filing.receiptId), at: now() },
    ]);
  }
  setCurrentDetails(
    filings
      .map(({ receiptId, outcome, requestId, detail }) => `- ${receiptId}: **${outcome}** ${requestId ?? ''} ${detail}`)
      .join('\n'),
  );
  return { handled: filings.map(({ receiptId, outcome, requestId }) => ({ receiptId, outcome, requestId })) };
}

function now(): string {
  return new Date().toISOString();
}
