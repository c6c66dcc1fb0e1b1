import { instantAt } from '../plan.js';
import { isMilestone } from '../script.js';
import type { ScriptedEvent, ScriptedMilestone } from '../script.js';

/** What happens to a request: every event of a script but what is only to be remembered. */
export type HeardEvent = Exclude<ScriptedEvent, ScriptedMilestone>;

/** What the script has for one party, in its order: the number of an event is its id. */
export class Part {
  readonly events: HeardEvent[];

  constructor(
    script: ScriptedEvent[],
    private readonly party: string,
  ) {
    this.events = script.flatMap((one) =>
      !isMilestone(one) && (one.party === party || one.party === null) ? [one] : [],
    );
  }

  idOf(index: number): string {
    return `${this.party}/${index + 1}`;
  }

  by(id: string): HeardEvent | undefined {
    return this.events[Number(id.split('/').at(-1)) - 1];
  }
}

/** A date stands for noon. */
export function instantOf({ at }: ScriptedEvent, zone: string): string {
  return at.length === 10 ? instantAt(at, '12:00', zone) : at;
}

/** The words of the service, and after them what the script says itself. */
export function told({ because }: { because?: string }, words: string): string {
  return because === undefined ? words : `${words}; ${because}`;
}
