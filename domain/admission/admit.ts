import type { AdmissionFacts } from './facts.js';
import { MACHINE_RULES } from './machine-rules.js';
import { OFFICE_RULES } from './office-rules.js';
import { PERSON_RULES } from './person-rules.js';
import { QUIET_RULES } from './quiet-rules.js';
import type { AdmissionRule, Decided } from './rule.js';

/** What becomes of a received mail, by which rule and why. */
export interface Admission extends Decided {
  /** The name of the rule. */
  rule: string;
  /** Whom its words name as a new contact is taken down, whatever else becomes of it. */
  notesSuccessor: boolean;
}

/** The table of admission: of the rules that hold the first decides. */
export const ADMISSION_RULES: readonly AdmissionRule[] = [
  ...OFFICE_RULES,
  ...QUIET_RULES,
  ...MACHINE_RULES,
  ...PERSON_RULES,
];

/**
 * What becomes of a received mail. Nothing is changed by asking.
 *
 * @throws where no rule holds, which the facts of no mail can bring about
 */
export function admit(facts: AdmissionFacts, rules: readonly AdmissionRule[] = ADMISSION_RULES): Admission {
  for (const rule of rules) {
    const decided = rule.decide(facts);
    if (decided === null) continue;
    const notesSuccessor = facts.successor !== null && PERSON_RULES.includes(rule);
    return { rule: rule.name, ...decided, notesSuccessor };
  }
  throw new Error(`no rule admits a mail of the class '${facts.mail.class}'`);
}
