import { Command } from 'commander';
import { requestId as idOfRequest } from '../domain/ids.js';
import { adjustmentId, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { findCycle } from './cycle.js';
import { findParty } from './known.js';
import { BY } from './operator.js';
import { withEngine } from './session.js';

export function extendCommand(): Command {
  return new Command('extend')
    .description('give one state a later due date; its mission and capital are told')
    .argument('<state>', 'by its code or name')
    .requiredOption('--until <date>', 'the new due date, yyyy-mm-dd; later than the present one')
    .requiredOption('--authority <words>', 'who allowed it: the note that asked for it, with its date')
    .requiredOption('--reason <words>', 'why')
    .option('--cycle <id>', 'the newest that member states answer by default')
    .option('--json', 'one JSON object a line')
    .action((state: string, options: ActOptions & { until: string; cycle?: string }) =>
      withEngine(async (engine, record) => {
        const cycle = await findCycle(record, options.cycle);
        const requestId = idOfRequest(cycle.id, findParty(record.catalogue, state).code);
        const { until: dueDate, authority, reason } = options;
        const id = adjustmentId('extension');
        await carryOut(
          engine,
          record,
          { kind: 'extension', id, requestId, dueDate, authority, reason, by: BY },
          options,
        );
      }),
    );
}
