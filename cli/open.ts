import { Command } from 'commander';
import { cycleId } from '../domain/ids.js';
import { dateIn } from '../domain/plan.js';
import { nextCycleYear, reportDateOf } from '../domain/report-date.js';
import { systemClock } from '../worker/clock.js';
import { CommandFault } from './fault.js';
import { findObligation } from './known.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function openCommand(): Command {
  return new Command('open')
    .description('open a cycle: one request to every member state of the day')
    .argument('<obligation>', 'such as annual-report')
    .option('--year <year>', 'the cycle; the next whose report date is not past by default', Number)
    .action((id: string, { year: asked }: { year?: number }) =>
      withEngine(async (engine, { catalogue, cycles }, config) => {
        const obligation = findObligation(catalogue, id);
        const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
        const year = asked ?? nextCycleYear(obligation, today);
        if (!Number.isInteger(year) || year < 1900 || year > 2200)
          throw new CommandFault('--year must be a year such as 2027', 2);
        const report = reportDateOf(obligation, year);
        if (report.date < today)
          throw new CommandFault(
            `The report of ${year} was due on ${report.date}, which is past. Name a later --year.`,
            2,
          );
        const name = cycleId(id, year);
        if (await cycles.findCycle(name))
          throw new CommandFault(`${name} has been opened before: see \`coordinator status ${name}\`.`);
        const { setSize, isDemonstration: isReleased } = config;
        const isNew = await engine.starts.cycle({
          obligation: id,
          year,
          because: `it was opened by hand on ${today}`,
          isReleased,
          setSize,
        });
        if (!isNew) throw new CommandFault(`${name} is being opened already.`);
        print(`${name} is open; its report is due on ${report.date} (${report.status}).`);
        if (!isReleased) print('The first notes wait for your release: see the desk, or `coordinator release --help`.');
      }),
    );
}
