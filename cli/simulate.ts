import { Command } from 'commander';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { cycleId } from '../domain/ids.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue, Obligation } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn, instantAt } from '../domain/plan.js';
import { openingDateOf, reportDateOf } from '../domain/report-date.js';
import { simulate } from '../domain/simulation.js';
import type { ScriptedEvent } from '../domain/script.js';
import type { SimulatedLine } from '../domain/simulation.js';
import { loadConfig } from '../worker/config.js';
import { CommandFault } from './fault.js';
import { print, printJson, printTable } from './output.js';
import { findObligation, findParty } from './known.js';
import { readEvents, readScenario } from './script.js';
import type { CycleEvent } from './script.js';

interface Options {
  year?: number;
  open?: string;
  due?: string;
  report?: string;
  answer: string[];
  message: string[];
  unreachable: string[];
  approvals: boolean;
  script?: string;
  scenario?: string;
  until?: string;
  json?: boolean;
}

/** One cycle to be lived through. */
interface CycleRun {
  obligation: Obligation;
  year: number;
  openedDate: string;
  reportDate: string;
  dueDate: string | undefined;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('list every mail of a year, without a server: the request machine under virtual time')
    .argument('[obligation]', 'such as annual-report')
    .option('--year <year>', 'the cycle', Number)
    .option('--open <date>', 'the opening day; its rule by default')
    .option('--report <date>', 'another report date')
    .option('--due <date>', 'another due date')
    .option('--answer <party=date>', 'an answer; may be repeated', collect, [])
    .option('--message <party=date>', "a mere message ('sent to our capital'); may be repeated", collect, [])
    .option('--unreachable <party>', 'a party of which no address takes mail; may be repeated', collect, [])
    .option('--no-approvals', 'nobody approves what waits for approval; at once by default')
    .option('--script <file>', 'a list of events, YAML or JSON: docs/scenarios.md')
    .option(
      '--scenario <file>',
      'cycles and events in one file, instead of an obligation and a year: docs/scenarios.md',
    )
    .option('--until <date>', 'the last day that is listed')
    .option('--json', 'one JSON object a line')
    .action(async (obligation: string | undefined, options: Options) => {
      const catalogue = await loadCatalogue(loadConfig().mandates);
      const lines = await run(catalogue, obligation, options);
      if (options.json) lines.forEach(printJson);
      else show(catalogue, lines);
    });
}

async function run(catalogue: Catalogue, obligation: string | undefined, options: Options): Promise<SimulatedLine[]> {
  const lastDate = checked('--until', options.until);
  if (options.scenario !== undefined) {
    if (obligation !== undefined || options.year !== undefined)
      throw new CommandFault('Name an obligation with --year, or a --scenario, which names its own cycles.', 2);
    const scenario = await readScenario(catalogue, options.scenario);
    const cycles = scenario.cycles.map((cycle) =>
      cycleRun(catalogue, cycle.obligation, { ...cycle, open: cycle.open, report: cycle.report, due: cycle.due }),
    );
    assertCyclesKnown(cycles, scenario.events);
    const lines = cycles.flatMap((cycle) =>
      live(catalogue, cycle, eventsOf(cycle, cycles, scenario.events), {
        unreachable: scenario.unreachable,
        approvals: options.approvals && scenario.approvals === 'at-once' ? 'atOnce' : 'none',
      }),
    );
    return sortedUntil(catalogue, lines, lastDate ?? scenario.until);
  }
  if (obligation === undefined) throw new CommandFault('Name an obligation such as annual-report, or a --scenario.', 2);
  if (options.year === undefined) throw new CommandFault('--year is missing: a year such as 2027', 2);
  const cycle = cycleRun(catalogue, obligation, { ...options, year: options.year });
  const unreachable = options.unreachable.map((text) => findParty(catalogue, text).code);
  const approvals = options.approvals ? 'atOnce' : 'none';
  const script = await readOptions(catalogue, options);
  return sortedUntil(catalogue, live(catalogue, cycle, script, { unreachable, approvals }), lastDate);
}

function cycleRun(
  catalogue: Catalogue,
  obligationId: string,
  options: { year: number; open?: string | undefined; report?: string | undefined; due?: string | undefined },
): CycleRun {
  const obligation = findObligation(catalogue, obligationId);
  const { year } = options;
  if (!Number.isInteger(year) || year < 1900 || year > 2200)
    throw new CommandFault('--year must be a year such as 2027', 2);
  return {
    obligation,
    year,
    reportDate: checked('--report', options.report) ?? reportDateOf(obligation, year).date,
    openedDate: checked('--open', options.open) ?? openingDateOf(obligation, year),
    dueDate: checked('--due', options.due),
  };
}

function live(
  catalogue: Catalogue,
  run: CycleRun,
  script: ScriptedEvent[],
  world: { unreachable: string[]; approvals: 'atOnce' | 'none' },
): SimulatedLine[] {
  const { obligation, year, reportDate, openedDate, dueDate } = run;
  const { headquarters, disputed } = catalogue;
  return simulate({
    cycle: cycleId(obligation.id, year),
    rules: obligation.rules,
    reportDate,
    openedAt: instantAt(openedDate, '10:00', headquarters.zone),
    ...(dueDate === undefined ? {} : { dueDate: { date: dueDate, authority: 'the command line' } }),
    headquarters,
    parties: partiesAsked(catalogue.parties, disputed, openedDate),
    script,
    ...world,
  });
}

const idOf = ({ obligation, year }: CycleRun): string => cycleId(obligation.id, year);

function assertCyclesKnown(cycles: CycleRun[], events: CycleEvent[]): void {
  const known = cycles.map(idOf);
  const twice = known.find((id, index) => known.indexOf(id) !== index);
  if (twice !== undefined) throw new CommandFault(`--scenario: the cycle ${twice} is named twice; leave one out.`, 2);
  for (const { cycle } of events) {
    if (cycle !== null && !known.includes(cycle))
      throw new CommandFault(`--scenario: an event names the cycle '${cycle}'. Known: ${known.join(', ')}`, 2);
  }
}

/**
 * What a cycle hears of: what names it, every pause, and of the rest what comes while it is the last that has opened: an answer
 * answers the last request.
 */
function eventsOf(run: CycleRun, cycles: CycleRun[], events: CycleEvent[]): ScriptedEvent[] {
  return events
    .filter(({ cycle, event }) => {
      if (cycle !== null) return cycle === idOf(run);
      if (event.kind === 'pause' || event.kind === 'resume') return true;
      const opened = cycles.filter((one) => one.openedDate <= event.at.slice(0, 10));
      const last = opened.reduce<CycleRun | null>(
        (latest, one) => (latest === null || one.openedDate > latest.openedDate ? one : latest),
        null,
      );
      return run === (last ?? cycles[0]);
    })
    .map(({ event }) => event);
}

function sortedUntil(catalogue: Catalogue, lines: SimulatedLine[], lastDate: string | undefined): SimulatedLine[] {
  const { zone } = catalogue.headquarters;
  return lines
    .filter((line) => lastDate === undefined || dateIn(line.at, zone) <= lastDate)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function readOptions(catalogue: Catalogue, { answer, message, script }: Options): Promise<ScriptedEvent[]> {
  const events = [
    ...answer.map((text) => scripted(catalogue, text, 'answer')),
    ...message.map((text) => scripted(catalogue, text, 'message')),
  ];
  return script === undefined ? events : [...events, ...(await readEvents(catalogue, script))];
}

function scripted(catalogue: Catalogue, text: string, kind: 'answer' | 'message'): ScriptedEvent {
  const [party = '', at = ''] = text.split('=');
  if (!isIsoDate(at.slice(0, 10)))
    throw new CommandFault(`--${kind} takes PARTY=yyyy-mm-dd; '${text}' has no date of the calendar`, 2);
  return { party: findParty(catalogue, party).code, at, kind };
}

function checked(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isIsoDate(text))
    throw new CommandFault(`${option}: '${text}' is not a date of the calendar (yyyy-mm-dd)`, 2);
  return text;
}

function show(catalogue: Catalogue, lines: SimulatedLine[]): void {
  const zone = catalogue.headquarters.zone;
  printTable(
    ['date', 'party', 'what', 'rung', 'to', 'because'],
    lines.map((line) => [dateIn(line.at, zone), line.party, line.kind, line.rung, line.to ?? '', line.because]),
  );
  const mails = lines.filter((line) => line.kind === 'mail').length;
  print(`\n${mails} ${mails === 1 ? 'mail' : 'mails'} to ${new Set(lines.map((line) => line.party)).size} parties`);
}
