import { Command } from 'commander';
import { createSignInLink } from '../web/session.js';
import { systemClock } from '../worker/clock.js';
import { readSecrets } from '../worker/secrets.js';
import { print } from './output.js';
import { withRecord } from './session.js';

/** A sign-in link is good for so long. */
const HOURS = 12;

export function signInCommand(): Command {
  return new Command('sign-in').description('print a link that opens the desk; it is good for 12 hours').action(() =>
    withRecord(async (_record, config) => {
      const { sessionKey } = await readSecrets(config.data);
      print(createSignInLink(sessionKey, config.publicUrl, systemClock.now(), HOURS));
    }),
  );
}
