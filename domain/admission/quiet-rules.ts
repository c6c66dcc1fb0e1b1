import { ofProof, ofThread } from './doubt.js';
import { isReadable, requestOf } from './facts.js';
import type { AdmissionFacts, Thread } from './facts.js';
import { rule } from './rule.js';
import type { AdmissionRule } from './rule.js';

/** What needs nobody's decision: a mission that says that its contacts are right, thanks for a question, the other mail of an office. */
export const QUIET_RULES: readonly AdmissionRule[] = [
  rule({
    name: 'contacts-confirmed',
    when: (facts) => isConfirmation(facts) && (facts.thread?.party ?? null),
    verdict: ({ code }, facts) => ({ is: 'confirmContacts', party: code, requestId: requestOf(facts) }),
    reason: ({ name }, { mail }) => ({ code: 'contactsConfirmed', by: mail.sender, party: name }),
  }),
  rule({
    name: 'only-thanks',
    when: (facts) => onContacts(facts) !== null && facts.mail.isCourtesy,
    verdict: (_, facts) => ({ is: 'ignored', requestId: requestOf(facts) }),
    reason: () => ({ code: 'onlyThanks' }),
  }),
  rule({
    name: 'foreign',
    when: isForeign,
    verdict: () => ({ is: 'ignored', requestId: null }),
    reason: () => ({ code: 'foreign' }),
  }),
];

/** What a mail of words alone answers, where that is the question for contacts. */
function onContacts(facts: AdmissionFacts): Thread | null {
  return isReadable(facts) && !facts.mail.hasFile && facts.thread?.isOnContacts === true ? facts.thread : null;
}

/** A mission's own word, of which nothing is in doubt. */
function isConfirmation(facts: AdmissionFacts): boolean {
  const thread = onContacts(facts);
  if (thread === null || !thread.isFromMission || thread.isToFormer) return false;
  return ofProof(facts) === null && ofThread(facts) === null && facts.mail.confirmsContacts;
}

/** A shared mailbox holds the other mail of an office, too: from nobody on file, and about nothing that was asked. */
function isForeign({ stranger, mail }: AdmissionFacts): boolean {
  if (stranger === null || stranger.namesUs || stranger.isOfKnown) return false;
  if (mail.class === 'bounce') return true;
  return !stranger.isByKnown && (mail.class === 'list' || !stranger.isGuessed);
}
