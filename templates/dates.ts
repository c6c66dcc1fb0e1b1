import type { IsoDate, Language, PartialDate } from '../domain/mandate.js';

/** Own tables: the names that ICU gives differ from one Node release to the next, and a note must not. */
const MONTHS: Record<Language, readonly string[]> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  pt: [
    'janeiro',
    'fevereiro',
    'março',
    'abril',
    'maio',
    'junho',
    'julho',
    'agosto',
    'setembro',
    'outubro',
    'novembro',
    'dezembro',
  ],
  fr: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
};

/** Only the first day of a month is an ordinal in these languages. */
const FIRST_DAY: Record<Language, string> = { en: '1', es: '1.º', pt: '1º', fr: '1er' };

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A no-break space: what may not be torn from its number at the end of a line. */
const NO_BREAK = '\u00a0';

/**
 * A calendar date in words, as OAS notes print it: `March 15, 2005`, `15 de marzo de 2005`, `15 de março de 2005`,
 * `15 mars 2005`. Never numerals only, which read differently north and south.
 *
 * @throws RangeError when the text is not a day of the calendar written `yyyy-mm-dd`
 */
export function formatDate(date: IsoDate, language: Language): string {
  const { year, month, day } = partsOf(date);
  const name = MONTHS[language][month - 1] ?? '';
  const dayText = day === 1 ? FIRST_DAY[language] : String(day);
  switch (language) {
    case 'en':
      return `${name} ${dayText}, ${year}`;
    case 'es':
    case 'pt':
      return `${dayText} de ${name} de ${year}`;
    case 'fr':
      return `${dayText} ${name} ${year}`;
  }
}

/**
 * A date as exact as its source: `March 15, 2005`, `March 2005`, `2005`; in the other languages `marzo de 2005`,
 * `março de 2005`, `mars 2005`.
 *
 * @throws RangeError when the text is no day, month or year of the calendar
 */
export function formatPartialDate(date: PartialDate, language: Language): string {
  if (/^\d{4}$/.test(date)) return date;
  if (!/^\d{4}-\d{2}$/.test(date)) return formatDate(date, language);
  const { year, month } = partsOf(`${date}-01`);
  const name = MONTHS[language][month - 1] ?? '';
  return language === 'es' || language === 'pt' ? `${name} de ${year}` : `${name} ${year}`;
}

/**
 * A time of day in words: `5:30 p.m.`, `17:30 horas`, `17h30`, `17 h 30`. The zone is the caller's: the place is
 * printed beside it. English midnight and noon are named, since `12:00 p.m.` is read both ways.
 *
 * @param time 24-hour clock, `hh:mm`
 * @throws RangeError when the text is not such a time
 */
export function formatHour(time: string, language: Language): string {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (match === null) throw new RangeError(`'${time}' is not a time of day: expected hh:mm between 00:00 and 23:59`);
  const hour = Number(match[1]);
  const minutes = match[2] ?? '00';
  switch (language) {
    case 'en':
      return englishHour(hour, minutes);
    case 'es':
      return `${hour}:${minutes}${NO_BREAK}horas`;
    case 'pt':
      return minutes === '00' ? `${hour}h` : `${hour}h${minutes}`;
    case 'fr':
      return frenchHour(hour, minutes);
  }
}

function englishHour(hour: number, minutes: string): string {
  if (minutes === '00' && hour === 0) return `12:00${NO_BREAK}midnight`;
  if (minutes === '00' && hour === 12) return `12:00${NO_BREAK}noon`;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${NO_BREAK}${hour < 12 ? 'a.m.' : 'p.m.'}`;
}

function frenchHour(hour: number, minutes: string): string {
  if (minutes !== '00') return `${hour}${NO_BREAK}h${NO_BREAK}${minutes}`;
  return `${hour}${NO_BREAK}${hour < 2 ? 'heure' : 'heures'}`;
}

function partsOf(date: IsoDate): { year: string; month: number; day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const year = match?.[1] ?? '';
  const month = Number(match?.[2]);
  const day = Number(match?.[3]);
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const lastDay = month === 2 && !isLeap ? 28 : (DAYS_IN_MONTH[month - 1] ?? 0);
  if (match === null || day < 1 || day > lastDay) {
    throw new RangeError(`'${date}' is not a date: expected a day of the calendar as yyyy-mm-dd`);
  }
  return { year, month, day };
}
