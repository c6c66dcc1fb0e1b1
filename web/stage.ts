import type { IsoDate } from '../domain/mandate.js';
import type { ClosedAs, Stage } from '../domain/request-state.js';
import type { RequestRecord } from '../office/ports/requests.js';

/** The colour of a stage; never its only sign. */
export type StageTone = 'done' | 'open' | 'wait' | 'alert' | 'end';

export interface StageWords {
  words: string;
  tone: StageTone;
}

const STAGES: Record<Exclude<Stage, 'closed'>, StageWords> = {
  scheduled: { words: 'Note not yet sent', tone: 'open' },
  awaitingRelease: { words: 'Awaiting release', tone: 'wait' },
  waiting: { words: 'Waiting for the answer', tone: 'open' },
  answered: { words: 'Answered', tone: 'done' },
  answeredInPart: { words: 'Answered in part', tone: 'open' },
  justified: { words: 'Justified: no answer will come', tone: 'done' },
  notReached: { words: 'Not reached', tone: 'alert' },
};

const CLOSINGS: Record<ClosedAs, StageWords> = {
  answered: { words: 'Closed: answered', tone: 'done' },
  answeredInPart: { words: 'Closed: answered in part', tone: 'done' },
  justified: { words: 'Closed: no answer, justified', tone: 'end' },
  noAnswer: { words: 'Closed: no answer', tone: 'end' },
  notReached: { words: 'Closed: not reached', tone: 'alert' },
  notSent: { words: 'Closed: note never sent', tone: 'alert' },
  ended: { words: 'Closed: the duty was over', tone: 'end' },
};

/** The stage of a request in words. `today` is the date at headquarters. */
export function stageOf(
  request: Pick<RequestRecord, 'stage' | 'closedAs' | 'dueDate' | 'parkedBecause' | 'pausedBecause'>,
  today: IsoDate,
): StageWords {
  if (request.parkedBecause !== null) return { words: 'Stopped by a fault', tone: 'alert' };
  if (request.stage === 'closed')
    return request.closedAs ? CLOSINGS[request.closedAs] : { words: 'Closed', tone: 'end' };
  if (request.pausedBecause !== null && request.stage !== 'answered')
    return { words: 'The clock stands still', tone: 'wait' };
  if (request.stage === 'waiting' && request.dueDate < today)
    return { words: 'Waiting, past the due date', tone: 'wait' };
  return STAGES[request.stage];
}
