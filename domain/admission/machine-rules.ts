import { isPersonal, requestOf } from './facts.js';
import type { AdmissionFacts } from './facts.js';
import { rule } from './rule.js';
import type { AdmissionRule } from './rule.js';
import { held } from './verdict.js';

/** What no person wrote: mail systems, absence notices, lists, and what is no mail. */
export const MACHINE_RULES: readonly AdmissionRule[] = [
  rule({
    name: 'bounce-of-nothing',
    when: ({ mail, thread }) => mail.class === 'bounce' && thread === null,
    verdict: () => held(null),
    reason: () => ({ code: 'bounceOfNothing' }),
  }),
  rule({
    name: 'bounce-unproven',
    when: ({ mail, thread }) => mail.class === 'bounce' && thread?.isGiven === false,
    verdict: (_, facts) => held(requestOf(facts)),
    reason: () => ({ code: 'bounceUnproven' }),
  }),
  rule({
    name: 'bounce',
    when: ({ mail }) => mail.class === 'bounce',
    verdict: (_, facts) => ({ is: 'bounce', requestId: requestOf(facts) }),
    reason: (_, { mail: { returned, subject } }) => ({ code: 'bounce', returned, subject }),
  }),
  rule({
    name: 'delay-or-loop',
    when: ({ mail }) => mail.class === 'delay' || mail.class === 'loop',
    verdict: (_, facts) => ({ is: 'ignored', requestId: requestOf(facts) }),
    reason: (_, facts) => ofClass(facts),
  }),
  rule({
    name: 'automatic-with-file',
    when: ({ mail }) => mail.class === 'auto-reply' && mail.hasFile,
    verdict: (_, facts) => held(requestOf(facts)),
    reason: () => ({ code: 'automaticWithFile' }),
  }),
  rule({
    name: 'automatic-with-link',
    when: ({ mail }) => mail.class === 'auto-reply' && !mail.isReport && mail.mayBeAnswer,
    verdict: (_, facts) => held(requestOf(facts)),
    reason: () => ({ code: 'automaticWithLink' }),
  }),
  rule({
    name: 'automatic',
    when: ({ mail }) => mail.class === 'auto-reply',
    verdict: (_, facts) => ({ is: 'ignored', requestId: requestOf(facts) }),
    reason: (_, facts) => ofClass(facts),
  }),
  rule({
    name: 'no-answer',
    when: (facts) => !isPersonal(facts),
    verdict: (_, facts) => held(requestOf(facts)),
    reason: (_, facts) => ofClass(facts),
  }),
];

function ofClass({ mail: { why } }: AdmissionFacts): { code: 'class'; why: readonly string[] } {
  return { code: 'class', why };
}
