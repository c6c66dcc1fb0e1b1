import type { Command } from 'commander';
import { findPledgeReminders } from '../activities/thanks.js';
import { mailStep } from '../domain/keys.js';
import { REGISTRATION_GROUPS, registeredFor } from '../domain/registration.js';
import { mailKey } from '../domain/reply-address.js';
import type { MailOut } from '../office/ports/outbox.js';
import type { OpenRecord } from '../worker/composition.js';
import { found, registerCommand } from './entry.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print, printTable } from './output.js';
import { withEngine, withRecord } from './session.js';

/** What was promised to the specific fund, paragraph 11. */
export function pledgeCommand(): Command {
  const command = registerCommand({
    register: 'pledges',
    name: 'pledge',
    description: 'contributions promised to the specific fund; the money itself is booked elsewhere',
    options: [
      ['--party <party>', 'who has promised it, by code or name'],
      ['--amount <amount>', 'in figures, such as 25000 or 1250.50'],
      ['--currency <code>', 'ISO 4217, such as USD'],
      ['--date <date>', 'the day of the promise, yyyy-mm-dd'],
      ['--document <words>', 'the note or document in which it was made'],
      ['--request <id>', 'the request that it answers, such as fund-contributions/2027/ESP'],
    ],
    read: async ({ party, request, ...given }, record) => ({
      ...given,
      ...(party === undefined ? {} : { party: findParty(record.catalogue, party).code }),
      ...(request === undefined ? {} : { request: await knownRequest(record, request) }),
    }),
    columns: ['party', 'amount', 'promised', 'document'],
    row: ({ fields }) => [fields.party, `${fields.currency} ${fields.amount}`, fields.date, fields.document],
    closing: { verb: 'paid', description: 'say that it was paid, and what shows it', done: 'paid' },
  });
  command
    .command('thank')
    .argument('<id>')
    .description('send the thanks for it, in the language of who has promised it; once, however often it is asked')
    .action((id: string) =>
      withEngine(async ({ starts }, { registers }) => {
        found('pledge', await registers.findEntries('pledges'), id);
        const { to } = await starts.thanks(id);
        print(`The thanks for ${id} have left to ${to}.`);
      }),
    );
  command
    .command('remind')
    .argument('<id>')
    .description('ask who has promised it where it is, in its language: by mail, on no day twice')
    .action((id: string) =>
      withEngine(async ({ starts }, { registers }) => {
        const { fields } = found('pledge', await registers.findEntries('pledges'), id);
        if (fields.closed !== null)
          throw new CommandFault(`${id} is paid since ${fields.closed.date}: nobody is asked for it.`, 1);
        const { to } = await starts.pledgeReminder(id);
        print(`The question for ${id} has left to ${to}.`);
      }),
    );
  command
    .command('thanks')
    .description('which pledges were thanked for or asked for, and when')
    .action(() =>
      withRecord(async ({ registers, outbox }) => {
        const rows: string[][] = [];
        for (const { id, fields } of await registers.findEntries('pledges')) {
          const mail = await outbox.findMail(mailKey(mailStep.thanks(id)));
          const asked = await findPledgeReminders(outbox, id);
          rows.push([id, fields.party, mail ? leftWords(mail) : 'not yet', asked.map(leftWords).join('; ')]);
        }
        if (rows.length === 0) print('No pledge is on record.');
        else printTable(['id', 'party', 'thanks', 'asked for'], rows);
      }),
    );
  return command;
}

/** `sent 2027-06-01T15:00:00.000Z`. */
function leftWords({ status, sentAt }: Pick<MailOut, 'status' | 'sentAt'>): string {
  return `${status} ${sentAt ?? ''}`.trim();
}

/** Who is registered for the meeting of national authorities, paragraphs 4 and 5. */
export function registrationCommand(): Command {
  return registerCommand({
    register: 'registrations',
    name: 'registration',
    description: 'who is registered for the meeting of national authorities, with the count of each group',
    options: [
      ['--group <group>', REGISTRATION_GROUPS.join(', ')],
      ['--party <party>', 'the party that is represented, by code or name; left out for who is none'],
      ['--name <words>', 'the delegation, organization or person'],
      ['--delegates <number>', 'how many come; 1 by default'],
      ['--meeting <year>', 'the year of the meeting'],
      ['--date <date>', 'the day of the registration, yyyy-mm-dd'],
      ['--document <words>', 'the answer, note or document in which it was made'],
    ],
    read: ({ party, ...given }, { catalogue }) => ({
      ...given,
      ...(party === undefined ? {} : { party: findParty(catalogue, party).code }),
    }),
    columns: ['meeting', 'group', 'party', 'name', 'delegates', 'registered'],
    row: ({ fields }) => [
      fields.meeting,
      fields.group,
      fields.party ?? '',
      fields.name,
      String(fields.delegates),
      fields.date,
    ],
    closing: { verb: 'withdraw', description: 'say that it was withdrawn, and what shows it', done: 'withdrawn' },
    summary: (entries) => {
      for (const meeting of [...new Set(entries.map(({ fields }) => fields.meeting))].sort()) {
        print(`\nMeeting of ${meeting}; who has withdrawn is not counted.`);
        const counts = registeredFor(entries, meeting);
        printTable(
          ['group', 'registrations', 'delegates'],
          counts.map(({ group, entries: count, delegates }) => [group, String(count), String(delegates)]),
        );
      }
    },
  });
}

/** Cooperation projects under the strategy, paragraph 8. */
export function projectCommand(): Command {
  return registerCommand({
    register: 'projects',
    name: 'project',
    description: 'cooperation projects under the strategy of paragraph 8',
    options: [
      ['--title <words>', 'what it is'],
      ['--partners <words>', 'who takes part'],
      ['--from <date>', 'its first day, yyyy-mm-dd'],
      ['--until <date>', 'its last day, where one is set'],
      ['--document <words>', 'where it is agreed'],
    ],
    read: (given) => given,
    columns: ['title', 'partners', 'from', 'until', 'document'],
    row: ({ fields }) => [fields.title, fields.partners, fields.from, fields.until ?? '', fields.document],
    closing: { verb: 'end', description: 'say that it has ended, and what shows it', done: 'ended' },
  });
}

/** What the Permanent Council observes on the status of implementation, paragraph 10. */
export function observationCommand(): Command {
  return registerCommand({
    register: 'observations',
    name: 'observation',
    description:
      'what the Permanent Council observes on the status of implementation; each waits until it is dealt with',
    options: [
      ['--text <words>', 'what it observes'],
      ['--date <date>', 'the day on which it did, yyyy-mm-dd'],
      ['--document <symbol>', 'the symbol of the document that records it'],
      ['--due <date>', 'the day by which it is to be dealt with, where the Council gave one'],
    ],
    read: (given) => given,
    columns: ['observed', 'document', 'due', 'text'],
    row: ({ fields }) => [fields.date, fields.document, fields.due ?? '', fields.text],
    closing: { verb: 'close', description: 'say that it was dealt with, and by what', done: 'dealt with' },
  });
}

async function knownRequest({ intake }: OpenRecord, id: string): Promise<string> {
  if (await intake.findCase(id)) return id;
  throw new CommandFault(`--request: there is no request '${id}' on record. Nothing was changed.`, 2);
}
