import { setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { book, mail } from './activities.js';

/** The morning's digest: composed once per date, sent if it says anything. */
export async function digest(): Promise<{ date: string; isSent: boolean; because: string }> {
  const { searchAttributes, startTime } = workflowInfo();
  // The hour for which the Schedule fired, not the one at which a late worker came to it.
  const scheduled = searchAttributes['TemporalScheduledStartTime']?.[0];
  const firedAt = scheduled instanceof Date ? scheduled.toISOString() : startTime.toISOString();
  const composed = await book.composeDigest({ firedAt, at: new Date().toISOString() });
  if (composed.mailOutId !== null) await mail.sendDigest({ mailOutId: composed.mailOutId });
  setCurrentDetails(`${composed.date}: ${composed.because}`);
  return { date: composed.date, isSent: composed.mailOutId !== null, because: composed.because };
}
