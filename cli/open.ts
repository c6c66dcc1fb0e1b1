import { Command } from 'commander';
import { cycleId } from '../domain/ids.js';
import { isIsoDate } from '../domain/iso-date.js';
import { dateIn } from '../domain/plan.js';
import { knownReportDate, nextCycleYear } from '../domain/report-date.js';
import { heirOn } from '../domain/succession.js';
import { systemClock } from '../worker/clock.js';
import { CommandFault } from './fault.js';
import { findObligation } from './known.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function openCommand(): Command {
  return new Command('open')
    .description('open a cycle: one request to every party that the obligation asks on the day')
    .argument('<obligation>', 'such as annual-report')
    .option('--year <year>', 'the cycle; the next whose report date is not past by default', Number)
    .option('--report <date>', 'the day from which it is counted, where the mandate files give none or another')
    .action((id: string, { year: asked, report: given }: { year?: number; report?: string }) =>
      withEngine(async (engine, { catalogue, cycles }, config) => {
        const obligation = findObligation(catalogue, id);
        const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
        const heir = heirOn(catalogue.successions, id, today);
        if (heir !== undefined)
          throw new CommandFault(
            `${id} has ended: ${heir} carries it on, by mandates/successions.yaml. Open that one.`,
            2,
          );
        if (given !== undefined && !isIsoDate(given))
          throw new CommandFault(`--report: '${given}' is not a date of the calendar (yyyy-mm-dd)`, 2);
        const year = asked ?? (given ? Number(given.slice(0, 4)) : nextCycleYear(obligation, today));
        if (year === undefined)
          throw new CommandFault(
            `No date is on file for ${id}. Give the day that it is counted from: --report yyyy-mm-dd`,
            2,
          );
        if (!Number.isInteger(year) || year < 1900 || year > 2200)
          throw new CommandFault('--year must be a year such as 2027', 2);
        const report = given
          ? { date: given, status: 'given by hand' }
          : (knownReportDate(obligation, year) ?? noDate(id, year));
        if (report.date < today)
          throw new CommandFault(
            `The day from which ${id} of ${year} is counted, ${report.date}, is past. Name a later --year, or give --report.`,
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
          ...(given === undefined ? {} : { reportDate: given }),
        });
        if (!isNew) throw new CommandFault(`${name} is being opened already.`);
        print(`${name} is open, counted from ${report.date} (${report.status}).`);
        if (!isReleased) print('The first notes wait for your release: see the desk, or `coordinator release --help`.');
      }),
    );
}

function noDate(id: string, year: number): never {
  throw new CommandFault(
    `No date is on file for ${id} of ${year}. Give the day that it is counted from: --report yyyy-mm-dd`,
    2,
  );
}
