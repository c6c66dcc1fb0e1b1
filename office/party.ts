import { partyCodeOf } from '../domain/ids.js';
import type { Catalogue, Obligation, Party } from '../domain/mandate.js';
import { FailureType, permanent } from './failure.js';

/** The party of a request, by the last part of its id. Fails for good when the mandate files do not know it. */
export function partyOf(catalogue: Catalogue, requestId: string): Party {
  const code = partyCodeOf(requestId);
  const party = catalogue.parties.find((one) => one.code === code);
  if (!party)
    throw permanent(
      FailureType.RequestUnknown,
      `${requestId}: no party '${code}' in mandates/parties; add it, or close the request`,
    );
  return party;
}

/** An obligation by id. Fails for good when the mandate files do not hold it. */
export function obligationOf(catalogue: Catalogue, id: string): Obligation {
  const obligation = catalogue.obligations.find((one) => one.id === id);
  if (obligation) return obligation;
  const known = catalogue.obligations.map((one) => one.id).join(', ');
  throw permanent(FailureType.ObligationUnknown, `no obligation '${id}' in mandates/obligations; known: ${known}`);
}
