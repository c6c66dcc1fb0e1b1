import { Command } from 'commander';
import { contactsFor } from '../domain/membership.js';
import { forecast } from '../domain/forecast.js';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { withRecord } from './session.js';

export function planCommand(): Command {
  return new Command('plan')
    .description('what will be sent if nothing is received: to whom, when and why')
    .argument('[party]', 'one state by its code or name; all by default')
    .option('--cycle <id>', 'such as annual-report/2027; the newest by default')
    .option('--json', 'one JSON object a line')
    .action((party: string | undefined, options: { cycle?: string; json?: boolean }) =>
      withRecord((record) => show(record, party, options)),
    );
}

async function show(
  record: OpenRecord,
  partyText: string | undefined,
  { cycle: asked, json }: { cycle?: string; json?: boolean },
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
