import type { AdmissionFacts } from './facts.js';
import type { AdmissionReason } from './reason.js';
import type { AdmissionVerdict } from './verdict.js';

/** What a rule decides on a mail. */
export interface Decided {
  verdict: AdmissionVerdict;
  reason: AdmissionReason;
}

/** One line of the table by which mail is admitted. */
export interface AdmissionRule {
  /** In small letters with hyphens, as `mail explain` prints it. */
  name: string;
  /** What it decides; null where it does not hold. */
  decide: (facts: AdmissionFacts) => Decided | null;
}

/** A rule of its four parts. `when` gives what the verdict and the reason are made of; null or false where the rule does not hold. */
export function rule<Found>(given: {
  name: string;
  when: (facts: AdmissionFacts) => Found | false | null;
  verdict: (found: Found, facts: AdmissionFacts) => AdmissionVerdict;
  reason: (found: Found, facts: AdmissionFacts) => AdmissionReason;
}): AdmissionRule {
  const { name, when, verdict, reason } = given;
  return {
    name,
    decide(facts) {
      const found = when(facts);
      return found === null || found === false
        ? null
        : { verdict: verdict(found, facts), reason: reason(found, facts) };
    },
  };
}
