import { Command } from 'commander';
import { adjustmentsByRegister } from '../domain/passing.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import { adjustmentId, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { BY } from './operator.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function replanCommand(): Command {
  return new Command('replan')
    .description(
      'tell running requests of a change of the mandate files: a state that has left, a mandate that has passed on, a rule of dates',
    )
    .requiredOption('--authority <words>', 'who says so: the document that brought the change')
    .requiredOption('--reason <words>', 'what has changed')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      '\nThe service reads the mandate files at its start: change them, start it again, then run this. A new day off needs no ' +
        'command: it is told to running requests at that start. ' +
        'Every request is planned anew, and due dates that a note has printed stand. Those of a party whose membership has ' +
        'ended end; those whose mandate has passed on (successions.yaml) go on under the successor, or end where another ' +
        'duty carries them on. To run it again changes nothing.',
    )
    .action((options: ActOptions) =>
      withEngine(async (engine, record) => {
        const { authority, reason } = options;
        const replan = { kind: 'replan' as const, id: adjustmentId('replan'), authority, reason, by: BY };
        await carryOut(engine, record, replan, options);
        const { catalogue, cycles } = record;
        const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
        const running = (await cycles.findRunning()).map((one) => ({ ...one, openedAt: one.plan.openedAt }));
        for (const adjustment of adjustmentsByRegister(catalogue, running, today, BY)) {
          if (!options.json) print(`\n${adjustment.reason}`);
          await carryOut(engine, record, adjustment, options);
        }
      }),
    );
}
