import { PARTY_GROUPS } from '../domain/mandate.js';
import type { Catalogue, IsoDate } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { print, printTable } from './output.js';
import { entryLine, findEntries, languagesOf, printEntryTable, successionRows } from './paragraph.js';

/** What the mandate files hold, for programs: one object for each resolution, paragraph, succession, obligation and the rest. */
export function contentLines(catalogue: Catalogue, date: IsoDate): object[] {
  const { resolutions, cited, successions, obligations, headquarters, offices } = catalogue;
  const { id, zone, rules, added, removed } = headquarters;
  return [
    ...resolutions.map(({ preamble: _preamble, paragraphs: _paragraphs, operativeParagraphs, ...resolution }) => ({
      kind: 'resolution',
      ...resolution,
      paragraphs: operativeParagraphs,
    })),
    ...cited.map((resolution) => ({ kind: 'resolution', ...resolution, paragraphs: null, officialLanguages: [] })),
    ...findEntries(catalogue, date).map((entry) => entryLine(catalogue, entry)),
    // `kind` tells the lines apart: the kind of a succession has another name here.
    ...successions.map(({ kind, ...succession }) => ({ kind: 'succession', succession: kind, ...succession })),
    ...obligations.map((one) => ({
      kind: 'obligation',
      id: one.id,
      resolution: one.resolution,
      paragraph: one.paragraph,
      serves: one.serves,
      recurrence: one.recurrence,
      title: one.title.en,
      parties: one.parties,
      rungs: one.rules.ladder.length,
      questions: one.form.length,
    })),
    ...partyCounts(catalogue, date).map((count) => ({ kind: 'parties', date, ...count })),
    { kind: 'calendar', id, zone, holidays: rules.length, added: added.length, removed: removed.length },
    ...offices.map((office) => ({ kind: 'office', ...office })),
  ];
}

/** The same, for a person at a terminal. */
export function showContents(catalogue: Catalogue, date: IsoDate, folder: string): void {
  const { resolutions, cited, successions, obligations, headquarters, offices } = catalogue;
  print(`No fault in ${folder}. It holds, as of ${date}:`);
  for (const resolution of resolutions) {
    print(`\n${resolution.symbol}, adopted ${resolution.adoptedDate}, text in ${languagesOf(resolution)}`);
    printEntryTable(findEntries(catalogue, date, resolution.id));
  }
  section('Resolutions whose text is not on file', cited.length);
  printTable(
    ['symbol', 'adopted', 'title'],
    cited.map(({ symbol, adoptedDate, title }) => [symbol, adoptedDate, title ?? 'not on file']),
  );
  section('Successions', successions.length);
  printTable(['date', 'kind', 'document or source', 'what'], successionRows(catalogue, date));
  section('Obligations', obligations.length);
  printTable(
    ['id', 'paragraph', 'parties', 'rungs', 'questions', 'title'],
    obligations.map(({ id, resolution, paragraph, serves, parties, rules, form, title }) => [
      id,
      `${resolution}/${[paragraph, ...serves].join(', ')}`,
      parties.join(', '),
      String(rules.ladder.length),
      String(form.length),
      title.en,
    ]),
  );
  section('Parties', catalogue.parties.length);
  printTable(
    ['kind', 'on file', 'asked on the day'],
    partyCounts(catalogue, date).map(({ party, listed, asked }) => [party, String(listed), String(asked)]),
  );
  section('Calendars', 1);
  printTable(
    ['id', 'zone', 'holidays', 'added', 'removed'],
    [headquarters].map(({ id, zone, rules, added, removed }) => [
      id,
      zone,
      ...[rules, added, removed].map((days) => String(days.length)),
    ]),
  );
  section('Offices', offices.length);
  printTable(
    ['from', 'until', 'unit', 'city'],
    offices.map(({ from, until, unit, city }) => [from, until ?? '', unit.en, city]),
  );
}

function section(title: string, count: number): void {
  print(`\n${title}: ${count}`);
}

function partyCounts(
  { parties, disputed }: Catalogue,
  date: IsoDate,
): { party: string; listed: number; asked: number }[] {
  const asked = partiesAsked(parties, disputed, date, [
    ...Object.keys(PARTY_GROUPS),
    ...parties.map(({ code }) => code),
  ]);
  return [...new Set(parties.map(({ kind }) => kind))].map((party) => ({
    party,
    listed: parties.filter(({ kind }) => kind === party).length,
    asked: asked.filter(({ kind }) => kind === party).length,
  }));
}
