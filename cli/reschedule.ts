import { Command } from 'commander';
import { adjustmentId, BY, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { findCycle } from './cycle.js';
import { withEngine } from './session.js';

export function rescheduleCommand(): Command {
  return new Command('reschedule')
    .description('move the report date of a running cycle; due dates that a note has printed stand')
    .argument('<date>', 'the new report date, yyyy-mm-dd')
    .requiredOption('--authority <words>', 'the document that says so')
    .requiredOption('--reason <words>', 'why')
    .option('--cycle <id>', 'the newest by default')
    .option('--json', 'one JSON object a line')
    .action((date: string, options: ActOptions & { cycle?: string }) =>
      withEngine(async (engine, record) => {
        const { id: cycleId } = await findCycle(record, options.cycle);
        const { authority, reason } = options;
        const id = adjustmentId('report-date');
        await carryOut(engine, record, { kind: 'reportDate', id, cycleId, date, authority, reason, by: BY }, options);
      }),
    );
}
