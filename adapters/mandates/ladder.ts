import { PARTY_GROUPS, ROLES } from '../../domain/mandate.js';
import type { PartyKind } from '../../domain/mandate.js';
import type { ListedParty } from './party.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';
import { checkUnique } from './unique.js';

const LADDER = ['rules', 'ladder'];

/** Records a ladder that does not run from the note to the end, or whose rungs are not in the order of time. */
export function checkLadder(source: Source): void {
  const ladder = listAt(source.value, LADDER);
  if (ladder.length === 0) return;
  checkUnique(source, LADDER, ['id']);
  checkEnds(source, ladder);
  checkOrder(source, ladder);
  checkAddressees(source, ladder);
  checkDueRule(source);
  checkPeriods(source);
}

const DUE = ['rules', 'due'];

/** One way in which the due date is counted, which its version can read. */
function checkDueRule(source: Source): void {
  const of = (...key: string[]): unknown => valueAt(source.value, ['rules', ...key]);
  const [due, days] = [of('due'), of('dueDaysBeforeReport')];
  if (due === undefined && days === undefined) {
    const remedy = 'Add dueDaysBeforeReport: calendar days before the report; or due: { from, days, unit }.';
    source.fault(['rules'], 'nothing says when answers are due', remedy);
    return;
  }
  if (due === undefined) return;
  if (days !== undefined) source.fault(DUE, 'answers are due by two rules', 'Remove due, or dueDaysBeforeReport.');
  if (of('version') === 1)
    source.fault(['rules', 'version'], 'is 1, which does not read rules.due', 'Write version: 2.');
  if (of('due', 'atCapital') === true && of('due', 'unit') === 'calendar') {
    const remedy = 'Remove atCapital, or count working days (unit: working).';
    source.fault([...DUE, 'atCapital'], 'calendar days are the same everywhere', remedy);
  }
  if (of('dueFollowsEvent') === true && of('due', 'from') === 'note') {
    const remedy = 'Remove dueFollowsEvent, or count from: report.';
    source.fault(
      ['rules', 'dueFollowsEvent'],
      'a due date counted from the note follows no session or meeting',
      remedy,
    );
  }
}

/** About how many calendar days before the report answers are due; five working days are a week. */
function dueBeforeReport(source: Source): number | undefined {
  const of = (...key: string[]): unknown => valueAt(source.value, ['rules', ...key]);
  const [days, open, plain] = [of('due', 'days'), of('openDaysBeforeReport'), of('dueDaysBeforeReport')];
  if (typeof days !== 'number') return typeof plain === 'number' ? plain : undefined;
  const inCalendar = of('due', 'unit') === 'working' ? Math.ceil((days * 7) / 5) : days;
  if (of('due', 'from') !== 'note') return inCalendar;
  return typeof open === 'number' ? open - inCalendar : undefined;
}

function checkEnds(source: Source, ladder: unknown[]): void {
  ladder.forEach((rung, index) => {
    const kind = valueAt(rung, ['kind']);
    const path = [...LADDER, index, 'kind'];
    if (index === 0 && kind !== 'request') {
      source.fault(path, 'the first rung is no request', 'Begin the ladder with the rung of kind request.');
    }
    if (index > 0 && kind === 'request') {
      source.fault(path, 'a request stands after the first rung', 'Make it a reminder: the request is sent once.');
    }
    if (index === ladder.length - 1 && kind !== 'close') {
      source.fault(path, 'the last rung does not close', 'End the ladder with the rung of kind close.');
    }
    if (index < ladder.length - 1 && kind === 'close') {
      source.fault(path, 'close is not the last rung', 'Move it to the end: nothing is sent after closing.');
    }
  });
}

function checkOrder(source: Source, ladder: unknown[]): void {
  const open = valueAt(source.value, ['rules', 'openDaysBeforeReport']);
  const due = dueBeforeReport(source);
  const anchors: Record<string, unknown> = { opening: negative(open), due: negative(due), report: 0 };
  const day = (rung: unknown): number => {
    const anchor = anchors[String(valueAt(rung, ['when', 'from']))];
    const days = valueAt(rung, ['when', 'days']);
    return typeof anchor === 'number' && typeof days === 'number' ? anchor + days : NaN;
  };
  ladder.slice(1).forEach((rung, index) => {
    const earlier = ladder[index];
    // A day that cannot be told is NaN, compares false, and has been reported by its shape.
    if (day(rung) <= day(earlier)) {
      const problem = `${titleOf(rung)} does not come after ${titleOf(earlier)}`;
      source.fault([...LADDER, index + 1, 'when'], problem, 'Put the rungs in the order of time, or correct the days.');
    }
  });
  const last = ladder.at(-1);
  const grace = valueAt(source.value, ['rules', 'graceDays']);
  if (typeof due === 'number' && typeof grace === 'number' && valueAt(last, ['kind']) === 'close') {
    if (day(last) < grace - due) {
      const problem = `${titleOf(last)} closes before the ${grace} days of graceDays after the due date are over`;
      source.fault([...LADDER, ladder.length - 1, 'when'], problem, 'Close later, or shorten graceDays.');
    }
  }
}

function checkAddressees(source: Source, ladder: unknown[]): void {
  ladder.forEach((rung, index) => {
    const closes = valueAt(rung, ['kind']) === 'close';
    const to = listAt(rung, ['to']);
    const tone = valueAt(rung, ['tone']);
    const path: Path = [...LADDER, index];
    if (new Set(to).size < to.length) source.fault([...path, 'to'], 'names a role twice', 'Name each role once.');
    if (!closes && valueAt(rung, ['to']) !== undefined && to.length === 0) {
      source.fault(
        [...path, 'to'],
        'the rung goes to nobody',
        'Name at least one of mission, capital, alternate, coordinator.',
      );
    }
    if (!closes && tone === null) source.fault([...path, 'tone'], 'the rung has no wording', 'Name a tone.');
    if (valueAt(rung, ['approval']) === true && (closes || valueAt(rung, ['kind']) === 'request')) {
      const problem = closes ? 'closing sends nothing to approve' : 'the first note has its release';
      source.fault([...path, 'approval'], problem, 'Leave approval out; it is for reminders and escalations.');
    }
    if (closes && (to.length > 0 || typeof tone === 'string')) {
      source.fault(path, 'closing sends no mail', 'Write to: [] and tone: null.');
    }
  });
}

/** The roles by which a party of each kind is written to, and what it is called. An office has its secretariat, or is the Coordinator's own. */
const REACHED_BY: Record<PartyKind, { name: string; roles: readonly string[] }> = {
  'member-state': { name: 'member state', roles: ['mission', 'capital', 'alternate'] },
  'permanent-observer': { name: 'permanent observer', roles: ['mission'] },
  organ: { name: 'organ', roles: ['secretariat'] },
  organization: { name: 'organization', roles: ['secretariat'] },
  office: { name: 'office', roles: ['secretariat'] },
};

/** Records rungs by which no mail would reach some of those who are asked. */
export function checkReach(source: Source, parties: ListedParty[], contacts: Source): void {
  const asked = kindsAsked(source, parties, contacts);
  listAt(source.value, LADDER).forEach((rung, index) => {
    const [id, kind] = ['id', 'kind'].map((key) => valueAt(rung, [key]));
    const to = listAt(rung, ['to']);
    // What is misspelt or empty has been told. A later rung to the Coordinator alone is for her, and writes to no party.
    const isTold = to.length === 0 || to.some((role) => !ROLES.some((known) => known === role));
    const isHers = kind !== 'request' && to.every((role) => role === 'coordinator');
    if (kind === 'close' || isTold || isHers) return;
    for (const { name, roles } of asked) {
      if (roles.some((role) => to.includes(role))) continue;
      const problem = `${String(id)} goes to ${to.join(', ')} and so to no ${name}, which the obligation asks`;
      const remedy = roles.length === 1 ? `Add ${roles[0] ?? ''}` : `Add at least one of ${roles.join(', ')}`;
      source.fault([...LADDER, index, 'to'], problem, `${remedy}: without it no ${name} gets this mail.`);
    }
  });
}

/** The kinds of party that an obligation asks, each once, with the roles that it has. */
function kindsAsked(
  source: Source,
  parties: ListedParty[],
  contacts: Source,
): { name: string; roles: readonly string[] }[] {
  const groups: Record<string, PartyKind> = PARTY_GROUPS;
  const kinds = new Map<string, { name: string; roles: readonly string[] }>();
  for (const asked of listAt(source.value, ['parties'])) {
    if (typeof asked !== 'string') continue;
    const party = parties.find(({ value }) => valueAt(value, ['code']) === asked);
    const kind = Object.hasOwn(groups, asked) ? groups[asked] : party && kindOf(party);
    if (kind === undefined) continue;
    // Whether an office is written to, or is the Coordinator's own, its contacts say.
    if (kind === 'office' && contacts.value === undefined) continue;
    const isHers = kind === 'office' && valueAt(contacts.value, ['contacts', asked]) === undefined;
    if (isHers) kinds.set('coordinator', { name: 'office without contacts', roles: ['coordinator'] });
    else kinds.set(kind, REACHED_BY[kind]);
  }
  return [...kinds.values()];
}

function kindOf({ source, value }: ListedParty): PartyKind | undefined {
  if (source.id === 'member-states') return 'member-state';
  if (source.id === 'permanent-observers') return 'permanent-observer';
  return (['organ', 'organization', 'office'] as const).find((kind) => kind === valueAt(value, ['kind']));
}

function checkPeriods(source: Source): void {
  const [open, minimum] = ['openDaysBeforeReport', 'minimumDays'].map((key) => valueAt(source.value, ['rules', key]));
  const due = dueBeforeReport(source);
  const path = valueAt(source.value, DUE) === undefined ? ['rules', 'dueDaysBeforeReport'] : [...DUE, 'days'];
  if (typeof open !== 'number' || typeof due !== 'number') return;
  if (open <= due) {
    const problem = `answers are due ${due} days before the report, and the cycle opens only ${open} days before it`;
    source.fault(path, problem, 'Make it smaller than openDaysBeforeReport.');
  } else if (typeof minimum === 'number' && minimum > open - due) {
    const problem = `is ${minimum}, and a cycle opened on its day leaves only ${open - due} days`;
    source.fault(['rules', 'minimumDays'], problem, 'Make it smaller, or open earlier.');
  }
}

function negative(days: unknown): number | undefined {
  return typeof days === 'number' ? -days : undefined;
}

function titleOf(rung: unknown): string {
  const days = Number(valueAt(rung, ['when', 'days']));
  return `${String(valueAt(rung, ['id']))} (${String(valueAt(rung, ['when', 'from']))} ${days < 0 ? '' : '+'}${days})`;
}
