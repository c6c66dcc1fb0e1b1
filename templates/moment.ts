import type { IsoDate, Language } from '../domain/mandate.js';
import { formatDate, formatHour } from './dates.js';
import { typeset } from './typography.js';
import type { Phrase, Wording } from './wording.js';

/** One instant as two places read it, computed by the caller: nothing here knows a time-zone. */
export interface Moment {
  /** The date at headquarters. */
  date: IsoDate;
  /** The time at headquarters, 24-hour `hh:mm`. */
  time: string;
  /** The same instant in the capital. */
  capital: { date: IsoDate; time: string };
}

/**
 * The instant in words: headquarters' hour and the capital's beside it. The hour stands once where the capital is
 * headquarters' own city, and where the two clocks read alike. Of the seats on file Rio alone takes an article in Portuguese.
 */
export function momentWords(
  { date, time, capital: there }: Moment,
  { language, city, capital }: { language: Language; city: string; capital: string },
  wording: Wording,
): string {
  const isAlike = there.date === date && there.time === time;
  const phrase: Phrase = cityName(capital) === cityName(city) ? 'momentInOnePlace' : isAlike ? 'momentAlike' : 'moment';
  const words = wording.phrase(phrase, {
    date: formatDate(date, language),
    hour: formatHour(time, language),
    city,
    capitalDate: formatDate(there.date, language),
    capitalHour: formatHour(there.time, language),
    capital: typeset(capital, language),
  });
  return language === 'pt' ? words.replace(/\bem (?=Rio de Janeiro\b)/gu, 'no ') : words;
}

function cityName(city: string): string {
  return city.split(',')[0] ?? city;
}
