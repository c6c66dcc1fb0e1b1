import type { Command } from 'commander';
import type { Scope } from '../domain/adjustment.js';
import { requestId } from '../domain/ids.js';
import type { OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findObligation, findParty } from './known.js';

/** Whom an act concerns: one of the four. */
export interface ScopeOptions {
  party?: string;
  obligation?: string;
  request?: string;
  all?: boolean;
}

/** Adds the options by which a command is told whom it concerns. `example` is what a reason may be. */
export function withScope(command: Command, example: string): Command {
  return command
    .option('--party <state>', 'every request of one state')
    .option('--request <state>', 'the request of one state in the newest cycle')
    .option('--obligation <id>', 'every request of one obligation')
    .requiredOption('--authority <words>', 'who allowed it')
    .requiredOption('--reason <words>', `why: ${example}`)
    .option('--json', 'one JSON object a line');
}

/** The scope that the options name. Throws CommandFault unless they name one. */
export async function scopeOf(record: OpenRecord, options: ScopeOptions): Promise<Scope> {
  const { party, obligation, request, all } = options;
  const chosen = [party, obligation, request, all === true ? 'all' : undefined].filter((one) => one !== undefined);
  if (chosen.length !== 1)
    throw new CommandFault('Name one of --party, --request, --obligation or, where it is taken, --all.', 2);
  if (party !== undefined) return `party/${findParty(record.catalogue, party).code}`;
  if (obligation !== undefined) return `obligation/${findObligation(record.catalogue, obligation).id}`;
  if (request === undefined) return 'all';
  const cycle = await findCycle(record, undefined);
  return `request/${requestId(cycle.id, findParty(record.catalogue, request).code)}`;
}
