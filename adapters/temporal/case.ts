import { isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { CasePort } from '../../office/intake/delivery.js';
import { MessageName } from '../../domain/ids.js';
import type { Outcome } from '../../domain/request-state.js';

/** gRPC status 9: the update found its workflow completed between admission and handling. */
const FAILED_PRECONDITION = 9;

/** The request workflows behind the port: events travel as updates, deduplicated by their id. */
export function createCasePort(client: Client): CasePort {
  return {
    async deliver(workflowId, requestId, event) {
      try {
        const handle = client.workflow.getHandle(workflowId);
        const args: [{ requestId: string; event: typeof event }] = [{ requestId, event }];
        return await handle.executeUpdate<Outcome, typeof args>(MessageName.deliver, {
          args,
          updateId: `${requestId}#${event.type}/${event.id}`,
        });
      } catch (fault) {
        if (isEnded(fault)) return 'ended';
        throw fault;
      }
    },
  };
}

function isEnded(fault: unknown): boolean {
  if (fault instanceof WorkflowNotFoundError) return true;
  if (fault instanceof WorkflowUpdateFailedError) {
    const type = (fault.cause as { type?: string } | undefined)?.type;
    return type === 'AcceptedUpdateCompletedWorkflow';
  }
  return isGrpcServiceError(fault) && Number(fault.code) === FAILED_PRECONDITION;
}
