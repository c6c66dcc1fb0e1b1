import fc from 'fast-check';
import type { ContactChange } from '../../domain/contact.js';
import { isPublicDomain, mayAnswer, relationOf } from '../../domain/sender.js';
import type { AddressBook, Relation } from '../../domain/sender.js';
import { PARTIES } from './fixture.js';

const [first, second] = PARTIES;
if (!first || !second) throw new Error('the fixture has no parties');
const contact = (party: string, role: 'mission' | 'capital', address: string) => ({
  id: `${party}/${role}`,
  role,
  name: role,
  address,
});
/** Both missions write from one domain, as in a demonstration; each capital from its own. */
const A = {
  ...first,
  code: 'AAA',
  contacts: [contact('AAA', 'mission', 'aaa@missions.example'), contact('AAA', 'capital', 'Focal@capital-a.example')],
};
const B = {
  ...second,
  code: 'BBB',
  contacts: [contact('BBB', 'mission', 'bbb@missions.example'), contact('BBB', 'capital', 'focal.b@gmail.com')],
};
const REPLACED: ContactChange = {
  kind: 'replaced',
  id: 'one',
  at: '2027-01-01T00:00:00.000Z',
  authority: 'a note',
  reason: 'a reason',
  by: 'a test',
  contact: 'AAA/capital',
  name: 'new',
  address: 'new@capital-a.example',
};
const book = (changes: ContactChange[] = []): AddressBook => ({
  parties: [A, B],
  changes: (party) => (party === 'AAA' ? changes : []),
});

interface Case {
  what: string;
  authors: string[];
  party?: string | null;
  changes?: ContactChange[];
  relation: Relation;
  of: string | null;
}

const cases: Case[] = [
  { what: 'a contact', authors: ['aaa@missions.example'], relation: 'contact', of: 'AAA' },
  { what: 'a contact in capitals', authors: ['FOCAL@Capital-A.example'], relation: 'contact', of: 'AAA' },
  {
    what: 'the same author named twice',
    authors: ['aaa@missions.example', 'AAA@missions.example'],
    relation: 'contact',
    of: 'AAA',
  },
  { what: 'a colleague', authors: ['minister@capital-a.example'], relation: 'colleague', of: 'AAA' },
  {
    what: 'a colleague where no party is known',
    authors: ['minister@capital-a.example'],
    party: null,
    relation: 'colleague',
    of: 'AAA',
  },
  { what: 'a domain that two parties use', authors: ['somebody@missions.example'], relation: 'stranger', of: null },
  { what: 'a host below a known domain', authors: ['x@evil.capital-a.example'], relation: 'stranger', of: null },
  { what: 'a domain that ends like a known one', authors: ['x@notcapital-a.example'], relation: 'stranger', of: null },
  {
    what: 'an address of a public provider that is on file',
    authors: ['focal.b@gmail.com'],
    party: 'BBB',
    relation: 'contact',
    of: 'BBB',
  },
  {
    what: 'another address of that provider',
    authors: ['focal.c@gmail.com'],
    party: 'BBB',
    relation: 'stranger',
    of: null,
  },
  { what: 'a contact of another party', authors: ['bbb@missions.example'], relation: 'otherParty', of: 'BBB' },
  {
    what: 'a colleague of another party',
    authors: ['x@capital-a.example'],
    party: 'BBB',
    relation: 'otherParty',
    of: 'AAA',
  },
  {
    what: 'a contact who was replaced',
    authors: ['focal@capital-a.example'],
    changes: [REPLACED],
    relation: 'former',
    of: 'AAA',
  },
  { what: 'the successor', authors: ['new@capital-a.example'], changes: [REPLACED], relation: 'contact', of: 'AAA' },
  { what: 'two authors', authors: ['aaa@missions.example', 'x@y.example'], relation: 'unverified', of: null },
  { what: 'a contact between spaces', authors: [' aaa@missions.example '], relation: 'contact', of: 'AAA' },
  { what: 'no author', authors: [], relation: 'unverified', of: null },
  { what: 'an empty author', authors: [''], relation: 'unverified', of: null },
];

describe('who has written', () => {
  it.each(cases)('$what is known as $relation', ({ authors, party = 'AAA', changes, relation, of }) => {
    const finding = relationOf(authors, party, book(changes));
    expect([finding.relation, finding.party]).toEqual([relation, of]);
    expect(finding.because).not.toBe('');
  });

  it.each([
    [[], 'it names no author'],
    [['aaa@missions.example', 'x@y.example', 'z@y.example'], 'it names 3 authors'],
    [['aaa@missions.example'], 'aaa@missions.example is AAA/mission'],
    [['minister@capital-a.example'], 'capital-a.example is a domain of AAA alone'],
    [['x@y.example'], 'x@y.example is on file for nobody'],
  ])('%j is told so: %s', (authors, because) => {
    expect(relationOf(authors, 'AAA', book()).because).toBe(because);
  });

  it.each(['aol.com', 'hotmail.fr', 'live.com', 'live.com.mx', 'terra.com.br', 'uol.com.br', 'ymail.com'])(
    'at %s, where anybody can have an address, is no colleague',
    (domain) => {
      expect(isPublicDomain(domain)).toBe(true);
      const one = { ...B, contacts: [contact('BBB', 'capital', `focal@${domain}`)] };
      expect(relationOf([`other@${domain}`], 'BBB', { parties: [one], changes: () => [] }).relation).toBe('stranger');
    },
  );

  it('may answer where it is on file for the party, or is a colleague of whoever is', () => {
    const may = cases.filter(({ authors, party = 'AAA', changes }) =>
      mayAnswer(relationOf(authors, party, book(changes))),
    );
    expect(new Set(may.map(({ relation }) => relation))).toEqual(new Set(['contact', 'colleague']));
  });

  it('is never let through because somebody else is named beside it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (other) => {
        expect(mayAnswer(relationOf(['aaa@missions.example', other], 'AAA', book()))).toBe(
          other.toLowerCase() === 'aaa@missions.example',
        );
      }),
    );
  });
});
