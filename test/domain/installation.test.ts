import { judgeInstallation, PARTS } from '../../domain/installation.js';
import type { InstallationFacts, Part } from '../../domain/installation.js';
import { installationFault, madeAnewWords } from '../../domain/installation-words.js';

/*
 * Each line: data folder, keys, database, documents, then what the parts say of each other where one carries no id. `-`
 * is not there, `?` is there without an id, a letter is an id; of the data folder `X+keys` is a start that was cut off
 * while it made the keys, `X+` one that made nothing.
 */
type Line = [name: string, parts: string, proof: { keysSign?: boolean; documentsHold?: boolean }, verdict: string];

const factsOf = (parts: string, { keysSign, documentsHold }: Line[2]): InstallationFacts => {
  const [folder = '', ...each] = parts.split(' ');
  const [installation = '', making] = folder.split('+');
  const [keys, database, documents] = each.map((one) => ({
    isThere: one !== '-',
    installation: one === '-' || one === '?' ? null : one,
  })) as [InstallationFacts[Part], InstallationFacts[Part], InstallationFacts[Part]];
  const made = making?.split(',').filter((part): part is Part => PARTS.some((known) => known === part));
  return {
    folder: folder === '-' ? null : { installation, ...(made === undefined ? {} : { making: made }) },
    keys,
    database,
    documents,
    keysSign: keysSign ?? null,
    documentsHold: documentsHold ?? null,
  };
};

const both = { keysSign: true, documentsHold: true };

const LINES: Line[] = [
  ['a first start', '- - - -', {}, 'goes on'],
  ['a first start that was cut off before anything was made', 'X+keys,database,documents - - -', {}, 'goes on as X'],
  ['… when the keys were made', 'X+keys,database,documents ? - -', {}, 'goes on as X'],
  ['… when the keys were marked', 'X+keys,database,documents X - -', {}, 'goes on as X'],
  ['… when the documents were marked', 'X+keys,database,documents X - X', {}, 'goes on as X'],
  ['… when all was marked', 'X+keys,database,documents X X X', {}, 'goes on as X'],
  ['a whole installation', 'X X X X', {}, 'goes on as X'],
  ['one from before there were ids', '- ? ? ?', both, 'goes on'],
  ['… that has sent and received nothing', '- ? ? -', {}, 'goes on'],
  ['… that has received nothing yet', '- ? ? -', { keysSign: true }, 'goes on'],
  ['… whose upgrade was cut off', 'X+ X ? ?', both, 'goes on as X'],
  ['… and lost its keys then', 'X+ - ? ?', {}, 'lost keys'],
  ['… without keys', '- - ? ?', { documentsHold: true }, 'lost keys'],
  [
    '… without documents, of which there were some',
    '- ? ? -',
    { keysSign: true, documentsHold: false },
    'lost documents',
  ],
  ['… without database', '- ? - ?', {}, 'lost database'],
  ['… without database, before anything was received', '- ? - -', {}, 'lost database'],
  ['… of which only documents are left', '- - - ?', {}, 'lost keys database'],
  ["… with another's keys, or keys made anew", '- ? ? ?', { keysSign: false, documentsHold: true }, 'foreign keys'],
  ["… with another's documents", '- ? ? ?', { keysSign: true, documentsHold: false }, 'foreign documents'],
  ["… with another's database", '- ? ? ?', { keysSign: false, documentsHold: false }, 'foreign database'],
  ['the keys gone', 'X - X X', {}, 'lost keys'],
  ['the database gone, or DATABASE_URL set to an empty one', 'X X - X', {}, 'lost database'],
  ['the documents gone', 'X X X -', {}, 'lost documents'],
  ['a new data folder at a database in use', '- - X -', {}, 'lost keys documents'],
  ['… after a start there that was cut off', 'Y+keys,documents - X -', {}, 'lost keys documents'],
  ['everything gone but the mark of the data folder', 'X - - -', {}, 'lost keys database documents'],
  ['the mark of the data folder gone', '- X X X', {}, 'goes on as X'],
  ['… and the database', '- X - X', {}, 'lost database'],
  ['only the keys brought over', '- X - -', {}, 'lost database documents'],
  ["another's keys", 'X Y X X', {}, 'foreign keys'],
  ["another's database", 'X X Y X', {}, 'foreign database'],
  ["another's documents", 'X X X Y', {}, 'foreign documents'],
  ["another's database at a data folder without mark", '- X Y X', {}, 'foreign database'],
  ["another's data folder but for the database", 'X Y X Y', {}, 'foreign keys documents'],
  ['a mark that none of the parts knows', 'X Y Y Y', {}, 'foreign folder'],
  ['another machine was first, on shared parts', 'Y+keys,database,documents X X X', {}, 'goes on as X'],
  ['keys from a copy of before there were ids', 'X ? X X', { keysSign: true }, 'goes on as X'],
  ['keys without an id that have signed nothing of ours', 'X ? X X', { keysSign: false }, 'foreign keys'],
  ['keys without an id where nothing tells', 'X ? X X', {}, 'foreign keys'],
  ['documents from a copy of before there were ids', 'X X X ?', { documentsHold: true }, 'goes on as X'],
  ["documents without an id that are another's", 'X X X ?', { documentsHold: false }, 'foreign documents'],
  ['a database from a copy of before there were ids', 'X X ? X', both, 'goes on as X'],
  ['… which has received nothing yet', 'X X ? X', { keysSign: true }, 'goes on as X'],
  [
    "a database without an id that is another's",
    'X X ? X',
    { keysSign: false, documentsHold: false },
    'foreign database',
  ],
  ['… which has received nothing yet', 'X X ? X', { keysSign: false }, 'foreign database'],
  ['a database without an id where nothing tells', 'X X ? X', {}, 'foreign database'],
  ["another's keys and their database without an id", 'X Y ? X', both, 'foreign keys'],
  ['database and documents gone, keys another’s', 'X Y - -', {}, 'lost database documents; foreign keys'],
  ['a start with --new that was cut off', 'X+database X - X', {}, 'goes on as X'],
  ['… and another part is lost since', 'X+database - - X', {}, 'lost keys'],
];

it.each(LINES)('judges %s: %s %j → %s', (_name, parts, proof, expected) => {
  const { id, lost, foreign } = judgeInstallation(factsOf(parts, proof));
  const faults = [
    ...(lost.length > 0 ? [`lost ${lost.join(' ')}`] : []),
    ...(foreign.length > 0 ? [`foreign ${foreign.join(' ')}`] : []),
  ];
  expect(faults.join('; ') || `goes on${id === null ? '' : ` as ${id}`}`).toBe(expected);
});

const PLACES = {
  folder: '/data',
  mark: '/data/installation.json',
  keys: '/data/secrets.json',
  database: 'PostgreSQL at db.example/coordinator',
  documents: '/data/documents',
  isDatabaseSet: true,
};
const wordsOf = (parts: string, isNew = false, isDatabaseSet = true): string | null => {
  const facts = factsOf(parts, {});
  return installationFault(facts, judgeInstallation(facts), { ...PLACES, isDatabaseSet }, isNew);
};

it('says of what is lost where it was and how it comes back, and that --new makes it where it is meant', () => {
  expect(wordsOf('X - - X')).toBe(
    [
      'The installation in /data cannot be used:',
      '  The keys (/data/secrets.json) are missing: every note that is out was signed with them. ' +
        'Bring the file back from a copy.',
      '  The database (PostgreSQL at db.example/coordinator) is empty: ' +
        'the record of all that was asked and answered is not in it. ' +
        'Set DATABASE_URL to the right one, or bring it back from a copy.',
      'Where it is lost for good, start once with --new: that makes anew what is missing and removes nothing. ' +
        'Notes that are out can then not be answered any more by themselves: ' +
        'what comes to their addresses is held for a person.',
      'A new installation begins in an empty data folder: --data or COORDINATOR_DATA.',
    ].join('\n'),
  );
  expect(wordsOf('X - - X', true)).toBeNull();
  expect(wordsOf('X X - X', false, false)).toContain(
    'is missing: the record of all that was asked and answered is kept',
  );
  expect(wordsOf('X X X X')).toBeNull();
});

it('says whose a part is that is another’s, and joins no two installations with --new either', () => {
  for (const isNew of [false, true]) {
    const words = wordsOf('X Y X X', isNew) ?? '';
    expect(words).toContain(
      "The keys (/data/secrets.json) are not this installation's: they carry the id Y, and this installation has X.",
    );
    expect(words).toContain(
      '--new alone does not help here: it makes what is missing, and joins no two installations.',
    );
  }
  expect(wordsOf('X X Y X')).toContain('Set DATABASE_URL to the right one, or COORDINATOR_DATA');
  expect(wordsOf('X Y Y Y')).toContain("The data folder's /data/installation.json names installation X");
  expect(wordsOf('X Y - X', true)).not.toContain('is empty');
});

describe('what a start with --new says that it has made', () => {
  it('says nothing where nothing was lost', () => {
    expect(madeAnewWords([])).toEqual([]);
  });

  it('names each part that was made, and what follows from each', () => {
    const [first, ...consequences] = madeAnewWords(['keys', 'documents']);
    expect(first).toBe('Made anew, as --new asks: keys, documents');
    expect(consequences).toEqual([
      expect.stringMatching(/^Notes that are out cannot be answered/),
      'What was received before cannot be shown any more',
    ]);
  });
});

it('says of every part that is lost or foreign where it is, and what to do', () => {
  expect(wordsOf('X X X -')).toContain(
    'The documents (/data/documents) are missing: all that was received is kept there.',
  );
  expect(wordsOf('X X Y X', false, false)).toContain(
    'it carries the id Y, and this installation has X. Bring its own back',
  );
  expect(wordsOf('X X X Y')).toContain('move this folder away and start once with --new');
  expect(wordsOf('X Y X X')).toContain('move this file away and start once with --new');
});
