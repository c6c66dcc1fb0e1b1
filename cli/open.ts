import { Command } from 'commander';
import { cycleId } from '../domain/ids.js';
import { addDays, daysBetween, isIsoDate } from '../domain/iso-date.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { heirOn } from '../domain/succession.js';
import { yearOf } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import { askedAbout } from '../domain/recommendation.js';
import { knownReportDate, nextPeriod } from '../domain/report-date.js';
import { systemClock } from '../worker/clock.js';
import { CommandFault } from './fault.js';
import { findObligation } from './known.js';
import { periodAsked } from './period.js';
import { print } from './output.js';
import { withEngine } from './session.js';

interface Options {
  year?: number;
  period?: string;
  report?: string;
}

export function openCommand(): Command {
  return new Command('open')
    .description('open a cycle: one request to every party that the obligation asks on the day')
    .argument('<obligation>', 'such as annual-report')
    .option('--year <year>', 'the cycle; the next whose report date is not past by default', Number)
    .option('--period <period>', 'the cycle of what recurs within the year, such as 2027-H1 or 2027-Q3')
    .option('--report <date>', 'the day from which it is counted, where the mandate files give none or another')
    .action((id: string, { year: asked, period: named, report: given }: Options) =>
      withEngine(async (engine, { catalogue, cycles, registers }, config) => {
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
        const period =
          asked === undefined && named === undefined && given === undefined
            ? nextPeriod(obligation, today)
            : periodAsked(obligation, { year: asked ?? yearIn(given), period: named });
        if (period === undefined)
          throw new CommandFault(
            `No date is on file for ${id}. Give the day that it is counted from: --report yyyy-mm-dd`,
            2,
          );
        const report = given
          ? { date: given, status: 'given by hand' }
          : (knownReportDate(obligation, period) ?? noDate(id, period));
        if (report.date < today)
          throw new CommandFault(
            `The day from which ${id} of ${period} is counted, ${report.date}, is past. Name a later one, or give --report.`,
            2,
          );
        const { minimumDays } = obligation.rules;
        if (daysBetween(today, report.date) < minimumDays)
          throw new CommandFault(
            `The day from which ${id} of ${period} is counted, ${report.date}, is too near: whoever is asked has at least ${minimumDays} days. Name a later one, or give --report.`,
            2,
          );
        const { parties, disputed } = catalogue;
        const members = partiesAsked(parties, disputed, today, obligation.parties);
        if (askedAbout(obligation, members, await registers.findEntries('recommendations')).length === 0)
          throw new CommandFault(
            'No recommendation is open, so nobody is to be asked: see `coordinator recommendation load --help`.',
          );
        const name = cycleId(id, period);
        if (await cycles.findCycle(name))
          throw new CommandFault(`${name} has been opened before: see \`coordinator status ${name}\`.`);
        const { setSize, isDemonstration: isReleased } = config;
        const isNew = await engine.starts.cycle({
          obligation: id,
          year: yearOf(period),
          period,
          because: `it was opened by hand on ${today}`,
          isReleased,
          setSize,
          ...(given === undefined ? {} : { reportDate: given }),
        });
        if (!isNew) throw new CommandFault(`${name} is being opened already.`);
        print(`${name} is open, counted from ${report.date} (${report.status}).`);
        const { event, daysAfter } = obligation.reportDate;
        // Whoever takes the day of the meeting for that of its report would be told too early that it is due.
        if (given !== undefined && event !== null && daysAfter !== 0)
          print(
            `Its day is ${daysAfter} days after that of ${event}, which is taken to be ${addDays(given, -daysAfter)}.`,
          );
        if (!isReleased) print('The first notes wait for your release: see the desk, or `coordinator release --help`.');
      }),
    );
}

function yearIn(date: string | undefined): number | undefined {
  return date === undefined ? undefined : yearOf(date);
}

function noDate(id: string, period: Period): never {
  throw new CommandFault(
    `No date is on file for ${id} of ${period}. Give the day that it is counted from: --report yyyy-mm-dd`,
    2,
  );
}
