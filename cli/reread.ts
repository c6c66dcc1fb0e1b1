import { Command } from 'commander';
import { shorten } from '../domain/text.js';
import type { Receipt } from '../office/ports/receipts.js';
import { CommandFault } from './fault.js';
import { print, printTable } from './output.js';
import { withEngine } from './session.js';

export function rereadCommand(): Command {
  return new Command('reread')
    .description(
      'read received mail anew from its raw bytes: class, text and files as this version sees them; files nothing',
    )
    .argument('<mail...>', 'ids, as `mail held` and the desk give them')
    .action((ids: string[]) =>
      withEngine(async (engine, record, config) => {
        const before = await record.intake.findReceipts(ids);
        const unknown = ids.find((id) => !before.some((one) => one.id === id));
        if (unknown !== undefined)
          throw new CommandFault(`The mail: there is none '${unknown}' on record. Nothing was read.`, 2);
        const { compose } = await import('../worker/composition.js');
        const { activities, transport } = await compose(config, record, engine);
        try {
          await activities.readReceipts({ receiptIds: ids });
        } finally {
          transport.close();
        }
        for (const after of await record.intake.findReceipts(ids)) {
          const former = before.find(({ id }) => id === after.id);
          if (former) show(former, after);
        }
      }),
    );
}

function show(before: Receipt, after: Receipt): void {
  const rows = [
    ['class', before.class ?? '', after.class ?? ''],
    ['subject', before.summary?.subject ?? '', after.summary?.subject ?? ''],
    ['text', before.summary?.preview ?? '', after.summary?.preview ?? ''],
    ['files', filesOf(before), filesOf(after)],
  ] as const;
  const changed = rows.filter(([, former, now]) => former !== now);
  print(`${after.id}  ${after.summary?.subject ?? ''}`);
  if (changed.length === 0) print('  reads as before');
  else
    printTable(
      ['', 'before', 'now'],
      changed.map(([what, former, now]) => [what, short(former), short(now)]),
    );
  const { outcome } = after;
  if (changed.length > 0 && outcome !== 'held')
    print(`  It stays ${outcome ?? 'unhandled'}: \`mail file ${after.id} REQUEST\` files it as it reads now.`);
}

function filesOf({ summary }: Receipt): string {
  return (summary?.attachments ?? [])
    .map(({ name, size, finding }) => `${name} (${size}${finding?.because ? `, ${finding.because}` : ''})`)
    .join(', ');
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return shorten(line, 60);
}
