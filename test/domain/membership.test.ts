import { contactsFor, isMember, membershipOn, missionOn, officeOn, partiesAsked } from '../../domain/membership.js';
import type { Membership, Office, Party } from '../../domain/mandate.js';

const SOURCE = 'test';

function party(code: string, memberships: Omit<Membership, 'source'>[], more: Partial<Party> = {}): Party {
  return {
    code,
    iso2: code.slice(0, 2),
    kind: 'member-state',
    name: { en: code, es: code, pt: code, fr: code },
    language: 'en',
    capital: code,
    capitalName: code,
    zone: 'America/New_York',
    mission: { long: `of ${code}`, short: `of ${code}` },
    memberships: memberships.map((membership) => ({ ...membership, source: SOURCE })),
    contacts: [],
    source: SOURCE,
    ...more,
  };
}

const always = party('AAA', [{ from: 'unknown', until: null, status: 'member' }]);
const left = party('LLL', [{ from: 'unknown', until: '2023-11-19', status: 'member' }]);
const disputed = party('DDD', [
  { from: 'unknown', until: '2019-04-27', status: 'member' },
  { from: '2019-04-27', until: null, status: 'disputed' },
]);
const outside = party('OOO', [{ from: 'unknown', until: null, status: 'not-participating' }]);
const joined = party('JJJ', [{ from: '1990-01-08', until: null, status: 'member' }]);

describe('membership', () => {
  it.each([
    [always, '1900-01-01', true],
    [left, '2023-11-18', true],
    [left, '2023-11-19', false],
    [disputed, '2019-04-26', true],
    [disputed, '2019-04-27', false],
    [outside, '2004-12-12', false],
    [joined, '1990-01-07', false],
    [joined, '1990-01-08', true],
  ])('counts from the first day on and no longer on the day it ends (%#)', (state, date, expected) => {
    expect(isMember(state, date)).toBe(expected);
  });

  it('is undefined on a day for which the record has none', () => {
    expect(membershipOn(left, '2024-01-01')).toBeUndefined();
  });
});

describe('the parties asked', () => {
  const all = [outside, disputed, left, always];
  it.each([
    ['2004-12-12', 'ask', ['DDD', 'LLL', 'AAA']],
    ['2004-12-12', 'leave-out', ['DDD', 'LLL', 'AAA']],
    ['2026-11-24', 'ask', ['DDD', 'AAA']],
    ['2026-11-24', 'leave-out', ['AAA']],
  ] as const)(
    'on %s with disputed states set to %s are %j, in the order of the catalogue',
    (date, choice, expected) => {
      expect(partiesAsked(all, choice, date).map(({ code }) => code)).toEqual(expected);
    },
  );
});

describe('the office that writes', () => {
  const words = { en: 'x', es: 'x', pt: 'x', fr: 'x' };
  const office = (from: string, until: string | null): Office => ({
    from,
    until,
    unit: words,
    reference: words,
    city: 'Washington, D.C.',
    source: SOURCE,
  });
  const offices = [office('unknown', '2006-04-21'), office('2006-04-21', null)];

  it.each([
    ['2004-12-12', 'unknown'],
    ['2006-04-20', 'unknown'],
    ['2006-04-21', '2006-04-21'],
    ['2027-01-01', '2006-04-21'],
  ])('on %s is the one that began %s', (date, from) => {
    expect(officeOn(offices, date).from).toBe(from);
  });

  it('is an error on a day that no office covers', () => {
    expect(() => officeOn([office('2006-04-21', null)], '2005-01-01')).toThrow('no office is on record for 2005-01-01');
  });
});

describe('the name of a mission', () => {
  const renamed = party('BBB', [], {
    mission: { long: 'third', short: '3' },
    formerly: [
      { until: '2009-04-09', mission: { long: 'second', short: '2' } },
      { until: '1980-01-01', mission: { long: 'first', short: '1' } },
    ],
  });
  it.each([
    ['1979-12-31', 'first'],
    ['1980-01-01', 'second'],
    ['2009-04-08', 'second'],
    ['2009-04-09', 'third'],
  ])('on %s is the %s', (date, long) => {
    expect(missionOn(renamed, date).long).toBe(long);
  });

  it('is the name of today where no earlier one is on record', () => {
    expect(missionOn(always, '1900-01-01')).toEqual(always.mission);
  });
});

describe('the contacts of a rung', () => {
  const contacts = (['mission', 'capital', 'alternate'] as const).map((role) => ({
    id: `CCC/${role}`,
    role,
    name: role,
    address: `${role}@ccc.example`,
  }));
  const state = party('CCC', [], { contacts });

  it('come in the order of the roles, without the Coordinator', () => {
    const ids = contactsFor(state, ['alternate', 'coordinator', 'mission']).map(({ id }) => id);
    expect(ids).toEqual(['CCC/alternate', 'CCC/mission']);
  });

  it('leave out a role that the party has nobody for', () => {
    expect(contactsFor(always, ['mission', 'capital'])).toEqual([]);
  });
});
