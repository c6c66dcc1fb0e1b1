import { Command } from 'commander';
import { systemClock } from '../worker/clock.js';
import { print } from './output.js';
import { withEngine } from './session.js';

export function digestCommand(): Command {
  return new Command('digest')
    .description("send this morning's digest now; once it was sent, the Schedule sends no second")
    .action(() =>
      withEngine(async ({ starts }) => {
        const { date, isSent, because } = await starts.digest(systemClock.now());
        print(`${date}: ${isSent ? 'sent' : 'not sent'}; ${because}`);
      }),
    );
}
