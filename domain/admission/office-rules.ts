import { ofProof, ofThread } from './doubt.js';
import { isReadable } from './facts.js';
import type { AdmissionFacts, AskedOfOffice } from './facts.js';
import { rule } from './rule.js';
import type { AdmissionRule } from './rule.js';
import { held } from './verdict.js';

/*
 * What the office itself sends to the desk: a mail that it forwards, or its word on one. An address in a header proves little, so that
 * nothing is filed before the member who was asked has said yes.
 */
export const OFFICE_RULES: readonly AdmissionRule[] = [
  rule({
    name: 'word-in-doubt',
    when: (facts) => questionIn(facts) && (ofProof(facts) ?? ofThread(facts)),
    verdict: () => held(null),
    reason: (doubt) => ({ code: 'wordInDoubt', doubt }),
  }),
  rule({
    name: 'word-of-another',
    when: (facts) => {
      const question = questionIn(facts);
      return question !== null && !isWhoWasAsked(facts, question) && question;
    },
    verdict: () => held(null),
    reason: ({ toAddress }) => ({ code: 'wordOfAnother', asked: toAddress }),
  }),
  rule({
    name: 'word-no',
    when: (facts) => facts.mail.word.is === 'no' && questionIn(facts),
    verdict: () => ({ is: 'ignored', requestId: null }),
    reason: ({ receiptId }, { mail }) => ({ code: 'wordNo', by: mail.sender, receiptId }),
  }),
  rule({
    name: 'word-unclear',
    when: (facts) => chosenBy(facts) === null && questionIn(facts),
    verdict: () => held(null),
    reason: ({ receiptId }) => ({ code: 'wordUnclear', receiptId }),
  }),
  rule({
    name: 'word-on-lost-mail',
    when: (facts) => {
      const question = questionIn(facts);
      return question?.isOnRecord === false && question;
    },
    verdict: () => held(null),
    reason: ({ receiptId }) => ({ code: 'wordOnLostMail', receiptId }),
  }),
  rule({
    name: 'word-taken',
    when: (facts) => {
      const question = questionIn(facts);
      const requestId = chosenBy(facts);
      return question !== null && requestId !== null && { receiptId: question.receiptId, requestId };
    },
    verdict: (chosen, { mail }) => ({
      is: 'fileForwarded',
      ...chosen,
      as: mail.word.is === 'message' ? 'message' : 'answer',
    }),
    reason: (chosen, { mail }) => ({ code: 'wordTaken', by: mail.sender, ...chosen }),
  }),
  rule({
    name: 'filing-address',
    when: (facts) => isReadable(facts) && facts.arrival.kind === 'file' && !facts.isStaff,
    verdict: () => held(null),
    reason: () => ({ code: 'filingAddress' }),
  }),
  rule({
    name: 'forwarded-in-doubt',
    when: (facts) => isForwarded(facts) && ofProof(facts),
    verdict: () => held(null),
    reason: (doubt) => ({ code: 'forwardedInDoubt', doubt }),
  }),
  rule({
    name: 'forwarded',
    when: isForwarded,
    verdict: (_, { arrival }) => ({ is: 'askOffice', isToShared: arrival.kind !== 'file' }),
    reason: (_, { mail }) => ({ code: 'forwarded', by: mail.sender }),
  }),
];

/** The question that a mail replies to, where it is one where a forwarded mail belongs. */
function questionIn(facts: AdmissionFacts): AskedOfOffice | null {
  return isReadable(facts) ? (facts.thread?.asked ?? null) : null;
}

function isWhoWasAsked({ isStaff, mail }: AdmissionFacts, { toAddress }: AskedOfOffice): boolean {
  return isStaff && mail.sender.toLowerCase() === toAddress.toLowerCase();
}

/** The request that the word chooses, by its code or by a yes to what was proposed; null where it chooses none. */
function chosenBy({ mail: { word }, thread }: AdmissionFacts): string | null {
  if (word.is === 'no' || word.is === 'unclear') return null;
  return word.is === 'request' ? word.requestId : (thread?.asked?.requestId ?? null);
}

/** Sent by the office to its filing address; at a shared mailbox, which has none, whatever it sends that holds another mail. */
function isForwarded(facts: AdmissionFacts): boolean {
  const { arrival, thread, mail, isStaff } = facts;
  const isToShared = arrival.isShared && thread === null && mail.holdsMail;
  return isReadable(facts) && isStaff && (arrival.kind === 'file' || isToShared);
}
