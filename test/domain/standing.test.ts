import { owedCopy, roleOfSender, standingOf } from '../../domain/standing.js';
import type { StandingFacts, StandingWord } from '../../domain/standing.js';
import type { Contact } from '../../domain/mandate.js';

const facts = (change: Partial<StandingFacts>): StandingFacts => ({
  receivedAt: '2027-01-11T15:00:00.000Z',
  until: '2027-01-19',
  words: [],
  missionAnsweredAt: null,
  ...change,
});
const word = (kind: StandingWord['kind'], reason = ''): StandingWord => ({
  kind,
  at: '2027-01-12T15:00:00.000Z',
  reason,
});

describe('whether an answer of a capital is official', () => {
  it.each<[string, StandingFacts, string, string, RegExp]>([
    ['no copy was owed', facts({ until: null }), '2027-01-11', 'official', /^$/],
    ['the day it came', facts({}), '2027-01-11', 'prepared', /may object until 2027-01-19/],
    ['the last day', facts({}), '2027-01-19', 'prepared', /may object/],
    ['the day after', facts({}), '2027-01-20', 'official', /not objected by 2027-01-19/],
    ['confirmed', facts({ words: [word('confirmed')] }), '2027-01-12', 'official', /confirmed/],
    ['objected', facts({ words: [word('objected', 'a draft')] }), '2027-03-01', 'objected', /objects: a draft/],
    [
      'objected, then confirmed',
      facts({ words: [word('objected'), word('confirmed')] }),
      '2027-01-12',
      'official',
      /confirmed/,
    ],
    [
      'confirmed, then objected',
      facts({ words: [word('confirmed'), word('objected')] }),
      '2027-03-01',
      'objected',
      /objects$/,
    ],
    [
      'the mission has answered since',
      facts({ missionAnsweredAt: '2027-01-13T00:00:00.000Z' }),
      '2027-01-13',
      'official',
      /answered since/,
    ],
    [
      'the mission had answered before',
      facts({ missionAnsweredAt: '2027-01-10T00:00:00.000Z' }),
      '2027-01-13',
      'prepared',
      /may object/,
    ],
    [
      'objected, and the mission has answered',
      facts({ words: [word('objected')], missionAnsweredAt: '2027-01-13T00:00:00.000Z' }),
      '2027-01-13',
      'objected',
      /objects/,
    ],
  ])('%s', (_what, given, today, standing, because) => {
    expect(standingOf(given, today)).toMatchObject({ standing, because: expect.stringMatching(because) });
  });
});

describe('for whom an address writes', () => {
  const contact = (role: Contact['role'], address: string): Contact => ({ id: `X/${role}`, role, name: '', address });
  const party = {
    contacts: [
      contact('mission', 'mission@oas.x.example'),
      contact('capital', 'focal@ministry.x.example'),
      contact('alternate', 'second@ministry.x.example'),
    ],
  };
  const simple = { contacts: party.contacts.slice(0, 2) };
  it.each([
    ['Focal@Ministry.x.example', party, 'capital'],
    ['mission@oas.x.example', party, 'mission'],
    ['clerk@oas.x.example', party, 'mission'],
    ['clerk@ministry.x.example', simple, 'capital'],
    // Two roles of one domain: nobody can tell.
    ['clerk@ministry.x.example', party, null],
    ['somebody@elsewhere.example', party, null],
  ])('%s', (sender, given, role) => {
    expect(roleOfSender(sender, given)).toBe(role);
  });
});

describe('the copy of an answer that a mission is owed', () => {
  const mission: Contact = { id: 'BRA/mission', role: 'mission', name: 'M', address: 'm@oas.example' };
  const capital: Contact = { id: 'BRA/capital', role: 'capital', name: 'C', address: 'c@gov.example' };
  const both = { contacts: [capital, mission] };
  const sent = { days: 5, role: 'capital', isAccepted: false } as const;
  it.each([
    ['goes to it with its days to object, where the capital has written', both, sent, { mission, days: 5 }],
    ['is none where the duty gives no days', both, { ...sent, days: undefined }, null],
    ['is none where the mission itself has written', both, { ...sent, role: 'mission' as const }, null],
    ['is none where nobody knows for whom the sender writes', both, { ...sent, role: null }, null],
    [
      'is none where the Coordinator has taken it for the answer of the Government',
      both,
      { ...sent, isAccepted: true },
      null,
    ],
    ['is none for a party without a mission that takes mail', { contacts: [capital] }, sent, null],
  ])('%s', (_what, party, given, owed) => {
    expect(owedCopy(party, given)).toEqual(owed);
  });
});
