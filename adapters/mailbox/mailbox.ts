import type { AddressInfo } from 'node:net';
import { createAnswerPost } from './answer-post.js';
import type { FailureRule } from './failure-rule.js';
import { readFailureRules } from './failure-rule.js';
import { openMailFolder } from './mail-folder.js';
import { openPostOffice } from './post-office.js';
import { buildSite } from './site.js';

export interface MailboxOptions {
  host: string;
  /** Where the service hands in its mail; 0 takes any free port. */
  smtpPort: number;
  /** Where visitors read it; 0 takes any free port. */
  httpPort: number;
  folder: string;
  /** The listener that answers and delivery notices are sent to. */
  answers: { host: string; port: number };
  rules: readonly FailureRule[];
  log: (words: string) => void;
}

export interface RunningMailbox {
  smtpPort: number;
  httpPort: number;
  stop(): Promise<void>;
}

/** Starts the demonstration mailbox: it stands for every addressee of the service, and can answer as each of them. */
export async function startMailbox(options: MailboxOptions): Promise<RunningMailbox> {
  const folder = await openMailFolder(options.folder);
  await readFailureRules(options.folder);
  const answers = createAnswerPost(options.answers);
  const office = await openPostOffice({
    host: options.host,
    port: options.smtpPort,
    folder,
    folderPath: options.folder,
    rules: options.rules,
    answers,
    log: options.log,
  });
  const site = await buildSite({ folder, answers });
  try {
    await site.listen({ host: options.host, port: options.httpPort });
  } catch (error) {
    await office.stop();
    throw error;
  }
  return {
    smtpPort: office.port,
    httpPort: (site.server.address() as AddressInfo).port,
    stop: async () => {
      await Promise.all([site.close(), office.stop()]);
    },
  };
}
