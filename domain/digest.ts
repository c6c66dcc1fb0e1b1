import { nearestWorkingDay, workingDaysBetween } from './calendar.js';
import { forecast } from './forecast.js';
import type { ForecastPost } from './forecast.js';
import type { SilentRound } from './contact-round.js';
import { cycleOf, partyCodeOf } from './ids.js';
import { addDays, daysBetween, weekdayOf } from './iso-date.js';
import type { Calendar, IsoDate, IsoInstant, Party, Role } from './mandate.js';
import { contactsFor } from './membership.js';
import { compare } from './order.js';
import { dateIn } from './plan.js';
import type { LogEntry, TaskKind } from './request-events.js';
import type { AskKind, Plan, RungProgress, Stage } from './request-state.js';

/** An open request as the record has it. */
export interface DigestRequest {
  id: string;
  stage: Stage;
  isReleased: boolean;
  dueDate: IsoDate;
  lateAfterAt: IsoInstant;
  clockStartedAt: IsoInstant | null;
  holdUntil: IsoInstant | null;
  parkedBecause: string | null;
  pausedBecause: string | null;
  /** What the party asks for that waits for a decision; absent counts as nothing. */
  asks?: AskKind[];
  notReachedAt: IsoInstant | null;
  plan: Plan;
  rungs: Record<string, RungProgress>;
}

/** A decision that waits. */
export interface DigestTask {
  kind: TaskKind;
  /** Null for mail that belongs to no request. */
  requestId: string | null;
  receiptId: string | null;
  data: LogEntry['data'];
  raisedAt: IsoInstant;
  /** The received mail that it is about. */
  mail: { from: string; subject: string } | null;
  /** What it is about, where that is neither a request nor a received mail. */
  about?: { name: string; page: DigestPage };
}

/** An answer or a message that no digest has told of yet. */
export interface DigestArrival {
  what: 'submission' | 'message';
  id: string;
  requestId: string;
  sender: string;
  receivedAt: IsoInstant;
  isLate: boolean;
  part: number;
  version: number;
  files: number;
  /** Whether a message has become a submission since: that one is told of instead. */
  isAccepted: boolean;
}

/** Everything that a digest is chosen from. */
export interface DigestFacts {
  at: IsoInstant;
  headquarters: Calendar;
  parties: Party[];
  requests: DigestRequest[];
  tasks: DigestTask[];
  arrivals: DigestArrival[];
  /** Mailboxes that cannot be read; none when left out. */
  mailboxes?: MailboxTrouble[];
  /** Received mail that should have been handled by now; none when left out. */
  standing?: StandingMail;
  /** Missions that were asked for their contacts and have said nothing; nobody when left out. */
  contacts?: SilentRound | null;
  /** Successors who took a place by a mission's own word, of whom no digest has told; none when left out. */
  successors?: NewSuccessor[];
}

/** Whoever took the place of a contact. */
export interface NewSuccessor {
  /** Of the change. */
  id: string;
  /** The code of the party. */
  party: string;
  /** The contact that was replaced. */
  contact: string;
  /** Function or name, as the party gives it. */
  successor: string;
  address: string;
}

/** The desk's page that a line leads to. */
export interface DigestPage {
  page: 'request' | 'receipt' | 'release' | 'registers' | 'overview';
  /** Of the request, the receipt or the cycle; empty for the page of the registers. */
  id: string;
}

interface Line {
  /** The state's name; null for what belongs to no state. */
  name: string | null;
  page: DigestPage;
}

export interface DecisionLine extends Line {
  kind: TaskKind;
  /** First notes that wait for release are one decision; 1 for every other. */
  count: number;
  /** Of the oldest, in working days at headquarters; the day itself does not count. */
  ageWorkingDays: number;
  data: LogEntry['data'];
  mail: DigestTask['mail'];
}

export interface ArrivalLine extends Line {
  what: DigestArrival['what'];
  sender: string;
  receivedAt: IsoInstant;
  isLate: boolean;
  part: number;
  version: number;
  files: number;
}

export interface DueLine extends Line {
  dueDate: IsoDate;
  /** 0 is today. */
  inDays: number;
}

export interface OverdueLine extends Line {
  dueDate: IsoDate;
  /** Calendar days since the due date. */
  days: number;
  /** Until when the ladder rests since the state has written; null if it does not. */
  holdUntil: IsoInstant | null;
}

export interface NotReachedLine extends Line {
  since: IsoDate | null;
}

export interface StoppedLine extends Line {
  /** The reason and its authority, as the ledger has them. */
  because: string;
  /** How many parties stand still for it. */
  parties: number;
}

export interface PostLine extends Line {
  rung: string;
  roles: Role[];
  at: IsoInstant;
  /** At headquarters. */
  date: IsoDate;
  /** Its hour has come: it leaves as soon as it can. */
  isDueNow: boolean;
}

/** Missions that have not said who is to be written to, shortly before a questionnaire opens. */
export interface ContactsLine extends Line {
  openingDate: IsoDate;
  asked: number;
  /** In English, in alphabetical order. */
  silent: string[];
}

export interface SuccessorLine extends Line, Omit<NewSuccessor, 'id' | 'party'> {}

/** What a digest shows, section by section; an empty section is not shown. */
export interface Digest {
  /** The date at headquarters. */
  date: IsoDate;
  at: IsoInstant;
  decisions: DecisionLine[];
  arrivals: ArrivalLine[];
  dueThisWeek: DueLine[];
  overdue: OverdueLine[];
  notReached: NotReachedLine[];
  /** Nothing leaves to these until a person lets the clock go on: two delegations for one state, a hurricane, an election. */
  stopped: StoppedLine[];
  contacts: ContactsLine[];
  /** Nobody was asked: the mission has said it. */
  successors: SuccessorLine[];
  /** Answers may lie there that nobody sees. */
  mailboxes: MailboxTrouble[];
  /** Answers may be among these. */
  standing: StandingLine[];
  next: PostLine[];
}

/** Received mail that has stood without an outcome for longer than handling takes. */
export interface StandingMail {
  /** Of all. */
  count: number;
  /** The oldest of them. */
  mails: { id: string; receivedAt: IsoInstant; sender: string; subject: string; because: string }[];
}

export interface StandingLine extends Line {
  receivedAt: IsoInstant;
  sender: string;
  subject: string;
  because: string;
  /** How many more stand, after the last that is named; 0 for every other. */
  more: number;
}

/** A mailbox that has not been read since an instant, and why. */
export interface MailboxTrouble {
  account: string;
  since: IsoInstant;
  words: string;
}

/**
 * Chooses what the Coordinator is told on a morning. Only parties that were reached and are waited for are due or overdue;
 * 'this week' ends on Sunday. Throws RangeError for a zone that the zone tables do not know.
 */
export function selectDigest(facts: DigestFacts): Digest {
  const { at, headquarters } = facts;
  const date = dateIn(at, headquarters.zone);
  const context: Context = { ...facts, date };
  return {
    date,
    at,
    decisions: decisionsOf(context),
    arrivals: arrivalsOf(context),
    ...datesOf(context),
    notReached: notReachedOf(context),
    stopped: stoppedOf(context),
    contacts: contactsOf(context),
    successors: successorsOf(context),
    mailboxes: context.mailboxes ?? [],
    standing: standingOf(context),
    next: nextOf(context),
  };
}

/** Whether there is nothing to tell: then no mail is sent. */
export function isEmptyDigest(digest: Digest): boolean {
  // Beside the date and the instant everything is a section.
  return Object.values({ ...digest }).every((part) => typeof part === 'string' || part.length === 0);
}

interface Context extends DigestFacts {
  date: IsoDate;
}

function standingOf({ standing }: Context): StandingLine[] {
  const { count = 0, mails = [] } = standing ?? {};
  return mails.map(({ id, ...mail }, index) => ({
    name: null,
    page: { page: 'receipt', id },
    ...mail,
    more: index === mails.length - 1 ? count - mails.length : 0,
  }));
}

function decisionsOf({ tasks, headquarters, parties, date }: Context): DecisionLine[] {
  const groups = new Map<string, DigestTask[]>();
  for (const task of [...tasks].sort((a, b) => compare(a.raisedAt, b.raisedAt))) {
    // Thirty-three first notes are released with one decision, on one page.
    const key = task.kind === 'release' && task.requestId !== null ? cycleOf(task.requestId) : `${groups.size} alone`;
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups].flatMap(([key, group]): DecisionLine[] => {
    const [oldest] = group;
    if (!oldest) return [];
    const { kind, data, mail, raisedAt, about } = oldest;
    return [
      {
        name: about?.name ?? (group.length > 1 ? null : partyNameOf(oldest, parties)),
        page: about?.page ?? (group.length > 1 ? { page: 'release', id: key } : pageOf(oldest)),
        kind,
        count: group.length,
        ageWorkingDays: workingDaysBetween(headquarters, dateIn(raisedAt, headquarters.zone), date),
        data,
        mail,
      },
    ];
  });
}

/** The party of a decision; null where nobody knows it yet. */
function partyNameOf({ requestId, data }: DigestTask, parties: Context['parties']): string | null {
  const party = requestId ?? data.party;
  return typeof party === 'string' ? nameOf(parties, party) : null;
}

function pageOf({ kind, requestId, receiptId }: DigestTask): DigestPage {
  if (receiptId !== null && (kind === 'heldMail' || requestId === null)) return { page: 'receipt', id: receiptId };
  return { page: 'request', id: requestId ?? '' };
}

function arrivalsOf({ arrivals, parties }: Context): ArrivalLine[] {
  return arrivals
    .filter((arrival) => !arrival.isAccepted)
    .map(({ what, requestId, sender, receivedAt, isLate, part, version, files }) => ({
      ...lineOf(parties, requestId),
      what,
      sender,
      receivedAt,
      isLate,
      part,
      version,
      files,
    }))
    .sort((a, b) => compare(a.receivedAt, b.receivedAt) || byName(a, b));
}

function datesOf({ requests, parties, at, date }: Context): { dueThisWeek: DueLine[]; overdue: OverdueLine[] } {
  const sunday = addDays(date, 7 - weekdayOf(date));
  const dueThisWeek: DueLine[] = [];
  const overdue: OverdueLine[] = [];
  for (const { id, stage, clockStartedAt, dueDate, lateAfterAt, holdUntil, pausedBecause } of requests) {
    // While the clock stands still nothing falls due.
    if (stage !== 'waiting' || clockStartedAt === null || pausedBecause !== null) continue;
    const line = { ...lineOf(parties, id), dueDate };
    if (at >= lateAfterAt) {
      const rest = holdUntil !== null && holdUntil > at ? holdUntil : null;
      overdue.push({ ...line, days: daysBetween(dueDate, date), holdUntil: rest });
    } else if (dueDate <= sunday) {
      // Past midnight at headquarters a due day may still run in a capital further west.
      dueThisWeek.push({ ...line, inDays: Math.max(0, daysBetween(date, dueDate)) });
    }
  }
  return {
    dueThisWeek: dueThisWeek.sort((a, b) => compare(a.dueDate, b.dueDate) || byName(a, b)),
    overdue: overdue.sort((a, b) => b.days - a.days || byName(a, b)),
  };
}

function notReachedOf({ requests, parties, headquarters }: Context): NotReachedLine[] {
  return requests
    .filter((request) => request.stage === 'notReached')
    .map(({ id, notReachedAt }) => ({
      ...lineOf(parties, id),
      since: notReachedAt === null ? null : dateIn(notReachedAt, headquarters.zone),
    }))
    .sort(byName);
}

/** One line for each reason: a pause of all is told once. */
function stoppedOf({ requests, parties }: Context): StoppedLine[] {
  const groups = new Map<string, DigestRequest[]>();
  for (const request of requests) {
    const { pausedBecause: because } = request;
    if (because !== null) groups.set(because, [...(groups.get(because) ?? []), request]);
  }
  return [...groups]
    .flatMap(([because, group]): StoppedLine[] => {
      const [first] = group;
      if (!first) return [];
      const count = new Set(group.map(({ id }) => partyCodeOf(id))).size;
      const { name, page } = lineOf(parties, first.id);
      return [{ name: count === 1 ? name : null, page, because, parties: count }];
    })
    .sort((a, b) => compare(a.because, b.because));
}

/** The posts of today and of the next working day, and those that an outage has held up. */
function nextOf({ requests, parties, headquarters, at, date }: Context): PostLine[] {
  const lastDate = nearestWorkingDay(headquarters, addDays(date, 1), 1).date;
  return requests
    .flatMap((request) => {
      const line = lineOf(parties, request.id);
      return postsOf(request, at).flatMap((post): PostLine[] => {
        const postDate = dateIn(post.at, headquarters.zone);
        if (postDate > lastDate) return [];
        const roles = rolesOn(parties, request.id, post.to);
        return [{ ...line, rung: post.rung, roles, at: post.at, date: postDate, isDueNow: post.at <= at }];
      });
    })
    .sort((a, b) => compare(a.at, b.at) || byName(a, b));
}

/** What will leave by itself: a note that waits for release and a request stopped by a fault send nothing. */
function postsOf(request: DigestRequest, at: IsoInstant): ForecastPost[] {
  const { stage, isReleased, parkedBecause, pausedBecause, plan, rungs } = request;
  if (stage === 'awaitingRelease' || !isReleased || parkedBecause !== null || pausedBecause !== null) return [];
  const isHeld = (request.asks ?? []).length > 0;
  const kindOf = (id: string): string | undefined => plan.rungs.find((rung) => rung.id === id)?.kind;
  const posts = forecast(request).filter(
    // While the party waits for a word only the note and the word of a later date leave.
    ({ rung }) => !isHeld || kindOf(rung) === 'request' || kindOf(rung) === 'notice',
  );
  // Rungs whose day has come collapse to the latest: never two leave at once.
  const begun = plan.rungs.filter(
    ({ id, kind }) =>
      kind !== 'request' &&
      kind !== 'close' &&
      posts.some((post) => post.rung === id) &&
      (rungs[id]?.decideAt ?? plan.openedAt) <= at,
  );
  const overtaken = begun.slice(0, -1).map((rung) => rung.id);
  return posts.filter((post) => !overtaken.includes(post.rung));
}

/** The roles that a contact is on file for; the Coordinator is told by a task. */
function rolesOn(parties: Party[], requestId: string, roles: Role[]): Role[] {
  const party = parties.find((one) => one.code === partyCodeOf(requestId));
  return party ? roles.filter((role) => contactsFor(party, [role]).length > 0) : [];
}

function contactsOf({ contacts, parties }: Context): ContactsLine[] {
  if (!contacts) return [];
  const { openingDate, asked, silent } = contacts;
  const names = silent.map((code) => parties.find((party) => party.code === code)?.name.en ?? code).sort(compare);
  return [{ name: null, page: { page: 'overview', id: '' }, openingDate, asked, silent: names }];
}

function successorsOf({ successors = [], parties }: Context): SuccessorLine[] {
  return successors.map(({ id: _id, party, ...one }) => ({
    name: parties.find(({ code }) => code === party)?.name.en ?? party,
    page: { page: 'overview', id: '' },
    ...one,
  }));
}

function lineOf(parties: Party[], requestId: string): { name: string; page: DigestPage } {
  return { name: nameOf(parties, requestId), page: { page: 'request', id: requestId } };
}

function nameOf(parties: Party[], requestId: string): string {
  const code = partyCodeOf(requestId);
  return parties.find((party) => party.code === code)?.name.en ?? code;
}

function byName(a: Line, b: Line): number {
  return compare(a.name ?? '', b.name ?? '');
}
