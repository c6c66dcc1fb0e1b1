import { Command } from 'commander';
import { nextRound, roundOn } from '../domain/contact-round.js';
import type { ContactRound } from '../domain/contact-round.js';
import { isPrincipal } from '../domain/cycle.js';
import { partyOfContactMail } from '../domain/keys.js';
import type { Catalogue } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { adjustmentId } from './adjust.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { withEngine, withRecord } from './session.js';

export function askContactsCommand(): Command {
  return new Command('ask')
    .description(
      'ask missions now to confirm or replace their contacts, each once for a cycle; it happens by itself thirty days before the opening',
    )
    .argument(
      '[parties...]',
      'by their codes or names; by default every state that has not been asked for the next questionnaire',
    )
    .action((names: string[]) =>
      withEngine(async ({ starts }, record) => {
        const round = roundAhead(record.catalogue);
        const named = names.map((name) => findParty(record.catalogue, name).code);
        const rows = await rowsOf(record, round);
        const unknown = named.find((code) => !rows.some(({ party }) => party === code));
        if (unknown !== undefined)
          throw new CommandFault(
            `${unknown} is not asked by ${round.cycleId}, or has no mission. Nothing was sent.`,
            2,
          );
        const wanted = named.length > 0 ? named : rows.filter(({ asked }) => asked === null).map(({ party }) => party);
        if (wanted.length === 0) throw new CommandFault('Every mission has been asked for this cycle before.');
        const { asked, failed } = await starts.contactRound(round.cycleId, wanted, adjustmentId('by-hand'));
        print(`Asked for ${round.cycleId}: ${asked.join(', ') || 'nobody'}.`);
        if (failed.length > 0)
          throw new CommandFault(`Could not be written to: ${failed.join(', ')}. See contacts list.`);
      }),
    );
}

export function roundCommand(): Command {
  return new Command('round')
    .description('who was asked for its contacts before the next questionnaire, who has confirmed or replaced them')
    .option('--json', 'one JSON object a line')
    .action(({ json }: { json?: boolean }) =>
      withRecord(async (record) => {
        const round = roundAhead(record.catalogue);
        const rows = await rowsOf(record, round);
        if (json) rows.forEach((row) => printJson({ cycle: round.cycleId, ...row }));
        else {
          print(`${round.cycleId} opens on ${round.openingDate}`);
          printTable(
            ['party', 'asked', 'confirmed', 'replaced since'],
            rows.map(({ party, asked, confirmed, replaced }) => [
              party,
              day(asked),
              day(confirmed),
              replaced.join(', '),
            ]),
          );
        }
      }),
    );
}

function roundAhead(catalogue: Catalogue): ContactRound {
  const { obligations, headquarters } = catalogue;
  const today = dateIn(systemClock.now(), headquarters.zone);
  const ahead = obligations
    .filter(isPrincipal)
    .flatMap((obligation) => nextRound(obligation, today, headquarters) ?? []);
  const round = roundOn(catalogue, today) ?? ahead[0];
  if (!round) throw new CommandFault('No yearly questionnaire has a day on file: see mandates/obligations.');
  return round;
}

interface RoundRow {
  party: string;
  /** When its note left. */
  asked: string | null;
  confirmed: string | null;
  /** Contacts that were replaced after it was asked. */
  replaced: string[];
}

async function rowsOf({ catalogue, contacts, outbox }: OpenRecord, round: ContactRound): Promise<RoundRow[]> {
  const { parties, disputed, obligations, headquarters } = catalogue;
  const obligation = obligations.find(({ id }) => round.cycleId.startsWith(`${id}/`));
  const today = dateIn(systemClock.now(), headquarters.zone);
  const members = partiesAsked(parties, disputed, today, obligation?.parties ?? []).filter((party) =>
    party.contacts.some(({ role }) => role === 'mission'),
  );
  const notes = await outbox.findContactNotes(round.cycleId);
  const changes = await contacts.findAllChanges();
  return members.map(({ code }) => {
    const asked = notes.find(({ step }) => partyOfContactMail(step) === code)?.datedAt ?? null;
    const own = changes.filter(({ party }) => party === code).map(({ change }) => change);
    const since = own.filter(({ at }) => asked !== null && at >= asked);
    return {
      party: code,
      asked,
      confirmed: own.filter(({ kind }) => kind === 'confirmed').at(-1)?.at ?? null,
      replaced: since.flatMap((change) => (change.kind === 'replaced' ? [change.contact] : [])),
    };
  });
}

function day(at: string | null): string {
  return at === null ? '' : at.slice(0, 10);
}
