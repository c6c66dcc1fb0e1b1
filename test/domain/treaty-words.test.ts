import type { PartialDate, TreatyAct } from '../../domain/mandate.js';
import type { TreatyReason, TreatyStatus } from '../../domain/treaty.js';
import { actWords, mannerWords, reasonWords } from '../../domain/treaty-words.js';

const dateWords = (date: PartialDate): string => date;

const act = (kind: TreatyAct['act'], manner: TreatyAct['manner'] = null): TreatyAct => ({
  act: kind,
  manner,
  date: '2002-11-19',
  source: 'a test',
});

const REASONS: readonly (readonly [TreatyReason, string])[] = [
  [{ rule: 'nothing-on-file', reason: 'no source on file' }, 'no source on file'],
  [{ rule: 'bound', act: act('party-by') }, 'a party by 2002-11-19'],
  [{ rule: 'signed', act: act('signature') }, 'signed 2002-11-19'],
  [
    { rule: 'bound-before-entry-into-force', act: act('deposit'), inForceDate: '2003-12-25' },
    'deposited 2002-11-19; the treaty entered into force on 2003-12-25',
  ],
  [{ rule: 'instrument', act: act('instrument') }, 'instrument dated 2002-11-19; deposit not on file by that day'],
  [{ rule: 'perhaps', act: act('deposit') }, 'deposited 2002-11-19; the day is not on file'],
  [{ rule: 'not-yet-on-file', act: act('deposit') }, 'nothing on file by that day; deposited 2002-11-19'],
];

test.each(REASONS)('a treaty status says why it is so: %j', (because, words) => {
  expect(reasonWords(because, dateWords)).toBe(words);
});

test.each([
  [null, 'deposited 2002-11-19'],
  ['unknown', 'deposited 2002-11-19 (manner not on file)'],
  ['ratification', 'deposited 2002-11-19 (ratification)'],
] as const)('an act tells its manner only where it has one: %s', (manner, words) => {
  expect(actWords(act('deposit', manner), dateWords)).toBe(words);
});

test.each([
  ['in-force', 'ratification', 'by ratification'],
  ['in-force', 'unknown', ''],
  ['in-force', null, ''],
  ['ratified', 'ratification', ''],
] as const)('a status of %s by %s names the manner as "%s"', (standing, manner, words) => {
  const status: TreatyStatus = {
    treaty: 'a',
    party: 'ARG',
    date: '2027-01-01',
    standing,
    manner,
    because: { rule: 'nothing-on-file', reason: 'none' },
    acts: [],
  };
  expect(mannerWords(status)).toBe(words);
});
