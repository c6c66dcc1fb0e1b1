import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import type { Catalogue, Succession } from '../../domain/mandate.js';
import { adjustmentsByRegister, concernedBy, passingWords } from '../../domain/passing.js';
import { heirOn } from '../../domain/succession.js';

const given = await loadCatalogue('mandates');
const MERGED: Succession = {
  date: '2027-02-01',
  kind: 'merged',
  from: [
    { resolution: 'ag-res-2019', paragraph: 8 },
    { resolution: 'ag-res-2019', paragraph: 9 },
  ],
  to: [{ resolution: 'ag-res-2118', paragraph: 'unknown' }],
  duties: [{ ends: 'strategy', goesOnIn: 'organ-report' }],
  reason: 'one report serves both',
  document: 'AG/RES. 2118 (XXXV-O/05)',
  source: 'a test',
};
const catalogue: Catalogue = { ...given, successions: [...given.successions, MERGED] };

function running(requestId: string, openedAt = '2026-12-01T15:00:00.000Z') {
  const [obligation = '', , party = ''] = requestId.split('/');
  return { requestId, obligation, party, openedAt };
}

describe('what running requests are told by the register', () => {
  it('is nothing where nothing has changed', () => {
    expect(adjustmentsByRegister(given, [running('annual-report/2027/BRA')], '2027-02-01', 'a test')).toEqual([]);
  });

  it('is that a mandate has passed on, from its day on, under an id that is the same each time', () => {
    const requests = [running('annual-report/2027/BRA'), running('strategy/2027/CIM')];
    expect(adjustmentsByRegister(catalogue, requests, '2027-01-31', 'a test')).toEqual([]);
    const [told, ...others] = adjustmentsByRegister(catalogue, requests, '2027-02-01', 'a test');
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      kind: 'succession',
      id: 'succession/2027-02-01/ag-res-2019-8+ag-res-2019-9',
      obligations: ['annual-report', 'strategy'],
      duties: MERGED.duties,
      authority: MERGED.document,
    });
    expect(told?.reason).toContain('one report serves both');
    expect(adjustmentsByRegister(catalogue, requests, '2027-03-01', 'a test')).toEqual([told]);
  });

  it('is nothing for a request that was opened under the successor, or hangs on another paragraph', () => {
    const requests = [
      running('annual-report/2027/BRA', '2027-02-01T15:00:00.000Z'),
      running('meeting-participation/2027/BRA'),
    ];
    expect(adjustmentsByRegister(catalogue, requests, '2027-03-01', 'a test')).toEqual([]);
  });

  it('is that it ends, for a party whose membership has ended, with the source of that', () => {
    const parties = given.parties.map((party) =>
      party.code === 'BRA'
        ? {
            ...party,
            memberships: [{ from: 'unknown', until: '2027-01-20', status: 'member' as const, source: 'a note' }],
          }
        : party,
    );
    const requests = [running('annual-report/2027/BRA'), running('annual-report/2027/PER')];
    const left = { ...given, parties };
    expect(adjustmentsByRegister(left, requests, '2027-01-19', 'a test')).toEqual([]);
    expect(adjustmentsByRegister(left, requests, '2027-01-20', 'a test')).toEqual([
      {
        kind: 'end',
        id: 'left/BRA/2027-01-20',
        scope: 'party/BRA',
        authority: 'a note',
        reason: 'Brazil takes part no more since 2027-01-20',
        by: 'a test',
      },
    ]);
  });
});

describe('a duty that another one carries on', () => {
  it('has an heir from the day of the succession on, and both hear of it', () => {
    expect(heirOn(catalogue.successions, 'strategy', '2027-01-31')).toBeUndefined();
    expect(heirOn(catalogue.successions, 'strategy', '2027-02-01')).toBe('organ-report');
    expect(heirOn(catalogue.successions, 'organ-report', '2027-03-01')).toBeUndefined();
    expect(concernedBy(catalogue, MERGED).sort()).toEqual(
      ['annual-report', 'organ-report', 'strategy', 'strategy-proposal'].sort(),
    );
  });
});

describe('what the register does not say', () => {
  it('is said as far as it goes: a member without an end, or without any membership', () => {
    const withMemberships = (memberships: unknown[]) => ({
      ...given,
      parties: given.parties.map((one) => (one.code === 'BRA' ? { ...one, memberships } : one)) as Catalogue['parties'],
    });
    const requests = [running('annual-report/2027/BRA')];
    const [withdrawn] = adjustmentsByRegister(
      withMemberships([{ from: '2027-01-10', until: null, status: 'withdrawn', source: 'a note' }]),
      requests,
      '2027-02-01',
      'a test',
    );
    expect(withdrawn).toMatchObject({ id: 'left/BRA/2027-01-10', authority: 'a note' });
    const [never] = adjustmentsByRegister(withMemberships([]), requests, '2027-02-01', 'a test');
    expect(never).toMatchObject({ id: 'left/BRA/2027-02-01', authority: 'the mandate files' });
  });

  it('names the source of a succession that no document carries', () => {
    const { document: _document, ...undocumented } = MERGED;
    const [told] = adjustmentsByRegister(
      { ...given, successions: [undocumented as Succession] },
      [running('strategy/2027/CIM')],
      '2027-02-01',
      'a test',
    );
    expect(told).toMatchObject({ authority: 'a test' });
    expect(passingWords(given, { ...MERGED, from: [] })).toBe('one report serves both');
  });
});
