import { isCancellation, setCurrentDetails } from '@temporalio/workflow';
import { mail } from './activities.js';

export interface ContactRoundInput {
  cycleId: string;
  /** Codes. */
  parties: string[];
}

/** Asks the missions for their contacts. One that cannot be written to does not keep the others waiting. */
export async function contactRound({
  cycleId,
  parties,
}: ContactRoundInput): Promise<{ asked: string[]; failed: string[] }> {
  const asked: string[] = [];
  const failed: string[] = [];
  for (const party of parties) {
    const at = new Date().toISOString();
    try {
      await mail.sendContactNote.executeWithOptions({ summary: `ask ${party}` }, [{ cycleId, party, at }]);
      asked.push(party);
    } catch (fault) {
      if (isCancellation(fault)) throw fault;
      // What cannot be sent is told by its activity, in this history; the desk shows the mail that was refused.
      failed.push(party);
    }
    const not = failed.length === 0 ? '' : `; not reached: ${failed.join(', ')}`;
    setCurrentDetails(`- ${asked.length} of ${parties.length} missions asked for their contacts${not}`);
  }
  return { asked, failed };
}
