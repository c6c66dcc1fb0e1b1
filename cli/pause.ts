import { Command } from 'commander';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { adjustmentId, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { CommandFault } from './fault.js';
import { BY } from './operator.js';
import { scopeOf, withScope } from './scope.js';
import type { ScopeOptions } from './scope.js';
import { withEngine } from './session.js';

const REASONS = 'a hurricane, an election, an outage of ours';

export function pauseCommand(): Command {
  return withScope(
    new Command('pause').description('stop the clock: nothing leaves but acknowledgements, nothing closes'),
    REASONS,
  )
    .option('--all', 'every request')
    .option('--from <date>', 'the first day that does not count; today by default')
    .option('--hold-mail', 'what comes from it waits for you, too: two delegations both speak for a state')
    .option('--until <date>', 'for days that are over, such as an outage of ours: they are given back at once')
    .action((options: ActOptions & ScopeOptions & { from?: string; until?: string; holdMail?: true }) =>
      withEngine(async (engine, record) => {
        const scope = await scopeOf(record, options);
        const { authority, reason, from: fromDate = todayAt(record), until: untilDate = null } = options;
        const id = adjustmentId('pause');
        const holds = options.holdMail === true ? { holdsMail: true as const } : {};
        const dates = { fromDate, untilDate, ...holds };
        const adjustment = { kind: 'pause' as const, id, scope, ...dates, authority, reason, by: BY };
        await carryOut(engine, record, adjustment, options);
      }),
    );
}

export function resumeCommand(): Command {
  return withScope(new Command('resume').description('let the clock go on, with the days that were left'), REASONS)
    .option('--all', 'every request')
    .option('--on <date>', 'the day on which the count goes on; today by default')
    .action((options: ActOptions & ScopeOptions & { on?: string }) =>
      withEngine(async (engine, record) => {
        const scope = await scopeOf(record, options);
        const { authority, reason, on: onDate = todayAt(record) } = options;
        const pauses = await record.ledger.findPauses();
        const open = pauses.filter((pause) => pause.untilDate === null);
        const pause = open.find((one) => one.scope === scope);
        if (!pause) {
          const others = open.map((one) => `${one.scope} since ${one.fromDate}`).join(', ');
          throw new CommandFault(
            `The clock does not stand still for ${scope}. ${others === '' ? 'It stands still for nobody.' : `It does for: ${others}.`}`,
            2,
          );
        }
        const id = adjustmentId('resume');
        const adjustment = { kind: 'resume' as const, id, pauseId: pause.id, onDate, authority, reason, by: BY };
        await carryOut(engine, record, adjustment, options);
      }),
    );
}

function todayAt({ catalogue }: OpenRecord): string {
  return dateIn(systemClock.now(), catalogue.headquarters.zone);
}
