import { yearOf } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import type { Phrase, Wording } from './wording.js';

const PHRASES: Record<string, Phrase> = {
  '-H1': 'periodH1',
  '-H2': 'periodH2',
  '-Q1': 'periodQ1',
  '-Q2': 'periodQ2',
  '-Q3': 'periodQ3',
  '-Q4': 'periodQ4',
};

/** What the words of an obligation say about its cycle: the year, and the period in words, `primer semestre de 2027`. */
export function periodData(period: Period, wording: Wording): { cycleYear: string; period: string } {
  const year = String(yearOf(period));
  const phrase = PHRASES[period.slice(4)];
  return { cycleYear: year, period: phrase === undefined ? year : wording.phrase(phrase, { year }) };
}
