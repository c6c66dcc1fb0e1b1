import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import type { Fault } from '../adapters/mandates/fault.js';
import { CatalogueInvalid, formatFaults } from '../adapters/mandates/fault.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue, IsoDate } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import { loadConfig } from '../worker/config.js';
import { CommandFault } from './fault.js';
import { contentLines, showContents } from './contents.js';
import { entryLine, findEntries, showEntry, showParagraphs, showResolutions } from './paragraph.js';
import { print, printJson } from './output.js';

interface CheckOptions {
  mandates?: string;
  json?: boolean;
}

interface ShowOptions extends CheckOptions {
  on?: string;
}

export function mandateCommand(): Command {
  const command = new Command('mandate').description('the register of mandates: resolutions, paragraphs, obligations');
  for (const sub of [checkCommand(), showCommand()]) command.addCommand(sub);
  return command;
}

function checkCommand(): Command {
  return new Command('check')
    .description('check the mandate files: every fault at once, or what they hold; changes nothing')
    .option('--mandates <folder>', 'another folder; the one of the configuration by default')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExit codes: 0 no fault, 1 faults, 2 asked wrongly.')
    .action(async (options: CheckOptions) => {
      const folder = await folderOf(options);
      try {
        const catalogue = await loadCatalogue(folder);
        const date = today(catalogue);
        if (options.json) contentLines(catalogue, date).forEach(printJson);
        else showContents(catalogue, date, folder);
      } catch (fault) {
        if (!(fault instanceof CatalogueInvalid)) throw fault;
        showFaults(fault.faults, options.json ?? false);
      }
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('a paragraph: text, status on a day with its reason and document, successor, obligations')
    .argument('[resolution]', 'its symbol, number or id, such as "AG/RES. 2019", 2019 or ag-res-2019; all by default')
    .argument('[paragraph]', 'the number of an operative paragraph; all by default')
    .option('--on <date>', 'as it stood on that day, yyyy-mm-dd; today by default')
    .option('--mandates <folder>', 'another folder; the one of the configuration by default')
    .option('--json', 'one JSON object a line, a paragraph each')
    .action(async (resolution: string | undefined, paragraph: string | undefined, options: ShowOptions) => {
      if (options.on !== undefined && !isIsoDate(options.on))
        throw new CommandFault(`--on: '${options.on}' is not a date of the calendar (yyyy-mm-dd)`, 2);
      const catalogue = await loadCatalogue(await folderOf(options));
      const date = options.on ?? today(catalogue);
      if (resolution === undefined && !options.json) return showResolutions(catalogue, date);
      const entries = findEntries(catalogue, date, resolution, paragraph);
      if (options.json) entries.forEach((entry) => printJson(entryLine(catalogue, entry)));
      else if (paragraph === undefined) showParagraphs(catalogue, entries, resolution ?? '', date);
      else entries.forEach((entry) => showEntry(catalogue, entry, date));
    });
}

/** The faults are what was asked for: they go to standard output, and the exit code says that there are some. */
function showFaults(faults: Fault[], isJson: boolean): void {
  if (isJson) for (const fault of faults) printJson({ kind: 'fault', ...fault });
  else print(`${formatFaults(faults)}\n\nNothing was changed.`);
  process.exitCode = 1;
}

/** The folder of the mandate files that an option names, else that of the configuration. Throws CommandFault for what is no folder. */
export async function folderOf({ mandates }: { mandates?: string }): Promise<string> {
  if (mandates === undefined) return loadConfig().mandates;
  const isFolder = await stat(mandates).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new CommandFault(`--mandates: '${mandates}' is no folder`, 2);
  return mandates;
}

function today({ headquarters }: Catalogue): IsoDate {
  return dateIn(systemClock.now(), headquarters.zone);
}
