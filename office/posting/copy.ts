import { mailStep } from '../../domain/keys.js';
import type { Catalogue } from '../../domain/mandate.js';
import type { Contacts } from '../ports/contacts.js';
import type { Cycles } from '../ports/cycles.js';
import type { Ledger } from '../ports/ledger.js';
import type { Outbox, SentNotes } from '../ports/outbox.js';
import type { Addressing } from './addressing.js';
import { composeFirstNotes } from './draft.js';
import type { MailSender } from './mail-sender.js';
import { identityFields } from './new-mail.js';
import type { Words } from './words.js';

export interface CopyDeps {
  catalogue: Catalogue;
  outbox: Pick<Outbox, 'claimMail'> & Pick<SentNotes, 'findRequest'>;
  cycles: Cycles;
  ledger: Ledger;
  contacts: Contacts;
  sender: MailSender;
  words: Words;
  addressing: Addressing;
  coordinator: { name: string; address: string };
}

/** Copies of first notes to the Coordinator, before any of them leaves. */
export function createCopies(deps: CopyDeps) {
  const { catalogue, outbox, cycles, ledger, contacts, sender, words, addressing, coordinator } = deps;
  return {
    /**
     * Sends the notes of these requests as they would leave at `at`. A copy has its own reply address and link: what comes
     * back by it belongs to no request. Returns how many mails the server took; throws when it cannot be spoken to.
     */
    async sendCopies(requestIds: string[], at: string): Promise<number> {
      let sent = 0;
      for (const requestId of requestIds) {
        const request = await outbox.findRequest(requestId);
        const cycle = request && (await cycles.findCycle(request.cycleId));
        if (!request || !cycle) continue;
        const notes = composeFirstNotes({
          catalogue,
          words,
          request,
          cycle: { rules: cycle.rules, reportDate: cycle.reportDate },
          ledger: await ledger.findLedger({
            requestId: request.id,
            party: request.party,
            obligation: cycle.obligation,
          }),
          at,
          changes: await contacts.findChanges(request.party),
          openItems: await words.findOpenItems(request.id),
          identify: (contact) => addressing.identify(mailStep.copy(requestId, contact.role, at)),
        });
        for (const { contact, party, language, subject, text, html } of notes) {
          const identity = addressing.identify(mailStep.copy(requestId, contact.role, at));
          const mail = await outbox.claimMail(
            {
              ...identityFields(identity),
              kind: 'copy',
              party,
              contact: null,
              language,
              toName: coordinator.name,
              toAddress: coordinator.address,
              subject: `[Copy, to ${contact.address}] ${subject}`,
              text,
              html,
              inReplyTo: null,
              isAutomaticReply: false,
              datedAt: at,
            },
            [],
          );
          const { status } = await sender.send(mail.id, at);
          if (status === 'sent') sent += 1;
        }
      }
      return sent;
    },
  };
}
