import { Command } from 'commander';
import { logWords } from '../domain/log-words.js';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { filedWords, findFiled } from './filed.js';
import { findParty } from './known.js';
import { print, printJson } from './output.js';
import { withRecord } from './session.js';

export function historyCommand(): Command {
  return new Command('history')
    .description('everything that happened to one request, in business words')
    .argument('<request>', 'such as annual-report/2027/BRA, or a state: BRA')
    .option('--json', 'one JSON object a line')
    .action((request: string, { json }: { json?: boolean }) =>
      withRecord((record) => show(record, request, json ?? false)),
    );
}

async function show(record: OpenRecord, text: string, isJson: boolean): Promise<void> {
  const id = text.includes('/')
    ? text
    : `${(await findCycle(record, undefined)).id}/${findParty(record.catalogue, text).code}`;
  const request = await record.requests.findRequest(id);
  if (!request) throw new CommandFault(`There is no request '${id}' on record.`, 2);
  const entries = await record.requests.findLog(id);
  const filed = await findFiled(record, entries.map(submissionOf));
  for (const entry of entries) {
    const words = logWords(entry);
    const document = filed.get(submissionOf(entry));
    if (isJson)
      printJson({
        at: entry.at,
        recordedAt: entry.recordedAt,
        kind: entry.kind,
        key: entry.key,
        words,
        data: entry.data,
        ...(document === undefined ? {} : { filed: document }),
      });
    else {
      const at = `${entry.at.slice(0, 16).replace('T', ' ')}Z`;
      print(`${at}  ${words}`);
      if (document !== undefined) print(`${' '.repeat(at.length)}  ${filedWords(document)}`);
    }
  }
}

/** The answer that an entry tells of being filed; '' for any other entry. */
function submissionOf({ kind, data }: { kind: string; data: Record<string, unknown> }): string {
  return kind === 'submissionFiled' && typeof data['submission'] === 'string' ? data['submission'] : '';
}
