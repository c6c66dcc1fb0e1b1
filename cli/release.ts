import { Command } from 'commander';
import { requestId } from '../domain/ids.js';
import { findCycle } from './cycle.js';
import { findParty } from './known.js';
import { print } from './output.js';
import { BY } from './operator.js';
import { withEngine } from './session.js';

export function releaseCommand(): Command {
  return new Command('release')
    .description('let the first notes of a cycle leave; the desk shows each before')
    .argument('[states...]', 'only these; all that wait by default')
    .option('--cycle <id>', 'the newest that member states answer by default')
    .action((states: string[], { cycle: asked }: { cycle?: string }) =>
      withEngine(async ({ starts }, record) => {
        const cycle = await findCycle(record, asked);
        const requests =
          states.length === 0
            ? null
            : states.map((state) => requestId(cycle.id, findParty(record.catalogue, state).code));
        const count = await starts.release(cycle.id, requests, BY);
        print(
          count === 0 ? 'Nothing waited for release.' : `${count} ${count === 1 ? 'note leaves' : 'notes leave'} now.`,
        );
      }),
    );
}
