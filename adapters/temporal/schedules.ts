import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import { TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import { OPENING_HOUR } from '../../domain/opening-hour.js';

/** Missed in an outage by more than this, a firing is dropped: one digest afterwards covers all. */
const CATCHUP = '6 hours';

function schedule(
  scheduleId: string,
  workflowType: string,
  spec: ScheduleOptions['spec'],
  note: string,
): ScheduleOptions {
  return {
    scheduleId,
    spec,
    action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: TASK_QUEUE, args: [] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP },
    state: { note },
  };
}

/**
 * The Schedules of the service. Hours are headquarters' (`zone`) and lie where no change of the clocks touches them.
 * Schedules know no holidays: the workflow asks the calendar.
 */
export function schedulesOf(zone: string): ScheduleOptions[] {
  const weekday = { start: 'MONDAY', end: 'FRIDAY' } as const;
  return [
    schedule(
      'digest',
      WorkflowType.digest,
      { calendars: [{ dayOfWeek: weekday, hour: 7, minute: 30 }], timezone: zone },
      'The Coordinator’s digest on working mornings',
    ),
    schedule(
      'openings',
      WorkflowType.openings,
      { calendars: [{ ...OPENING_HOUR }], timezone: zone },
      'Opens the cycles that are due',
    ),
    schedule(
      'sweep',
      WorkflowType.sweep,
      { intervals: [{ every: '2 minutes' }] },
      'Starts what was received and not begun',
    ),
  ];
}

/** Creates the Schedules or brings them up to date; a pause that an administrator set stays. */
export async function ensureSchedules(client: Client, zone: string): Promise<void> {
  for (const options of schedulesOf(zone)) {
    try {
      await client.schedule.create(options);
    } catch (fault) {
      if (!(fault instanceof ScheduleAlreadyRunning)) throw fault;
      const { spec, action, policies } = options;
      await client.schedule.getHandle(options.scheduleId).update((previous) => ({
        ...previous,
        spec,
        action: { ...action, workflowId: options.scheduleId },
        policies,
      }));
    }
  }
}
