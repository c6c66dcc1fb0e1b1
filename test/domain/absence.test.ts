import { absenceOn, deputyOf, refusalOfAbsence } from '../../domain/absence.js';
import type { Absence } from '../../domain/absence.js';

const LEAVE: Absence = {
  id: 'a',
  fromDate: '2027-02-08',
  untilDate: '2027-02-22',
  deputy: { name: 'Ana Pérez', address: 'aperez@oas.org' },
  authority: 'Memorandum of February 1, 2027',
  reason: 'leave',
  by: 'the desk',
};
const OTHER: Absence = { ...LEAVE, id: 'b', fromDate: '2027-02-20', untilDate: '2027-03-01' };
const isReserved = (address: string): boolean => address.endsWith('.example');

it.each<[string, Partial<Absence>, Absence[], RegExp | null]>([
  ['a plain one', {}, [], null],
  ['one that is entered twice', {}, [LEAVE], null],
  ['one that begins when another ends', { fromDate: '2027-03-01', untilDate: '2027-03-05' }, [OTHER], null],
  ['a first day that is no date', { fromDate: '2027-02-30' }, [], /^The first day: '2027-02-30' is not a date/],
  ['a return before the first day', { untilDate: '2027-02-07' }, [], /2027-02-07, is not after the first day/],
  ['a return on the first day', { untilDate: '2027-02-08' }, [], /Name the day on which the Coordinator is back/],
  [
    'an absence that is over',
    { fromDate: '2027-01-01', untilDate: '2027-01-10' },
    [],
    /is over: name one that is later/,
  ],
  ['no name', { deputy: { name: ' ', address: 'a@oas.org' } }, [], /^The deputy’s name is empty/],
  ['no address', { deputy: { name: 'Ana', address: '' } }, [], /^The deputy’s address is missing/],
  ['no mail address', { deputy: { name: 'Ana', address: 'ana at oas' } }, [], /is not a mail address/],
  ['an address of nobody', { deputy: { name: 'Ana', address: 'ana@oas.example' } }, [], /RFC 2606/],
  ['no authority', { authority: '' }, [], /^The authority is empty/],
  ['no reason', { reason: ' ' }, [], /^The reason is empty/],
  ['days of another', {}, [OTHER], /overlap with the absence from 2027-02-20 until 2027-03-01/],
])('judges %s', (_what, change, known, expected) => {
  const refusal = refusalOfAbsence({ ...LEAVE, ...change }, { known, today: '2027-02-01', isReserved });
  if (expected === null) expect(refusal).toBeNull();
  else expect(refusal).toMatch(expected);
});

it.each([
  ['2027-02-07', null],
  ['2027-02-08', 'a'],
  ['2027-02-21', 'a'],
  ['2027-02-22', null],
])('on %s', (date, id) => {
  expect(absenceOn([LEAVE], date)?.id ?? null).toBe(id);
});

it.each([
  ['Ana Pérez <aperez@oas.org>', { name: 'Ana Pérez', address: 'aperez@oas.org' }],
  ['Ana Pérez', { name: 'Ana Pérez', address: '' }],
  ['<a@b.c>', { name: '', address: 'a@b.c' }],
])('reads the deputy %s', (text, deputy) => {
  expect(deputyOf(text)).toEqual(deputy);
});
