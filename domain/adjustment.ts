import { isAnswered } from './answered.js';
import { addDays, isIsoDate } from './iso-date.js';
import type { LedgerEntry } from './ledger.js';
import type { DutyPassage, IsoDate, IsoInstant } from './mandate.js';
import { lengthFault, LONGEST } from './text.js';

/** Whom a pause stops: one request, all of a party, all of an obligation, or everything. */
export type Scope = `request/${string}` | `party/${string}` | `obligation/${string}` | 'all';

interface Decision {
  /** Unique: a repeat changes nothing. */
  id: string;
  /** Who allowed it, as a note or a document says. */
  authority: string;
  reason: string;
  /** Who entered it. */
  by: string;
}

/** A decision of a person about the time of running requests. */
export type Adjustment =
  | (Decision & { kind: 'extension'; requestId: string; dueDate: IsoDate })
  /** With `untilDate` the days are given back at once: what stood still is over. */
  | (Decision & {
      kind: 'pause';
      scope: Scope;
      fromDate: IsoDate;
      untilDate: IsoDate | null;
      /** What comes from it meanwhile waits for a person: two delegations both speak for the state. */
      holdsMail?: true;
    })
  | (Decision & { kind: 'resume'; pauseId: string; onDate: IsoDate })
  | (Decision & { kind: 'reportDate'; cycleId: string; date: IsoDate })
  /** The mandate files have changed, such as by a new holiday: every running request is planned anew. */
  | (Decision & { kind: 'replan' })
  /** The duty is over for those in scope: a state has left, a mandate has lapsed. Nothing leaves any more; the record stays. */
  | (Decision & { kind: 'end'; scope: Scope })
  /** A mandate has passed to another paragraph: the running requests of these obligations go on under it. */
  | (Decision & { kind: 'succession'; obligations: string[]; duties: DutyPassage[] });

/** A pause as recorded. */
export interface RecordedPause {
  id: string;
  scope: Scope;
  fromDate: IsoDate;
  untilDate: IsoDate | null;
  reason: string;
}

/** What is on record of that which an adjustment changes. */
export interface AdjustmentFacts {
  today: IsoDate;
  /** Of the request of an extension. */
  request?: { stage: string; dueDate: IsoDate; answeredAt: IsoInstant | null } | undefined;
  /** Of the cycle whose report moves. */
  cycle?: { reportDate: IsoDate; closedAt: IsoInstant | null } | undefined;
  pauses: readonly RecordedPause[];
}

/** Why an adjustment cannot be made, naming what was wrong and what to do; null where it can. */
export function refusalOf(adjustment: Adjustment, facts: AdjustmentFacts): string | null {
  if (adjustment.authority.trim() === '')
    return 'The authority is empty: name the note, document or person that allows it.';
  if (adjustment.reason.trim() === '') return 'The reason is empty: say why, since every date explains itself.';
  const tooLong = lengthFault([
    ['authority', adjustment.authority, LONGEST.line],
    ['reason', adjustment.reason, LONGEST.line],
  ]);
  if (tooLong !== null) return tooLong;
  switch (adjustment.kind) {
    case 'extension':
      return refusalOfExtension(adjustment, facts);
    case 'pause':
      return refusalOfPause(adjustment, facts);
    case 'resume':
      return refusalOfResume(adjustment, facts);
    case 'reportDate':
      return refusalOfReportDate(adjustment, facts);
    case 'end':
      return adjustment.scope === 'all' ? 'Everything cannot be ended at once: name whom the duty is over for.' : null;
    case 'replan':
    case 'succession':
      return null;
  }
}

/** A request as far as one has to know it to tell whether it goes on in another. */
export interface RunningDuty {
  requestId: string;
  party: string;
  obligation: string;
}

/**
 * What a succession means for one running request: that it ends and goes on in another one, or goes on itself; in words for its
 * case log. Where the duty that carries it on does not ask the party, it goes on itself: nobody is lost.
 */
export function passageOf(
  request: RunningDuty,
  duties: readonly DutyPassage[],
  running: readonly RunningDuty[],
  because: string,
): { ends: boolean; because: string } {
  const of = (obligation: string): RunningDuty | undefined => {
    const asked = running.filter((one) => one.obligation === obligation && one.party === request.party);
    // Where several cycles run, the one of the same year; else the last.
    return asked.find((one) => yearOf(one) === yearOf(request)) ?? asked.at(-1);
  };
  for (const { ends, goesOnIn } of duties) {
    const heir = request.obligation === ends ? of(goesOnIn) : undefined;
    if (heir) return { ends: true, because: `${because}; it goes on in ${heir.requestId}` };
    const merged = request.obligation === goesOnIn ? of(ends) : undefined;
    if (merged) return { ends: false, because: `${because}; it carries on ${merged.requestId}, too` };
  }
  return { ends: false, because };
}

function yearOf({ requestId }: RunningDuty): string | undefined {
  return requestId.split('/')[1];
}

export function isInScope(scope: Scope, of: { requestId: string; party: string; obligation: string }): boolean {
  return (
    scope === 'all' ||
    scope === `request/${of.requestId}` ||
    scope === `party/${of.party}` ||
    scope === `obligation/${of.obligation}`
  );
}

/** A scope in words, after `for`: `all states`. */
export function scopeWords(scope: Scope): string {
  return scope === 'all' ? 'all states' : scope.slice(scope.indexOf('/') + 1);
}

type Of<K extends Adjustment['kind']> = Extract<Adjustment, { kind: K }>;

function refusalOfExtension(
  { requestId, dueDate }: Of<'extension'>,
  { request, today }: AdjustmentFacts,
): string | null {
  if (!isIsoDate(dueDate)) return notADate(dueDate);
  if (!request) return `There is no request '${requestId}'.`;
  if (request.stage === 'closed') return `${requestId} is closed: a date that is over cannot be extended.`;
  if (isAnswered(request)) return `${requestId} is answered: nothing is due any more.`;
  if (dueDate <= request.dueDate)
    return `${requestId} is due on ${request.dueDate}: an extension never shortens. Name a later date than that.`;
  if (dueDate <= today) return `${dueDate} is not ahead: name a later date than today, ${today}.`;
  return null;
}

function refusalOfPause(
  { scope, fromDate, untilDate }: Of<'pause'>,
  { pauses, today }: AdjustmentFacts,
): string | null {
  for (const date of [fromDate, untilDate]) if (date !== null && !isIsoDate(date)) return notADate(date);
  if (fromDate > today) return `${fromDate} is ahead: a pause begins today, ${today}, or has begun before.`;
  if (untilDate !== null && untilDate <= fromDate)
    return `A pause from ${fromDate} until ${untilDate} has no day: the day on which the count goes on must come after the first.`;
  if (untilDate !== null && untilDate > addDays(today, 1))
    return `${untilDate} is ahead: leave out the end, and end the pause when it is over.`;
  const open = pauses.find((pause) => pause.scope === scope && pause.untilDate === null);
  if (open && untilDate === null)
    return `The clock stands still for ${scopeWords(scope)} since ${open.fromDate} already (${open.reason}).`;
  return null;
}

function refusalOfResume({ pauseId, onDate }: Of<'resume'>, { pauses, today }: AdjustmentFacts): string | null {
  if (!isIsoDate(onDate)) return notADate(onDate);
  const pause = pauses.find(({ id }) => id === pauseId);
  if (!pause) return `There is no pause '${pauseId}'.`;
  if (pause.untilDate !== null) return `That pause ended on ${pause.untilDate} already.`;
  if (onDate < pause.fromDate) return `The pause began on ${pause.fromDate}: it cannot end before that day.`;
  if (onDate > today) return `${onDate} is ahead: end the pause on that day, or today, ${today}.`;
  return null;
}

function refusalOfReportDate({ cycleId, date }: Of<'reportDate'>, { cycle, today }: AdjustmentFacts): string | null {
  if (!isIsoDate(date)) return notADate(date);
  if (!cycle) return `There is no cycle '${cycleId}'.`;
  if (cycle.closedAt !== null) return `${cycleId} is closed: its report date is over.`;
  if (date <= today) return `${date} is not ahead: the report of a running cycle is due later than today, ${today}.`;
  if (date === cycle.reportDate) return `The report of ${cycleId} is due on ${date} already.`;
  return null;
}

function notADate(text: string): string {
  return `'${text}' is not a date of the calendar (yyyy-mm-dd).`;
}

/** The entry that an adjustment adds to the ledger; null for one that ends a pause or moves a report. */
export function entryOf(adjustment: Adjustment, at: IsoInstant): LedgerEntry | null {
  const { id, authority, reason } = adjustment;
  switch (adjustment.kind) {
    case 'extension':
      return { kind: 'extension', id, authority, reason, at, dueDate: adjustment.dueDate };
    case 'pause': {
      const { fromDate, untilDate } = adjustment;
      return { kind: 'pause', id, authority, reason, at, fromDate, untilDate, endedAt: untilDate === null ? null : at };
    }
    default:
      return null;
  }
}
