import type { ScriptedEvent } from '../script.js';
import type { SimulatedLine } from './line.js';
import type { Reception, Weight } from './reception.js';

/** What is told of one request, and which events of the script it took. */
export class Diary {
  constructor(
    private readonly request: { cycle: string; party: string; requestId: string },
    private readonly lines: SimulatedLine[],
    private readonly reception: Reception,
  ) {}

  line({ at, kind, rung, to, because }: Omit<SimulatedLine, 'party' | 'requests'>): void {
    const { party, requestId } = this.request;
    this.lines.push({ at, kind, party, requests: [requestId], rung, to, because });
  }

  /** That an event was taken here. */
  take(one: ScriptedEvent): void {
    this.reception.take(one);
  }

  /** That an event was not taken here; told where no other request takes it. */
  pass(
    one: ScriptedEvent,
    at: string,
    because: string,
    { kind = 'ignored', rung = one.kind }: { kind?: Weight; rung?: string } = {},
  ): null {
    const { cycle, requestId } = this.request;
    const [party, requests] = one.party === null ? ['', [cycle]] : [one.party, [requestId]];
    this.reception.pass(one, { at, kind, party, requests, rung, to: null, because });
    return null;
  }
}
