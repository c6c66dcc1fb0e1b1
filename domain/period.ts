import type { Recurrence } from './mandate.js';

/** What a cycle is for: a year `2027`, a half `2027-H1` or a quarter `2027-Q3`, by the recurrence of its obligation. */
export type Period = string;

/** The periods of a year, in their order. A cycle that a person opens is told apart by its year, like a yearly one. */
const PARTS: Record<Recurrence, readonly string[]> = {
  yearly: [''],
  'half-yearly': ['-H1', '-H2'],
  quarterly: ['-Q1', '-Q2', '-Q3', '-Q4'],
  'on-command': [''],
};
const PERIOD = /^(\d{4})(-H[12]|-Q[1-4])?$/;

/** The periods of a year: `2027-H1`, `2027-H2` of what recurs half-yearly. */
export function periodsOf(recurrence: Recurrence, year: number): Period[] {
  return PARTS[recurrence].map((part) => `${year}${part}`);
}

/** Whether a text is a period that an obligation of this recurrence has: `2027-H1` is none of a yearly one. */
export function isPeriodOf(recurrence: Recurrence, text: string): boolean {
  const [, , part = ''] = PERIOD.exec(text) ?? [];
  return PERIOD.test(text) && PARTS[recurrence].includes(part);
}

/** Months from one period to the next: 12, 6 or 3. */
export function monthsOf(recurrence: Recurrence): number {
  return 12 / PARTS[recurrence].length;
}

/** The place of a period in its year, counted from 0. */
export function placeOf(period: Period): number {
  const [, , part = ''] = PERIOD.exec(period) ?? [];
  return Math.max(0, Number(part.slice(2)) - 1);
}

export function yearOf(period: Period): number {
  return Number(period.slice(0, 4));
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** In English, for the desk and the report: `2027`, `first half of 2027`, `third quarter of 2027`. */
export function periodName(period: Period): string {
  const part = period.charAt(5);
  if (part === '') return period;
  return `${ORDINALS[placeOf(period)] ?? ''} ${part === 'H' ? 'half' : 'quarter'} of ${yearOf(period)}`;
}
