import {
  contactBook,
  failureOf,
  partyNow,
  recipientsOf,
  refusalOfChange,
  replacementOf,
} from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import type { Party, Role } from '../../domain/mandate.js';
import { simulate } from '../../domain/simulation.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { CYCLE_2027, HEADQUARTERS, PARTIES, RULES } from './fixture.js';

/** Whom a party is written to, by the changes in order. */

const brazil = PARTIES.find(({ code }) => code === 'BRA') as Party;
const AT = '2027-01-05T15:00:00.000Z';
const act = { authority: 'note of January 5', reason: 'elections', by: 'a test' };

function replaced(contact: string, name: string, id = `${contact} ${name}`): ContactChange {
  return { kind: 'replaced', id, at: AT, contact, name, address: `${name.toLowerCase()}@capital-bra.example`, ...act };
}

function failed(contact: string): ContactChange {
  return failureOf({ contact, id: `bounce ${contact}`, at: AT, words: '550 5.1.1' });
}

const restored = (contact: string): ContactChange => ({
  kind: 'restored',
  id: `r ${contact}`,
  at: AT,
  contact,
  ...act,
});

describe('whom a step goes to', () => {
  it.each<[string, ContactChange[], Role[], string[]]>([
    ['the contacts of the files', [], ['mission', 'capital'], ['BRA/mission', 'BRA/capital']],
    [
      'the successor of one',
      [replaced('BRA/capital', 'Ana')],
      ['mission', 'capital'],
      ['BRA/mission', 'BRA/capital/2'],
    ],
    [
      'the successor of a successor',
      [replaced('BRA/capital', 'Ana'), replaced('BRA/capital/2', 'Rui')],
      ['capital'],
      ['BRA/capital/3'],
    ],
    [
      'the alternate where an address has failed',
      [failed('BRA/capital')],
      ['mission', 'capital'],
      ['BRA/mission', 'BRA/alternate'],
    ],
    ['the alternate once', [failed('BRA/mission'), failed('BRA/capital')], ['mission', 'capital'], ['BRA/alternate']],
    ['the alternate, who is asked anyway', [failed('BRA/mission')], ['mission', 'alternate'], ['BRA/alternate']],
    [
      'nobody where all have failed',
      ['mission', 'capital', 'alternate'].map((role) => failed(`BRA/${role}`)),
      ['mission', 'capital'],
      [],
    ],
    [
      'the contact whose address works again',
      [failed('BRA/capital'), restored('BRA/capital')],
      ['capital'],
      ['BRA/capital'],
    ],
    [
      'the successor of one that had failed',
      [failed('BRA/capital'), replaced('BRA/capital', 'Ana')],
      ['capital'],
      ['BRA/capital/2'],
    ],
    ['nobody for a task of the Coordinator', [], ['coordinator'], []],
  ])('is %s', (_what, changes, roles, expected) => {
    expect(recipientsOf(brazil, changes, roles).map(({ id }) => id)).toEqual(expected);
  });

  it('keeps every contact that there was, with what became of it', () => {
    const changes = [failed('BRA/capital'), replaced('BRA/capital', 'Ana'), failed('BRA/mission')];
    expect(contactBook(brazil, changes).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'BRA/mission failed',
      'BRA/capital replaced',
      'BRA/alternate inUse',
      'BRA/capital/2 inUse',
    ]);
    expect(partyNow(brazil, changes).contacts.map(({ id }) => id)).toEqual(['BRA/alternate', 'BRA/capital/2']);
    expect(replacementOf(brazil, changes, 'BRA/capital')?.reason).toBe('elections');
    expect(replacementOf(brazil, changes, 'BRA/mission')).toBeNull();
    expect(replacementOf(brazil, changes, null)).toBeNull();
  });

  it('does not change what is replaced already: the first word stands', () => {
    const changes = [replaced('BRA/capital', 'Ana'), replaced('BRA/capital', 'Rui'), failed('BRA/capital')];
    expect(recipientsOf(brazil, changes, ['capital']).map(({ name }) => name)).toEqual(['Ana']);
  });
});

describe('a change', () => {
  const known = { party: brazil, changes: [] as ContactChange[], isReserved: () => false };
  const good = replaced('BRA/capital', 'Ana');
  it.each<[string, Partial<ContactChange>, RegExp]>([
    ['no authority', { authority: ' ' }, /authority is empty/],
    ['no reason', { reason: '' }, /reason is empty/],
    ['a contact that is none', { contact: 'BRA/minister' }, /'BRA\/minister' is none of BRA.*BRA\/mission/],
    ['no name', { name: '' }, /name is empty/],
    ['a name of two lines', { name: 'Ana\nBcc: x' }, /line break/],
    ['no address', { address: 'ana' }, /'ana' is not a mail address/],
    ['two addresses', { address: 'a@b.example, c@d.example' }, /not a mail address/],
  ])('with %s is refused by name', (_what, change, expected) => {
    expect(refusalOfChange({ ...good, ...change } as ContactChange, known)).toMatch(expected);
  });

  it('is refused where it would change nothing, or what is over', () => {
    expect(refusalOfChange(good, known)).toBeNull();
    expect(refusalOfChange(replaced('BRA/capital', 'Rui'), { ...known, changes: [good] })).toMatch(/replaced before/);
    expect(refusalOfChange(restored('BRA/capital'), known)).toMatch(/nothing to restore/);
    const { name, address } = brazil.contacts.find(({ role }) => role === 'capital') ?? { name: '', address: '' };
    expect(refusalOfChange({ ...good, name, address } as ContactChange, known)).toMatch(/nothing would change/);
    expect(refusalOfChange(good, { ...known, isReserved: () => true })).toMatch(/reserved for examples/);
  });
});

describe('a simulated year in which contacts change', () => {
  const live = (...script: ScriptedEvent[]) =>
    simulate({
      cycle: 'annual-report/2027',
      rules: RULES,
      reportDate: CYCLE_2027.reportDate,
      openedAt: CYCLE_2027.openedAt,
      headquarters: HEADQUARTERS,
      parties: [brazil],
      script,
      unreachable: [],
      objectionWorkingDays: 10,
    });
  const mails = (...script: ScriptedEvent[]): string[] =>
    live(...script)
      .filter(({ kind }) => kind === 'mail')
      .map(({ at, rung, to }) => `${at.slice(0, 10)} ${rung} ${to ?? ''}`);

  const replaced = (role: 'mission' | 'capital'): ScriptedEvent => ({
    party: 'BRA',
    at: '2027-01-10',
    kind: 'contact',
    role,
    name: `New ${role}`,
    address: `${role}@new-bra.example`,
    ...act,
  });

  it('copies what the capital has sent to the mission as it is then, and takes the new capital for the capital', () => {
    const copies = (...script: ScriptedEvent[]): string[] =>
      live(...script)
        .filter(({ rung, at }) => rung === 'acknowledgement' && at > '2027-01-11')
        .map(({ to, because }) => `${to ?? ''}: ${because.split(';')[0] ?? ''}`);
    const answer: ScriptedEvent = { kind: 'answer', party: 'BRA', at: '2027-01-12' };
    const copied = 'a copy of what the capital has sent';
    expect(copies(replaced('mission'), answer)).toEqual([
      'BRA/capital: a submission was received',
      `BRA/mission/2: ${copied}`,
    ]);
    expect(copies(replaced('capital'), answer)).toEqual([
      'BRA/capital/2: a submission was received',
      `BRA/mission: ${copied}`,
    ]);
    expect(copies(replaced('capital'), { ...answer, sender: 'capital@new-bra.example' })).toEqual([
      'capital@new-bra.example: a submission was received',
      `BRA/mission: ${copied}`,
    ]);
  });

  it.each([
    ['BRA/mission', 'BRA/mission has been replaced'],
    [
      brazil.contacts.find(({ role }) => role === 'mission')?.address ?? '',
      `${brazil.contacts.find(({ role }) => role === 'mission')?.address ?? ''} was BRA/mission, and has been replaced`,
    ],
  ])('makes what comes from a replaced contact, %s, a message for a person, as the service does', (sender, doubt) => {
    const lines = live(replaced('mission'), { kind: 'answer', party: 'BRA', at: '2027-01-12', sender });
    const received = lines.filter(({ kind }) => kind === 'received');
    expect(received.map(({ rung, because }) => `${rung}: ${because}`)).toEqual([
      `message: the script says so; for a person to judge: ${doubt}`,
    ]);
    expect(lines.filter(({ rung }) => rung === 'acknowledgement')).toEqual([]);
    expect(lines.some(({ kind, at }) => kind === 'mail' && at > '2027-01-20')).toBe(true);
    expect(lines.at(-1)?.because).toMatch(/^noAnswer/);
  });

  it('writes to the successors after an election that replaces every contact', () => {
    const at = '2027-01-10';
    const name = (role: 'mission' | 'capital' | 'alternate') =>
      ({
        party: 'BRA',
        at,
        kind: 'contact',
        role,
        name: `New ${role}`,
        address: `${role}@new-bra.example`,
        ...act,
      }) as const;
    const after = mails(name('mission'), name('capital'), name('alternate')).filter((mail) => mail > '2027-01-11');
    expect(after.length).toBeGreaterThan(5);
    for (const mail of after) expect(mail).toMatch(/\/2$/);
  });

  it('sends a note that came back to the alternate at once, and the ladder goes to the alternate', () => {
    const sent = mails({ party: 'BRA', at: '2026-11-17', kind: 'bounce', role: 'capital' });
    expect(sent.slice(0, 3)).toEqual([
      '2026-11-16 request BRA/mission',
      '2026-11-16 request BRA/capital',
      '2026-11-17 request BRA/alternate',
    ]);
    expect(sent.filter((mail) => mail.endsWith('BRA/capital'))).toHaveLength(1);
    expect(sent).toContain('2026-12-31 recall-1 BRA/alternate');
  });

  it('calls a party not reached when the last address has failed, and writes no more', () => {
    const bounce = (role: 'mission' | 'capital' | 'alternate', at: string): ScriptedEvent => ({
      party: 'BRA',
      at,
      kind: 'bounce',
      role,
    });
    const lines = live(
      bounce('mission', '2026-11-17'),
      bounce('capital', '2026-11-18'),
      bounce('alternate', '2026-11-19'),
    );
    expect(lines.filter(({ kind, at }) => kind === 'mail' && at > '2026-11-19')).toEqual([]);
    expect(lines.some(({ kind, rung }) => kind === 'task' && rung === 'notReached')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ kind: 'closed', because: expect.stringContaining('notReached') as string });
  });

  it('replaces a successor whose address has failed', () => {
    const lines = live(replaced('mission'), { kind: 'bounce', party: 'BRA', at: '2027-01-15', role: 'mission' }, {
      ...replaced('mission'),
      at: '2027-01-20',
      address: 'third@new-bra.example',
    } as ScriptedEvent);
    expect(lines.filter(({ kind }) => kind === 'refused')).toEqual([]);
    expect(lines.find(({ rung, at }) => rung === 'contact' && at > '2027-01-16')?.because).toMatch(
      /^BRA\/mission\/2 is replaced by New mission <third@new-bra.example>/,
    );
  });

  it('refuses a successor without an address, and goes on', () => {
    const lines = live({
      party: 'BRA',
      at: '2027-01-10',
      kind: 'contact',
      role: 'capital',
      name: 'Ana',
      address: 'ana',
      ...act,
    });
    expect(lines.find(({ kind }) => kind === 'refused')?.because).toMatch(/not a mail address/);
  });
});

describe('a change of a contact that is refused', () => {
  const refusal = (change: ContactChange, changes: ContactChange[] = []): string | null =>
    refusalOfChange(change, { party: brazil, changes, isReserved: () => false });

  it('is one whose words are longer than is kept', () => {
    expect(refusal({ ...restored('BRA/mission'), reason: 'x'.repeat(10_000) })).toContain('The reason is too long');
    expect(refusal(replaced('BRA/capital', 'x'.repeat(5_000)))).toContain('The name is too long');
  });

  it('is none where nothing is changed: a confirmation, a refusal, a failure of an address', () => {
    const confirmed: ContactChange = { kind: 'confirmed', id: 'c', at: AT, ...act };
    const declined = { ...replaced('BRA/capital', 'Ana'), kind: 'declined' } as ContactChange;
    expect([confirmed, declined, failed('BRA/capital')].map((one) => refusal(one))).toEqual([null, null, null]);
  });

  it('leaves the book as it was where it names nobody of it', () => {
    const book = contactBook(brazil, [failed('BRA/nobody'), replaced('BRA/capital', 'Ana'), failed('BRA/capital')]);
    expect(book.map(({ id, status }) => `${id} ${status}`)).toEqual([
      ...brazil.contacts.map(({ id }) => (id === 'BRA/capital' ? `${id} replaced` : `${id} inUse`)),
      'BRA/capital/2 inUse',
    ]);
  });
});
