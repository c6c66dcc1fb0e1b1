import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { systemClock } from '../worker/clock.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function reportCommand(): Command {
  return new Command('report')
    .description('compile the report of a cycle as it stands')
    .argument('[cycle]', 'such as annual-report/2027; the newest that member states answer by default')
    .option('--out <file>', 'write the HTML there as well')
    .action((asked: string | undefined, { out }: { out?: string }) =>
      withEngine(async ({ starts }, record) => {
        const cycle = await findCycle(record, asked);
        const compiled = await starts.report(cycle.id, systemClock.now(), 'asked for on the command line');
        if (!compiled)
          throw new CommandFault(
            `${cycle.obligation} has no report of its own: \`npx coordinator history\` shows a request.`,
          );
        const { reportId, sha256 } = compiled;
        print(`Report ${reportId} of ${cycle.id}, SHA-256 ${sha256}`);
        if (out === undefined) return;
        await writeFile(out, await record.documents.get(sha256));
        print(`Written to ${out}`);
      }),
    );
}
