import { setCurrentDetails } from '@temporalio/workflow';
import type { ContactChange } from '../domain/contact.js';
import { book, mail } from './activities.js';

export interface ContactInput {
  /** The code of the party. */
  party: string;
  change: ContactChange;
}

/** A change of a contact: recorded first; a successor is then told of the requests that are open. */
export async function contact({ party, change }: ContactInput): Promise<{ requestIds: string[] }> {
  await book.recordContact.executeWithOptions({ summary: `record: ${change.kind}` }, [{ party, change }]);
  if (change.kind !== 'replaced') return { requestIds: [] };
  const at = new Date().toISOString();
  const handed = await mail.sendHandover.executeWithOptions({ summary: `hand over to ${change.name}`.slice(0, 180) }, [
    { party, changeId: change.id, at },
  ]);
  setCurrentDetails(
    `- ${change.contact} is replaced by ${change.name}: ${handed.status}\n${handed.requestIds.map((id) => `- ${id}`).join('\n')}`,
  );
  return { requestIds: handed.requestIds };
}
