import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { AnswerPost } from './answer-post.js';
import { composeNotice } from './delivery-notice.js';
import { findFailure, readFailureRules, readReply } from './failure-rule.js';
import type { FailureRule } from './failure-rule.js';
import type { MailFolder } from './mail-folder.js';

export interface PostOfficeOptions {
  host: string;
  port: number;
  folder: MailFolder;
  /** Where `reject.json` may lie. */
  folderPath: string;
  rules: readonly FailureRule[];
  answers: AnswerPost;
  log: (words: string) => void;
}

export interface PostOffice {
  port: number;
  stop(): Promise<void>;
}

const MAX_SIZE = 64 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 2000;

/** Takes every mail for any address, keeps it in the folder, and fails where a rule says so. */
export async function openPostOffice(options: PostOfficeOptions): Promise<PostOffice> {
  const { folder, log } = options;
  const rules = async (): Promise<FailureRule[]> => [...options.rules, ...(await readFailureRules(options.folderPath))];
  const server = new SMTPServer({
    name: 'mailbox',
    banner: 'Demonstration mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    size: MAX_SIZE,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onRcptTo: ({ address }, _session, done) => {
      rules().then(
        (all) => done(refusal(findFailure(all, address))),
        (error: Error) => done(Object.assign(error, { responseCode: 451 })),
      );
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) };
      deliver(stream, envelope).then(
        (words) => done(null, words),
        (error: Error) => done(Object.assign(error, { responseCode: 451 })),
      );
    },
  });
  server.on('error', (error) => log(`a connection failed: ${error.message}`));

  async function deliver(stream: Readable, envelope: { from: string; to: string[] }): Promise<string> {
    const raw = await readAll(stream);
    const all = await rules();
    const failing = envelope.to.flatMap((address) => {
      const rule = findFailure(all, address);
      return rule?.when === 'afterwards' ? [{ address, rule }] : [];
    });
    const reached = envelope.to.filter((address) => !failing.some((failure) => failure.address === address));
    const stored = reached.length === 0 ? null : await folder.add(raw, { from: envelope.from, to: reached });
    // RFC 5321, 4.5.5: nothing is ever reported to the null sender.
    if (envelope.from !== '') for (const { address, rule } of failing) void report(address, rule, envelope.from, raw);
    return `2.0.0 Kept${stored === null ? '' : ` as ${stored.id}`}`;
  }

  async function report(address: string, rule: FailureRule, to: string, raw: Buffer): Promise<void> {
    const result = await options.answers.report(
      composeNotice({ to, recipient: address, ...readReply(rule), raw, at: new Date() }),
      to,
    );
    log(`delivery notice for ${address}: ${result.reply}`);
  }

  const listening = server.listen(options.port, options.host);
  await Promise.race([
    once(listening, 'listening'),
    once(listening, 'error').then(([error]) => Promise.reject(error as Error)),
  ]);
  return {
    port: (listening.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function refusal(rule: FailureRule | undefined): Error | null {
  if (rule === undefined || rule.when !== 'at-once') return null;
  const { code, status, words } = readReply(rule);
  return Object.assign(new Error(`${status} ${words}`), { responseCode: code });
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
