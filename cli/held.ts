import { Command, Option } from 'commander';
import type { Delivery } from '../office/intake/delivery.js';
import type { FiledAs, Filing } from '../office/intake/filing.js';
import type { Receipt } from '../office/ports/receipts.js';
import { addressingOf } from '../worker/addressing.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import type { Config } from '../worker/config.js';
import { readSecrets } from '../worker/secrets.js';
import { deliveryOf } from './delivery.js';
import { CommandFault } from './fault.js';
import { OPERATOR } from './operator.js';
import { print, printJson } from './output.js';
import { withEngine } from './session.js';

export function heldCommand(): Command {
  return new Command('held')
    .description('mail that waits for a judgement, each with the requests that it may belong to')
    .option('--json', 'one JSON object a line')
    .action(({ json }: { json?: boolean }) =>
      withEngine(async (engine, record, config) => {
        const filing = await filingOf(record, config, deliveryOf(engine, record));
        const receipts = await record.intake.findHeld();
        if (receipts.length === 0 && !json) print('No mail is held.');
        for (const receipt of receipts) {
          const guesses = await filing.guess(receipt);
          if (json) printJson({ ...lineOf(receipt), guesses });
          else show(receipt, guesses);
        }
      }),
    );
}

export function fileMailCommand(): Command {
  return new Command('file')
    .description('file a received mail for a request: one that is held, or that was filed elsewhere')
    .argument('<mail>', 'its id, as `mail held` gives it')
    .argument('<request...>', 'such as annual-report/2027/BRA; several where it answers several')
    .addOption(
      new Option('--as <kind>', 'what it is').choices(['answer', 'message'] satisfies FiledAs[]).default('answer'),
    )
    .option('--move', 'take it away from where it was filed as an answer before')
    .action((receiptId: string, requestIds: string[], { as, move = false }: { as: FiledAs; move?: boolean }) =>
      withEngine(async (engine, record, config) => {
        const filing = await filingOf(record, config, deliveryOf(engine, record));
        const refusal = await filing.file({
          receiptId,
          requestIds,
          as,
          by: OPERATOR,
          at: systemClock.now(),
          moves: move,
        });
        if (refusal !== null) throw new CommandFault(`${refusal.because} Nothing was changed.`, 2);
        print(`Filed as ${as === 'answer' ? 'an answer' : 'a message'}: ${requestIds.join(', ')}.`);
      }),
    );
}

async function filingOf(record: OpenRecord, config: Config, delivery: Delivery): Promise<Filing> {
  const { replyKey } = await readSecrets(config.data);
  const addressing = addressingOf(config, replyKey);
  const { intake, contacts, documents, catalogue } = record;
  const { createFiling } = await import('../office/intake/filing.js');
  const { createMailOpening } = await import('../office/intake/opened-mail.js');
  const opening = createMailOpening({ ...record, addressing });
  return createFiling({ intake, contacts, documents, opening, catalogue, delivery, addressing });
}

function lineOf({ id, receivedAt: at, summary, detail, class: mailClass }: Receipt): object {
  return { id, at, from: summary?.from ?? [], subject: summary?.subject ?? '', class: mailClass, because: detail };
}

function show(receipt: Receipt, guesses: Awaited<ReturnType<Filing['guess']>>): void {
  const { id, receivedAt: at, summary, detail } = receipt;
  print(`${id}  ${at}`);
  print(`  from     ${summary?.from.join(', ') || receipt.envelopeFrom || 'the null sender'}`);
  print(`  subject  ${summary?.subject || '(none)'}`);
  print(`  held     ${detail ?? ''}`);
  for (const { requestId, because } of guesses) print(`  perhaps  ${requestId}: ${because.join('; ')}`);
  if (guesses.length === 0) print('  perhaps  nothing in it points to a request');
  print(`  file it  npx coordinator mail file ${id} ${guesses[0]?.requestId ?? 'REQUEST'}`);
  print();
}
