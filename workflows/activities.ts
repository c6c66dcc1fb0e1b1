import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { AcknowledgementActivities } from '../activities/acknowledgement.js';
import type { AdjustmentActivities } from '../activities/adjustment.js';
import type { ContactActivities } from '../activities/contact.js';
import type { ContactRoundActivities } from '../activities/contact-round.js';
import type { CycleActivities } from '../activities/cycle.js';
import type { DigestActivities } from '../activities/digest.js';
import type { MailActivities } from '../activities/mail.js';
import type { PostActivities } from '../activities/post.js';
import type { RecordActivities } from '../activities/record.js';
import type { ThanksActivities } from '../activities/thanks.js';
import type { ReportActivities } from '../activities/report.js';

/**
 * A worker that was killed is noticed after so long; a living one tells of itself every three seconds (`worker/heartbeat.ts`). Without
 * it what was under way would stand still until its own time is over.
 */
const HEARTBEAT_TIMEOUT = '15 seconds';

/** Bookkeeping in the record: short, repeated without harm, retried until the database is back. */
export const book = proxyActivities<
  RecordActivities &
    CycleActivities &
    ReportActivities &
    DigestActivities &
    AdjustmentActivities &
    Pick<ContactActivities, 'recordContact'> &
    Pick<ContactRoundActivities, 'findDueRound'>
>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * The same bookkeeping beside the workflow task: a fifth of the cost. A local activity that retries holds up the whole
 * workflow, so it gets two seconds and three attempts; then `book` takes over.
 */
export const bookLocally = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 3, initialInterval: '100 milliseconds' },
});

/** Mail: ordinary activities, retried by the server while the mail server is away. */
export const mail = proxyActivities<
  PostActivities &
    AcknowledgementActivities &
    MailActivities &
    ThanksActivities &
    Pick<ContactRoundActivities, 'sendContactNote'> &
    Pick<DigestActivities, 'sendDigest'> &
    Pick<ContactActivities, 'sendHandover' | 'acknowledgeContacts'>
>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
