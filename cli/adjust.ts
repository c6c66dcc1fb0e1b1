import { randomBytes } from 'node:crypto';
import type { AdjustedRequest } from '../activities/adjustment.js';
import type { Adjustment } from '../domain/adjustment.js';
import { systemClock } from '../worker/clock.js';
import { createAdjustmentActivities } from '../activities/adjustment.js';
import { CommandFault } from './fault.js';
import { print, printJson, printTable } from './output.js';
import type { Engine, OpenRecord } from '../worker/composition.js';

/** What every command that moves a date asks for. */
export interface ActOptions {
  authority: string;
  reason: string;
  json?: boolean;
}

/** A new id for one run of a command, readable in the Web UI: `pause/20270112T143000Z-1f3a`. */
export function adjustmentId(kind: string): string {
  const instant = systemClock.now().replace(/[-:]|\.\d+/g, '');
  return `${kind}/${instant}-${randomBytes(2).toString('hex')}`;
}

/** Checks an adjustment, carries it out, and says what became of each request. Throws CommandFault when it is refused. */
export async function carryOut(
  engine: Engine,
  { ledger, cycles, catalogue }: OpenRecord,
  adjustment: Adjustment,
  { json }: { json?: boolean },
): Promise<void> {
  const adjustments = createAdjustmentActivities({ ledger, cycles, cases: engine.cases, catalogue });
  const refusal = await adjustments.findRefusal({ adjustment, at: systemClock.now() });
  if (refusal !== null) throw new CommandFault(`${refusal} Nothing was changed.`, 2);
  const { requests } = await engine.starts.adjust(adjustment);
  if (json) requests.forEach(printJson);
  else if (requests.length === 0) print('It is on record. It concerns no running request.');
  else show(requests);
}

const WORDS: Record<AdjustedRequest['outcome'], string> = {
  changed: '',
  same: 'as before',
  ended: 'closed: it keeps its date',
  parked: 'stopped by a fault: not told',
  over: 'ended: nothing more leaves',
  told: 'goes on under the successor',
};

function show(requests: AdjustedRequest[]): void {
  printTable(
    ['request', 'due', 'was', ''],
    requests.map(({ requestId, outcome, dueDate, formerDueDate }) => [
      requestId,
      dueDate,
      dueDate === formerDueDate ? '' : formerDueDate,
      WORDS[outcome],
    ]),
  );
}
