import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { dayOff } from '../../domain/calendar.js';
import type { ContactChange } from '../../domain/contact.js';
import { needsConfirmation, nextRound, roundDateBefore, roundOn, silentIn } from '../../domain/contact-round.js';
import { isPrincipal } from '../../domain/cycle.js';
import { addDays } from '../../domain/iso-date.js';
import { openingDateOf } from '../../domain/report-date.js';

const catalogue = await loadCatalogue('mandates');
const { obligations, headquarters } = catalogue;
const annual = obligations.find(isPrincipal);
if (!annual) throw new Error('no yearly questionnaire');
const opening = openingDateOf(annual, '2028', headquarters);

describe('the yearly question for contacts', () => {
  it.each<[string, string, string | null]>([
    ['on the day before it begins', addDays(opening, -31), null],
    ['on its first day', addDays(opening, -30), 'annual-report/2028'],
    ['on a day between', addDays(opening, -12), 'annual-report/2028'],
    ['on the day before the opening', addDays(opening, -1), 'annual-report/2028'],
    ['on the opening day', opening, null],
    ['while the cycle runs', addDays(opening, 60), null],
  ])('is asked %s', (_, date, cycle) => {
    expect(roundOn(catalogue, date)?.cycleId ?? null).toBe(cycle);
  });

  it('is of the questionnaire that opens next, on every day of three years', () => {
    for (let date = '2027-01-01'; date < '2030-01-01'; date = addDays(date, 1)) {
      const round = nextRound(annual, date, headquarters);
      expect(round?.openingDate && round.openingDate > date && round.openingDate <= addDays(date, 370)).toBe(true);
    }
  });

  it('is foreseen on the first working day on which the service asks it', () => {
    for (let year = 2027; year <= 2032; year += 1) {
      const openingDate = openingDateOf(annual, String(year), headquarters);
      const date = roundDateBefore(openingDate, headquarters);
      expect(roundOn(catalogue, date)?.openingDate).toBe(openingDate);
      const before = Array.from({ length: 60 }, (_, index) => addDays(date, -1 - index));
      expect(before.filter((day) => dayOff(headquarters, day) === null && roundOn(catalogue, day) !== null)).toEqual(
        [],
      );
    }
  });

  it('is not put to who has confirmed within the last half-year', () => {
    const confirmed = (at: string): ContactChange => ({
      kind: 'confirmed',
      id: at,
      at,
      authority: 'a',
      reason: 'r',
      by: 'b',
    });
    expect(needsConfirmation([], '2027-10-20')).toBe(true);
    expect(needsConfirmation([confirmed('2027-05-01T12:00:00.000Z')], '2027-10-20')).toBe(false);
    expect(needsConfirmation([confirmed('2027-04-01T12:00:00.000Z')], '2027-10-20')).toBe(true);
  });
});

describe('who has said nothing of its contacts', () => {
  const round = { cycleId: 'annual-report/2028', period: '2028', openingDate: '2027-11-17' };
  const asked = (
    party: string,
    kinds: ('confirmed' | 'replaced' | 'failed')[] = [],
    at = '2027-10-20T12:00:00.000Z',
  ) => ({
    party,
    at: '2027-10-18T12:00:00.000Z',
    changes: kinds.map((kind): ContactChange => {
      const common = { id: kind, at, authority: 'a', reason: 'r', by: 'b' };
      if (kind === 'confirmed') return { ...common, kind };
      const contact = `${party}/capital`;
      return kind === 'failed'
        ? { ...common, kind, contact }
        : { ...common, kind, contact, name: 'x', address: 'x@y.gov' };
    }),
  });

  it('is told in the last ten days before the opening, and not before', () => {
    expect(silentIn(round, [asked('BRA')], '2027-11-06')).toBeNull();
    expect(silentIn(round, [asked('BRA')], '2027-11-07')).toEqual({
      cycleId: round.cycleId,
      openingDate: '2027-11-17',
      asked: 1,
      silent: ['BRA'],
    });
  });

  it('leaves out who has confirmed or replaced since it was asked, and nobody else', () => {
    const some = [
      asked('PER', ['confirmed']),
      asked('CHL', ['replaced']),
      asked('HTI', ['failed']),
      asked('ARG', ['confirmed'], '2027-01-01T12:00:00.000Z'),
    ];
    expect(silentIn(round, some, '2027-11-10')?.silent).toEqual(['ARG', 'HTI']);
    expect(silentIn(round, some.slice(0, 2), '2027-11-10')).toBeNull();
  });
});
