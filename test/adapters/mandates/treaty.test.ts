import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalogue } from '../../../adapters/mandates/catalogue.js';
import type { Fault } from '../../../adapters/mandates/fault.js';
import type { Catalogue, TreatyAct } from '../../../domain/mandate.js';
import { copyMandates, faultsOf, spoilFile } from './spoiled.js';

const TIP = 'treaties/tip-protocol.yaml';
const MINORS = 'treaties/minors-convention.yaml';

describe('the treaties on file', () => {
  let catalogue: Catalogue;

  beforeAll(async () => {
    catalogue = await loadCatalogue('mandates');
  });

  it('are the three that paragraphs 1 and 2 name, in the words of the resolution', () => {
    expect(catalogue.treaties.map(({ id, paragraph }) => `${id} ${paragraph}`)).toEqual([
      'untoc 1',
      'tip-protocol 1',
      'minors-convention 2',
    ]);
    for (const { resolution, paragraph, name } of catalogue.treaties) {
      const text = catalogue.resolutions
        .find((one) => one.id === resolution)
        ?.paragraphs.find((one) => one.number === paragraph)?.text.en;
      expect(text).toContain(name.en);
    }
  });

  it('bear in the other languages the titles of the form', () => {
    const { form = [] } = catalogue.obligations[0] ?? {};
    for (const { answeredIn, name } of catalogue.treaties) {
      const label = form.find(({ id }) => id === answeredIn?.status)?.label;
      for (const language of ['es', 'pt', 'fr'] as const) if (label) expect(label[language]).toContain(name[language]);
    }
  });

  it('give no date of adoption or entry into force without a source', () => {
    expect(catalogue.treaties.map(({ id, adopted, inForce }) => [id, adopted?.date, inForce?.date])).toEqual([
      ['untoc', undefined, undefined],
      ['tip-protocol', undefined, undefined],
      ['minors-convention', '1994-03-18', '1997-08-15'],
    ]);
  });

  it('have a row for each of the 35 states, and a source for each act', () => {
    for (const { states } of catalogue.treaties) {
      expect(states).toHaveLength(35);
      for (const { acts, unknown } of states) {
        expect(unknown === null).toBe(acts.length > 0);
        for (const { source } of acts) expect(source).not.toBe('');
      }
    }
  });
});

/** The table from which the files were made; beside the working copy where the project keeps it. */
const FACTS = ['../shared/facts/member-states.csv', '../../shared/facts/member-states.csv'].find((one) =>
  existsSync(one),
);

(FACTS === undefined ? describe.skip : describe)('each cell of the table of facts', () => {
  it('stands in the files, with its source', async () => {
    const { treaties } = await loadCatalogue('mandates');
    const rows = parseCsv(await readFile(FACTS ?? '', 'utf8'));
    expect(rows).toHaveLength(35);
    const on = (id: string, state: string): string[] =>
      (treaties.find((one) => one.id === id)?.states.find((row) => row.state === state)?.acts ?? []).map(line);
    for (const row of rows) {
      const cell = (name: string): string => row[name] ?? '';
      const code = cell('iso3');
      expect([code, on('tip-protocol', code)]).toEqual([code, protocolLines(cell)]);
      expect([code, on('minors-convention', code)]).toEqual([code, minorsLines(cell)]);
      expect(on('untoc', code)).toEqual([]);
    }
  });
});

function line({ act, manner, date, source }: TreatyAct): string {
  return [act, manner ?? '', date, source].join(' | ');
}

function protocolLines(cell: (name: string) => string): string[] {
  // Of Barbados the cell names two sources, one for each date.
  const [signed = '', deposited = signed] = cell('tip_source').split(' [signature]; deposit YEAR only: ');
  return [
    ...(cell('tip_signature') ? [['signature', '', cell('tip_signature'), signed].join(' | ')] : []),
    ...(cell('tip_deposit')
      ? [['deposit', cell('tip_action') || 'unknown', cell('tip_deposit'), deposited].join(' | ')]
      : []),
  ];
}

function minorsLines(cell: (name: string) => string): string[] {
  const source = cell('minors94_source');
  const manner = cell('minors94_action') || 'unknown';
  const status = cell('minors94_status');
  const called = status === 'party (dates not found)' ? '2000-08-23' : '2026-11-23';
  return [
    ...(cell('minors94_signature') ? [['signature', '', cell('minors94_signature'), source]] : []),
    ...(cell('minors94_instrument_date') ? [['instrument', manner, cell('minors94_instrument_date'), source]] : []),
    ...(cell('minors94_deposit') ? [['deposit', manner, cell('minors94_deposit'), source]] : []),
    ...(status !== 'unknown' && !cell('minors94_deposit') ? [['party-by', '', called, source]] : []),
  ].map((parts) => parts.join(' | '));
}

/** Cells with commas stand in double quotes; none holds a line break. */
function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

describe('a fault in a treaty file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await copyMandates();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const spoil = (file: string, find: string, replacement: string, at: string): Promise<number> =>
    spoilFile(folder, file, find, replacement, at);
  const faults = (): Promise<Fault[]> => faultsOf(folder);

  const US = '  - state: USA\n    acts:\n';
  const SIGNED = '- { act: signature, date: 2000-12-13, source: untc }\n';

  it.each([
    {
      what: 'an unknown state',
      find: '- state: BRA',
      replacement: '- state: BRX',
      key: 'states[6].state',
      problem: 'no party has the code BRX',
      remedy: 'Correct the code, or add the state to parties/member-states.yaml.',
    },
    {
      what: 'a state without a row',
      find: '  - state: BRA\n    acts:\n      - { act: signature, date: 2000-12-12, source: untc }\n      - { act: deposit, manner: ratification, date: 2004-01-29, source: untc }\n',
      replacement: '',
      at: 'states:',
      key: 'states',
      problem: 'has no row for BRA',
      remedy: 'Add "state: BRA" with its acts, or with "unknown: no source on file".',
    },
    {
      what: 'a state twice',
      find: '- state: BRA',
      replacement: '- state: ARG',
      at: '- state: ARG\n    acts:\n      - { act: signature, date: 2000-12-12, source: untc }\n      - { act: deposit, manner: ratification, date: 2004-01-29',
      key: 'states[6].state',
      problem: '"ARG" is used twice',
      remedy: 'Give each entry its own',
    },
    {
      what: 'the 30th of February',
      find: 'date: 2004-01-29',
      replacement: 'date: 2004-02-30',
      key: 'states[6].acts[1].date',
      problem: '"2004-02-30" is no day, month or year of the calendar',
      remedy: 'Write yyyy-mm-dd; where the source gives no more, yyyy-mm or yyyy.',
    },
    {
      what: 'a date with words',
      find: "date: '2014'",
      replacement: 'date: early 2014',
      key: 'states[3].acts[1].date',
      problem: '"early 2014" is no day, month or year of the calendar',
      remedy: 'Write yyyy-mm-dd',
    },
    {
      what: 'a deposit before the signature',
      find: 'date: 2004-01-29',
      replacement: 'date: 2000-01-29',
      key: 'states[6].acts[1].date',
      problem: 'deposit of 2000-01-29 lies before the signature of 2000-12-12',
      remedy: 'Correct the one or the other by its source.',
    },
    {
      what: 'a deposit in a year before that of the signature',
      find: "date: '2014'",
      replacement: "date: '2000'",
      key: 'states[3].acts[1].date',
      problem: 'deposit of 2000 lies before the signature of 2001-09-26',
      remedy: 'Correct the one or the other by its source.',
    },
    {
      what: 'an act twice',
      find: US,
      replacement: `${US}      - { act: signature, date: 2000-12-12, source: untc }\n`,
      at: SIGNED + '      - { act: deposit, manner: ratification, date: 2005-11-03',
      key: 'states[32].acts[1].act',
      problem: 'signature stands twice for USA',
      remedy: 'Keep the one with the better source.',
    },
    {
      what: 'an act without a source',
      find: 'date: 2004-01-29, source: untc',
      replacement: 'date: 2004-01-29',
      key: 'states[6].acts[1].source',
      problem: 'is missing',
      remedy: 'Add "source": a text.',
    },
    {
      what: 'a source that is not listed',
      find: 'date: 2004-01-29, source: untc',
      replacement: 'date: 2004-01-29, source: press',
      key: 'states[6].acts[1].source',
      problem: 'sources has no press',
      remedy: 'Name one of untc, table-13, or add it under sources.',
    },
    {
      what: 'an unknown act',
      find: 'act: deposit, manner: ratification, date: 2004-01-29',
      replacement: 'act: deposited, manner: ratification, date: 2004-01-29',
      key: 'states[6].acts[1].act',
      problem: 'is the text "deposited"',
      remedy: 'Give one of signature, instrument, deposit, party-by.',
    },
    {
      what: 'a deposit without its manner',
      find: 'manner: ratification, date: 2004-01-29',
      replacement: 'date: 2004-01-29',
      key: 'states[6].acts[1].manner',
      problem: 'is missing',
      remedy: 'Add "manner"',
    },
    {
      what: 'a signature with a manner',
      find: SIGNED,
      replacement: '- { act: signature, manner: accession, date: 2000-12-13, source: untc }\n',
      at: '- { act: signature, manner: accession',
      key: 'states[14].acts[0].manner',
      problem: 'has no manner',
      remedy: 'Remove it',
    },
    {
      what: 'a row that says nothing',
      find: `  - state: BRA\n    acts:\n      - { act: signature, date: 2000-12-12, source: untc }\n      - { act: deposit, manner: ratification, date: 2004-01-29, source: untc }\n`,
      replacement: '  - state: BRA\n',
      at: '- state: BRA',
      key: 'states[6]',
      problem: 'tells neither an act nor why none is known',
      remedy: 'Add "acts", or "unknown"',
    },
    {
      what: 'a row that says both',
      find: '- state: BRA\n',
      replacement: '- state: BRA\n    unknown: no source on file\n',
      at: 'unknown: no source',
      key: 'states[6].unknown',
      problem: 'lists acts and calls them unknown',
      remedy: 'Remove "unknown", or the acts.',
    },
    {
      what: 'a treaty that no file holds',
      find: 'supplements: untoc',
      replacement: 'supplements: untocc',
      key: 'supplements',
      problem: 'treaties/untocc.yaml does not exist',
      remedy: 'Name one of minors-convention, untoc, or add its file.',
    },
    {
      what: 'a field that no form has',
      find: 'status: legal.tip_protocol_status,',
      replacement: 'status: legal.palermo_status,',
      at: 'answeredIn:',
      key: 'answeredIn.status',
      problem: 'no form has the field legal.palermo_status',
      remedy: 'Name a field of a form',
    },
    {
      what: 'a paragraph that the resolution does not have',
      find: 'paragraph: 1',
      replacement: 'paragraph: 13',
      key: 'paragraph',
      problem: 'ag-res-2019 has no paragraph 13',
      remedy: 'Name the operative paragraph',
    },
    {
      what: 'an unknown key',
      find: 'supplements: untoc',
      replacement: 'suplements: untoc',
      key: 'suplements',
      problem: 'is an unknown key',
      remedy: 'Remove it, or correct its spelling.',
    },
  ])('is told by file, line, key and remedy: $what', async ({ find, replacement, at, key, problem, remedy }) => {
    const line = await spoil(TIP, find, replacement, at ?? replacement.trim());
    expect(await faults()).toContainEqual({
      file: TIP,
      line,
      key,
      problem: expect.stringContaining(problem) as string,
      remedy: expect.stringContaining(remedy) as string,
    });
  });

  it('is told where an act lies before the treaty itself', async () => {
    const line = await spoil(
      MINORS,
      'date: 1994-03-18, source: oas }\n      -',
      'date: 1994-03-17, source: oas }\n      -',
      '1994-03-17',
    );
    expect(await faults()).toEqual([
      {
        file: MINORS,
        line,
        key: 'states[5].acts[0].date',
        problem: 'signature of 1994-03-17 lies before the treaty, adopted 1994-03-18',
        remedy: 'Correct the one or the other by its source.',
      },
    ]);
  });

  it('is told together with every other, in the order of files and lines', async () => {
    await spoil(TIP, 'supplements: untoc', 'supplements: untocc', 'untocc');
    await spoil(TIP, 'date: 2004-01-29', 'date: 2004-02-30', '2004-02-30');
    await spoil(TIP, '- state: CUB', '- state: CUX', 'CUX');
    await spoil(MINORS, '- state: CUB', '- state: CUX', 'CUX');
    expect((await faults()).map(({ file, key }) => `${file} ${key}`)).toEqual([
      `${MINORS} states`,
      `${MINORS} states[11].state`,
      `${TIP} supplements`,
      `${TIP} states`,
      `${TIP} states[6].acts[1].date`,
      `${TIP} states[11].state`,
    ]);
  });

  it('is none where a year stands without quotes', async () => {
    await spoil(TIP, "date: '2014'", 'date: 2014', '2014');
    expect(await faults()).toEqual([]);
  });

  it('is a folder without any', async () => {
    await rm(join(folder, 'treaties'), { recursive: true });
    expect(await faults()).toContainEqual(
      expect.objectContaining({ file: 'treaties/', problem: 'holds no .yaml file' }),
    );
  });
});
