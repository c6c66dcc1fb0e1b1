import { Command } from 'commander';
import { adjustmentId, BY, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { withEngine } from './session.js';

export function replanCommand(): Command {
  return new Command('replan')
    .description('plan every running request anew after a change of the mandate files, such as a new holiday')
    .requiredOption('--authority <words>', 'who says so: the document that names the holiday')
    .requiredOption('--reason <words>', 'what has changed')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      '\nThe service reads the mandate files at its start: change them, start it again, then run this. ' +
        'Due dates that a note has printed stand.',
    )
    .action((options: ActOptions) =>
      withEngine(async (engine, record) => {
        const { authority, reason } = options;
        await carryOut(
          engine,
          record,
          { kind: 'replan', id: adjustmentId('replan'), authority, reason, by: BY },
          options,
        );
      }),
    );
}
