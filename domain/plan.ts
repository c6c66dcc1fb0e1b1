import { DateTime, IANAZone } from 'luxon';
import { addWorkingDays, dayOff } from './calendar.js';
import { deadline, setDeadline } from './deadline.js';
import type { Deadline, DeadlineStep } from './deadline.js';
import { addDays, daysBetween, laterDate } from './iso-date.js';
import { applyLedger, hasMoved, withoutLedger } from './ledger.js';
import type { LedgerEntry } from './ledger.js';
import type { Calendar, DueRule, IsoDate, IsoInstant, LadderRung, PartyCalendar, Rules } from './mandate.js';
import { readRungReason } from './request/rung-reason.js';
import type { RungReason, StoredReason } from './request/rung-reason.js';
import type { Hold, Plan, PlannedRung } from './request-state.js';

/*
 * Plans are computed outside workflows: this file may use luxon and the zone tables, and what it returns is kept in
 * history, so that a newer table never changes a replay.
 */

export interface PlanInput {
  rules: Rules;
  /** The day the report is due. */
  reportDate: IsoDate;
  /** When the cycle opened. */
  openedAt: IsoInstant;
  /** When the note left or will leave; the opening unless a release or an outage held it up. */
  noteAt?: IsoInstant;
  /** A due date that a person or a document set, instead of the rule's. */
  dueDate?: { date: IsoDate; authority: string };
  /** The due date that the note has fixed and printed; it stands whatever the rule would give today. */
  fixedDue?: Deadline;
  /** Extensions and pauses of this request, in the order in which they were recorded. */
  ledger?: readonly LedgerEntry[];
  headquarters: Calendar;
  /** The days off of the party's capital: no post but the note itself is planned for one. */
  partyCalendar?: PartyCalendar;
  /** IANA zone of the party's capital. */
  zone: string;
}

/**
 * The instants of every rung of one request, each with the proof of its date.
 * Throws RangeError for a zone that the zone tables do not know.
 */
export function computePlan(input: PlanInput): Plan {
  const { rules, reportDate, openedAt, headquarters, partyCalendar, zone } = input;
  const noteAt = input.noteAt ?? openedAt;
  const openedDate = dateIn(openedAt, headquarters.zone);
  const noteDate = dateIn(noteAt, headquarters.zone);
  const ledger = input.ledger ?? [];
  const due = applyLedger(baseOfDue(input, noteDate), ledger, { noteDate, calendar: headquarters });
  const closeRung = rules.ladder.find((rung) => rung.kind === 'close');
  const close = deadline({
    from: 'report',
    fromDate: reportDate,
    days: closeRung?.when.days ?? 0,
    calendar: headquarters,
    floor: { reason: 'grace-days', from: 'due', fromDate: due.date, days: rules.graceDays },
  });
  const anchors = { opening: openedDate, due: due.date, report: reportDate };
  const context = { rules, anchors, noteAt, noteDate, close, headquarters, partyCalendar, zone };
  return {
    openedAt,
    zone,
    due,
    dueAt: instantAt(due.date, rules.dueAtHeadquartersTime, headquarters.zone),
    lateAfterAt: endOfDay(due.date, [headquarters.zone, zone]),
    close,
    rungs: withNotices(
      rules.ladder.map((rung) => planRung(rung, context)),
      noticesOf(due, ledger, headquarters.zone),
    ),
  };
}

function baseOfDue({ rules, reportDate, headquarters, ...input }: PlanInput, noteDate: IsoDate): Deadline {
  if (input.fixedDue) return withoutLedger(input.fixedDue);
  if (input.dueDate) return setDeadline(input.dueDate.date, input.dueDate.authority);
  const { from, days, unit, atCapital } = dueRuleOf(rules);
  return deadline({
    from,
    fromDate: from === 'note' ? noteDate : reportDate,
    days: from === 'note' ? days : -days,
    unit,
    calendar: headquarters,
    ...(atCapital && input.partyCalendar ? { partyCalendar: input.partyCalendar } : {}),
    floor: { reason: 'minimum-days', from: 'note', fromDate: noteDate, days: rules.minimumDays },
  });
}

/** Rules of version 1 know calendar days before the report alone, whatever else stands in them. */
function dueRuleOf({ version, due, dueDaysBeforeReport = 0 }: Rules): DueRule {
  if (version >= 2 && due) return due;
  return { from: 'report', days: dueDaysBeforeReport, unit: 'calendar' };
}

/** Whoever was given a date is told of the later one: a post for each act that moved it, the day it was recorded. */
function noticesOf(due: Deadline, ledger: readonly LedgerEntry[], zone: string): PlannedRung[] {
  return ledger.flatMap((entry, index) => {
    const at = entry.kind === 'pause' ? entry.endedAt : entry.at;
    if (at === null || !hasMoved(due, entry)) return [];
    const id = `extension-${index + 1}`;
    const date = setDeadline(dateIn(at, zone), `${entry.authority}: ${entry.reason}`);
    return [
      {
        id,
        kind: 'notice',
        tone: 'extension',
        to: ['mission', 'capital'],
        date,
        decideAt: at,
        sendAt: at,
        dropped: null,
      },
    ];
  });
}

/** After the note and before the ladder: where both are due at once, the reminder says the later date itself. */
function withNotices(rungs: PlannedRung[], notices: PlannedRung[]): PlannedRung[] {
  const index = rungs.findIndex(({ kind }) => kind === 'request') + 1;
  return [...rungs.slice(0, index), ...notices, ...rungs.slice(index)];
}

/**
 * The plan of a running request after an act: a moved report date, an extension, a pause that has ended. Once the note has left
 * (`clockStartedAt`) the due date that it printed stands, and only the ledger moves it; where the rules say that it follows the
 * session or meeting, it moves with that day, and whoever has the note is told.
 */
export function replan(
  input: PlanInput & {
    plan: Plan;
    clockStartedAt: IsoInstant | null;
    /** When the act was recorded: the hour of a notice that the date has moved with its session or meeting. */
    at: IsoInstant;
  },
): Plan {
  const { plan, clockStartedAt, rules, at } = input;
  if (clockStartedAt === null) return computePlan({ ...input, dueDate: setBy(plan) });
  if (!rules.dueFollowsEvent)
    return withNoteOf(plan, computePlan({ ...input, noteAt: clockStartedAt, fixedDue: plan.due }));
  const moved = withNoteOf(plan, computePlan({ ...input, noteAt: clockStartedAt }));
  const notices = plan.rungs.filter(({ tone }) => tone === 'moved');
  if (moved.due.date !== plan.due.date)
    notices.push(noticeOfMove(plan, moved, at, notices.length + 1, input.headquarters.zone));
  return { ...moved, rungs: withNotices(moved.rungs, notices) };
}

/** A note that left on its day stands as it was planned: the second at which it left is no change of plan. */
function withNoteOf(former: Plan, plan: Plan): Plan {
  if (noteDateOf(former) !== noteDateOf(plan)) return plan;
  const note = former.rungs.find(({ kind }) => kind === 'request');
  return { ...plan, rungs: plan.rungs.map((rung) => (rung.kind === 'request' && note !== undefined ? note : rung)) };
}

/** Whoever has the note is told of the new date, at once: of an earlier one, too. */
function noticeOfMove(former: Plan, moved: Plan, at: IsoInstant, number: number, zone: string): PlannedRung {
  const to = former.rungs.find(({ kind }) => kind === 'request')?.to ?? [];
  const date = setDeadline(
    dateIn(at, zone),
    `the due date moved from ${former.due.date} to ${moved.due.date} with its event`,
  );
  return { id: `moved-${number}`, kind: 'notice', tone: 'moved', to, date, decideAt: at, sendAt: at, dropped: null };
}

interface RungContext {
  rules: Rules;
  anchors: Record<LadderRung['when']['from'], IsoDate>;
  noteAt: IsoInstant;
  noteDate: IsoDate;
  close: Deadline;
  headquarters: Calendar;
  partyCalendar: PartyCalendar | undefined;
  zone: string;
}

function planRung(rung: LadderRung, context: RungContext): PlannedRung {
  const { rules, anchors, noteAt, noteDate, close, headquarters, partyCalendar, zone } = context;
  const approval = rung.approval === true ? { approval: rung.approval } : {};
  const common = { id: rung.id, kind: rung.kind, tone: rung.tone, to: rung.to, ...approval, dropped: null };
  if (rung.kind === 'request') {
    const { openDaysBeforeReport } = rules;
    const byRule = deadline({
      from: 'report',
      fromDate: anchors.report,
      days: -openDaysBeforeReport,
      calendar: headquarters,
    });
    if (byRule.date === noteDate) return { ...common, date: byRule, decideAt: noteAt, sendAt: noteAt };
    // Opened by a person, or held up: the note is dated by the day on which it leaves, a working day or not.
    const days = daysBetween(anchors.opening, noteDate);
    const step: DeadlineStep = { kind: 'counted', from: 'opening', fromDate: anchors.opening, days, date: noteDate };
    return { ...common, date: { date: noteDate, steps: [step] }, decideAt: noteAt, sendAt: noteAt };
  }
  if (rung.kind === 'close') {
    const closeAt = instantAt(close.date, rules.dueAtHeadquartersTime, headquarters.zone);
    return { ...common, date: close, decideAt: closeAt, sendAt: closeAt };
  }
  const { from, days } = rung.when;
  const date = deadline({
    from,
    fromDate: anchors[from],
    days,
    calendar: headquarters,
    partyCalendar,
    direction: days < 0 ? 'previous' : 'next',
  });
  const quietUntil = addDays(noteDate, rules.quietDaysAfterNote);
  const dropped: RungReason | null =
    date.date < quietUntil
      ? { code: 'tooSoonAfterNote', days: rules.quietDaysAfterNote }
      : date.date >= close.date
        ? { code: 'afterClosing' }
        : null;
  return {
    ...common,
    date,
    decideAt: instantAt(date.date, '00:00', zone),
    sendAt: instantAt(date.date, rules.sendAtLocalTime, zone),
    dropped,
  };
}

/** A plan with every reason as a code: two plans are the same, whichever version has stored them, where these are. */
export function readPlan(plan: Plan): Plan {
  const read = (reason: StoredReason | null): RungReason | null => (reason === null ? null : readRungReason(reason));
  return { ...plan, rungs: plan.rungs.map((rung) => ({ ...rung, dropped: read(rung.dropped) })) };
}

/**
 * The plan of a note that leaves at `noteAt`: the same where every party still has the days it is promised, else one whose
 * due date and reminders follow the note. The due date is fixed at this moment and printed in the note.
 */
export function planForNote(input: PlanInput & { plan: Plan; noteAt: IsoInstant }): Plan {
  const plan = computePlan({ ...input, dueDate: setBy(input.plan) });
  return plan.due.date === input.plan.due.date && noteDateOf(input.plan) === noteDateOf(plan) ? input.plan : plan;
}

function setBy(plan: Plan): PlanInput['dueDate'] {
  const step = plan.due.steps[0];
  return step?.kind === 'set' ? { date: step.date, authority: step.authority } : undefined;
}

function noteDateOf(plan: Plan): IsoDate | undefined {
  return plan.rungs.find((rung) => rung.kind === 'request')?.date.date;
}

/**
 * The pause of the ladder after a mere message: until so many days after it on which both headquarters and the capital work, at
 * the party's hour.
 */
export function holdAfterMessage(input: {
  receivedAt: IsoInstant;
  rules: Rules;
  headquarters: Calendar;
  partyCalendar?: PartyCalendar;
  zone: string;
}): Hold {
  const { receivedAt, rules, headquarters, partyCalendar, zone } = input;
  const date = addWorkingDays(headquarters, dateIn(receivedAt, zone), rules.messageHoldWorkingDays, partyCalendar);
  return { decideAt: instantAt(date, '00:00', zone), sendAt: instantAt(date, rules.sendAtLocalTime, zone) };
}

/**
 * When a post may leave that was held up: at once within the party's office hours (8:00 to 18:00 on a day on which both
 * headquarters and the capital work), else at the party's hour of the next such day. A ministry is not written to at three on a
 * Sunday, nor at Carnival.
 */
export function courteousInstant(input: {
  at: IsoInstant;
  rules: Rules;
  headquarters: Calendar;
  partyCalendar?: PartyCalendar;
  zone: string;
}): IsoInstant {
  const { at, rules, headquarters, partyCalendar, zone } = input;
  const local = localTime(at, zone);
  const today = dateIn(at, zone);
  const isWorkingDay = dayOff(headquarters, today, partyCalendar) === null;
  if (isWorkingDay && local.hour >= 8 && local.hour < 18) return at;
  const from = isWorkingDay && local.hour < 8 ? addDays(today, -1) : today;
  return instantAt(addWorkingDays(headquarters, from, 1, partyCalendar), rules.sendAtLocalTime, zone);
}

/** The calendar date of an instant in a zone. Throws RangeError for an unknown zone. */
export function dateIn(at: IsoInstant, zone: string): IsoDate {
  return remembered(dates, `${at} ${zone}`, () => localTime(at, zone).toISODate());
}

/** The hour of an instant in a zone, `17:30`. */
export function hourIn(at: IsoInstant, zone: string): string {
  return localTime(at, zone).toFormat('HH:mm');
}

/**
 * The instant of a local date and time. Where a change of the clocks skips it, it is moved on by as much; where it comes
 * twice, it is the first. Throws RangeError for an unknown zone and for what is no local time.
 */
export function instantAt(date: IsoDate, time: string, zone: string): IsoInstant {
  return remembered(instants, `${date}T${time} ${zone}`, () => firstInstantAt(date, time, zone));
}

function firstInstantAt(date: IsoDate, time: string, zone: string): IsoInstant {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: knownZone(zone) });
  if (!local.isValid) throw new RangeError(`'${date}T${time}' is not a local time: ${local.invalidExplanation}`);
  // luxon takes the offset of today's clock where there are two: never leave that choice to it.
  const [first = local] = local.getPossibleOffsets();
  return first.toUTC().toISO();
}

function endOfDay(date: IsoDate, zones: string[]): IsoInstant {
  return zones.map((zone) => instantAt(addDays(date, 1), '00:00', zone)).reduce(laterDate);
}

function localTime(at: IsoInstant, zone: string): DateTime<true> {
  const local = DateTime.fromISO(at, { zone: knownZone(zone) });
  if (!local.isValid) throw new RangeError(`'${at}' is not an instant: ${local.invalidExplanation}`);
  return local;
}

/** luxon turns a misspelt zone into an invalid date that is never overdue: refuse it instead. */
function knownZone(name: string): IANAZone {
  const known = zones.get(name);
  if (known) return known;
  if (!IANAZone.isValidZone(name)) throw new RangeError(`'${name}' is not a time zone of the IANA tables`);
  const zone = IANAZone.create(name);
  zones.set(name, zone);
  return zone;
}

/** Asking Intl whether there is a zone was a tenth of a simulated year (measured). */
const zones = new Map<string, IANAZone>();

/*
 * A ladder asks for the same few moments again and again, and Intl takes 20 microseconds each time: a fifth of a simulated year
 * (measured). Each workflow in memory has its own, so they stay small.
 */
const instants = new Map<string, IsoInstant>();
const dates = new Map<string, IsoDate>();
const REMEMBERED = 256;

function remembered<T>(known: Map<string, T>, key: string, work: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = work();
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}
