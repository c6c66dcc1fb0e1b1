import { Command } from 'commander';
import type { Scope } from '../domain/adjustment.js';
import { requestId } from '../domain/ids.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { adjustmentId, BY, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findObligation, findParty } from './known.js';
import { withEngine } from './session.js';

interface ScopeOptions {
  party?: string;
  obligation?: string;
  request?: string;
  all?: boolean;
}

export function pauseCommand(): Command {
  return withScope(
    new Command('pause').description('stop the clock: nothing leaves but acknowledgements, nothing closes'),
  )
    .option('--from <date>', 'the first day that does not count; today by default')
    .option('--until <date>', 'for days that are over, such as an outage of ours: they are given back at once')
    .action((options: ActOptions & ScopeOptions & { from?: string; until?: string }) =>
      withEngine(async (engine, record) => {
        const scope = await scopeOf(record, options);
        const { authority, reason, from: fromDate = todayAt(record), until: untilDate = null } = options;
        const id = adjustmentId('pause');
        const adjustment = { kind: 'pause' as const, id, scope, fromDate, untilDate, authority, reason, by: BY };
        await carryOut(engine, record, adjustment, options);
      }),
    );
}

export function resumeCommand(): Command {
  return withScope(new Command('resume').description('let the clock go on, with the days that were left'))
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

function withScope(command: Command): Command {
  return command
    .option('--party <state>', 'every request of one state')
    .option('--request <state>', 'the request of one state in the newest cycle')
    .option('--obligation <id>', 'every request of one obligation')
    .option('--all', 'every request')
    .requiredOption('--authority <words>', 'who allowed it')
    .requiredOption('--reason <words>', 'why: a hurricane, an election, an outage of ours')
    .option('--json', 'one JSON object a line');
}

async function scopeOf(record: OpenRecord, options: ScopeOptions): Promise<Scope> {
  const { party, obligation, request, all } = options;
  const chosen = [party, obligation, request, all === true ? 'all' : undefined].filter((one) => one !== undefined);
  if (chosen.length !== 1) throw new CommandFault('Name one of --party, --request, --obligation and --all.', 2);
  if (party !== undefined) return `party/${findParty(record.catalogue, party).code}`;
  if (obligation !== undefined) return `obligation/${findObligation(record.catalogue, obligation).id}`;
  if (request === undefined) return 'all';
  const cycle = await findCycle(record, undefined);
  return `request/${requestId(cycle.id, findParty(record.catalogue, request).code)}`;
}

function todayAt({ catalogue }: OpenRecord): string {
  return dateIn(systemClock.now(), catalogue.headquarters.zone);
}
