import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { findEntries } from '../../cli/paragraph.js';
import { implementationOf } from '../../domain/implementation.js';
import type { CycleState } from '../../domain/implementation.js';

const catalogue = await loadCatalogue('mandates');
const entries = findEntries(catalogue, '2027-05-01', 'ag-res-2019');

function cycle(id: string, change: Partial<CycleState> = {}): CycleState {
  const [obligation = '', year = ''] = id.split('/');
  const common = { reportDate: `${year}-04-15`, closedAt: null, asked: 33, answered: 0, open: 33, lastAnswer: null };
  return { id, obligation, ...common, ...change };
}

describe('the status of implementation', () => {
  it('has the twelve paragraphs, each with the duties that carry it', () => {
    const status = implementationOf(entries, []);
    expect(status.map(({ paragraph }) => paragraph)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(status.every(({ duties }) => duties.length > 0)).toBe(true);
  });

  it('does not call done what was never opened: the status is that of a document', () => {
    const twelfth = implementationOf(entries, [])[11];
    expect(twelfth).toMatchObject({ status: 'done', since: '2005-06-07' });
    expect(twelfth?.duties.every(({ cycles }) => cycles.length === 0)).toBe(true);
  });

  it('tells of the register that is kept for a duty, and of none where none is kept', () => {
    const status = implementationOf(entries, [], [{ register: 'pledges', entries: 3, open: 1 }]);
    const eleventh = status[10]?.duties.find(({ obligation }) => obligation === 'fund-contributions');
    expect(eleventh?.register).toEqual({ register: 'pledges', entries: 3, open: 1 });
    expect(
      status
        .flatMap(({ duties }) => duties)
        .filter(({ register }) => register !== null)
        .map(({ obligation }) => obligation),
    ).toEqual(['fund-contributions']);
  });

  it('shows one answer in every paragraph that it serves, the newest cycle first', () => {
    const answered = {
      answered: 1,
      lastAnswer: { party: 'BRA', receivedAt: '2027-01-08T15:00:00.000Z', text: 'Plan', files: [] },
    };
    const cycles = [cycle('annual-report/2026'), cycle('annual-report/2027', answered), cycle('organ-report/2027')];
    const status = implementationOf(entries, cycles);
    const serving = status.filter(({ duties }) =>
      duties.some(({ cycles: own }) => own[0]?.lastAnswer?.party === 'BRA'),
    );
    expect(serving.map(({ paragraph }) => paragraph)).toEqual([1, 2, 3, 7, 9, 11, 12]);
    const ninth = status[8]?.duties.find(({ obligation }) => obligation === 'annual-report');
    expect(ninth).toMatchObject({ isOwn: true });
    expect(ninth?.cycles.map(({ id }) => id)).toEqual(['annual-report/2027', 'annual-report/2026']);
    expect(status[0]?.duties[0]).toMatchObject({ obligation: 'annual-report', isOwn: false });
  });
});

it('says of a paragraph without a dated status that none is on file, and keeps cycles of one day in their order', () => {
  const [first] = entries;
  if (!first) throw new Error('there is no paragraph');
  const same = [cycle('annual-report/2027'), { ...cycle('annual-report/2027'), id: 'annual-report/2027-H1' }];
  const [told] = implementationOf([{ ...first, status: null }], same);
  expect(told).toMatchObject({ status: null, since: null, reason: null, document: null });
  const own = told?.duties.find(({ obligation }) => obligation === 'annual-report');
  expect(own?.cycles.map(({ id }) => id)).toEqual(['annual-report/2027', 'annual-report/2027-H1']);
});
