import type { Cases } from './cases.js';
import type { Messages } from './messages.js';
import type { Judged, Origins, Receipts } from './receipts.js';
import type { Submissions } from './submissions.js';
import type { Tasks } from './tasks.js';

/** Received mail and what was made of it. Unique keys decide: a redelivery changes nothing. */
export interface Intake extends Receipts, Origins, Judged, Submissions, Messages, Tasks, Cases {}
