import { Command } from 'commander';
import { matrixOf } from '../domain/matrix.js';
import type { MatrixAnswer, MatrixRow } from '../domain/matrix.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { headingIn } from '../domain/recommendation.js';
import type { Recommendation } from '../domain/recommendation.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { withRecord } from './session.js';

/** The paragraph whose information the matrix lays out. */
const PARAGRAPH = 3;

export function matrixCommand(): Command {
  return new Command('matrix')
    .description(
      'measures and national mechanism of each state against the recommendations, paragraph 3, with evidence',
    )
    .option('--party <party>', 'one state by its code or name')
    .option('--json', 'one JSON object a line: each state')
    .action(({ party: text, json }: { party?: string; json?: boolean }) =>
      withRecord(async (record) => {
        const { catalogue, registers } = record;
        const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
        const members = partiesAsked(catalogue.parties, catalogue.disputed, today, ['member-states']);
        const states = text === undefined ? members : [findParty(catalogue, text)];
        const recommendations = await registers.findEntries('recommendations');
        const rows = matrixOf(states, recommendations, await answersOf(record));
        if (json) rows.forEach(printJson);
        else show(rows, recommendations);
      }),
    );
}

/** The answers to every duty that serves the paragraph. */
async function answersOf({ catalogue, db }: OpenRecord): Promise<MatrixAnswer[]> {
  const serving = catalogue.obligations
    .filter(({ paragraph, serves }) => paragraph === PARAGRAPH || serves.includes(PARAGRAPH))
    .map(({ id }) => id);
  if (serving.length === 0) return [];
  return db
    .selectFrom('submission')
    .innerJoin('request', 'request.id', 'submission.request_id')
    .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
    .select([
      'request.party as party',
      'request.id as request',
      'submission.id as submission',
      'submission.received_at as receivedAt',
    ])
    .where('cycle.obligation', 'in', serving)
    .where('submission.kind', '<>', 'nil')
    .where('submission.withdrawn_at', 'is', null)
    .orderBy('submission.received_at')
    .execute();
}

function show(rows: MatrixRow[], recommendations: Recommendation[]): void {
  print(
    'Unknown says that nothing is on record, never that nothing was done. An answer is named, not read: its text and files say what was done.\n',
  );
  printTable(
    ['state', 'newest answer', ...recommendations.map((one) => headingIn(one, 'en'))],
    rows.map(({ party, answer, recommendations: cells }) => [
      party,
      answer === null ? 'unknown' : `${answer.request}, ${answer.receivedAt.slice(0, 10)}`,
      ...cells.map(({ status, date, evidence }) =>
        date === null ? status : `${status} since ${date} (${evidence ?? 'no evidence'})`,
      ),
    ]),
  );
  if (recommendations.length === 0)
    print('\nNo recommendation is on record: see `coordinator recommendation load --help`.');
}
