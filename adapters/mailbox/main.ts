import { parseArgs } from 'node:util';
import { parseFailureRule } from './failure-rule.js';
import { startMailbox } from './mailbox.js';
import type { MailboxOptions } from './mailbox.js';

const USAGE = `Usage: main.js --folder FOLDER [--host 127.0.0.1] [--smtp-port 2525] [--http-port 8025]
  [--answer-host 127.0.0.1] [--answer-port 2500]
  [--reject 'pattern=550 5.1.1 No such user']…   refused at once
  [--bounce 'pattern=550 5.1.1 No such user']…   accepted, then a delivery notice is sent`;

function readOptions(args: string[]): MailboxOptions {
  const { values } = parseArgs({
    args,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      'smtp-port': { type: 'string', default: '2525' },
      'http-port': { type: 'string', default: '8025' },
      folder: { type: 'string' },
      'answer-host': { type: 'string', default: '127.0.0.1' },
      'answer-port': { type: 'string', default: '2500' },
      reject: { type: 'string', multiple: true, default: [] },
      bounce: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.folder === undefined) throw new RangeError('--folder is missing');
  return {
    host: values.host,
    smtpPort: readPort('--smtp-port', values['smtp-port']),
    httpPort: readPort('--http-port', values['http-port']),
    folder: values.folder,
    answers: { host: values['answer-host'], port: readPort('--answer-port', values['answer-port']) },
    rules: [
      ...values.reject.map((rule) => parseFailureRule(rule, 'at-once')),
      ...values.bounce.map((rule) => parseFailureRule(rule, 'afterwards')),
    ],
    log: (words) => console.log(words),
  };
}

function readPort(name: string, value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535)
    throw new RangeError(`${name} is '${value}': expected a number from 0 to 65535`);
  return port;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const mailbox = await startMailbox(options);
  const stop = (): void => {
    mailbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  console.log(`Ready mailbox http://${options.host}:${mailbox.httpPort} smtp://${options.host}:${mailbox.smtpPort}`);
}

main().catch((error: unknown) => {
  console.error(`The mailbox cannot start: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 1;
});
