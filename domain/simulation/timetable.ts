import { refusalOf } from '../adjustment.js';
import type { Adjustment, RecordedPause, Scope } from '../adjustment.js';
import { addWorkingDays, dayOff } from '../calendar.js';
import { addDays } from '../iso-date.js';
import { openPause, openPauses } from '../ledger.js';
import type { LedgerEntry, Pause } from '../ledger.js';
import type { Calendar, Party, PartyCalendar } from '../mandate.js';
import { noHolidays, withHoliday } from '../party-calendar.js';
import { computePlan, dateIn, holdAfterMessage, planForNote, replan } from '../plan.js';
import type { PlanInput } from '../plan.js';
import { rulePost } from '../posting/post-ruling.js';
import type { PostRuling } from '../posting/post-ruling.js';
import type { Hold, Plan, PlannedRung, RequestState } from '../request-state.js';
import type { SimulationInput } from './input.js';

/** The dates of one request, and what moves them: calendars, the report date, the ledger. */
export class Timetable {
  private ledger: LedgerEntry[] = [];
  private reportDate: string;
  private headquarters: Calendar;
  /** The calendar of the capital. */
  private partyCalendar: PartyCalendar | undefined;
  /** When the first message came by which the ladder rests until an instant. */
  private readonly messages = new Map<string, string>();

  constructor(
    private readonly input: Pick<
      SimulationInput,
      'rules' | 'openedAt' | 'dueDate' | 'reportDate' | 'headquarters' | 'cycle'
    >,
    private readonly party: Party,
  ) {
    this.reportDate = input.reportDate;
    this.headquarters = input.headquarters;
    this.partyCalendar = party.calendar;
  }

  /** The day of an instant at headquarters. */
  dayOf(at: string): string {
    return dateIn(at, this.input.headquarters.zone);
  }

  isBeforeOpening(at: string): boolean {
    return this.dayOf(at) < this.dayOf(this.input.openedAt);
  }

  /** The plan at the opening. */
  plan(): Plan {
    return computePlan(this.planInput());
  }

  /** The plan once the note has left. */
  planForNote(plan: Plan, noteAt: string): Plan {
    return planForNote({ ...this.planInput(), plan, noteAt });
  }

  /** The plan as the dates are now. */
  replan({ plan, clockStartedAt }: RequestState, at: string): Plan {
    return replan({ ...this.planInput(), plan, clockStartedAt, at });
  }

  /** Pauses that stand open, as a request has them at its opening. */
  pauses(): RequestState['pauses'] {
    return openPauses(this.ledger);
  }

  openPause(scope: Scope): Pause | undefined {
    return this.ledger.find(
      (entry): entry is Pause => entry.kind === 'pause' && entry.untilDate === null && entry.id.startsWith(scope),
    );
  }

  /** Why the service refuses an act; null where it does not. */
  refusalOf(adjustment: Adjustment, { stage, plan, answeredAt }: RequestState, at: string): string | null {
    return refusalOf(adjustment, {
      today: this.dayOf(at),
      request: this.isBeforeOpening(at) ? undefined : { stage, dueDate: plan.due.date, answeredAt },
      cycle: { reportDate: this.reportDate, closedAt: null },
      pauses: this.ledger.flatMap((entry) => (entry.kind === 'pause' ? [recorded(entry)] : [])),
    });
  }

  enter(entry: LedgerEntry): void {
    this.ledger = [...this.ledger, entry];
  }

  endPause(pause: Pause | undefined, at: string): void {
    const untilDate = this.dayOf(at);
    this.ledger = this.ledger.map((entry) => (entry === pause ? { ...pause, untilDate, endedAt: at } : entry));
  }

  moveReport(date: string): void {
    this.reportDate = date;
  }

  /** Why a day is no working day at headquarters, or for the party; null where it is one. */
  dayOff(date: string, where: 'headquarters' | 'party'): string | null {
    return dayOff(this.headquarters, date, where === 'party' ? this.partyCalendar : undefined);
  }

  addHoliday(day: { date: string; name: string }, where: 'headquarters' | 'party'): void {
    const { headquarters, partyCalendar, party } = this;
    if (where === 'headquarters') this.headquarters = { ...headquarters, added: [...headquarters.added, day] };
    else this.partyCalendar = withHoliday(partyCalendar ?? noHolidays(party.name.en), day);
  }

  /** So many working days at headquarters after an instant. */
  workingDaysAfter(at: string, days: number): string {
    return addWorkingDays(this.headquarters, dateIn(at, this.headquarters.zone), days);
  }

  holdAfter(receivedAt: string): Hold {
    const { headquarters, partyCalendar } = this;
    const { rules } = this.input;
    const hold = holdAfterMessage({ receivedAt, rules, headquarters, partyCalendar, zone: this.party.zone });
    if (!this.messages.has(hold.sendAt)) this.messages.set(hold.sendAt, receivedAt);
    return hold;
  }

  /** Whether a rung may leave now. `hold` and `lastPostAt` are those of its request and its party. */
  rulePost(
    { kind }: PlannedRung,
    at: string,
    { hold, lastPostAt, isRepeat }: { hold: Hold | null; lastPostAt: string | null; isRepeat: boolean },
  ): PostRuling {
    const pausedBecause = openPause(this.ledger)?.reason ?? null;
    const holdUntil = hold?.sendAt ?? null;
    return rulePost({ ...this.planInput(), kind, at, pausedBecause, holdUntil, lastPostAt, isRepeat });
  }

  /** Why a rung leaves later than on its day: a message of the party, or days on which nobody is written to; null where it does not. */
  delayOf(rung: PlannedRung, at: string, { hold }: RequestState): string | null {
    const { rules } = this.input;
    const { zone } = this.party;
    if (rung.kind === 'notice') {
      const day = dateIn(rung.sendAt, zone);
      const today = dateIn(at, zone);
      if (today <= day) return null;
      const off = daysUntil(day, today).flatMap((one) => {
        const why = this.dayOff(one, 'party');
        return why === null ? [] : [`${one} ${why}`];
      });
      return `passed on from ${day} to ${today} (${off.join(', ') || 'the office hours of the party were over'})`;
    }
    const messageAt = hold === null ? undefined : this.messages.get(hold.sendAt);
    if (rung.kind === 'request' || hold === null || messageAt === undefined) return null;
    if (rung.sendAt < messageAt || rung.sendAt >= hold.sendAt || at < hold.sendAt) return null;
    const days = rules.messageHoldWorkingDays;
    const count = `${NUMBERS[days] ?? days} working ${days === 1 ? 'day' : 'days'}`;
    return `held ${count} after its message of ${dateIn(messageAt, zone)}`;
  }

  private planInput(): PlanInput {
    const { rules, openedAt, dueDate } = this.input;
    const { reportDate, ledger, headquarters, partyCalendar } = this;
    const { zone } = this.party;
    return { rules, openedAt, dueDate, headquarters, partyCalendar, reportDate, ledger, zone };
  }
}

function recorded({ id, fromDate, untilDate, reason }: Pause): RecordedPause {
  return { id, scope: id.startsWith('all/') ? 'all' : `party/${id.split('/')[1] ?? ''}`, fromDate, untilDate, reason };
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The days from one on, up to another that is not included. */
function daysUntil(first: string, end: string): string[] {
  const days: string[] = [];
  for (let day = first; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}
