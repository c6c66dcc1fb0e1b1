import { Command } from 'commander';
import { requestId as idOfRequest } from '../domain/ids.js';
import { systemClock } from '../worker/clock.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { BY } from './operator.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function retryCommand(): Command {
  return new Command('retry')
    .description('let a request that was stopped by a fault go on, once the fault is mended')
    .argument('<state>', 'by its code or name')
    .option('--cycle <id>', 'the newest that member states answer by default')
    .action((state: string, { cycle: asked }: { cycle?: string }) =>
      withEngine(async ({ cases }, record) => {
        const cycle = await findCycle(record, asked);
        const requestId = idOfRequest(cycle.id, findParty(record.catalogue, state).code);
        const request = await record.requests.findRequest(requestId);
        if (!request) throw new CommandFault(`There is no request '${requestId}' on record.`, 2);
        if (request.parkedBecause === null) throw new CommandFault(`${requestId} was not stopped by a fault.`, 2);
        const at = systemClock.now();
        const outcome = await cases.deliver(request.workflowId, requestId, { type: 'unparked', id: at, at, by: BY });
        if (outcome === 'ended') throw new CommandFault(`${requestId} is closed: its workflow has ended.`);
        if (outcome.filedAs === 'parked')
          throw new CommandFault(`${requestId} was stopped again at once: ${request.parkedBecause}. Mend that first.`);
        print(`${requestId} goes on.`);
      }),
    );
}
