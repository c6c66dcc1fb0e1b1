import type { DeadlineStep } from '../domain/deadline.js';
import type { IsoDate, KnownDate, Language } from '../domain/mandate.js';
import { formatDate } from './dates.js';
import { typeset } from './typography.js';
import type { Phrase, Wording } from './wording.js';

/** The day from which a request is counted. */
export interface CountedFrom {
  /** What is on that day, in the language of the post: the report, the session, the meeting. */
  title: string;
  date: IsoDate;
  /** How firm it is; null where another day was set than that of the mandate files. */
  status: KnownDate['status'] | null;
}

interface Context {
  from: CountedFrom;
  language: Language;
  wording: Wording;
}

/**
 * How a date was counted, in one sentence for a party: from what, how many days, which days were passed over, and how it was
 * moved since. Who granted a later date and why is in the case log, in the words of the one who entered it: no note repeats
 * these, in whatever language. Empty where nothing is to be said.
 */
export function proofWords(steps: readonly DeadlineStep[], context: Context): string {
  // What was raised to a later day, or set, owes nothing to what was counted before it.
  const last = steps.findLastIndex(({ kind }) => kind === 'raised' || kind === 'set');
  return steps
    .slice(Math.max(last, 0))
    .flatMap((step) => stepWords(step, context))
    .join(context.wording.phrase('proofSeparator', {}));
}

function stepWords(step: DeadlineStep, context: Context): string[] {
  const { wording, language } = context;
  const day = (date: IsoDate): string => formatDate(date, language);
  switch (step.kind) {
    case 'counted':
    case 'raised':
      return countedWords(step, context);
    case 'moved':
      return [wording.phrase('movedNext', { reasons: reasonsOf(step.skipped, context) })];
    case 'set':
      return [wording.phrase('setDate', {})];
    case 'extended':
      return [wording.phrase('extendedFrom', { from: day(step.fromDate), to: day(step.date) })];
    case 'paused': {
      const { days, fromDate, untilDate } = step;
      return [
        wording.phrase('pausedFor', { days: daysWords(days, context), from: day(fromDate), until: day(untilDate) }),
      ];
    }
  }
}

function countedWords(step: Extract<DeadlineStep, { kind: 'counted' | 'raised' }>, context: Context): string[] {
  const { wording, language } = context;
  const { from, fromDate, days: count } = step;
  const unit = step.kind === 'counted' ? step.unit : undefined;
  const days = daysWords(Math.abs(count), context, unit);
  const date = formatDate(fromDate, language);
  const words = ((): string[] => {
    switch (from) {
      case 'report': {
        const phrase: Phrase = count < 0 ? 'countedBefore' : count > 0 ? 'countedAfter' : 'countedOn';
        return [wording.phrase(phrase, { days, basis: basisWords({ ...context.from, date: fromDate }, context) })];
      }
      case 'note':
        return [wording.phrase('countedAfterNote', { days, date })];
      case 'due':
        return [wording.phrase('countedAfterDue', { days, date })];
      case 'opening':
        return [];
    }
  })();
  const skipped = step.kind === 'counted' ? (step.skipped ?? []) : [];
  if (skipped.length === 0) return words;
  const dates = skipped.map((day) => formatDate(day.date, language)).join(wording.phrase('proofSeparator', {}));
  return [...words, wording.phrase('holidaysNotCounted', { dates })];
}

function basisWords({ title, date, status }: CountedFrom, { wording, language }: Context): string {
  const phrase: Phrase = status === null ? 'basis' : status === 'confirmed' ? 'basisConfirmed' : 'basisProvisional';
  return wording.phrase(phrase, { title: typeset(title, language), date: formatDate(date, language) });
}

/** The day on which the count ended, and every holiday after it: a weekend needs no more words. */
function reasonsOf(skipped: readonly { date: IsoDate; why: string }[], { wording, language }: Context): string {
  const told = skipped.filter(({ why }, index) => index === 0 || !isWeekend(why));
  return told
    .map(({ date, why }) => {
      const phrase: Phrase = why === 'Saturday' ? 'isSaturday' : why === 'Sunday' ? 'isSunday' : 'isHoliday';
      return wording.phrase(phrase, { date: formatDate(date, language) });
    })
    .join(wording.phrase('and', {}));
}

function isWeekend(why: string): boolean {
  return why === 'Saturday' || why === 'Sunday';
}

function daysWords(count: number, { wording }: Context, unit?: 'working'): string {
  const phrase: Phrase =
    unit === 'working' ? (count === 1 ? 'workingDay' : 'workingDays') : count === 1 ? 'day' : 'days';
  return wording.phrase(phrase, { count: String(count) });
}
