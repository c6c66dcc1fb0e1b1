import { actorWords } from '../domain/actor.js';
import type { Clock } from '../domain/clock.js';
import { createCopies } from '../office/posting/copy.js';
import type { DeskCommands } from '../web/commands.js';
import type { Composition, Engine, OpenRecord } from './composition.js';
import type { Config } from './config.js';

/** What the desk may ask of the engine and of the mail server. */
export function createDeskCommands(deps: {
  record: OpenRecord;
  engine: Engine;
  composition: Composition;
  config: Config;
  clock: Clock;
}): DeskCommands {
  const { record, engine, composition, config, clock } = deps;
  const { catalogue, outbox, cycles, ledger, contacts } = record;
  const { sender, words, addressing, adjustments } = composition;
  const coordinator = { name: 'The Coordinator', address: config.coordinatorAddress };
  const copies = createCopies({ catalogue, outbox, cycles, ledger, contacts, sender, words, addressing, coordinator });
  return {
    release: (cycleId, requests, by) => engine.starts.release(cycleId, requests, actorWords(by)),
    findRefusal: (adjustment) => adjustments.findRefusal({ adjustment, at: clock.now() }),
    async adjust(adjustment) {
      const { requests } = await engine.starts.adjust(adjustment);
      return requests.filter(({ outcome }) => outcome === 'changed').length;
    },
    async changeContact(party, change) {
      await engine.starts.contact(party, change);
    },
    async compileReport(cycleId, because) {
      await engine.starts.report(cycleId, clock.now(), because);
    },
    sendCopies: (requestIds) => copies.sendCopies(requestIds, clock.now()),
  };
}
