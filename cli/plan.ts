import { Command } from 'commander';
import { recipientsOf } from '../domain/contact.js';
import { forecast } from '../domain/forecast.js';
import type { ForecastPost } from '../domain/forecast.js';
import { cycleId } from '../domain/ids.js';
import { mailStep } from '../domain/keys.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn, planForNote } from '../domain/plan.js';
import type { Difference } from '../domain/preview.js';
import { askedAbout } from '../domain/recommendation.js';
import { nextPeriod, openingDateOf } from '../domain/report-date.js';
import { heirOn } from '../domain/succession.js';
import { concerns, differencesIf, refusalOfSupposed } from '../domain/supposition.js';
import type { SupposedRequest } from '../domain/supposition.js';
import { partyOf } from '../office/party.js';
import type { RequestRecord } from '../office/ports/requests.js';
import type { PlannedMail } from '../office/posting/planned-post.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import type { Config } from '../worker/config.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findObligation, findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { partyNamed, withParty } from './party-option.js';
import { repeated } from './repeated.js';
import { withRecord } from './session.js';
import { readSuppositions, SUPPOSITIONS } from './supposition.js';

interface Options {
  party?: string;
  obligation?: string;
  cycle?: string;
  words?: boolean;
  if: string[];
  json?: boolean;
}

type CycleRow = Awaited<ReturnType<typeof findCycle>>;

export function planCommand(): Command {
  return withParty(new Command('plan'), 'one party by its code or name; all by default')
    .description('what will be sent if nothing is received: to whom, when, why and in which words')
    .option('--obligation <id>', 'the running cycles of one duty, such as annual-report; of all by default')
    .option('--cycle <id>', 'one cycle, such as annual-report/2027')
    .option('--words', 'each mail in the words in which it would leave')
    .option('--if <change>', 'show instead what a change would move, without making it; may be repeated', repeated, [])
    .option('--json', 'one JSON object a line')
    .addHelpText('after', `\n--if takes\n  ${SUPPOSITIONS.join('\n  ')}`)
    .action((named: string | undefined, options: Options) => {
      const party = partyNamed(named, options);
      return withRecord(async (record, config) => {
        if (options.words && options.if.length > 0)
          throw new CommandFault('Give either --words or --if: what would be otherwise has no words yet.', 2);
        if (options.if.length === 0) await show(record, config, party, options);
        else await showDifference(record, party, options);
      });
    });
}

/** What the changes together would move. */
async function showDifference(record: OpenRecord, partyText: string | undefined, options: Options): Promise<void> {
  const at = systemClock.now();
  const { id: cycleMeant } = await findCycle(record, options.cycle);
  const supposed = readSuppositions(record.catalogue, options.if, cycleMeant);
  const asked: SupposedRequest[] = [];
  for (const { cycle, row } of await findRequests(record, partyText, options))
    if (row.stage !== 'closed') asked.push(await supposedOf(record, cycle, row));
  for (const [index, one] of supposed.entries()) {
    const text = options.if[index] ?? '';
    const concerned = asked.filter((request) => concerns(one, request));
    if (concerned.length === 0)
      throw new CommandFault(`--if ${text}: no running request is concerned${narrowingOf(partyText, options)}.`, 2);
    const refusals = concerned.map((request) => refusalOfSupposed(one, request, at));
    // What is refused for some and not for others, such as a date that one cycle has already, still shows the others.
    const refusal = refusals.every((words) => words !== null) ? refusals[0] : null;
    if (refusal) throw new CommandFault(`--if ${text}: ${refusal}`, 2);
  }
  const differences = asked.flatMap((request) => differencesIf(request, supposed, at));
  if (options.json) differences.forEach(printJson);
  else if (differences.length === 0) print('Nothing would change.');
  else showTable(differences);
}

function showTable(differences: Difference[]): void {
  printTable(
    ['change', 'request', 'rung', 'was', 'would be', 'because'],
    differences.map(({ change, request, rung, was, is, because }) => [
      change,
      request,
      rung,
      was ?? '',
      is ?? '',
      because,
    ]),
  );
  const counts = (['added', 'moved', 'gone', 'late'] as const).map(
    (change) => `${differences.filter((one) => one.change === change).length} ${change}`,
  );
  print(`\nPosts and dates: ${counts.join(', ')}. Nothing was changed.`);
}

function narrowingOf(party: string | undefined, { obligation, cycle }: Options): string {
  const named = [party, obligation, cycle].filter((one) => one !== undefined);
  return named.length === 0 ? '' : ` among those of ${named.join(', ')}`;
}

/** The requests of all cycles that run, or of those asked for. Throws CommandFault for what there is not. */
async function findRequests(
  record: OpenRecord,
  partyText: string | undefined,
  { obligation, cycle: asked }: Options,
): Promise<{ cycle: CycleRow; row: RequestRecord }[]> {
  const { catalogue, requests, cycles } = record;
  const party = partyText === undefined ? null : findParty(catalogue, partyText).code;
  const duty = obligation === undefined ? null : findObligation(catalogue, obligation).id;
  const running =
    asked === undefined
      ? (await cycles.findCycles()).filter(({ closedAt }) => closedAt === null)
      : [await findCycle(record, asked)];
  const chosen = running.filter((one) => duty === null || one.obligation === duty);
  const found: { cycle: CycleRow; row: RequestRecord }[] = [];
  for (const cycle of chosen) {
    const rows = await requests.findRequestsOf(cycle.id);
    found.push(...rows.filter((row) => party === null || row.party === party).map((row) => ({ cycle, row })));
  }
  return found;
}

async function supposedOf(
  { catalogue, ledger }: OpenRecord,
  cycle: CycleRow,
  row: RequestRecord,
): Promise<SupposedRequest> {
  return {
    id: row.id,
    party: row.party,
    stage: row.stage,
    isReleased: row.isReleased,
    plan: row.plan,
    rungs: row.rungs,
    clockStartedAt: row.clockStartedAt,
    answeredAt: row.answeredAt,
    holdUntil: row.holdUntil,
    parkedBecause: row.parkedBecause,
    pausedBecause: row.pausedBecause,
    cycleId: cycle.id,
    obligation: findObligation(catalogue, cycle.obligation),
    rules: cycle.rules,
    reportDate: cycle.reportDate,
    headquarters: catalogue.headquarters,
    partyCalendar: partyOf(catalogue, row.id).calendar,
    ledger: await ledger.findLedger({ requestId: row.id, party: row.party, obligation: cycle.obligation }),
  };
}

interface PlannedPost extends ForecastPost {
  request: string;
  party: string;
  addresses: string[];
  mails: PlannedMail[];
}

async function show(
  record: OpenRecord,
  config: Config,
  partyText: string | undefined,
  options: Options,
): Promise<void> {
  const compose = options.words ? await composerOf(record, config) : null;
  const posts: PlannedPost[] = [];
  for (const { cycle, row } of await findRequests(record, partyText, options)) {
    const ahead = forecast({ ...row, pausedBecause: row.pausedBecause });
    const mails = (await compose?.(cycle, row, ahead)) ?? [];
    const party = partyOf(record.catalogue, row.id);
    const changes = await record.contacts.findChanges(row.party);
    ahead.forEach((post, index) => {
      const addresses = recipientsOf(party, changes, post.to).map(({ address }) => address);
      posts.push({ ...post, request: row.id, party: row.party, addresses, mails: mails[index] ?? [] });
    });
  }
  posts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (options.json) posts.forEach((post) => printJson(lineOf(post, options)));
  else await showPosts(record, posts, partyText, options);
}

function lineOf(
  { at, party, request, rung, tone, addresses, because, mails }: PlannedPost,
  { words }: Options,
): object {
  const line = { at, party, request, rung, tone, to: addresses, because };
  if (!words) return line;
  return { ...line, mails: mails.map(({ contact, subject, text }) => ({ to: contact.address, subject, text })) };
}

async function showPosts(
  record: OpenRecord,
  posts: PlannedPost[],
  partyText: string | undefined,
  options: Options,
): Promise<void> {
  if (posts.length === 0) print('Nothing more will be sent.');
  else if (options.words) posts.forEach(showWords);
  else
    printTable(
      ['at', 'request', 'rung', 'to', 'because'],
      posts.map((post) => [post.at, post.request, post.rung, whomOf(post), post.because]),
    );
  const ahead = options.cycle === undefined ? await openingsAhead(record, partyText, options.obligation) : [];
  if (ahead.length > 0) print(`\nNot open yet, and so without posts:\n  ${ahead.join('\n  ')}`);
}

function whomOf({ addresses }: PlannedPost): string {
  return addresses.join(', ') || 'the Coordinator, in the digest and on the desk';
}

function showWords(post: PlannedPost): void {
  print(`${'='.repeat(78)}\n${post.at}  ${post.request}  ${post.rung}  to ${whomOf(post)}\n${post.because}\n`);
  for (const { contact, subject, text } of post.mails) {
    print(`${'-'.repeat(78)}\nTo: ${contact.name} <${contact.address}>\nSubject: ${subject}\n\n${text}`);
  }
}

/** Cycles that open by themselves, next, and that are not on record; of one party, those alone that ask it. */
async function openingsAhead(
  { catalogue, cycles, registers }: OpenRecord,
  partyText: string | undefined,
  duty: string | undefined,
): Promise<string[]> {
  const only = partyText === undefined ? null : findParty(catalogue, partyText).code;
  const recommendations = await registers.findEntries('recommendations');
  const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
  const known = (await cycles.findCycles()).map(({ id }) => id);
  return catalogue.obligations.flatMap((obligation) => {
    if (duty !== undefined && obligation.id !== duty) return [];
    const isOver = heirOn(catalogue.successions, obligation.id, today) !== undefined;
    if (obligation.recurrence === 'on-command' || isOver) return [];
    const period = nextPeriod(obligation, today);
    if (period === undefined || known.includes(cycleId(obligation.id, period))) return [];
    const see = `coordinator simulate ${obligation.id} --${obligation.recurrence === 'yearly' ? 'year' : 'period'} ${period}`;
    const opening = openingDateOf(obligation, period, catalogue.headquarters);
    const opensOn = opening > today ? opening : today;
    const members = partiesAsked(catalogue.parties, catalogue.disputed, opensOn, obligation.parties);
    const asked = askedAbout(obligation, members, recommendations);
    if (only !== null && !asked.some(({ code }) => code === only)) return [];
    const opens = opening > today ? `opens on ${opening}` : `opens with the next daily run, as ${opening} has passed`;
    return [`${cycleId(obligation.id, period)} ${opens}; see ${see}`];
  });
}

/**
 * Composes mails with addresses of their own: what comes back by one belongs to no request, and no link that is printed
 * opens a party's page.
 */
async function composerOf(record: OpenRecord, config: Config) {
  const [{ composePlannedMails }, { createWords }, { addressingOf }, { readSecrets }] = await Promise.all([
    import('../office/posting/planned-post.js'),
    import('../office/posting/words.js'),
    import('../worker/addressing.js'),
    import('../worker/secrets.js'),
  ]);
  const { catalogue, outbox, ledger, contacts, registers } = record;
  const { replyKey } = await readSecrets(config.data);
  const addressing = addressingOf(config, replyKey);
  const words = createWords({ catalogue, findRecommendations: () => registers.findEntries('recommendations') });
  return async (cycle: CycleRow, row: RequestRecord, posts: ForecastPost[]): Promise<PlannedMail[][]> => {
    const note = posts.find(({ rung }) => row.plan.rungs.some(({ id, kind }) => id === rung && kind === 'request'));
    const { zone, calendar: partyCalendar } = partyOf(catalogue, row.id);
    const planInput = {
      rules: cycle.rules,
      reportDate: cycle.reportDate,
      openedAt: row.plan.openedAt,
      headquarters: catalogue.headquarters,
      partyCalendar,
      zone,
      ledger: await ledger.findLedger({ requestId: row.id, party: row.party, obligation: cycle.obligation }),
    };
    return composePlannedMails({
      catalogue,
      words,
      requestId: row.id,
      changes: await contacts.findChanges(row.party),
      openItems: await words.findOpenItems(row.id),
      plan: note ? planForNote({ ...planInput, plan: row.plan, noteAt: note.at }) : row.plan,
      posts,
      earlierNotes: (await outbox.findEarlierNotes(row.id)).map(({ datedAt }) => datedAt),
      identify: (contact) => addressing.identify(mailStep.preview(row.id, contact.role)),
    });
  };
}
