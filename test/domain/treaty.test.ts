import fc from 'fast-check';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { addDays } from '../../domain/iso-date.js';
import type { Catalogue, Treaty, TreatyAct } from '../../domain/mandate.js';
import { statesOf } from '../../domain/membership.js';
import { countStandings, isAddressed, TREATY_STANDINGS, treatyStatusOn } from '../../domain/treaty.js';
import { actWords, mannerWords, reasonWords, standingWords } from '../../domain/treaty-words.js';

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue('mandates');
});

function treaty(id: string): Treaty {
  const found = catalogue.treaties.find((one) => one.id === id);
  if (!found) throw new Error(`${id} is not in the catalogue`);
  return found;
}

function standing(id: string, party: string, date: string): string {
  return treatyStatusOn(treaty(id), party, date).standing;
}

/** The two-letter codes of the states in force on a day, in the order of the alphabet. */
function inForceOn(id: string, date: string): string[] {
  return catalogue.parties
    .filter((party) => isAddressed(party, date) && standing(id, party.code, date) === 'in-force')
    .map((party) => party.iso2 ?? '')
    .sort();
}

const BEFORE_2019 = ['AR', 'BZ', 'BR', 'CA', 'CR', 'EC', 'SV', 'GD', 'GT', 'JM', 'MX', 'PE', 'KN', 'VE'];
const BEFORE_2118 = [...BEFORE_2019, 'CL', 'CO', 'GY', 'NI', 'PA', 'PY', 'UY'];

describe('the parties of the Palermo Protocol', () => {
  it.each([
    ['AG/RES. 2019', '2004-06-07', BEFORE_2019],
    ['AG/RES. 2019, on its day', '2004-06-08', BEFORE_2019],
    ['AG/RES. 2118', '2005-06-06', BEFORE_2118],
    ['AG/RES. 2118, on its day', '2005-06-07', BEFORE_2118],
  ])('before %s (%s) are those derived from the deposits on file', (_, date, parties) => {
    expect(inForceOn('tip-protocol', date)).toEqual([...parties].sort());
  });

  it('are 14 and 21', () => {
    expect([BEFORE_2019.length, BEFORE_2118.length]).toEqual([14, 21]);
  });
});

describe('the standing of a state', () => {
  it.each([
    // A signatory: nothing, signed, in force from the day of the deposit on.
    ['tip-protocol', 'USA', '2000-12-12', 'unknown'],
    ['tip-protocol', 'USA', '2000-12-13', 'signed'],
    ['tip-protocol', 'USA', '2005-11-02', 'signed'],
    ['tip-protocol', 'USA', '2005-11-03', 'in-force'],
    // Acceded without a signature: nothing is known before.
    ['tip-protocol', 'GTM', '2004-03-31', 'unknown'],
    ['tip-protocol', 'GTM', '2004-04-01', 'in-force'],
    // Of Barbados only the year of the deposit is on file.
    ['tip-protocol', 'BRB', '2013-12-31', 'signed'],
    ['tip-protocol', 'BRB', '2014-01-01', 'unknown'],
    ['tip-protocol', 'BRB', '2014-12-30', 'unknown'],
    ['tip-protocol', 'BRB', '2014-12-31', 'in-force'],
    // The instrument bears a date before it is deposited.
    ['minors-convention', 'BOL', '1994-03-18', 'signed'],
    ['minors-convention', 'BOL', '2003-10-31', 'ratified'],
    ['minors-convention', 'BOL', '2003-12-04', 'in-force'],
    ['minors-convention', 'COL', '2000-06-12', 'acceded'],
    ['minors-convention', 'COL', '2000-08-23', 'in-force'],
    // Deposited before the convention itself was in force.
    ['minors-convention', 'BRA', '1997-07-08', 'ratified'],
    ['minors-convention', 'BRA', '1997-08-14', 'ratified'],
    ['minors-convention', 'BRA', '1997-08-15', 'in-force'],
    // Called parties by a source, the day of the deposit not on file.
    ['minors-convention', 'PAN', '2000-08-22', 'unknown'],
    ['minors-convention', 'PAN', '2000-08-23', 'in-force'],
    ['minors-convention', 'ECU', '2002-05-19', 'signed'],
    ['minors-convention', 'ECU', '2002-05-20', 'unknown'],
    ['minors-convention', 'ECU', '2026-11-23', 'in-force'],
    // Nothing is on file.
    ['minors-convention', 'CAN', '2026-11-25', 'unknown'],
    ['untoc', 'BRA', '2026-11-25', 'unknown'],
    ['untoc', 'XXX', '2026-11-25', 'unknown'],
  ])('with %s, %s, on %s is %s', (id, party, date, expected) => {
    expect(standing(id, party, date)).toBe(expected);
  });

  it('is unknown for every state and the UN Convention, for want of a source and not as a no', () => {
    const statuses = statesOf(catalogue).map((party) => treatyStatusOn(treaty('untoc'), party.code, '2026-11-25'));
    expect(countStandings(statuses)).toEqual({ unknown: 35, signed: 0, ratified: 0, acceded: 0, 'in-force': 0 });
    for (const { because } of statuses)
      expect(because).toEqual({ rule: 'nothing-on-file', reason: 'no source on file' });
  });

  it('explains itself by the act, its date and its source', () => {
    const status = treatyStatusOn(treaty('tip-protocol'), 'ARG', '2004-06-08');
    expect(status.because).toEqual({
      rule: 'bound',
      act: {
        act: 'deposit',
        manner: 'ratification',
        date: '2002-11-19',
        source:
          'github.com/zmjones/untreaties treaties/18-12-a.csv (UN Treaty Collection XVIII-12-a scrape, file last updated 2014-01-27)',
      },
    });
    expect(`${standingWords(status.standing)} ${mannerWords(status)}`).toBe('in force by ratification');
  });

  it.each([
    ['tip-protocol', 'USA', '2001-01-01', 'signed 2000-12-13'],
    ['tip-protocol', 'GTM', '2004-03-31', 'nothing on file by that day; deposited 2004-04-01'],
    ['tip-protocol', 'BRB', '2014-06-01', 'deposited 2014; the day is not on file'],
    ['minors-convention', 'BRA', '1997-08-14', 'deposited 1997-07-08; the treaty entered into force on 1997-08-15'],
    ['minors-convention', 'BOL', '2003-11-01', 'instrument dated 2003-10-31; deposit not on file by that day'],
    ['minors-convention', 'PAN', '2010-01-01', 'a party by 2000-08-23'],
    ['untoc', 'BRA', '2010-01-01', 'no source on file'],
  ])('with %s, %s, on %s is explained: %s', (id, party, date, words) => {
    expect(reasonWords(treatyStatusOn(treaty(id), party, date).because, (day) => day)).toBe(words);
  });

  it('says of an act whether its manner is on file', () => {
    const [deposit] = treatyStatusOn(treaty('tip-protocol'), 'ATG', '2026-11-25').acts;
    expect(deposit && actWords(deposit, (day) => day)).toBe('deposited 2010-02-17 (manner not on file)');
  });
});

const START = '1990-01-01';
const day = (offset: number): string => addDays(START, offset);
const offset = fc.integer({ min: 0, max: 9_000 });

/** A treaty with one state, whose acts are in the order in which a state does them; exact dates unless told otherwise. */
function arbitraryTreaty({ isVague }: { isVague: boolean }): fc.Arbitrary<Treaty> {
  return fc
    .record({
      days: fc.tuple(offset, offset, offset).map((days) => days.sort((a, b) => a - b).map(day)),
      has: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      cut: fc.constantFrom(...(isVague ? [10, 7, 4] : [10])),
      manner: fc.constantFrom('ratification' as const, 'accession' as const),
      inForce: fc.option(offset.map(day), { nil: null }),
      partyBy: fc.option(offset.map(day), { nil: null }),
    })
    .map(({ days: [signed = '', dated = '', deposited = ''], has, cut, manner, inForce, partyBy }) => {
      const acts: TreatyAct[] = [
        { act: 'signature', manner: null, date: signed, source: 's' },
        { act: 'instrument', manner, date: dated, source: 's' },
        { act: 'deposit', manner, date: deposited.slice(0, cut), source: 's' },
      ];
      const own = acts.filter((_, index) => has[index]);
      const calls: TreatyAct[] =
        isVague && partyBy ? [{ act: 'party-by', manner: null, date: partyBy, source: 's' }] : [];
      const name = { en: 't', es: 't', pt: 't', fr: 't' };
      const states = [{ state: 'AAA', acts: [...own, ...calls], unknown: null }];
      const rest = { alsoNamed: [], supplements: null, adopted: null, answeredIn: null, states };
      const dates = { inForce: inForce === null ? null : { date: inForce, source: 's' } };
      return { id: 't', resolution: 'r', paragraph: 1, short: 't', name, nameSource: 's', ...rest, ...dates };
    });
}

const rank = (one: Treaty, date: string): number => {
  const { standing: at } = treatyStatusOn(one, 'AAA', date);
  return at === 'acceded' ? TREATY_STANDINGS.indexOf('ratified') : TREATY_STANDINGS.indexOf(at);
};

describe('a standing', () => {
  it('never falls as days pass, where every date is exact', () => {
    fc.assert(
      fc.property(arbitraryTreaty({ isVague: false }), offset, offset, (one, a, b) => {
        expect(rank(one, day(Math.min(a, b)))).toBeLessThanOrEqual(rank(one, day(Math.max(a, b))));
      }),
    );
  });

  it('never falls between two days that are both known, and stays in force once it is, however vague the dates', () => {
    fc.assert(
      fc.property(arbitraryTreaty({ isVague: true }), offset, offset, (one, a, b) => {
        const [before, after] = [rank(one, day(Math.min(a, b))), rank(one, day(Math.max(a, b)))];
        if (after > 0) expect(before).toBeLessThanOrEqual(after);
        if (before === TREATY_STANDINGS.indexOf('in-force')) expect(after).toBe(before);
      }),
    );
  });

  it('is not changed by an act of a later day that bears an exact date', () => {
    fc.assert(
      fc.property(arbitraryTreaty({ isVague: false }), offset, (one, at) => {
        const date = day(at);
        const states = one.states.map((row) => ({ ...row, acts: row.acts.filter((act) => act.date <= date) }));
        expect(rank({ ...one, states }, date)).toBe(rank(one, date));
      }),
    );
  });

  it('rests on an act that was done by that day, wherever it is known', () => {
    fc.assert(
      fc.property(arbitraryTreaty({ isVague: true }), offset, (one, at) => {
        const { standing: found, because } = treatyStatusOn(one, 'AAA', day(at));
        if (found === 'unknown') return;
        expect('act' in because && because.act.date <= day(at)).toBe(true);
      }),
    );
  });
});
