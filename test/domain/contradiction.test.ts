import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { findContradictions } from '../../domain/contradiction.js';
import type { Contradiction } from '../../domain/contradiction.js';
import type { Catalogue } from '../../domain/mandate.js';

const TODAY = '2027-01-20';
let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue('mandates');
});

function against(id: string, party: string, status: string, date: string, on = TODAY): Contradiction[] {
  const treaty = catalogue.treaties.find((one) => one.id === id);
  const { answeredIn } = treaty ?? {};
  if (!treaty || !answeredIn) throw new Error(`${id} is asked in no form`);
  return findContradictions(treaty, party, { [answeredIn.status]: status, [answeredIn.date]: date }, on);
}

const inShort = (found: Contradiction[]): string[] =>
  found.map(({ rule, answered, onFile }) => `${rule}: ${answered}, on file ${onFile.act} ${onFile.date}`);

describe('an answer about a treaty', () => {
  it.each([
    ['tip-protocol', 'BRA', 'not_signed', '', ['more-on-file: not_signed, on file deposit 2004-01-29']],
    ['tip-protocol', 'BRA', 'signed', '2000-12-12', ['more-on-file: signed, on file deposit 2004-01-29']],
    ['tip-protocol', 'BRA', 'acceded', '2004-01-29', ['other-manner: acceded, on file deposit 2004-01-29']],
    ['tip-protocol', 'GTM', 'ratified', '2004-04-01', ['other-manner: ratified, on file deposit 2004-04-01']],
    ['tip-protocol', 'BRA', 'ratified', '2004-01-30', ['other-date: 2004-01-30, on file deposit 2004-01-29']],
    ['tip-protocol', 'BRA', '', '2004-01-30', ['other-date: 2004-01-30, on file deposit 2004-01-29']],
    ['tip-protocol', 'BRB', 'ratified', '2015-01-01', ['other-date: 2015-01-01, on file deposit 2014']],
    [
      'tip-protocol',
      'BRA',
      'signed',
      '2001-12-12',
      ['more-on-file: signed, on file deposit 2004-01-29', 'other-date: 2001-12-12, on file signature 2000-12-12'],
    ],
    ['minors-convention', 'PAN', 'not_signed', '', ['more-on-file: not_signed, on file party-by 2000-08-23']],
    ['minors-convention', 'PAN', 'ratified', '2004-01-01', ['other-date: 2004-01-01, on file party-by 2000-08-23']],
    ['minors-convention', 'BOL', 'ratified', '2003-11-30', ['other-date: 2003-11-30, on file deposit 2003-12-04']],
  ])('on %s by %s, %j %j, contradicts the file', (id, party, status, date, expected) => {
    expect(inShort(against(id, party, status, date))).toEqual(expected);
  });

  it.each([
    ['the day of the deposit', 'tip-protocol', 'BRA', 'ratified', '2004-01-29'],
    ['the day of the instrument', 'minors-convention', 'BOL', 'ratified', '2003-10-31'],
    ['a day within the year that alone is on file', 'tip-protocol', 'BRB', 'ratified', '2014-06-16'],
    ['no day', 'tip-protocol', 'BRA', 'ratified', ''],
    ['a manner that is not on file', 'tip-protocol', 'ATG', 'acceded', '2010-02-17'],
    ['what is not on file', 'minors-convention', 'CAN', 'ratified', '1999-01-01'],
    ['not having signed, of which nothing is on file', 'minors-convention', 'CAN', 'not_signed', ''],
    ['a signature that is not on file', 'minors-convention', 'PAN', '', ''],
    ['a party that a source called so later', 'minors-convention', 'PAN', 'ratified', '2000-01-01'],
    ['words that the form does not know', 'tip-protocol', 'BRA', 'perhaps', 'soon'],
    ['nothing', 'tip-protocol', 'BRA', '', ''],
  ])('that tells %s contradicts nothing', (_, id, party, status, date) => {
    expect(against(id, party, status, date)).toEqual([]);
  });

  it('is held against what was done by the day of the answer', () => {
    expect(against('tip-protocol', 'USA', 'signed', '2000-12-13', '2005-06-07')).toEqual([]);
    expect(inShort(against('tip-protocol', 'USA', 'signed', '2000-12-13', '2005-11-03'))).toEqual([
      'more-on-file: signed, on file deposit 2005-11-03',
    ]);
  });

  it('is told with field, value and source, and changes nothing', () => {
    const before = JSON.stringify(catalogue.treaties);
    expect(against('tip-protocol', 'BRB', 'not_signed', '')).toEqual([
      {
        treaty: 'tip-protocol',
        party: 'BRB',
        field: 'legal.tip_protocol_status',
        answered: 'not_signed',
        rule: 'more-on-file',
        onFile: {
          act: 'deposit',
          manner: 'unknown',
          date: '2014',
          source: 'https://online.flippingbook.com/view/518574734/59 Table 13',
        },
      },
    ]);
    expect(JSON.stringify(catalogue.treaties)).toBe(before);
  });

  it('is not looked for where no form asks', () => {
    const untoc = catalogue.treaties.find((one) => one.id === 'untoc');
    expect(untoc && findContradictions(untoc, 'BRA', { 'legal.untoc_status': 'not_signed' }, TODAY)).toEqual([]);
  });
});
