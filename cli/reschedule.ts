import { Command } from 'commander';
import { adjustmentId, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { isIsoDate } from '../domain/iso-date.js';
import { reportDateByEvent } from '../domain/report-date.js';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { BY } from './operator.js';
import { withEngine } from './session.js';

export function rescheduleCommand(): Command {
  return new Command('reschedule')
    .description(
      'move the day that running cycles are counted from; a due date that a note has printed stands, unless it follows a session or meeting',
    )
    .argument('<date>', 'the new report date, yyyy-mm-dd')
    .requiredOption('--authority <words>', 'the document that says so')
    .requiredOption('--reason <words>', 'why')
    .option('--cycle <id>', 'the newest that member states answer by default')
    .option(
      '--event <id>',
      'instead of a cycle a session or meeting, such as authorities-meeting: all that is counted from it moves',
    )
    .option('--json', 'one JSON object a line')
    .action((date: string, options: ActOptions & { cycle?: string; event?: string }) =>
      withEngine(async (engine, record) => {
        const { authority, reason } = options;
        for (const moved of await movedBy(record, date, options)) {
          const id = adjustmentId('report-date');
          await carryOut(engine, record, { kind: 'reportDate', id, ...moved, authority, reason, by: BY }, options);
        }
      }),
    );
}

/** The cycles that move, each with its new date: of an event all that run and are counted from it. */
async function movedBy(
  record: OpenRecord,
  date: string,
  { cycle, event }: { cycle?: string; event?: string },
): Promise<{ cycleId: string; date: string }[]> {
  if (event === undefined) return [{ cycleId: (await findCycle(record, cycle)).id, date }];
  if (cycle !== undefined)
    throw new CommandFault('Give either --cycle or --event: an event moves every cycle of its own.', 2);
  if (!isIsoDate(date)) throw new CommandFault(`'${date}' is not a date of the calendar (yyyy-mm-dd)`, 2);
  const { events, obligations } = record.catalogue;
  if (!events.some(({ id }) => id === event))
    throw new CommandFault(`There is no event '${event}'. Known: ${events.map(({ id }) => id).join(', ')}`, 2);
  const running = (await record.cycles.findCycles()).filter((one) => one.closedAt === null);
  const moved = running.flatMap(({ id, obligation }) => {
    const followed = obligations.find((one) => one.id === obligation);
    const moved = followed && reportDateByEvent(followed, event, date);
    return moved === undefined ? [] : [{ cycleId: id, date: moved }];
  });
  if (moved.length === 0)
    throw new CommandFault(`No running cycle is counted from ${event}: put its new day into mandates/events.yaml.`);
  return moved;
}
