import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { cycleId } from '../domain/ids.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn, instantAt } from '../domain/plan.js';
import { openingDateOf, reportDateOf } from '../domain/report-date.js';
import { simulate } from '../domain/simulation.js';
import type { ScriptedEvent, SimulatedLine } from '../domain/simulation.js';
import { loadConfig } from '../worker/config.js';
import { CommandFault } from './fault.js';
import { print, printJson, printTable } from './output.js';
import { findObligation, findParty } from './known.js';

interface Options {
  year: number;
  open?: string;
  due?: string;
  report?: string;
  answer: string[];
  message: string[];
  unreachable: string[];
  script?: string;
  json?: boolean;
}

const date = z.string().refine((text) => isIsoDate(text.slice(0, 10)), 'must be a date yyyy-mm-dd or an instant');
const scriptSchema = z.array(
  z.union([
    z.strictObject({ party: z.string(), at: date, kind: z.enum(['answer', 'message']), sender: z.string().optional() }),
    z.strictObject({
      party: z.string(),
      at: date,
      kind: z.literal('bounce'),
      role: z.enum(['mission', 'capital', 'alternate']),
    }),
  ]),
);

const collect = (value: string, all: string[]): string[] => [...all, value];

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('list every mail of a year, without a server: the request machine under virtual time')
    .argument('<obligation>', 'such as annual-report')
    .requiredOption('--year <year>', 'the cycle', Number)
    .option('--open <date>', 'the opening day; its rule by default')
    .option('--report <date>', 'another report date')
    .option('--due <date>', 'another due date')
    .option('--answer <party=date>', 'an answer; may be repeated', collect, [])
    .option('--message <party=date>', "a mere message ('sent to our capital'); may be repeated", collect, [])
    .option('--unreachable <party>', 'a party of which no address takes mail; may be repeated', collect, [])
    .option('--script <file>', 'a JSON list of { party, at, kind: answer | message | bounce, sender?, role? }')
    .option('--json', 'one JSON object a line')
    .action(async (obligation: string, options: Options) => {
      const catalogue = await loadCatalogue(loadConfig().mandates);
      const lines = await run(catalogue, obligation, options);
      if (options.json) lines.forEach(printJson);
      else show(catalogue, lines);
    });
}

async function run(catalogue: Catalogue, obligationId: string, options: Options): Promise<SimulatedLine[]> {
  const obligation = findObligation(catalogue, obligationId);
  const { year } = options;
  if (!Number.isInteger(year) || year < 1900 || year > 2200)
    throw new CommandFault('--year must be a year such as 2027', 2);
  const reportDate = checked('--report', options.report) ?? reportDateOf(obligation, year).date;
  const openedDate = checked('--open', options.open) ?? openingDateOf(obligation, year);
  const due = checked('--due', options.due);
  const { headquarters, disputed } = catalogue;
  const unreachable = options.unreachable.map((text) => findParty(catalogue, text).code);
  return simulate({
    cycle: cycleId(obligation.id, year),
    rules: obligation.rules,
    reportDate,
    openedAt: instantAt(openedDate, '10:00', headquarters.zone),
    dueDate: due === undefined ? undefined : { date: due, authority: 'the command line' },
    headquarters,
    parties: partiesAsked(catalogue.parties, disputed, openedDate),
    script: await readScript(catalogue, options),
    unreachable,
  });
}

async function readScript(catalogue: Catalogue, { answer, message, script }: Options): Promise<ScriptedEvent[]> {
  const events = [
    ...answer.map((text) => scripted(catalogue, text, 'answer')),
    ...message.map((text) => scripted(catalogue, text, 'message')),
  ];
  if (script === undefined) return events;
  const parsed = scriptSchema.safeParse(parseJson(await readText(script)));
  if (!parsed.success) throw new CommandFault(`--script: ${script}\n${z.prettifyError(parsed.error)}`, 2);
  return [...events, ...parsed.data.map((event) => ({ ...event, party: findParty(catalogue, event.party).code }))];
}

function scripted(catalogue: Catalogue, text: string, kind: 'answer' | 'message'): ScriptedEvent {
  const [party = '', at = ''] = text.split('=');
  if (!isIsoDate(at.slice(0, 10)))
    throw new CommandFault(`--${kind} takes PARTY=yyyy-mm-dd; '${text}' has no date of the calendar`, 2);
  return { party: findParty(catalogue, party).code, at, kind };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new CommandFault(`--script: ${file} cannot be read`, 2);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
