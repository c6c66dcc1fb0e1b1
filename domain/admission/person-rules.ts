import { doubtOf, ofFile } from './doubt.js';
import type { Doubt } from './doubt.js';
import { requestOf } from './facts.js';
import type { AdmissionFacts } from './facts.js';
import type { AdmissionReason } from './reason.js';
import { rule } from './rule.js';
import type { AdmissionRule } from './rule.js';
import { held } from './verdict.js';

/**
 * What a person wrote. It is filed only where one request and its party's word are beyond doubt; with a doubt it is a message, so that
 * nobody is reminded meanwhile and nothing is closed.
 */
export const PERSON_RULES: readonly AdmissionRule[] = [
  rule({
    name: 'former-contact',
    when: ({ thread, successor }) => thread !== null && (thread.isToFormer || successor?.replacesAddressee === true),
    verdict: (_, facts) => held(requestOf(facts)),
    reason: () => ({ code: 'formerContact' }),
  }),
  rule({
    name: 'several-requests',
    when: ({ thread, mail }) => !mail.isEncrypted && (thread?.requestIds.length ?? 0) > 1,
    verdict: (_, facts) => ({ is: 'messageForEach', doubt: anyDoubt(facts) }),
    reason: (_, facts) => {
      const { mail, thread } = facts;
      return { code: 'several', sender: mail.sender, count: thread?.requestIds.length ?? 0, doubt: anyDoubt(facts) };
    },
  }),
  // A mission that names a successor when it is asked for its contacts has said all: one decision is enough.
  rule({
    name: 'successor-taken',
    when: (facts) => namesAskedSuccessor(facts) && (facts.successor?.taken ?? null),
    verdict: (_, facts) => ({ is: 'ignored', requestId: requestOf(facts) }),
    reason: (words) => ({ code: 'successorTaken', words }),
  }),
  rule({
    name: 'successor-named',
    when: namesAskedSuccessor,
    verdict: (_, facts) => ({ is: 'held', requestId: requestOf(facts), hasTask: false }),
    reason: (found, facts) =>
      isOnContactsAlone(facts)
        ? ofContacts(found, facts)
        : { code: requestOf(facts) === null ? 'noRequest' : 'encrypted' },
  }),
  rule({
    name: 'contacts-question',
    when: isOnContactsAlone,
    verdict: () => held(null),
    reason: ofContacts,
  }),
  rule({
    name: 'address-not-given',
    when: ({ thread, arrival }) => thread === null && arrival.looksSigned,
    verdict: () => held(null),
    reason: () => ({ code: 'addressNotGiven' }),
  }),
  rule({
    name: 'no-request',
    when: (facts) => requestOf(facts) === null,
    verdict: () => held(null),
    reason: () => ({ code: 'noRequest' }),
  }),
  rule({
    name: 'encrypted',
    when: ({ mail }) => mail.isEncrypted,
    verdict: (_, facts) => held(requestOf(facts)),
    reason: () => ({ code: 'encrypted' }),
  }),
  rule({
    name: 'in-doubt',
    when: (facts) => toRequest(facts, doubtOf(facts)),
    verdict: ({ requestId, found: doubt }) => ({ is: 'message', requestId, doubt, lacks: [], awaitsScan: false }),
    reason: ({ found: doubt }, { mail }) => ({ code: 'from', sender: mail.sender, doubt, lacks: [] }),
  }),
  // What could not be scanned counts by itself once its files are found clean.
  rule({
    name: 'awaits-scan',
    when: (facts) =>
      facts.mail.class === 'answer' && facts.mail.fileFault?.verdict === 'unscanned' && toRequest(facts, ofFile(facts)),
    verdict: ({ requestId, found: doubt }) => ({ is: 'message', requestId, doubt, lacks: [], awaitsScan: true }),
    reason: ({ found: doubt }, { mail }) => ({ code: 'from', sender: mail.sender, doubt, lacks: [] }),
  }),
  rule({
    name: 'file-in-doubt',
    when: (facts) => toRequest(facts, ofFile(facts)),
    verdict: ({ requestId, found: doubt }) => ({ is: 'message', requestId, doubt, lacks: [], awaitsScan: false }),
    reason: ({ found: doubt }, { mail }) => ({ code: 'from', sender: mail.sender, doubt, lacks: [] }),
  }),
  rule({
    name: 'lacks-something',
    when: (facts) => facts.mail.lacks.length > 0 && toRequest(facts, facts.mail.lacks),
    verdict: ({ requestId, found: lacks }) => ({ is: 'message', requestId, doubt: null, lacks, awaitsScan: false }),
    reason: ({ found: lacks }, { mail }) => ({ code: 'from', sender: mail.sender, doubt: null, lacks }),
  }),
  rule({
    name: 'answer',
    when: (facts) => facts.mail.class === 'answer' && requestOf(facts),
    verdict: (requestId) => ({ is: 'answer', requestId }),
    reason: (_, { mail }) => ({ code: 'from', sender: mail.sender, doubt: null, lacks: [] }),
  }),
  rule({
    name: 'message',
    when: requestOf,
    verdict: (requestId) => ({ is: 'message', requestId, doubt: null, lacks: [], awaitsScan: false }),
    reason: (_, { mail }) => ({ code: 'from', sender: mail.sender, doubt: null, lacks: [] }),
  }),
];

function anyDoubt(facts: AdmissionFacts): Doubt | null {
  return doubtOf(facts) ?? ofFile(facts);
}

/** The request together with what was found of the mail; null where either is missing. */
function toRequest<Found>(facts: AdmissionFacts, found: Found | null): { requestId: string; found: Found } | null {
  const requestId = requestOf(facts);
  return requestId === null || found === null ? null : { requestId, found };
}

/** A mail that is filed for no request, and names a successor where the contacts were asked for. */
function namesAskedSuccessor(facts: AdmissionFacts): boolean {
  const { successor, thread, mail } = facts;
  return successor !== null && thread?.isOnContacts === true && (mail.isEncrypted || requestOf(facts) === null);
}

/** It answers the question for contacts, which is about no request. */
function isOnContactsAlone({ thread }: AdmissionFacts): boolean {
  return thread?.isOnContacts === true && thread.requestIds.length === 0;
}

function ofContacts(_: unknown, { thread }: AdmissionFacts): AdmissionReason {
  return { code: 'contactsQuestion', party: thread?.party?.code ?? null };
}
