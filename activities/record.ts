import { recipientsOf } from '../domain/contact.js';
import type { Catalogue } from '../domain/mandate.js';
import type { RecordEffect } from '../domain/request-events.js';
import type { RequestState } from '../domain/request-state.js';
import { FailureType, permanent } from '../office/failure.js';
import { partyOf } from '../office/party.js';
import type { Requests } from '../office/ports/requests.js';

export interface RecordDeps {
  requests: Requests;
  catalogue: Catalogue;
}

export type RecordActivities = ReturnType<typeof createRecordActivities>;

/** The record of what requests decided. */
export function createRecordActivities({ requests, catalogue }: RecordDeps) {
  return {
    /** The states of requests at their opening. Fails for good when one is not on record. */
    async loadRequests({ requestIds }: { requestIds: string[] }): Promise<{ requests: RequestState[] }> {
      const states = await requests.loadRequests(requestIds);
      const missing = requestIds.filter((id) => !states.some((state) => state.requestId === id));
      if (missing.length > 0)
        throw permanent(FailureType.RequestUnknown, `not on record: ${missing.join(', ')}; open the cycle again`);
      return { requests: states };
    },

    /** Writes each decision in a transaction of its own. */
    async recordSteps({ effects }: { effects: RecordEffect[] }): Promise<void> {
      for (const effect of effects) {
        const party = partyOf(catalogue, effect.requestId);
        await requests.record(effect, (roles, changes) =>
          recipientsOf(party, changes, roles).map(({ id, role }) => ({ contact: id, role })),
        );
      }
    },
  };
}
