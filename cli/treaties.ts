import { Command } from 'commander';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue, IsoDate, Party, Treaty } from '../domain/mandate.js';
import { membershipOn, statesOf } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { countStandings, isAddressed, TREATY_STANDINGS, treatyStatusOn } from '../domain/treaty.js';
import type { TreatyStatus } from '../domain/treaty.js';
import { mannerWords, reasonWords, standingWords } from '../domain/treaty-words.js';
import { systemClock } from '../worker/clock.js';
import { loadConfig } from '../worker/config.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';

interface Options {
  on?: string;
  party?: string;
  json?: boolean;
}

export function treatiesCommand(): Command {
  return new Command('treaties')
    .description(
      'which state has signed, ratified or acceded to the instruments of paragraphs 1 and 2, without a server',
    )
    .argument('[treaty]', 'such as tip-protocol, TIP or B-57; all by default')
    .option('--on <date>', 'the status on that day; today at headquarters by default')
    .option('--party <party>', 'one state by its code or name; all by default')
    .option('--json', 'one JSON object a line: for each treaty the counts, then each state')
    .addHelpText(
      'after',
      '\nA treaty counts as in force for a state from the day of its deposit on. Unknown says that no source\non file tells, never that the state has not signed or is no party.',
    )
    .action(async (treaty: string | undefined, options: Options) => {
      const catalogue = await loadCatalogue(loadConfig().mandates);
      const on = dayOf(catalogue, options.on);
      const treaties = treaty === undefined ? catalogue.treaties : [findTreaty(catalogue, treaty)];
      const only = options.party === undefined ? null : findParty(catalogue, options.party);
      treaties.forEach((one, index) => {
        if (options.json) printLines(catalogue, one, on, only);
        else show(catalogue, one, on, only, index > 0);
      });
    });
}

function dayOf({ headquarters }: Catalogue, asked: string | undefined): IsoDate {
  if (asked === undefined) return dateIn(systemClock.now(), headquarters.zone);
  if (isIsoDate(asked)) return asked;
  throw new CommandFault(`--on: '${asked}' is not a date of the calendar (yyyy-mm-dd)`, 2);
}

/** A treaty by its key or any of its names, in any case. Throws CommandFault that lists what is known. */
function findTreaty({ treaties, parties }: Catalogue, text: string): Treaty {
  const wanted = text.toLowerCase();
  const treaty = treaties.find((one) =>
    [one.id, one.short, ...one.alsoNamed, ...Object.values(one.name)].some((name) => name.toLowerCase() === wanted),
  );
  if (treaty) return treaty;
  const isState = parties.some(({ code, name }) => [code, name.en].some((one) => one.toLowerCase() === wanted));
  const hint = isState ? `. A state is named by --party ${text}` : '';
  throw new CommandFault(`There is no treaty '${text}'. Known: ${treaties.map((one) => one.id).join(', ')}${hint}`, 2);
}

/** The statuses of the states to which the paragraphs speak on that day: what is counted. */
function counted({ parties }: Catalogue, treaty: Treaty, on: IsoDate): TreatyStatus[] {
  return parties.filter((party) => isAddressed(party, on)).map((party) => treatyStatusOn(treaty, party.code, on));
}

function printLines(catalogue: Catalogue, treaty: Treaty, on: IsoDate, only: Party | null): void {
  const statuses = counted(catalogue, treaty, on);
  const { id, paragraph, name, adopted, inForce } = treaty;
  if (!only)
    printJson({
      treaty: id,
      paragraph,
      name,
      adopted,
      inForce,
      on,
      states: statuses.length,
      counts: countStandings(statuses),
    });
  for (const party of only ? [only] : statesOf(catalogue)) {
    const { standing, manner, because, acts } = treatyStatusOn(treaty, party.code, on);
    const membership = membershipOn(party, on)?.status ?? 'not a member';
    printJson({ treaty: id, party: party.code, on, status: standing, manner, because, acts, membership });
  }
}

function show(catalogue: Catalogue, treaty: Treaty, on: IsoDate, only: Party | null, isNext: boolean): void {
  if (isNext) print();
  print(`${treaty.name.en} (${treaty.id}), operative paragraph ${treaty.paragraph}, on ${on}`);
  if (!only) {
    const statuses = counted(catalogue, treaty, on);
    const counts = countStandings(statuses);
    const words = [...TREATY_STANDINGS].reverse().map((one) => `${counts[one]} ${standingWords(one)}`);
    print(`${statuses.length} member states: ${words.join(', ')}`);
  }
  print();
  const sources: string[] = [];
  const rows = (only ? [only] : statesOf(catalogue)).map((party) => {
    const status = treatyStatusOn(treaty, party.code, on);
    const { because } = status;
    const source = 'act' in because ? numberOf(sources, because.act.source) : '';
    const state = [party.code, remarkOf(party, on)].filter((text) => text !== '').join(' ');
    const standing = [standingWords(status.standing), mannerWords(status)].filter((text) => text !== '').join(' ');
    return [state, standing, reasonWords(because, (date) => date), source];
  });
  printTable(['state', 'status', 'because', 'source'], rows);
  if (sources.length > 0) print();
  sources.forEach((source, index) => print(`[${index + 1}] ${source}`));
}

/** `[2]`: the place of a source in the list below the table. */
function numberOf(sources: string[], source: string): string {
  if (!sources.includes(source)) sources.push(source);
  return `[${sources.indexOf(source) + 1}]`;
}

/** What sets a state apart from the member states of that day. */
function remarkOf(party: Party, on: IsoDate): string {
  const status = membershipOn(party, on)?.status;
  if (status === 'member') return '';
  if (status === 'disputed') return '(membership disputed)';
  return '(not counted: no member that day)';
}
