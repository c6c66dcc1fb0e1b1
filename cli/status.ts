import { Command } from 'commander';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { print, printJson, printTable } from './output.js';
import { withRecord } from './session.js';

export function statusCommand(): Command {
  return new Command('status')
    .description('how far a cycle is, state by state')
    .argument('[cycle]', 'such as annual-report/2027; the newest that member states answer by default')
    .option('--json', 'one JSON object a line: the cycle, then each request')
    .action((cycle: string | undefined, { json }: { json?: boolean }) =>
      withRecord((record) => show(record, cycle, json ?? false)),
    );
}

async function show(record: OpenRecord, asked: string | undefined, isJson: boolean): Promise<void> {
  const cycle = await findCycle(record, asked);
  const progress = await record.cycles.findProgress(cycle.id);
  const requests = await record.requests.findRequestsOf(cycle.id);
  // A request runs until it closes, answered or not: who is awaited has given nothing that is whole.
  const awaited = requests.filter(isAwaited).length;
  if (isJson) {
    printJson({
      cycle: cycle.id,
      openedAt: cycle.opened_at,
      reportDate: cycle.report_date,
      closedAt: cycle.closed_at,
      ...progress,
      awaited,
    });
    for (const row of requests) {
      const {
        id: request,
        party,
        stage,
        closed_as: closedAs,
        due_date: dueDate,
        answered_at: answeredAt,
        next_rung: nextRung,
        next_at: nextAt,
      } = row;
      printJson({
        request,
        party,
        stage,
        closedAs,
        dueDate,
        answeredAt,
        pausedBecause: row.paused_because,
        nextRung,
        nextAt,
        workflowId: row.workflow_id,
      });
    }
    return;
  }
  print(`${cycle.id}, opened ${cycle.opened_at} (${cycle.opened_because}); report ${cycle.report_date}`);
  const inPart = progress?.inPart ? `, ${progress.inPart} in part` : '';
  const running = progress?.open ?? 0;
  const stillRuns = `${running} still ${running === 1 ? 'runs' : 'run'} until closing`;
  const counts = `${progress?.answered ?? 0} of ${progress?.asked ?? 0} answered${inPart}`;
  print(`${counts}; ${awaited} awaited; ${stillRuns}, answered or not\n`);
  printTable(
    ['state', 'stage', 'due', 'answered', 'next'],
    requests.map((row) => [
      row.party,
      row.closed_as ? `closed: ${row.closed_as}` : row.paused_because === null ? row.stage : `${row.stage}, paused`,
      row.due_date,
      row.answered_at ?? '',
      row.next_rung ? `${row.next_rung} ${row.next_at ?? ''}` : '',
    ]),
  );
}

/** Whether a whole answer may still come: the request runs, and what it has is nothing or a part. */
function isAwaited({ stage, answered_at: answeredAt }: { stage: string; answered_at: string | null }): boolean {
  return stage === 'answeredInPart' || (stage !== 'closed' && answeredAt === null);
}
