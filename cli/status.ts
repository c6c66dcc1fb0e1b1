import { Command } from 'commander';
import { isAwaited } from '../domain/answered.js';
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
      openedAt: cycle.openedAt,
      reportDate: cycle.reportDate,
      closedAt: cycle.closedAt,
      ...progress,
      awaited,
    });
    for (const row of requests) {
      const { id: request, party, stage, closedAs, dueDate, answeredAt, nextRung, nextAt } = row;
      printJson({
        request,
        party,
        stage,
        closedAs,
        dueDate,
        answeredAt,
        pausedBecause: row.pausedBecause,
        nextRung,
        nextAt,
        workflowId: row.workflowId,
      });
    }
    return;
  }
  print(`${cycle.id}, opened ${cycle.openedAt} (${cycle.openedBecause}); report ${cycle.reportDate}`);
  const inPart = progress?.inPart ? `, ${progress.inPart} in part` : '';
  const running = progress?.open ?? 0;
  const stillRuns = `${running} still ${running === 1 ? 'runs' : 'run'} until closing`;
  const counts = `${progress?.answered ?? 0} of ${progress?.asked ?? 0} answered${inPart}`;
  print(`${counts}; ${awaited} awaited; ${stillRuns}, answered or not\n`);
  printTable(
    ['state', 'stage', 'due', 'answered', 'next'],
    requests.map((row) => [
      row.party,
      row.closedAs ? `closed: ${row.closedAs}` : row.pausedBecause === null ? row.stage : `${row.stage}, paused`,
      row.dueDate,
      row.answeredAt ?? '',
      row.nextRung ? `${row.nextRung} ${row.nextAt ?? ''}` : '',
    ]),
  );
}
