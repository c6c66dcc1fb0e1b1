import { cycleOf, partsOfCycle } from '../domain/ids.js';
import { readJointReply } from '../domain/joint-reply.js';
import type { Message } from '../office/ports/messages.js';
import type { WebContext } from './deps.js';

/** What a message that came for several requests says of the one on whose card it stands. */
export interface MessageReading {
  sentences: string[];
  files: string[];
  /** Whether a sentence may speak of this request. */
  isRead: (sentence: string) => boolean;
}

/** The readings of messages that one mail brought to several requests, by message; other messages have none. */
export async function readingsOf(
  { catalogue, intake }: WebContext,
  messages: readonly Message[],
): Promise<Map<string, MessageReading>> {
  const readings = new Map<string, MessageReading>();
  for (const receiptId of new Set(messages.map(({ receiptId: id }) => id))) {
    if (receiptId === null) continue;
    const siblings = await intake.findMessagesOf(receiptId);
    if (siblings.length < 2) continue;
    const [receipt] = await intake.findReceipts([receiptId]);
    const files = (receipt?.summary?.attachments ?? []).filter(({ isSent = true }) => isSent).map(({ name }) => name);
    const matters = siblings.map(({ requestId }) => {
      const { obligation } = partsOfCycle(cycleOf(requestId));
      const { calledBy = [] } = catalogue.obligations.find(({ id }) => id === obligation) ?? {};
      return { requestId, names: calledBy };
    });
    const { evidence, mayBeAbout } = readJointReply({ text: siblings[0]?.text ?? '', files }, matters);
    for (const { id, requestId } of siblings) {
      const { sentences, files: named } = evidence.get(requestId) ?? { sentences: [], files: [] };
      readings.set(id, { sentences, files: named, isRead: (sentence) => mayBeAbout(sentence, requestId) });
    }
  }
  return readings;
}
