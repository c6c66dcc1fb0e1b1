import type { Language } from '../../domain/mandate.js';
import { formatDate, formatHour, formatPartialDate } from '../../templates/dates.js';
import { formatSize } from '../../templates/size.js';

describe('dates in words', () => {
  it.each<[string, Language, string]>([
    ['2005-03-15', 'en', 'March 15, 2005'],
    ['2005-03-15', 'es', '15 de marzo de 2005'],
    ['2005-03-15', 'pt', '15 de março de 2005'],
    ['2005-03-15', 'fr', '15 mars 2005'],
    ['2027-04-01', 'en', 'April 1, 2027'],
    ['2027-04-01', 'es', '1.º de abril de 2027'],
    ['2027-04-01', 'pt', '1º de abril de 2027'],
    ['2027-04-01', 'fr', '1er avril 2027'],
    ['2027-08-21', 'fr', '21 août 2027'],
    ['2027-09-02', 'es', '2 de septiembre de 2027'],
    ['2028-02-29', 'pt', '29 de fevereiro de 2028'],
    ['2027-12-31', 'en', 'December 31, 2027'],
  ])('writes %s in %s as %s', (date, language, words) => {
    expect(formatDate(date, language)).toBe(words);
  });

  it.each(['2027-02-29', '2100-02-29', '2027-13-01', '2027-00-10', '2027-04-31', '2027-04-00', '1 April', '2027-4-1'])(
    'refuses %s, which is no day of the calendar',
    (date) => {
      expect(() => formatDate(date, 'en')).toThrow(RangeError);
    },
  );
});

describe('dates as exact as their source', () => {
  it.each<[Language, string, string]>([
    ['en', '2014', '2014'],
    ['en', '2014-03', 'March 2014'],
    ['es', '2014-03', 'marzo de 2014'],
    ['pt', '2014-03', 'março de 2014'],
    ['fr', '2014-03', 'mars 2014'],
    ['en', '2014-03-01', 'March 1, 2014'],
  ])('are written in %s: %s is %s', (language, date, words) => {
    expect(formatPartialDate(date, language)).toBe(words);
  });

  it.each(['2014-13', '2014-3', '2004-02-30', 'unknown'])('refuse %s', (date) => {
    expect(() => formatPartialDate(date, 'en')).toThrow(RangeError);
  });
});

describe('hours in words', () => {
  it.each<[string, Language, string]>([
    ['17:30', 'en', '5:30\u00a0p.m.'],
    ['00:00', 'en', '12:00\u00a0midnight'],
    ['00:05', 'en', '12:05\u00a0a.m.'],
    ['12:00', 'en', '12:00\u00a0noon'],
    ['12:30', 'en', '12:30\u00a0p.m.'],
    ['09:00', 'es', '9:00\u00a0horas'],
    ['17:30', 'es', '17:30\u00a0horas'],
    ['17:00', 'pt', '17h'],
    ['17:30', 'pt', '17h30'],
    ['17:00', 'fr', '17\u00a0heures'],
    ['01:00', 'fr', '1\u00a0heure'],
    ['17:30', 'fr', '17\u00a0h\u00a030'],
  ])('writes %s in %s as %s', (time, language, words) => {
    expect(formatHour(time, language)).toBe(words);
  });

  it.each(['24:00', '7:30', '17:60', '17h30'])('refuses %s, which is no time of day', (time) => {
    expect(() => formatHour(time, 'en')).toThrow(RangeError);
  });
});

describe('sizes in words', () => {
  it.each<[number, Language, string]>([
    [0, 'en', '0\u00a0bytes'],
    [1, 'fr', '1\u00a0octet'],
    [999, 'fr', '999\u00a0octets'],
    [48_213, 'en', '48.2\u00a0kB'],
    [48_213, 'fr', '48,2\u00a0ko'],
    [999_950, 'es', '1,0\u00a0MB'],
    [2_450_000, 'pt', '2,5\u00a0MB'],
  ])('writes %d bytes in %s as %s', (bytes, language, words) => {
    expect(formatSize(bytes, language)).toBe(words);
  });
});
