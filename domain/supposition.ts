import { refusalOf } from './adjustment.js';
import type { Adjustment } from './adjustment.js';
import type { LedgerEntry } from './ledger.js';
import type { Calendar, IsoDate, IsoInstant, Obligation, PartyCalendar, Rules } from './mandate.js';
import { dateIn, instantAt, replan } from './plan.js';
import { previewPlan } from './preview.js';
import type { Difference, PreviewRequest } from './preview.js';
import { reportDateByEvent } from './report-date.js';

/** What is supposed to happen, to see what it would move. Of several days for one thing the last counts. */
export type Supposition =
  | { kind: 'extension'; requestId: string; dueDate: IsoDate }
  | { kind: 'reportDate'; cycleId: string; date: IsoDate }
  | { kind: 'event'; event: string; date: IsoDate }
  /** At headquarters. */
  | { kind: 'holiday'; date: IsoDate }
  /** The party leaves on that day: everything, or one obligation. */
  | { kind: 'departure'; party: string; obligation: string | null; date: IsoDate };

/** A running request with all that its dates depend on. */
export interface SupposedRequest extends PreviewRequest {
  cycleId: string;
  obligation: Pick<Obligation, 'id' | 'reportDate'>;
  rules: Rules;
  reportDate: IsoDate;
  ledger: readonly LedgerEntry[];
  headquarters: Calendar;
  partyCalendar: PartyCalendar | undefined;
}

/** Whether a supposition is about a request; a holiday is about all. */
export function concerns(supposed: Supposition, request: SupposedRequest): boolean {
  switch (supposed.kind) {
    case 'extension':
      return supposed.requestId === request.id;
    case 'reportDate':
      return supposed.cycleId === request.cycleId;
    case 'event':
      return supposed.event === request.obligation.reportDate.event;
    case 'holiday':
      return true;
    case 'departure':
      return (
        supposed.party === request.party && (supposed.obligation ?? request.obligation.id) === request.obligation.id
      );
  }
}

/** Why the service would not do what is supposed; null where it would. `at` is now. */
export function refusalOfSupposed(supposed: Supposition, request: SupposedRequest, at: IsoInstant): string | null {
  const adjustment = adjustmentOf(supposed, request);
  if (adjustment === null) return null;
  return refusalOf(adjustment, {
    today: dateIn(at, request.headquarters.zone),
    request: { stage: request.stage, dueDate: request.plan.due.date, answeredAt: request.answeredAt },
    cycle: { reportDate: request.reportDate, closedAt: null },
    pauses: [],
  });
}

/**
 * What would be otherwise in a request, by the rules by which the service itself would do it. Nothing is changed. `at` is now.
 * What leaves before a departure still leaves.
 */
export function differencesIf(
  request: SupposedRequest,
  suppositions: readonly Supposition[],
  at: IsoInstant,
): Difference[] {
  const own = suppositions.filter((one) => concerns(one, request));
  if (own.length === 0) return [];
  const { rules, plan, clockStartedAt, headquarters, partyCalendar } = request;
  const reportDate = own.reduce((date, one) => reportDateIn(one, request) ?? date, request.reportDate);
  const holidays = own.flatMap((one) => (one.kind === 'holiday' ? [{ date: one.date, name: SUPPOSED_HOLIDAY }] : []));
  const supposedPlan = replan({
    rules,
    reportDate,
    openedAt: plan.openedAt,
    headquarters: { ...headquarters, added: [...headquarters.added, ...holidays] },
    partyCalendar,
    zone: plan.zone,
    plan,
    clockStartedAt,
    at,
    ledger: [...request.ledger, ...extensionsOf(own, at)],
  });
  const today = dateIn(at, headquarters.zone);
  const departure = own.findLast((one) => one.kind === 'departure');
  const leaving = departure && (departure.date < today ? today : departure.date);
  const end = leaving && {
    date: leaving,
    at: instantAt(leaving, '00:00', headquarters.zone),
    because: `${request.party} leaves on ${leaving}`,
  };
  return previewPlan(request, supposedPlan, { at, today, rules, reportDate, ...(end ? { end } : {}) });
}

const SUPPOSED_HOLIDAY = 'the holiday supposed';

function reportDateIn(supposed: Supposition, { obligation }: SupposedRequest): IsoDate | undefined {
  if (supposed.kind === 'reportDate') return supposed.date;
  return supposed.kind === 'event' ? reportDateByEvent(obligation, supposed.event, supposed.date) : undefined;
}

function extensionsOf(supposed: readonly Supposition[], at: IsoInstant): LedgerEntry[] {
  return supposed.flatMap((one, index): LedgerEntry[] => {
    if (one.kind !== 'extension') return [];
    const id = `supposed/${one.requestId}/${index}`;
    return [{ kind: 'extension', id, dueDate: one.dueDate, at, authority: '--if', reason: 'the extension supposed' }];
  });
}

function adjustmentOf(supposed: Supposition, request: SupposedRequest): Adjustment | null {
  const decision = { id: 'supposed', authority: '--if', reason: 'supposed', by: '--if' };
  if (supposed.kind === 'extension')
    return { kind: 'extension', ...decision, requestId: request.id, dueDate: supposed.dueDate };
  const date = reportDateIn(supposed, request);
  return date === undefined ? null : { kind: 'reportDate', ...decision, cycleId: request.cycleId, date };
}
