import { addWorkingDays } from '../../domain/calendar.js';
import { partyNow } from '../../domain/contact.js';
import { cycleOf, partsOfCycle } from '../../domain/ids.js';
import { mailStep } from '../../domain/keys.js';
import type { Catalogue, Party } from '../../domain/mandate.js';
import { dateIn } from '../../domain/plan.js';
import type { AcknowledgeEffect } from '../../domain/request-events.js';
import type { Plan } from '../../domain/request-state.js';
import { owedCopy, roleOfSender } from '../../domain/standing.js';
import type { OwedCopy } from '../../domain/standing.js';
import type { ReceivedFile } from '../../templates/post-words.js';
import { partyOf } from '../party.js';
import type { Contacts } from '../ports/contacts.js';
import type { Outbox } from '../ports/outbox.js';
import type { Standings } from '../ports/standings.js';
import type { Addressing } from './addressing.js';
import type { MailSender, SendOutcome } from './mail-sender.js';
import { newMail } from './new-mail.js';
import type { Words } from './words.js';

export interface MissionCopiesDeps {
  standings: Standings;
  contacts: Contacts;
  outbox: Pick<Outbox, 'claimMail'>;
  sender: MailSender;
  words: Words;
  addressing: Addressing;
  catalogue: Catalogue;
}

/** An answer as it was received. */
export interface ReceivedAnswer {
  plan: Plan;
  sender: string;
  receivedAt: string;
  part: number;
  version: number;
  files: ReceivedFile[];
  /** What the Coordinator has taken for the Government's answer needs no other's word. */
  isAccepted: boolean;
}

export type MissionCopies = ReturnType<typeof createMissionCopies>;

/** Tells a mission what its capital has sent by itself, and until when it may object: `domain/standing.ts`. */
export function createMissionCopies(deps: MissionCopiesDeps) {
  const { standings, contacts, outbox, sender, words, addressing, catalogue } = deps;
  const { headquarters } = catalogue;

  /** The mission that a copy is owed to, and the working days it has; null where none is owed. */
  async function findOwed(requestId: string, received: ReceivedAnswer): Promise<(OwedCopy & { party: Party }) | null> {
    const { obligation: duty } = partsOfCycle(cycleOf(requestId));
    const days = catalogue.obligations.find(({ id }) => id === duty)?.objectionWorkingDays;
    const given = partyOf(catalogue, requestId);
    const party = partyNow(given, await contacts.findChanges(given.code));
    const role = roleOfSender(received.sender, given);
    const owed = owedCopy(party, { days, role, isAccepted: received.isAccepted });
    return owed && { party, ...owed };
  }

  return {
    /** Sends the copy that an answer owes, once. `none` where it owes none. Throws TransportDown. */
    async send(
      { requestId, at, subject, again }: AcknowledgeEffect,
      received: ReceivedAnswer,
    ): Promise<SendOutcome['status'] | 'none'> {
      const owed = again === undefined ? await findOwed(requestId, received) : null;
      if (owed === null) return 'none';
      const { party, mission, days } = owed;
      const wished = addWorkingDays(headquarters, dateIn(at, headquarters.zone), days);
      const until = await standings.fixUntil(subject, wished, at);
      const identity = addressing.identify(mailStep.missionCopy(requestId, subject));
      const { replyAddress, link } = identity;
      const text = words.ofReceipt({
        ...received,
        requestId,
        contact: mission,
        at,
        replyAddress,
        link,
        earlierNotes: [],
        lacks: [],
        about: 'submission',
        others: [],
        copy: { sender: received.sender, until },
      });
      const kind = 'missionCopy';
      const mail = newMail({ identity, kind, party: party.code, contact: mission, words: text, at, inReplyTo: null });
      const claimed = await outbox.claimMail(mail, [{ requestId, rung: 'copied' }]);
      return (await sender.send(claimed.id, at)).status;
    },
  };
}
