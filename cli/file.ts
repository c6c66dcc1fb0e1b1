import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { mailKey } from '../domain/reply-address.js';
import { systemClock } from '../worker/clock.js';
import { deliveryOf } from './delivery.js';
import { CommandFault } from './fault.js';
import { DOOR } from './operator.js';
import { print } from './output.js';
import { repeated } from './repeated.js';
import { withEngine } from './session.js';

interface Options {
  text: string;
  also: string[];
  part?: string;
}

export function fileCommand(): Command {
  return new Command('file')
    .description('file a document that discharges a duty: the office’s own, or one that came by another way than mail')
    .argument('<request>', 'such as assembly-report/2027/COORD or annual-report/2027/BRA')
    .argument('[files...]', 'the document, in as many files as it has')
    .requiredOption(
      '--text <words>',
      'what it is and where it comes from, with its symbol: the record and the report say it',
    )
    .option('--also <request>', 'another request that the same document answers; may be repeated', repeated, [])
    .option(
      '--part <name>',
      'it is one part of what is due, such as `English and Spanish`: the duty stays open until the last is filed without it',
    )
    .action((request: string, files: string[], { text, also, part }: Options) =>
      file([request, ...also], files, { text: text.trim(), part: part?.trim() ?? null }),
    );
}

/** Files one document for one or several requests; filed again, it changes nothing. */
async function file(
  requestIds: string[],
  paths: string[],
  { text, part }: { text: string; part: string | null },
): Promise<void> {
  if (text === '') throw new CommandFault('--text is empty: say what the document is and where it comes from', 2);
  if (part === '') throw new CommandFault('--part is empty: name the part, such as `English and Spanish`', 2);
  await withEngine(async (engine, record) => {
    const { intake, documents } = record;
    for (const requestId of requestIds)
      if (!(await intake.findCase(requestId)))
        throw new CommandFault(
          `There is no request '${requestId}' on record: \`npx coordinator status\` lists them.`,
          2,
        );
    const read = await Promise.all(paths.map(readDocument));
    const files = [];
    for (const { name, bytes } of read) {
      const { sha256 } = await documents.put(bytes);
      files.push({ name, type: 'application/octet-stream', size: bytes.length, sha256 });
    }
    const delivery = deliveryOf(engine, record);
    for (const requestId of requestIds) {
      const content = [
        requestId,
        text,
        ...(part === null ? [] : [part]),
        ...files.map(({ name, sha256 }) => `${sha256} ${name}`),
      ].join('\n');
      const id = `desk-${mailKey(content)}`;
      const at = systemClock.now();
      // Versions of one document are of one sender; a part stands beside the others.
      const sender = part === null ? DOOR : `${DOOR}: ${part}`;
      const common = { id, requestId, receiptId: null, contact: null, sender, receivedAt: at, text };
      const kind = part === null ? ({} as const) : ({ kind: 'part' } as const);
      await intake.fileSubmission({ ...common, ...kind, via: 'desk', files }, null);
      const { isLate } = await delivery.submission(id, at);
      print(`${requestId}: filed${part === null ? '' : ' as a part'}${isLate ? ', after the due date' : ''}`);
    }
  });
}

async function readDocument(file: string): Promise<{ name: string; bytes: Buffer }> {
  try {
    return { name: path.basename(file), bytes: await readFile(file) };
  } catch {
    throw new CommandFault(`${file} cannot be read: give the path of a file. Nothing was filed.`, 2);
  }
}
