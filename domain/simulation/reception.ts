import type { ScriptedEvent } from '../script.js';
import type { SimulatedLine } from './line.js';

/** The words of what was not taken; a pause that waits for what opens later is no mistake, and a refusal says more than a miss. */
const WEIGHT = ['changed', 'refused', 'ignored'] as const;
export type Weight = (typeof WEIGHT)[number];

/** Which events of the script were taken by a request that hears of them; one that none takes is told once. */
export class Reception {
  private readonly taken = new Set<unknown>();
  private readonly passed = new Map<unknown, SimulatedLine[]>();

  take(one: ScriptedEvent): void {
    this.taken.add(keyOfEvent(one));
  }

  pass(one: ScriptedEvent, line: SimulatedLine): void {
    const key = keyOfEvent(one);
    this.passed.set(key, [...(this.passed.get(key) ?? []), line]);
  }

  missed(): SimulatedLine[] {
    return [...this.passed].flatMap(([key, lines]) => {
      const kind = WEIGHT.find((weight) => lines.some((line) => line.kind === weight));
      const [first, ...others] = lines.filter((line) => line.kind === kind);
      if (this.taken.has(key) || !first) return [];
      return [{ ...first, requests: [...new Set([first, ...others].flatMap(({ requests }) => requests))] }];
    });
  }
}

/** A day that several cycles are counted from moves by one act, which each hears with a date of its own. */
function keyOfEvent(one: ScriptedEvent): unknown {
  return one.kind === 'reportDate' ? `${one.at} ${one.authority} ${one.reason}` : one;
}
