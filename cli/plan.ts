import { Command } from 'commander';
import { contactsFor } from '../domain/membership.js';
import { forecast } from '../domain/forecast.js';
import { partyOf } from '../activities/party.js';
import type { RequestRow } from '../adapters/postgres/outbox-store.js';
import { isIsoDate } from '../domain/iso-date.js';
import type { LedgerEntry } from '../domain/ledger.js';
import type { Catalogue } from '../domain/mandate.js';
import { replan } from '../domain/plan.js';
import { previewPlan } from '../domain/preview.js';
import type { Difference, PreviewRequest } from '../domain/preview.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { repeated } from './repeated.js';
import { withRecord } from './session.js';

interface Options {
  cycle?: string;
  if: string[];
  json?: boolean;
}

export function planCommand(): Command {
  return new Command('plan')
    .description('what will be sent if nothing is received: to whom, when and why')
    .argument('[party]', 'one state by its code or name; all by default')
    .option('--cycle <id>', 'such as annual-report/2027; the newest that member states answer by default')
    .option(
      '--if <change>',
      'show instead what a change would move, without making it: extend=PER:2027-02-22, report=2027-05-03 or holiday=2027-02-01; may be repeated',
      repeated,
      [],
    )
    .option('--json', 'one JSON object a line')
    .action((party: string | undefined, options: Options) =>
      withRecord(async (record) => {
        if (options.if.length === 0) await show(record, party, options);
        else await showDifference(record, party, options);
      }),
    );
}

/** What the changes together would move. */
async function showDifference(record: OpenRecord, partyText: string | undefined, options: Options): Promise<void> {
  const { catalogue, ledger } = record;
  const cycle = await findCycle(record, options.cycle);
  const only = partyText === undefined ? null : findParty(catalogue, partyText).code;
  const at = systemClock.now();
  const supposed = readSuppositions(catalogue, options.if);
  const reportDate = supposed.reportDate ?? cycle.report_date;
  const differences: Difference[] = [];
  for (const row of await record.db
    .selectFrom('request')
    .selectAll()
    .where('cycle_id', '=', cycle.id)
    .orderBy('id')
    .execute()) {
    if (row.stage === 'closed' || (only !== null && row.party !== only)) continue;
    const subject = { requestId: row.id, party: row.party, obligation: cycle.obligation };
    const request = previewOf(row);
    const { zone, calendar: partyCalendar } = partyOf(catalogue, row.id);
    const plan = replan({
      rules: cycle.rules,
      reportDate,
      openedAt: row.plan.openedAt,
      headquarters: { ...catalogue.headquarters, added: [...catalogue.headquarters.added, ...supposed.holidays] },
      zone,
      partyCalendar,
      plan: row.plan,
      clockStartedAt: row.clock_started_at,
      at,
      ledger: [...(await ledger.findLedger(subject)), ...extensionsFor(supposed, row.id, row.party, at)],
    });
    differences.push(...previewPlan(request, plan, { at, rules: cycle.rules, reportDate }));
  }
  if (options.json) differences.forEach(printJson);
  else if (differences.length === 0) print('Nothing would change.');
  else {
    printTable(
      ['change', 'state', 'rung', 'was', 'would be', 'because'],
      differences.map(({ change, party, rung, was, is, because }) => [
        change,
        party,
        rung,
        was ?? '',
        is ?? '',
        because,
      ]),
    );
  }
}

interface Suppositions {
  reportDate: string | null;
  holidays: { date: string; name: string }[];
  extensions: { party: string; dueDate: string }[];
}

function readSuppositions(catalogue: Catalogue, texts: string[]): Suppositions {
  const supposed: Suppositions = { reportDate: null, holidays: [], extensions: [] };
  for (const text of texts) {
    const [, kind = '', party, date = ''] = /^(\w+)=(?:([^:]+):)?(.*)$/.exec(text) ?? [];
    if (!['extend', 'report', 'holiday'].includes(kind) || (kind === 'extend') !== (party !== undefined))
      throw new CommandFault(
        `--if takes extend=STATE:yyyy-mm-dd, report=yyyy-mm-dd or holiday=yyyy-mm-dd; not '${text}'`,
        2,
      );
    if (!isIsoDate(date))
      throw new CommandFault(`--if ${text}: '${date}' is not a date of the calendar (yyyy-mm-dd)`, 2);
    if (kind === 'extend') supposed.extensions.push({ party: findParty(catalogue, party ?? '').code, dueDate: date });
    else if (kind === 'report') supposed.reportDate = date;
    else supposed.holidays.push({ date, name: 'the holiday supposed' });
  }
  return supposed;
}

function extensionsFor({ extensions }: Suppositions, requestId: string, party: string, at: string): LedgerEntry[] {
  return extensions
    .filter((one) => one.party === party)
    .map(({ dueDate }, index) => {
      const id = `supposed/${requestId}/${index}`;
      return { kind: 'extension', id, dueDate, at, authority: '--if', reason: 'the extension supposed' };
    });
}

function previewOf(row: RequestRow): PreviewRequest {
  return {
    id: row.id,
    party: row.party,
    stage: row.stage,
    isReleased: row.is_released,
    plan: row.plan,
    rungs: row.rungs,
    clockStartedAt: row.clock_started_at,
    answeredAt: row.answered_at,
    holdUntil: row.hold_until,
    parkedBecause: row.parked_because,
    pausedBecause: row.paused_because,
  };
}

async function show(
  record: OpenRecord,
  partyText: string | undefined,
  { cycle: asked, json }: Pick<Options, 'cycle' | 'json'>,
): Promise<void> {
  const { catalogue, db } = record;
  const cycle = await findCycle(record, asked);
  const only = partyText === undefined ? null : findParty(catalogue, partyText).code;
  const rows = await db.selectFrom('request').selectAll().where('cycle_id', '=', cycle.id).orderBy('id').execute();
  const posts = rows
    .filter((row) => only === null || row.party === only)
    .flatMap((row) =>
      forecast({ ...row, pausedBecause: row.paused_because }).map((post) => {
        const party = catalogue.parties.find((one) => one.code === row.party);
        const to = party ? contactsFor(party, post.to).map((contact) => contact.address) : [];
        return {
          at: post.at,
          party: row.party,
          request: row.id,
          rung: post.rung,
          tone: post.tone,
          to,
          because: post.because,
        };
      }),
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (json) posts.forEach(printJson);
  else if (posts.length === 0) print('Nothing more will be sent.');
  else
    printTable(
      ['at', 'state', 'rung', 'to', 'because'],
      posts.map((post) => [post.at, post.party, post.rung, post.to.join(', '), post.because]),
    );
}
