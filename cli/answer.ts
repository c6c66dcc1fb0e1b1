import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { findCycle } from './cycle.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print } from './output.js';
import { withRecord } from './session.js';

interface Options {
  as?: 'mission' | 'capital' | 'alternate' | 'secretariat';
  from?: string;
  text: string;
  cycle?: string;
}

export function answerCommand(): Command {
  return new Command('answer')
    .description('answer as a party would: a mail with files, through SMTP, to the address in its latest note')
    .argument('<party>', 'by its code or name')
    .argument('[files...]', 'what is handed in; without a file the mail counts as a mere message')
    .addOption(
      new Option(
        '--as <role>',
        'who answers; the capital of a state, the mission or secretariat of others by default',
      ).choices(['mission', 'capital', 'alternate', 'secretariat']),
    )
    .option('--from <address>', 'another sender')
    .option('--text <words>', 'the words of the mail', 'Please find the information attached.')
    .option('--cycle <id>', 'the newest that member states answer by default')
    .action((party: string, files: string[], options: Options) => answer(party, files, options));
}

const USUAL_ROLE = {
  'member-state': 'capital',
  'permanent-observer': 'mission',
  organ: 'secretariat',
  organization: 'secretariat',
  office: 'secretariat',
} as const;

async function answer(
  partyText: string,
  files: string[],
  { as: role, from, text, cycle: asked }: Options,
): Promise<void> {
  await withRecord(async (record, config) => {
    const cycle = await findCycle(record, asked);
    const party = findParty(record.catalogue, partyText);
    const as = role ?? USUAL_ROLE[party.kind];
    const post = await record.outbox.findNewestTo(`${cycle.id}/${party.code}`, `${party.code}/${as}`);
    if (!post)
      throw new CommandFault(
        `Nothing has been sent to the ${as} of ${party.name.en} yet: there is no note to answer in ${cycle.id}. Name another cycle with --cycle.`,
      );
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ host: config.bind, port: config.smtpPort, ignoreTLS: true });
    const info = await transport.sendMail({
      from: from ?? post.toAddress,
      to: post.replyAddress,
      subject: `Re: ${post.subject}`,
      inReplyTo: `<${post.messageId}>`,
      references: [`<${post.messageId}>`],
      text,
      attachments: await Promise.all(files.map(readAttachment)),
    });
    print(`${from ?? post.toAddress} → ${post.replyAddress}\n${info.response}`);
  });
}

async function readAttachment(file: string): Promise<{ filename: string; content: Buffer }> {
  try {
    return { filename: path.basename(file), content: await readFile(file) };
  } catch {
    throw new CommandFault(`${file} cannot be read.`, 2);
  }
}
