import { Command } from 'commander';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';
import type { SimulatedLine } from '../domain/simulation/line.js';
import { loadConfig } from '../worker/config.js';
import { contactQuestions, liveAll, runOf, runsOf, runsOfYear } from './cycle-run.js';
import type { CycleRun, World } from './cycle-run.js';
import { CommandFault } from './fault.js';
import { findObligation, findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { periodAsked, periodsAsked } from './period.js';
import { repeated } from './repeated.js';
import { readEvents, readScenario } from './script.js';
import type { CycleEvent } from './script.js';

interface Options {
  year?: number[];
  period?: string;
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

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('list every mail of a year, without a server: the request machine under virtual time')
    .argument('[obligation]', 'such as annual-report; all for every one that has a day in the year')
    .option('--year <year>', 'the cycle, or every one of the year; or of a span of years such as 2027-2028', yearsIn)
    .option('--period <period>', 'one cycle of what recurs within the year, such as 2027-H1')
    .option('--open <date>', 'the opening day; its rule by default')
    .option('--report <date>', 'another report date')
    .option('--due <date>', 'another due date')
    .option('--answer <party=date>', 'an answer; may be repeated', repeated, [])
    .option('--message <party=date>', "a mere message ('sent to our capital'); may be repeated", repeated, [])
    .option('--unreachable <party>', 'a party of which no address takes mail; may be repeated', repeated, [])
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
    const runs = runsOf(catalogue, scenario.cycles);
    const world = {
      unreachable: scenario.unreachable,
      approvals: options.approvals && scenario.approvals === 'at-once' ? ('atOnce' as const) : ('none' as const),
    };
    return live(catalogue, runs, scenario.events, { world, until: lastDate ?? scenario.until });
  }
  if (obligation === undefined)
    throw new CommandFault('Name an obligation such as annual-report, all, or a --scenario.', 2);
  const { year: years, period } = options;
  if (years === undefined && period === undefined) throw new CommandFault('--year is missing: a year such as 2027', 2);
  if (obligation === 'all' && years === undefined)
    throw new CommandFault('--period is for one obligation; for all of them name a --year', 2);
  const runs =
    obligation === 'all'
      ? (years ?? []).flatMap((year) => runsOfYear(catalogue, year))
      : runsOfOne(catalogue, obligation, options);
  const world = {
    unreachable: options.unreachable.map((text) => findParty(catalogue, text).code),
    approvals: options.approvals ? ('atOnce' as const) : ('none' as const),
  };
  return live(catalogue, runs, await readOptions(catalogue, options), { world, until: lastDate });
}

/** `2027` or `2027-2028`, as the years it names. */
function yearsIn(text: string): number[] {
  const [, first, last = first] = /^(\d{4})(?:-(\d{4}))?$/.exec(text) ?? [];
  const years = Array.from({ length: Number(last) - Number(first) + 1 || 0 }, (_, index) => Number(first) + index);
  if (years.length === 0 || years.length > MOST_YEARS || years.some((year) => year < 1900 || year > 2200))
    throw new CommandFault(
      `--year must be a year such as 2027, or a span of up to ${MOST_YEARS} such as 2027-2028; '${text}' is neither`,
      2,
    );
  return years;
}

/** A longer list nobody reads, and the calendars of the states are not known so far ahead. */
const MOST_YEARS = 10;

/** The cycles of one obligation; dates of its own are given for one cycle only. */
function runsOfOne(catalogue: Catalogue, id: string, options: Options): CycleRun[] {
  const obligation = findObligation(catalogue, id);
  const dates = {
    open: checked('--open', options.open),
    report: checked('--report', options.report),
    due: checked('--due', options.due),
  };
  const hasDates = Object.values(dates).some((date) => date !== undefined);
  const { year: years = [undefined], period } = options;
  const periods = years.flatMap((year) =>
    hasDates ? [periodAsked(obligation, { year, period })] : periodsAsked(obligation, { year, period }),
  );
  if (hasDates && periods.length > 1)
    throw new CommandFault('--open, --report and --due are dates of one cycle: name one year.', 2);
  return periods.map((period) => runOf(catalogue, obligation, { period, ...dates }));
}

/** What happens in the cycles until a day, in order. */
function live(
  catalogue: Catalogue,
  runs: CycleRun[],
  events: CycleEvent[],
  { world, until }: { world: World; until: string | undefined },
): SimulatedLine[] {
  const { zone } = catalogue.headquarters;
  return [...contactQuestions(catalogue, runs, events, world), ...liveAll(catalogue, runs, events, world)]
    .filter((line) => until === undefined || dateIn(line.at, zone) <= until)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function readOptions(catalogue: Catalogue, { answer, message, script }: Options): Promise<CycleEvent[]> {
  const events = [
    ...answer.map((text) => scripted(catalogue, text, 'answer')),
    ...message.map((text) => scripted(catalogue, text, 'message')),
  ];
  return script === undefined ? events : [...events, ...(await readEvents(catalogue, script))];
}

function scripted(catalogue: Catalogue, text: string, kind: 'answer' | 'message'): CycleEvent {
  const [party = '', at = ''] = text.split('=');
  if (!isIsoDate(at.slice(0, 10)))
    throw new CommandFault(`--${kind} takes PARTY=yyyy-mm-dd; '${text}' has no date of the calendar`, 2);
  return { cycles: null, calendarEvent: null, event: { party: findParty(catalogue, party).code, at, kind } };
}

function checked(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isIsoDate(text))
    throw new CommandFault(`${option}: '${text}' is not a date of the calendar (yyyy-mm-dd)`, 2);
  return text;
}

function show(catalogue: Catalogue, lines: SimulatedLine[]): void {
  const zone = catalogue.headquarters.zone;
  // Of several cycles each line says which it is of.
  const isOfSeveral = new Set(lines.flatMap(cyclesOf)).size > 1;
  printTable(
    ['date', ...(isOfSeveral ? ['cycle'] : []), 'party', 'what', 'rung', 'to', 'because'],
    lines.map((line) => [
      dateIn(line.at, zone),
      ...(isOfSeveral ? [cyclesOf(line).join(', ')] : []),
      line.party,
      line.kind,
      line.rung,
      line.to ?? '',
      line.because,
    ]),
  );
  showPosts(catalogue, lines);
  const mails = lines.filter((line) => line.kind === 'mail').length;
  print(
    `\n${mails} ${mails === 1 ? 'mail' : 'mails'} to ${new Set(lines.flatMap(({ party }) => (party === '' ? [] : [party]))).size} parties`,
  );
}

/** `annual-report/2027` of each request that a line is of, once. */
function cyclesOf({ requests }: SimulatedLine): string[] {
  return [...new Set(requests.map((id) => id.split('/').slice(0, 2).join('/')))];
}

/** What is a courtesy, and no post of a duty: an acknowledgement, and the yearly question about contacts. */
const UNCOUNTED = ['acknowledgement', 'contacts'];

/** How often a party was written to: what leaves on one day is one post; courtesies are not counted. */
function showPosts({ headquarters, parties }: Catalogue, lines: SimulatedLine[]): void {
  const posts = new Set(
    lines
      .filter(({ kind, rung }) => kind === 'mail' && !UNCOUNTED.includes(rung))
      .map(({ at, party }) => `${party} ${dateIn(at, headquarters.zone)}`),
  );
  const years = [...new Set([...posts].map((post) => post.slice(-10, -6)))].sort();
  const rows = parties.flatMap(({ code }) => {
    const own = [...posts].filter((post) => post.startsWith(`${code} `));
    return own.length === 0
      ? []
      : [
          [
            code,
            ...years.map((year) => String(own.filter((post) => post.slice(-10, -6) === year).length)),
            String(own.length),
          ],
        ];
  });
  if (rows.length === 0) return;
  print(
    '\nPosts to each party: what leaves on one day is one; acknowledgements and the yearly question about contacts are not counted.',
  );
  printTable(['party', ...years, 'all'], rows);
}
