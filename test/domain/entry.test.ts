import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { entriesOf, nextId } from '../../domain/entry.js';
import type { EntryChange } from '../../domain/entry.js';
import { matrixOf } from '../../domain/matrix.js';
import type { Pledge } from '../../domain/pledge.js';
import { askedAbout, headingIn, isOpenFor } from '../../domain/recommendation.js';
import type { Recommendation } from '../../domain/recommendation.js';
import { registerTasks } from '../../domain/register-task.js';
import { registeredFor } from '../../domain/registration.js';
import type { Registration } from '../../domain/registration.js';

const catalogue = await loadCatalogue('mandates');
const { obligations, parties } = catalogue;
const zone = catalogue.headquarters.zone;
const PAID = { date: '2027-03-01', evidence: 'receipt 12' };

function change(entry: string, fields: Record<string, unknown>, party: string | null = null): EntryChange {
  return { entry, party, fields, reason: 'a test', by: 'a test', at: '2027-01-01T00:00:00.000Z' };
}

describe('an entry of a register', () => {
  it('is what its changes say together, the later over the earlier, each party apart', () => {
    const [a, b] = entriesOf([
      change('a', { x: 1, y: 1 }),
      change('b', { x: 9 }),
      change('a', { y: 2 }),
      change('a', { s: 'one' }, 'BRA'),
      change('a', { t: 'two' }, 'BRA'),
    ]);
    expect(a).toMatchObject({ id: 'a', fields: { x: 1, y: 2 }, parties: { BRA: { s: 'one', t: 'two' } } });
    expect(a?.history).toHaveLength(4);
    expect(b).toMatchObject({ id: 'b', fields: { x: 9 }, parties: {} });
  });

  it('gets the first number that none has', () => {
    expect(nextId('pledge', [])).toBe('pledge-1');
    expect(nextId('pledge', [{ id: 'pledge-1' }, { id: 'pledge-7' }, { id: 'other-9' }])).toBe('pledge-8');
  });
});

function recommendation(id: string, closed: Recommendation['fields']['closed'] = null): Recommendation {
  const fields = { document: null, meeting: 'M', heading: { es: 'Prevención' }, text: {}, source: 'S', closed };
  return { id, fields, parties: {}, history: [] };
}

describe('a recommendation', () => {
  it('stays open whatever its status, until it is closed for all or for the state', () => {
    for (const status of ['implemented', 'superseded', 'not-accepted'] as const)
      expect(isOpenFor({ ...recommendation('a'), parties: { BRA: { status, ...PAID, closed: null } } }, 'BRA')).toBe(
        true,
      );
    expect(isOpenFor(recommendation('a', PAID), 'BRA')).toBe(false);
    const forOne = {
      ...recommendation('a'),
      parties: { BRA: { status: 'unknown', date: null, evidence: null, closed: PAID } },
    } as Recommendation;
    expect([isOpenFor(forOne, 'BRA'), isOpenFor(forOne, 'ARG')]).toEqual([false, true]);
    const some = parties.filter(({ code }) => ['BRA', 'ARG'].includes(code));
    expect(askedAbout({ register: 'recommendations' }, some, [forOne]).map(({ code }) => code)).toEqual(['ARG']);
    expect(askedAbout({ register: 'recommendations' }, some, [])).toEqual([]);
    expect(askedAbout({}, some, [])).toEqual(some);
  });

  it('is called in the language asked for, else in one that is on file', () => {
    expect(headingIn(recommendation('a'), 'fr')).toBe('Prevención');
  });

  it('is unknown in the matrix where nobody has said anything, beside the newest answer', () => {
    const some = parties.filter(({ code }) => ['BRA', 'ARG'].includes(code));
    const said = {
      ...recommendation('a'),
      parties: { BRA: { status: 'in-progress', ...PAID, closed: null } },
    } as Recommendation;
    const answer = (submission: string, receivedAt: string, answers: Record<string, string> | null) => ({
      party: 'BRA',
      request: 'annual-report/2027/BRA',
      submission,
      receivedAt,
      answers,
      withheld: submission === 'old' ? ['mechanism.national_mechanism.name'] : [],
    });
    const questions = obligations
      .flatMap(({ form }) => form)
      .filter(({ paragraphs = [] }) => paragraphs.includes(3))
      .slice(0, 2);
    expect(questions.map(({ id }) => id)).toEqual([
      'mechanism.national_mechanism',
      'mechanism.national_mechanism.name',
    ]);
    const rows = matrixOf(
      some,
      questions,
      [said],
      [
        answer('old', '2027-01-01T00:00:00.000Z', {
          'mechanism.national_mechanism': 'planned',
          'mechanism.national_mechanism.name': 'A commission',
        }),
        answer('new', '2027-02-01T00:00:00.000Z', { 'mechanism.national_mechanism': 'exists' }),
        answer('words alone', '2027-01-15T00:00:00.000Z', null),
      ],
    );
    const row = (code: string) => rows.find(({ party }) => party === code);
    expect(row('BRA')).toMatchObject({
      answer: { submission: 'new' },
      measures: [
        { value: 'exists', submission: 'new', isWithheld: false },
        { value: 'A commission', submission: 'old', isWithheld: true },
      ],
      recommendations: [{ status: 'in-progress', evidence: 'receipt 12' }],
    });
    expect(row('ARG')).toMatchObject({
      answer: null,
      measures: [{ value: null, submission: null }, { value: null }],
      recommendations: [{ status: 'unknown', evidence: null, isOpen: true }],
    });
  });
});

describe('what the registers leave to be done', () => {
  const pledge = (closed: Pledge['fields']['closed']): Pledge => ({
    id: 'pledge-1',
    fields: {
      party: 'ESP',
      amount: '25000',
      currency: 'EUR',
      date: '2027-01-01',
      document: 'note',
      request: null,
      closed,
    },
    parties: {},
    history: [],
  });
  const tasksOn = (today: string, closed: Pledge['fields']['closed'] = null) =>
    registerTasks({ pledges: [pledge(closed)], observations: [], obligations, parties, today, zone });

  it('is an unpaid pledge from the ninetieth day on, by the data of the obligation, and never a paid one', () => {
    expect(tasksOn('2027-03-31')).toEqual([]);
    expect(tasksOn('2027-04-01')).toMatchObject([
      {
        kind: 'pledge',
        about: { name: 'Spain', page: { page: 'registers' } },
        data: { entry: 'pledge-1', amount: 'EUR 25000' },
      },
    ]);
    expect(tasksOn('2099-01-01', PAID)).toEqual([]);
    const without = obligations.map(({ unpaidAfterDays: _days, ...one }) => one);
    expect(
      registerTasks({
        pledges: [pledge(null)],
        observations: [],
        obligations: without,
        parties,
        today: '2099-01-01',
        zone,
      }),
    ).toEqual([]);
  });

  it('is an observation of the Council until it is dealt with', () => {
    const observation = (closed: typeof PAID | null) => ({
      id: 'observation-1',
      fields: { text: 'T', date: '2027-04-02', document: 'CP/doc.4023/05', due: '2027-05-01', closed },
      parties: {},
      history: [],
    });
    const of = (closed: typeof PAID | null) =>
      registerTasks({
        pledges: [],
        observations: [observation(closed)],
        obligations,
        parties,
        today: '2027-04-03',
        zone,
      });
    expect(of(null)).toMatchObject([{ kind: 'observation', data: { due: '2027-05-01' } }]);
    expect(of(PAID)).toEqual([]);
  });
});

it('counts who is registered for a meeting by group, and nobody who has withdrawn or comes to another', () => {
  const one = (id: string, change: Partial<Registration['fields']>): Registration => {
    const fields = {
      group: 'states',
      party: 'BRA',
      name: 'Brazil',
      delegates: 3,
      meeting: '2027',
      date: '2027-01-01',
      document: 'note',
      closed: null,
    } as const;
    return { id, fields: { ...fields, ...change }, parties: {}, history: [] };
  };
  const counts = registeredFor(
    [
      one('a', {}),
      one('b', { delegates: 2 }),
      one('c', { closed: PAID }),
      one('d', { meeting: '2029' }),
      one('e', { group: 'guests', party: null, delegates: 1 }),
    ],
    '2027',
  );
  expect(counts).toHaveLength(9);
  expect(counts.filter(({ entries }) => entries > 0)).toEqual([
    { group: 'states', entries: 2, delegates: 5 },
    { group: 'guests', entries: 1, delegates: 1 },
  ]);
});
