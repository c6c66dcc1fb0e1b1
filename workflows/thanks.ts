import { mail } from './activities.js';

/** Thanks for one pledge, on the Coordinator's word; retried while the mail server is away. */
export async function thanks({ pledgeId }: { pledgeId: string }): Promise<{ to: string }> {
  return mail.sendThanks({ pledgeId, at: new Date().toISOString() });
}

/** Asks, on the Coordinator's word, for one pledge that is unpaid; retried while the mail server is away. */
export async function pledgeReminder({ pledgeId }: { pledgeId: string }): Promise<{ to: string }> {
  return mail.sendPledgeReminder({ pledgeId, at: new Date().toISOString() });
}
