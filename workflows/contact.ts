import { setCurrentDetails } from '@temporalio/workflow';
import type { ContactChange } from '../domain/contact.js';
import { shorten } from '../domain/text.js';
import { book, mail } from './activities.js';

export interface ContactInput {
  /** The code of the party. */
  party: string;
  change: ContactChange;
  /** The mail by which the mission has said so, which is acknowledged; left out where a person or a page says it. */
  receiptId?: string;
}

/** A change of a contact: recorded first; a successor is then told of the requests that are open, and the mission of what is on file. */
export async function contact({ party, change, receiptId }: ContactInput): Promise<{ requestIds: string[] }> {
  await book.recordContact.executeWithOptions({ summary: `record: ${change.kind}` }, [{ party, change }]);
  const requestIds = change.kind === 'replaced' ? await handOver(party, change) : [];
  if (receiptId !== undefined)
    await mail.acknowledgeContacts.executeWithOptions({ summary: 'acknowledge to the mission' }, [
      { party, receiptId, at: now() },
    ]);
  return { requestIds };
}

async function handOver(party: string, change: ContactChange & { kind: 'replaced' | 'declined' }): Promise<string[]> {
  const handed = await mail.sendHandover.executeWithOptions({ summary: shorten(`hand over to ${change.name}`, 180) }, [
    { party, changeId: change.id, at: now() },
  ]);
  setCurrentDetails(
    `- ${change.contact} is replaced by ${change.name}: ${handed.status}\n${handed.requestIds.map((id) => `- ${id}`).join('\n')}`,
  );
  return handed.requestIds;
}

function now(): string {
  return new Date().toISOString();
}
