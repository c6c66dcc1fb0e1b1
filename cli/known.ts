import type { Catalogue, Obligation, Party } from '../domain/mandate.js';
import { CommandFault } from './fault.js';

/** A party by its code (BRA, br) or English name, in any case. Throws CommandFault that lists what is known, `others` first. */
export function findParty(catalogue: Catalogue, text: string, others: string[] = []): Party {
  const wanted = text.toLowerCase();
  const party = catalogue.parties.find((one) =>
    [one.code, one.iso2, one.name.en].some((name) => name?.toLowerCase() === wanted),
  );
  if (party) return party;
  throw new CommandFault(
    `There is no party '${text}'. Known: ${[...others, ...catalogue.parties.map((one) => one.code)].join(' ')}`,
    2,
  );
}

/** An obligation by id. Throws CommandFault that lists what is known. */
export function findObligation(catalogue: Catalogue, id: string): Obligation {
  const obligation = catalogue.obligations.find((one) => one.id === id);
  if (obligation) return obligation;
  throw new CommandFault(
    `There is no obligation '${id}'. Known: ${catalogue.obligations.map((one) => one.id).join(', ')}`,
    2,
  );
}
