import { contactBook } from '../domain/contact.js';
import { contactWords } from '../domain/log-words.js';
import { printable } from '../templates/typography.js';
import type { SuccessorFacts } from './decision-words.js';
import type { WebContext } from './deps.js';

/** What the form of a named successor is filled with; the Coordinator may correct each. */
export async function successorForm(
  { catalogue, contacts }: WebContext,
  facts: SuccessorFacts,
): Promise<object | null> {
  const party = catalogue.parties.find(({ code }) => code === facts.party);
  if (!party) return null;
  const inUse = contactBook(party, await contacts.findChanges(party.code)).filter(
    ({ status }) => status !== 'replaced',
  );
  return {
    party: party.name.en,
    name: printable(facts.name),
    address: printable(facts.address),
    contacts: inUse.map(({ id, name, address }) => ({
      id,
      words: `${contactWords(id)}: ${printable(name)}, ${address}`,
      isChosen: id === facts.contact,
    })),
  };
}
