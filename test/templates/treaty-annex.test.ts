import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import type { Treaty } from '../../domain/mandate.js';
import { treatyAnnexOf } from '../../templates/treaty-annex.js';

interface Annex {
  instruments: {
    paragraphs: string;
    on: string;
    treaties: { short: string; counts: string; isNothingOnFile: boolean }[];
    rows: { name: string; cells: { standing: string; reason: string; mark: string }[] }[];
    sources: { number: number; text: string }[];
  };
}

let treaties: Treaty[];

beforeAll(async () => {
  ({ treaties } = await loadCatalogue('mandates'));
});

function annexOn(on: string, ...codes: string[]): Annex['instruments'] {
  const states = codes.map((code) => ({ code, name: code }));
  return (treatyAnnexOf({ on, treaties }, states) as Annex).instruments;
}

describe('the annex on the treaties', () => {
  it.each([
    ['2004-06-08', 'USA', 'signed', 'signed December 13, 2000'],
    ['2005-11-03', 'USA', 'in force by ratification', 'deposited November 3, 2005'],
    ['2014-06-01', 'BRB', 'not on file', 'deposited 2014; the day is not on file'],
    ['2004-06-08', 'ATG', 'not on file', 'nothing on file by that day; deposited February 17, 2010'],
  ])('says on %s of %s and the Palermo Protocol: %s, %s', (on, code, standing, reason) => {
    expect(annexOn(on, code).rows[0]?.cells[1]).toEqual({ standing, reason, mark: '[1]' });
  });

  it('numbers each source once and prints no link', () => {
    const { rows, sources } = annexOn('2026-11-25', 'ARG', 'BRB', 'PAN', 'BRA');
    expect(rows.map(({ cells }) => cells.map(({ mark }) => mark).join('-'))).toEqual([
      '-[1]-[2]',
      '-[3]-',
      '-[1]-[4]',
      '-[1]-[2]',
    ]);
    expect(sources.map(({ number, text }) => `${number} ${text.slice(0, 24)}`)).toEqual([
      '1 github.com/zmjones/untre',
      '2 www.oas.org/dil/treaties',
      '3 online.flippingbook.com/',
      '4 www.oas.org/OASpage/pres',
    ]);
  });

  it('says that nothing is on file of the UN Convention, and gives no reason in each row', () => {
    const { treaties: heads, rows, paragraphs } = annexOn('2026-11-25', 'ARG', 'CAN');
    expect(paragraphs).toBe('paragraphs 1 and 2');
    expect(heads.map(({ counts, isNothingOnFile }) => [counts, isNothingOnFile])).toEqual([
      ['2 not on file', true],
      ['2 in force', false],
      ['1 in force, 1 not on file', false],
    ]);
    expect(rows[1]?.cells[2]).toEqual({ standing: 'not on file', reason: '', mark: '' });
  });
});
