import type { ContactChange } from '../../domain/contact.js';
import { partsOfCycle, partyCodeOf } from '../../domain/ids.js';
import { authorsOf } from '../../domain/mail-class.js';
import { LANGUAGES } from '../../domain/mandate.js';
import type { Catalogue, Party } from '../../domain/mandate.js';
import { rankGuesses } from '../../domain/match.js';
import type { Candidate, Guess } from '../../domain/match.js';
import { addresseesOf } from '../../domain/reading.js';
import type { KeptMail } from '../../domain/reading.js';
import { readSubjectCodes } from '../../domain/reply-address.js';
import { relationOf } from '../../domain/sender.js';
import type { SenderFinding } from '../../domain/sender.js';
import type { Contacts } from '../ports/contacts.js';
import type { Intake } from '../ports/intake.js';
import type { Addressing } from '../posting/addressing.js';

export interface GuessingDeps {
  intake: Intake;
  contacts: Contacts;
  catalogue: Catalogue;
  addressing: Addressing;
}

/** What the record says of a mail that nothing sure belongs to. */
export function createGuessing({ intake, contacts, catalogue, addressing }: GuessingDeps) {
  /** Who has written, to a party; to any party where `party` is null. `foreseen` changes of contacts count as made. */
  async function findSender(
    authors: readonly string[],
    party: string | null,
    foreseen: readonly { party: string; change: ContactChange }[] = [],
  ): Promise<SenderFinding> {
    const changes = [...(await contacts.findAllChanges()), ...foreseen];
    return relationOf(authors, party, {
      parties: catalogue.parties,
      changes: (one) => changes.filter((change) => change.party === one).map(({ change }) => change),
    });
  }

  /** The requests that a mail may belong to, the likeliest first, each with its reasons; `cameTo` is the mail of ours whose address took it. */
  async function guess(mail: KeptMail, cameTo: string | null = null): Promise<Guess[]> {
    const named = addressing.readAll(`${mail.text}\n${addresseesOf(mail).join('\n')}`);
    const quoted = cameTo === null ? named : [...new Set([cameTo, ...named])];
    const messageIds = addressing.ownMessageIds([...mail.inReplyTo, ...mail.references]);
    const facts = {
      subject: mail.subject,
      text: mail.text,
      quoted: await requestsOf(quoted.map((mailOutId) => ({ mailOutId }))),
      coded: await requestsOf(readSubjectCodes(mail.subject).map((mailOutId) => ({ mailOutId }))),
      threaded: await requestsOf(messageIds.map((id) => ({ messageIds: [id] }))),
      sender: await findSender(authorsOf(mail), null),
    };
    return rankGuesses(facts, (await intake.findFileable()).flatMap(candidateOf));
  }

  async function requestsOf(keys: Parameters<Intake['findOrigin']>[0][]): Promise<string[]> {
    const origins = await Promise.all(keys.map((key) => intake.findOrigin(key)));
    return origins.flatMap((origin) => origin?.requestIds ?? []);
  }

  function candidateOf(row: { id: string; dueDate: string; isOpen: boolean }): Candidate[] {
    const party = catalogue.parties.find(({ code }) => code === partyCodeOf(row.id));
    const { obligation: duty } = partsOfCycle(row.id.slice(0, row.id.lastIndexOf('/')));
    const obligation = catalogue.obligations.find(({ id }) => id === duty);
    if (!party || !obligation) return [];
    const symbol = catalogue.resolutions.find(({ id }) => id === obligation.resolution)?.symbol ?? '';
    return [
      {
        requestId: row.id,
        party: party.code,
        names: namesOf(party),
        titles: [...new Set(LANGUAGES.map((language) => obligation.title[language]))],
        symbol,
        dueDate: row.dueDate,
        isOpen: row.isOpen,
      },
    ];
  }

  return { findSender, guess };
}

/** Short in every language, and in its own as the mission's letterhead has it, without the preposition: `Estados Unidos Mexicanos`. */
function namesOf({ kind, name, mission }: Party): string[] {
  const short = LANGUAGES.map((language) => name[language]);
  // Of an organ the words after `Secretariat` are no name.
  const isMission = kind === 'member-state' || kind === 'permanent-observer';
  const long = mission.long.replace(/^(?:of the|of|de l[ao]s?|del?|d[oa]s?|du|des|d['’]) ?/, '');
  return [...new Set(isMission ? [...short, long] : short)];
}
