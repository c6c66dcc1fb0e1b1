import type { Catalogue, IsoDate } from '../domain/mandate.js';
import { dutyWords, paragraphWords, statusWords, successionWords } from '../domain/mandate-words.js';
import { entryOn, findResolution } from '../domain/register.js';
import type { RegisterEntry } from '../domain/register.js';
import { CommandFault } from './fault.js';
import { print, printTable } from './output.js';

const WIDTH = 96;

/**
 * The paragraphs asked for, as they stood on a day; those of every text on file where no resolution is named.
 *
 * @throws CommandFault that lists what is known
 */
export function findEntries(
  catalogue: Catalogue,
  date: IsoDate,
  resolutionText?: string,
  paragraphText?: string,
): RegisterEntry[] {
  if (resolutionText === undefined)
    return catalogue.resolutions.flatMap(({ id, paragraphs }) =>
      paragraphs.flatMap(({ number }) => entryOn(catalogue, { resolution: id, paragraph: number }, date) ?? []),
    );
  const resolution = findResolution(catalogue, resolutionText);
  if (!resolution) {
    const known = [...catalogue.resolutions, ...catalogue.cited].map(({ symbol }) => symbol).join('; ');
    throw new CommandFault(`There is no resolution '${resolutionText}'. Known: ${known}`, 2);
  }
  if (!('paragraphs' in resolution)) {
    if (paragraphText === undefined) return [];
    throw new CommandFault(`The text of ${resolution.symbol} is not on file: its paragraphs are unknown.`);
  }
  const numbers = resolution.paragraphs.map(({ number }) => number);
  const asked = paragraphText === undefined ? numbers : numbers.filter((number) => String(number) === paragraphText);
  if (asked.length === 0)
    throw new CommandFault(
      `${resolution.symbol} has no paragraph '${paragraphText}'. It has 1 to ${resolution.operativeParagraphs}.`,
      2,
    );
  return asked.flatMap((number) => entryOn(catalogue, { resolution: resolution.id, paragraph: number }, date) ?? []);
}

/** A paragraph for programs: everything that the register says of it on the day. */
export function entryLine(catalogue: Catalogue, entry: RegisterEntry): object {
  const { ref, symbol, paragraph, status, successions, predecessors, obligations } = entry;
  return {
    kind: 'paragraph',
    resolution: ref.resolution,
    symbol,
    paragraph: paragraph.number,
    kinds: paragraph.kinds,
    addressee: paragraph.addressee,
    duty: paragraph.duty,
    status: status?.status ?? null,
    since: status?.from ?? null,
    reason: status?.reason ?? null,
    document: status?.document ?? null,
    source: status?.source ?? null,
    history: paragraph.statuses,
    successions: successions.map((one) => ({ ...one, words: successionWords(catalogue, one, ref) })),
    predecessors: predecessors.flatMap(({ from }) => from),
    obligations: obligations.map(({ id }) => id),
    text: paragraph.text,
  };
}

/** Every resolution, with or without text. */
export function showResolutions(catalogue: Catalogue, date: IsoDate): void {
  printTable(
    ['id', 'symbol', 'adopted', 'paragraphs', 'title'],
    [
      ...catalogue.resolutions.map((one) => [
        one.id,
        one.symbol,
        one.adoptedDate,
        `${one.paragraphs.length}, text in ${languagesOf(one)}`,
        one.title,
      ]),
      ...catalogue.cited.map((one) => [
        one.id,
        one.symbol,
        one.adoptedDate,
        'text not on file',
        one.title ?? 'title not on file',
      ]),
    ],
  );
  if (catalogue.successions.length === 0) return;
  print('\nSuccessions');
  printTable(['date', 'kind', 'document or source', 'what'], successionRows(catalogue, date));
}

/** One line a paragraph. */
export function showParagraphs(catalogue: Catalogue, entries: RegisterEntry[], asked: string, date: IsoDate): void {
  const resolution = findResolution(catalogue, asked);
  if (resolution) print(`${resolution.symbol}  ${resolution.title ?? '(title not on file)'}`);
  if (resolution && entries.length === 0) {
    print(`Adopted: ${resolution.adoptedDate}. Its text is not on file. Source: ${resolution.source}`);
    return;
  }
  print(`As of ${date}\n`);
  printEntryTable(entries);
}

export function printEntryTable(entries: RegisterEntry[]): void {
  printTable(
    ['no.', 'kind', 'addressee', 'duty', 'status', 'since', 'carried by'],
    entries.map(({ paragraph, status, obligations }) => [
      String(paragraph.number),
      paragraph.kinds.join(', '),
      shortened(paragraph.addressee, 30),
      shortened(dutyWords(paragraph.duty), 38),
      status ? statusWords(status.status) : 'not adopted',
      status?.from ?? '',
      obligations.map(({ id }) => id).join(', ') || 'no obligation yet',
    ]),
  );
}

/** A paragraph in full. */
export function showEntry(catalogue: Catalogue, entry: RegisterEntry, date: IsoDate): void {
  const { ref, symbol, paragraph, status, successions, predecessors, obligations } = entry;
  print(`${symbol}, operative paragraph ${paragraph.number}\n`);
  for (const [language, text] of Object.entries(paragraph.text)) printWrapped(`[${language}] `, text);
  print();
  printWrapped('Kind        ', paragraph.kinds.join(', '));
  printWrapped('Addressee   ', paragraph.addressee);
  printWrapped('Duty        ', dutyWords(paragraph.duty));
  printWrapped('Status      ', status ? `${statusWords(status.status)} since ${status.from}` : `not adopted yet`);
  if (status) printWrapped('Reason      ', status.reason);
  if (status) printWrapped('Document    ', status.document ?? 'without symbol');
  if (status) printWrapped('Source      ', status.source);
  for (const one of successions)
    printWrapped('Succession  ', `${one.date}: ${successionWords(catalogue, one, ref)} (${evidenceOf(one)})`);
  for (const one of predecessors)
    printWrapped(
      'Succeeds    ',
      `${one.date}: ${one.from.map((from) => paragraphWords(catalogue, from)).join(', ')} (${evidenceOf(one)})`,
    );
  printWrapped(
    'Carried by  ',
    obligations.map(({ id, title }) => `${id}: ${title.en}`).join('; ') || 'no obligation yet',
  );
  print(`\nAs of ${date}. History:`);
  for (const one of paragraph.statuses) {
    const days = `${one.from} to ${one.until ?? 'now'}`;
    printWrapped(
      `${days.padEnd('yyyy-mm-dd to yyyy-mm-dd'.length)}  ${statusWords(one.status).padEnd('superseded'.length)}  `,
      `${one.reason} (${evidenceOf(one)})`,
    );
  }
}

/** The successions up to a day, as seen from the first paragraph that they name. */
export function successionRows(catalogue: Catalogue, date: IsoDate): string[][] {
  return catalogue.successions
    .filter((one) => one.date <= date)
    .map((one) => {
      const [first] = one.from;
      const what = first ? `${paragraphWords(catalogue, first)} ${successionWords(catalogue, one, first)}` : '';
      return [one.date, one.kind, one.document ?? one.source, what];
    });
}

export function languagesOf({ officialLanguages }: { officialLanguages: string[] }): string {
  return officialLanguages.join(', ') || 'no language throughout';
}

function evidenceOf({ document, source }: { document: string | null; source: string }): string {
  return document ?? source;
}

/** Words under a label, broken between words and aligned after it. */
function printWrapped(label: string, text: string): void {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && label.length + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  lines.forEach((line, index) => print(`${index === 0 ? label : ' '.repeat(label.length)}${line}`));
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
