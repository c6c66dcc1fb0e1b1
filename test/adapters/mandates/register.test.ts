import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalogue } from '../../../adapters/mandates/catalogue.js';
import { copyMandates, faultsOf, spoilFile } from './spoiled.js';

const RESOLUTION = 'resolutions/ag-res-2019.yaml';
const CITED = 'cited.yaml';
const SUCCESSIONS = 'successions.yaml';
const OBLIGATION = 'obligations/annual-report.yaml';

let folder: string;

beforeEach(async () => {
  folder = await copyMandates();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Case {
  what: string;
  file: string;
  find: string | RegExp;
  replacement: string;
  /** A text on the line that the fault must name; by default the replacement's first line. */
  at?: string;
  key: string;
  problem: string;
  remedy: string;
}

/** The second status of paragraph 5 begins on this line. */
const UNDER_WAY = '      - from: 2005-05-10\n        until: 2005-06-07\n        status: under-way\n';

const cases: Case[] = [
  {
    what: 'a paragraph without kind',
    file: RESOLUTION,
    find: '    kinds: [request]\n',
    replacement: '',
    at: 'number: 1\n',
    key: 'paragraphs[0].kinds',
    problem: 'is missing',
    remedy: 'Add "kinds": a list.',
  },
  {
    what: 'a paragraph whose list of kinds is empty',
    file: RESOLUTION,
    find: 'kinds: [urging]',
    replacement: 'kinds: []',
    key: 'paragraphs[1].kinds',
    problem: 'is an empty list',
    remedy: 'Give a list with entries.',
  },
  {
    what: 'a kind that is none',
    file: RESOLUTION,
    find: 'kinds: [welcome]',
    replacement: 'kinds: [applause]',
    key: 'paragraphs[3].kinds[0]',
    problem: 'is the text "applause"',
    remedy: 'Give one of request, instruction, invitation, urging, welcome.',
  },
  {
    what: 'a kind named twice',
    file: RESOLUTION,
    find: 'kinds: [welcome]',
    replacement: 'kinds: [welcome, welcome]',
    key: 'paragraphs[3].kinds[1]',
    problem: '"welcome" is named twice',
    remedy: 'Name each once',
  },
  {
    what: 'a paragraph that is nobody’s duty',
    file: RESOLUTION,
    find: '    duty: [permanent-council]\n',
    replacement: '',
    at: 'number: 5\n',
    key: 'paragraphs[4].duty',
    problem: 'is missing',
    remedy: 'Add "duty": a list.',
  },
  {
    what: 'a misspelt bearer of a duty',
    file: RESOLUTION,
    find: 'duty: [permanent-council]',
    replacement: 'duty: [permanent-counsel]',
    key: 'paragraphs[4].duty[0]',
    problem: 'is the text "permanent-counsel"',
    remedy: 'Give one of secretary-general, coordinator, permanent-council',
  },
  {
    what: 'a request said to be nobody’s duty',
    file: RESOLUTION,
    find: 'duty: [permanent-council]',
    replacement: 'duty: [nobody]',
    at: 'duty: [nobody]\n    text:\n      en: >-\n        To request the Permanent Council to convene',
    key: 'paragraphs[4].duty',
    problem: "is nobody's, and the paragraph does more than welcome",
    remedy: 'Name who must act.',
  },
  {
    what: 'nobody named beside somebody',
    file: RESOLUTION,
    find: 'duty: [nobody]',
    replacement: 'duty: [nobody, others]',
    key: 'paragraphs[3].duty',
    problem: 'names nobody beside somebody',
    remedy: 'Remove nobody',
  },
  {
    what: 'a paragraph without text',
    file: RESOLUTION,
    find: /text:\n {6}en: >-\n {8}To instruct the Secretary General to appoint[^]*?\n {4}statuses/,
    replacement: 'text: {}\n    statuses',
    at: 'text: {}',
    key: 'paragraphs[5].text',
    problem: 'has no language',
    remedy: 'Give the official text',
  },
  {
    what: 'more paragraphs than the resolution has',
    file: RESOLUTION,
    find: 'operativeParagraphs: 12',
    replacement: 'operativeParagraphs: 11',
    at: 'number: 12\n',
    key: 'paragraphs[11].number',
    problem: 'is 12, and the resolution has 11 paragraphs',
    remedy: 'Correct the number, or operativeParagraphs',
  },
  {
    what: 'a resolution that does not say how many paragraphs it has',
    file: RESOLUTION,
    find: 'operativeParagraphs: 12\n',
    replacement: '',
    at: 'symbol: ',
    key: 'operativeParagraphs',
    problem: 'is missing',
    remedy: 'Add "operativeParagraphs"',
  },
  {
    what: 'a number of paragraphs that no resolution has',
    file: RESOLUTION,
    find: 'operativeParagraphs: 12',
    replacement: 'operativeParagraphs: 1000000000',
    key: 'operativeParagraphs',
    problem: 'is 1000000000',
    remedy: 'Give 500 or less.',
  },
  {
    what: 'a mistyped symbol',
    file: RESOLUTION,
    find: 'symbol: AG/RES. 2019 (XXXIV-O/04)',
    replacement: 'symbol: AG/RES 2019 (XXXIV-O/04)',
    key: 'symbol',
    problem: '"AG/RES 2019 (XXXIV-O/04)" is no symbol of a resolution',
    remedy: 'such as AG/RES. 2019 (XXXIV-O/04)',
  },
  {
    what: 'the symbol of a document in the place of a resolution’s',
    file: CITED,
    find: 'symbol: CP/RES. 889 (1503/05)',
    replacement: 'symbol: CP/doc.4023/05',
    key: 'resolutions[6].symbol',
    problem: '"CP/doc.4023/05" is no symbol of a resolution',
    remedy: 'with session or meeting and year',
  },
  {
    what: 'an adoption in another year than the symbol’s',
    file: RESOLUTION,
    find: 'adoptedDate: 2004-06-08',
    replacement: 'adoptedDate: 2003-06-08',
    key: 'adoptedDate',
    problem: '2003-06-08 is not in 2004, the year of the symbol',
    remedy: 'Correct the date or the symbol',
  },
  {
    what: 'a paragraph without status',
    file: RESOLUTION,
    find: /( {4}statuses:\n)[^]*?\n\n {2}# The number stands alone/,
    replacement: '    statuses: []\n\n  # The number stands alone',
    key: 'paragraphs[0].statuses',
    problem: 'is an empty list',
    remedy: 'Give a list with entries.',
  },
  {
    what: 'a status that is none',
    file: RESOLUTION,
    find: 'status: under-way',
    replacement: 'status: ongoing',
    key: 'paragraphs[4].statuses[1].status',
    problem: 'is the text "ongoing"',
    remedy: 'Give one of open, under-way, done, renewed, superseded, lapsed.',
  },
  {
    what: 'a status without reason',
    file: RESOLUTION,
    find: '        reason: Adopted; the meeting was asked for in 2005.\n',
    replacement: '',
    at: '- from: 2004-06-08\n        until: 2005-05-10',
    key: 'paragraphs[4].statuses[0].reason',
    problem: 'is missing',
    remedy: 'Add "reason": a text.',
  },
  {
    what: 'a status on the 30th of February',
    file: RESOLUTION,
    find: UNDER_WAY,
    replacement: UNDER_WAY.replace('2005-05-10', '2005-02-30'),
    key: 'paragraphs[4].statuses[1].from',
    problem: '"2005-02-30" is no day of the calendar',
    remedy: 'Write a day that exists',
  },
  {
    what: 'a status before the adoption',
    file: RESOLUTION,
    find: 'from: 2004-06-08',
    replacement: 'from: 2004-06-07',
    key: 'paragraphs[0].statuses[0].from',
    problem: '2004-06-07 is before the adoption of the resolution on 2004-06-08',
    remedy: 'Let the first status begin on the day of the adoption.',
  },
  {
    what: 'a first status after the adoption',
    file: RESOLUTION,
    find: 'from: 2004-06-08',
    replacement: 'from: 2004-06-09',
    key: 'paragraphs[0].statuses[0].from',
    problem: 'nothing holds before 2004-06-09',
    remedy: 'Let the first entry begin at 2004-06-08.',
  },
  {
    what: 'statuses that overlap',
    file: RESOLUTION,
    find: UNDER_WAY,
    replacement: UNDER_WAY.replace('2005-05-10', '2005-05-09'),
    key: 'paragraphs[4].statuses[1].from',
    problem: 'begins 2005-05-09, before the interval ahead of it has ended',
    remedy: 'Let each interval begin on the day on which the one before it ends',
  },
  {
    what: 'days without status',
    file: RESOLUTION,
    find: UNDER_WAY,
    replacement: UNDER_WAY.replace('2005-05-10', '2005-05-11'),
    key: 'paragraphs[4].statuses[1].from',
    problem: 'nothing holds from 2005-05-10 to 2005-05-11',
    remedy: 'Let it begin on the day on which the one before it ends.',
  },
  {
    what: 'a last status that ends',
    file: RESOLUTION,
    find: 'until: null',
    replacement: 'until: 2030-01-01',
    key: 'paragraphs[0].statuses[0].until',
    problem: 'nothing holds from 2030-01-01 on',
    remedy: 'Leave the last entry open',
  },
  {
    what: 'a mistyped document of a status',
    file: RESOLUTION,
    find: 'document: CP/doc.4023/05',
    replacement: 'document: CP/doc. 4023/2005',
    key: 'paragraphs[8].statuses[1].document',
    problem: '"CP/doc. 4023/2005" is no document symbol',
    remedy: 'Write it as the document does',
  },
  {
    what: 'a successor that does not exist',
    file: SUCCESSIONS,
    find: 'resolution: ag-res-2118',
    replacement: 'resolution: ag-res-2181',
    key: 'successions[1].to[0].resolution',
    problem: 'there is no resolution ag-res-2181',
    remedy: 'Name one of ag-res-2019, ag-res-1776',
  },
  {
    what: 'a paragraph that its resolution does not have',
    file: SUCCESSIONS,
    find: '{ resolution: ag-res-2118, paragraph: unknown }',
    replacement: '{ resolution: ag-res-2019, paragraph: 13 }',
    key: 'successions[1].to[0].paragraph',
    problem: 'ag-res-2019 has no paragraph 13',
    remedy: 'Name an operative paragraph',
  },
  {
    what: 'an unknown paragraph of a text that is on file',
    file: SUCCESSIONS,
    find: '{ resolution: ag-res-2019, paragraph: 5 }',
    replacement: '{ resolution: ag-res-2019, paragraph: unknown }',
    key: 'successions[0].from[0].paragraph',
    problem: 'ag-res-2019 has no paragraph unknown',
    remedy: 'Name an operative paragraph',
  },
  {
    what: 'a paragraph with the number 0',
    file: SUCCESSIONS,
    find: 'resolution: ag-res-2118, paragraph: unknown',
    replacement: 'resolution: ag-res-2118, paragraph: 0',
    key: 'successions[1].to[0].paragraph',
    problem: 'is no number of a paragraph',
    remedy: 'Give its number, or unknown',
  },
  {
    what: 'a reference without paragraph',
    file: SUCCESSIONS,
    find: '{ resolution: ag-res-2118, paragraph: unknown }',
    replacement: '{ resolution: ag-res-2118 }',
    key: 'successions[1].to[0].paragraph',
    problem: 'is missing',
    remedy: 'Give its number, or unknown',
  },
  {
    what: 'a succession before its successor was adopted',
    file: SUCCESSIONS,
    find: 'date: 2005-06-07',
    replacement: 'date: 2005-06-06',
    at: 'resolution: ag-res-2118',
    key: 'successions[1].to[0].resolution',
    problem: '2005-06-06 is before the adoption of ag-res-2118 on 2005-06-07',
    remedy: 'Correct the date',
  },
  {
    what: 'a paragraph that succeeds itself',
    file: SUCCESSIONS,
    find: '{ resolution: ag-res-2118, paragraph: unknown }',
    replacement: '{ resolution: ag-res-2019, paragraph: 5 }',
    at: 'date: 2005-06-07',
    key: 'successions[1]',
    problem: 'paragraph 5 of ag-res-2019 succeeds itself',
    remedy: 'a chain of mandates never runs in a circle',
  },
  {
    what: 'a division into one',
    file: SUCCESSIONS,
    find: 'kind: renewed',
    replacement: 'kind: split',
    at: 'to:\n      - { resolution: ag-res-2118',
    key: 'successions[1].to',
    problem: 'split names 1 paragraph',
    remedy: 'A division is from one paragraph to several.',
  },
  {
    what: 'a merger of one',
    file: SUCCESSIONS,
    find: /( {6}- \{ resolution: ag-res-20(26|40), paragraph: unknown \}\n){2}/,
    replacement: '',
    at: 'from:',
    key: 'successions[0].from',
    problem: 'merged names 1 paragraph',
    remedy: 'A merger is from several paragraphs',
  },
  ...[
    ['a duty that ends and is not there', 'strategie', 'organ-report', 'ends', 'there is no obligation strategie'],
    ['a duty that is to go on in none', 'strategy', 'organ', 'goesOnIn', 'there is no obligation organ'],
    ['a duty that goes on in itself', 'strategy', 'strategy', 'goesOnIn', 'strategy goes on in itself'],
  ].map(([what = '', ends = '', goesOnIn = '', key = '', problem = '']) => ({
    what,
    file: SUCCESSIONS,
    find: '    to: []\n',
    replacement: `    to: []\n    duties:\n      - { ends: ${ends}, goesOnIn: ${goesOnIn} }\n`,
    at: '      - { ends: strate',
    key: `successions[0].duties[0].${key}`,
    problem,
    remedy: problem.startsWith('there is') ? 'Name one of annual-report' : 'Name another duty',
  })),
  {
    what: 'a resolution that is cited without text and has one',
    file: CITED,
    find: 'id: ag-res-2026',
    replacement: 'id: ag-res-2019',
    key: 'resolutions[3].id',
    problem: 'resolutions/ag-res-2019.yaml exists',
    remedy: 'Remove the entry here',
  },
  {
    what: 'two resolutions of one symbol',
    file: CITED,
    find: 'AG/RES. 2040 (XXXIV-O/04)',
    replacement: 'AG/RES. 2026 (XXXIV-O/04)',
    at: 'AG/RES. 2026 (XXXIV-O/04)\n    title: null\n    adoptedDate: unknown\n    source: 2009-2017.state.gov/p/wha/rls/61903.htm; session by its number (docsbay.net/thirty-fourth-regular-session)\n\n  - id: ag-res-2118',
    key: 'resolutions[4].symbol',
    problem: '"AG/RES. 2026 (XXXIV-O/04)" is the symbol of ag-res-2026 already',
    remedy: 'Correct the symbol, or remove one of the two.',
  },
  {
    what: 'a year of a cycle given twice',
    file: OBLIGATION,
    find: "    '2027':\n",
    replacement: "    '2027':\n      date: 2027-04-14\n      status: confirmed\n      source: a letter\n    '2027':\n",
    at: "'2027':\n      date: 2027-04-15",
    key: '',
    problem: 'the key "2027" stands twice in one group',
    remedy: 'Keep one of the two',
  },
  {
    what: 'a year of a cycle given twice, once without quotes',
    file: OBLIGATION,
    find: "    '2027':\n",
    replacement: "    2027:\n      date: 2027-04-14\n      status: confirmed\n      source: a letter\n    '2027':\n",
    at: "'2027':\n      date: 2027-04-15",
    key: '',
    problem: 'the key "2027" stands twice in one group',
    remedy: 'Keep one of the two',
  },
  {
    what: 'a due date before the opening',
    file: OBLIGATION,
    find: 'dueDaysBeforeReport: 75',
    replacement: 'dueDaysBeforeReport: 160',
    key: 'rules.dueDaysBeforeReport',
    problem: 'answers are due 160 days before the report, and the cycle opens only 150 days before it',
    remedy: 'Make it smaller than openDaysBeforeReport.',
  },
  {
    what: 'misspelt parties of an obligation',
    file: OBLIGATION,
    find: 'parties: [member-states]',
    replacement: 'parties: [member-stats]',
    key: 'parties[0]',
    problem: 'there is no party or group member-stats',
    remedy: 'Name a group (member-states, permanent-observers, organs, organizations), or a party by its code.',
  },
];

describe('a fault in the register of mandates', () => {
  it.each(cases)('is told by file, line, key and remedy: $what', async (entry) => {
    const firstLine = entry.replacement.split('\n')[0] ?? '';
    const line = await spoilFile(folder, entry.file, entry.find, entry.replacement, entry.at ?? firstLine);
    expect(await faultsOf(folder)).toContainEqual({
      file: entry.file,
      line,
      key: entry.key,
      problem: expect.stringContaining(entry.problem) as string,
      remedy: expect.stringContaining(entry.remedy) as string,
    });
  });

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'names paragraph %i when it was taken out of the file',
    async (number) => {
      const path = join(folder, RESOLUTION);
      const text = await readFile(path, 'utf8');
      const [head = '', ...paragraphs] = text.split(/(?=^ {2}- number: )/m);
      const left = paragraphs.filter((paragraph) => !paragraph.startsWith(`  - number: ${number}\n`));
      expect(left).toHaveLength(11);
      await writeFile(path, head + left.join(''));
      expect(await faultsOf(folder)).toContainEqual({
        file: RESOLUTION,
        line: head.split('\n').findIndex((line) => line === 'paragraphs:') + 1,
        key: 'paragraphs',
        problem: `paragraph ${number} is missing: the resolution has 12`,
        remedy: `Put it back under "- number: ${number}", with text, kinds, addressee, duty and statuses.`,
      });
    },
  );

  it('is a renewal that no successor follows', async () => {
    await spoilFile(folder, SUCCESSIONS, /\n {2}- date: 2005-06-07[^]*/, '\n', 'successions:');
    expect(await faultsOf(folder)).toEqual([
      expect.objectContaining({
        file: RESOLUTION,
        key: 'paragraphs[4].statuses[2].status',
        problem: 'is renewed, and no paragraph succeeds it on 2005-06-07',
        remedy: 'Add the succession to successions.yaml, with its successor; or correct the status.',
      }),
    ]);
  });

  it('is a succession that the statuses do not show', async () => {
    await spoilFile(folder, RESOLUTION, 'status: renewed', 'status: under-way', 'under-way');
    expect(await faultsOf(folder)).toEqual([
      expect.objectContaining({
        file: SUCCESSIONS,
        key: 'successions[1].from[0]',
        problem: 'paragraph 5 of ag-res-2019 is not renewed from 2005-06-07 on',
      }),
    ]);
  });

  it('is a chain of mandates that runs in a circle, and a mandate that passes on twice', async () => {
    const path = join(folder, SUCCESSIONS);
    const entry = (date: string, from: string, to: string): string =>
      `  - date: ${date}\n    kind: superseded\n    from: [{ resolution: ${from} }]\n    to: [{ resolution: ${to} }]\n` +
      '    reason: A test.\n    document: null\n    source: A test\n';
    const text = await readFile(path, 'utf8');
    const added =
      entry('2010-06-08', 'ag-res-2256, paragraph: 1', 'ag-res-2348, paragraph: 2') +
      entry('2011-06-08', 'ag-res-2348, paragraph: 2', 'ag-res-2551, paragraph: 3') +
      entry('2012-06-08', 'ag-res-2551, paragraph: 3', 'ag-res-2256, paragraph: 1') +
      entry('2013-06-08', 'ag-res-2256, paragraph: 1', 'ag-res-2551, paragraph: 4');
    await writeFile(path, text + added);
    const faults = await faultsOf(folder);
    expect(faults.map(({ key, problem }) => `${key}: ${problem}`)).toEqual([
      'successions[4]: paragraph 1 of ag-res-2256 is an earlier paragraph of the chain of paragraph 3 of ag-res-2551',
      'successions[5].from[0]: paragraph 1 of ag-res-2256 had passed to another already on 2010-06-08',
    ]);
  });

  it('is a text that stands in two files', async () => {
    await writeFile(join(folder, 'resolutions/ag-res-copy.yaml'), await readFile(join(folder, RESOLUTION)));
    const faults = await faultsOf(folder);
    expect(faults.find(({ file }) => file === 'resolutions/ag-res-copy.yaml')).toMatchObject({
      key: 'symbol',
      problem: '"AG/RES. 2019 (XXXIV-O/04)" is the symbol of ag-res-2019 already',
    });
  });

  it('is told beside every other fault of every file, before anything is changed', async () => {
    await spoilFile(folder, RESOLUTION, 'kinds: [welcome]', 'kinds: [applause]', 'applause');
    await spoilFile(folder, RESOLUTION, 'addressee: the member states\n', "addressee: ''\n", "addressee: ''");
    await spoilFile(folder, SUCCESSIONS, 'ag-res-2118', 'ag-res-2181', 'ag-res-2181');
    await spoilFile(folder, CITED, 'adoptedDate: 2003-06-10', 'adoptedDate: 2003-02-30', '2003-02-30');
    await spoilFile(folder, OBLIGATION, 'days: 3 }', 'days: -40 }', 'days: -40');
    const faults = await faultsOf(folder);
    expect(faults.map(({ file, key }) => `${file} ${key}`)).toEqual([
      `${CITED} resolutions[2].adoptedDate`,
      `${OBLIGATION} rules.ladder[2].when`,
      `${RESOLUTION} paragraphs[0].addressee`,
      `${RESOLUTION} paragraphs[3].kinds[0]`,
      `${SUCCESSIONS} successions[1].to[0].resolution`,
    ]);
  });
});

describe('the register as delivered', () => {
  it('says of each paragraph whose duty it is and how it stands today', async () => {
    const { resolutions } = await loadCatalogue('mandates');
    const lines = resolutions[0]?.paragraphs.map(
      ({ number, duty, statuses }) =>
        `${number} ${duty.join('+')}: ${statuses.map(({ status }) => status).join(' > ')}`,
    );
    expect(lines).toEqual([
      '1 member-states: open',
      '2 member-states: open',
      '3 member-states: open',
      '4 nobody: open > done',
      '5 permanent-council: open > under-way > renewed > done',
      '6 secretary-general: open > done',
      '7 secretary-general+coordinator: open > under-way',
      '8 secretary-general+coordinator: open',
      '9 secretary-general+coordinator: open > under-way',
      '10 permanent-council: open > under-way',
      '11 member-states+permanent-observers+oas-organs+others: open',
      '12 secretary-general: open > done',
    ]);
  });

  it('knows resolutions by their symbol alone, and invents no title and no day', async () => {
    const { cited } = await loadCatalogue('mandates');
    expect(cited.find(({ id }) => id === 'ag-res-2118')).toMatchObject({
      symbol: 'AG/RES. 2118 (XXXV-O/05)',
      title: null,
      adoptedDate: '2005-06-07',
    });
    expect(cited.find(({ id }) => id === 'ag-res-2026')).toMatchObject({ title: null, adoptedDate: 'unknown' });
  });
});
