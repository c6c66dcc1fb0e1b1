import { Command } from 'commander';
import { contactBook, refusalOfChange } from '../domain/contact.js';
import type { ContactChange } from '../domain/contact.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { systemClock } from '../worker/clock.js';
import { adjustmentId } from './adjust.js';
import { askContactsCommand, roundCommand } from './contact-round.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { BY } from './operator.js';
import { print, printJson, printTable } from './output.js';
import { partyNamed, withParty } from './party-option.js';
import { withEngine, withRecord } from './session.js';

interface Act {
  authority: string;
  reason: string;
}

export function contactsCommand(): Command {
  const command = new Command('contacts').description(
    'whom the parties are written to: list them, name a successor, ask the missions to confirm them',
  );
  for (const one of [
    listCommand(),
    replaceCommand(),
    restoreCommand(),
    confirmCommand(),
    askContactsCommand(),
    roundCommand(),
  ])
    command.addCommand(one);
  return command;
}

function listCommand(): Command {
  return withParty(new Command('list'), 'one party, by its code or name; all by default')
    .description('every contact there was, with what became of it')
    .option('--json', 'one JSON object a line')
    .action((named: string | undefined, options: { party?: string; json?: boolean }) => {
      const party = partyNamed(named, options);
      return withRecord(async ({ catalogue, contacts }) => {
        const only = party === undefined ? null : findParty(catalogue, party).code;
        const all = await contacts.findAllChanges();
        const rows = catalogue.parties
          .filter(({ code }) => only === null || code === only)
          .flatMap((one) => {
            const changes = all.filter((entry) => entry.party === one.code).map(({ change }) => change);
            const confirmed = changes.filter(({ kind }) => kind === 'confirmed').at(-1)?.at ?? null;
            const rows = [...contactBook(one, changes), ...declinedOf(changes)];
            return rows.map(({ id, role, name, address, status, change }) => ({
              party: one.code,
              contact: id,
              role,
              name,
              address,
              status,
              since: change?.at ?? null,
              because: change?.reason ?? null,
              authority: change?.authority ?? null,
              by: change?.by ?? null,
              confirmed,
            }));
          });
        if (options.json) rows.forEach(printJson);
        else if (rows.length === 0) print('No contact is on file.');
        else
          printTable(
            ['contact', 'name', 'address', 'status', 'because'],
            rows.map((row) => [row.contact, row.name, row.address, WORDS[row.status], row.because ?? '']),
          );
      });
    });
}

const WORDS = { inUse: '', failed: 'takes no mail', replaced: 'replaced', declined: 'not accepted' } as const;

/** Who was named and not taken, beside the contact whose place it was to take. */
function declinedOf(changes: readonly ContactChange[]) {
  return changes.flatMap((change) => {
    if (change.kind !== 'declined') return [];
    const { contact: id, name, address } = change;
    return [{ id, role: null, name, address, status: 'declined' as const, change }];
  });
}

function replaceCommand(): Command {
  return new Command('replace')
    .description('name a successor: the old links die, and the successor is told of what is open')
    .argument('<contact>', 'such as BRA/capital: see contacts list')
    .requiredOption('--name <words>', 'the function or the name')
    .requiredOption('--address <address>', 'one mail address')
    .requiredOption('--authority <words>', 'who named it: the note of the mission, with its date')
    .requiredOption('--reason <words>', 'why')
    .action((contact: string, { name, address, ...act }: Act & { name: string; address: string }) =>
      change(contact, { kind: 'replaced', name, address, ...act }),
    );
}

function restoreCommand(): Command {
  return new Command('restore')
    .description('say that an address takes mail again')
    .argument('<contact>', 'such as BRA/capital')
    .requiredOption('--authority <words>', 'who says so')
    .requiredOption('--reason <words>', 'why')
    .action((contact: string, act: Act) => change(contact, { kind: 'restored', ...act }));
}

function confirmCommand(): Command {
  return new Command('confirm')
    .description('record that a mission has confirmed the contacts of its party')
    .argument('<party>', 'by its code or name')
    .requiredOption('--authority <words>', 'the note or mail that says so, with its date')
    .option('--reason <words>', 'why it was asked', 'the yearly confirmation')
    .action((party: string, act: Act) => change(party, { kind: 'confirmed', ...act }));
}

type Wanted = Act &
  ({ kind: 'replaced'; name: string; address: string } | { kind: 'restored' } | { kind: 'confirmed' });

async function change(contact: string, wanted: Wanted): Promise<void> {
  await withEngine(async ({ starts }, { catalogue, contacts }, config) => {
    const party = findParty(catalogue, contact.split('/')[0] ?? '');
    const given = { ...wanted, id: adjustmentId(`contact-${party.code}`), at: systemClock.now(), by: BY, contact };
    const changes = await contacts.findChanges(party.code);
    const isReserved = unusableIn(config);
    const refusal = refusalOfChange(given, { party, changes, isReserved });
    if (refusal !== null) throw new CommandFault(`${refusal} Nothing was changed.`, 2);
    const { requestIds } = await starts.contact(party.code, given);
    print('It is on record.');
    if (wanted.kind !== 'replaced') return;
    print(
      requestIds.length === 0
        ? 'No request is open: the successor is written to with the next one.'
        : `${wanted.name} was told of ${requestIds.join(', ')}.`,
    );
  });
}
