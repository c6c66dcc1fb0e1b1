import type { Clock } from '../domain/clock.js';
import type { DeskCommands } from '../web/commands.js';
import type { Composition, Engine, OpenRecord } from './composition.js';
import type { Config } from './config.js';

/** What the desk may ask of the engine. */
export function createDeskCommands(deps: {
  record: OpenRecord;
  engine: Engine;
  composition: Composition;
  config: Config;
  clock: Clock;
}): DeskCommands {
  const { engine, clock } = deps;
  return {
    release: (cycleId, requests, by) => engine.starts.release(cycleId, requests, by),
    async compileReport(cycleId, because) {
      await engine.starts.report(cycleId, clock.now(), because);
    },
    sendCopies: () => Promise.reject(new Error('not wired')),
  };
}
