import type { Party, Rules } from '../mandate.js';
import type { PlanInput } from '../plan.js';
import type { ScriptedEvent } from '../script.js';

/** One cycle to be lived through. */
export interface SimulationInput {
  cycle: string;
  rules: Rules;
  reportDate: string;
  openedAt: string;
  dueDate?: { date: string; authority: string };
  headquarters: PlanInput['headquarters'];
  parties: Party[];
  script: ScriptedEvent[];
  /** Codes of parties of which no address takes mail. */
  unreachable: string[];
  /** How many working days a mission has to object to what its capital sends; no copy is sent when left out. */
  objectionWorkingDays?: number;
  /**
   * Whether a rung that waits for approval is approved at once, so that the list is that of a year in which nobody is asked.
   * A party of which the script approves or declines waits for the script. At once when left out.
   */
  approvals?: 'atOnce' | 'none';
}
