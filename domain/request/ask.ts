import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import type { AskKind } from '../request-state.js';
import { endLadder } from './closing.js';
import { ASK_WORDS } from './ask-words.js';
import type { Draft } from './draft.js';
import { tick } from './ladder.js';
import { isReminder } from './rung.js';
import { isPaused, ladderOver } from './stage.js';

/* What a party asks for instead of an answer: the ladder rests until a person has decided. */

/** What was taken for a mere message until a person has read it. */
export function asked(draft: Draft, event: Extract<RequestEvent, { type: 'asked' }>): Filed {
  const { id, message, ask, until, by } = event;
  const isAsked = draft.state.asks?.some((one) => one.message === message) ?? false;
  if (isAsked || !draft.state.messageIds.includes(message)) return { as: 'nothing' };
  draft.close(stepKey.message(message), `${by}: ${ASK_WORDS[ask]}`);
  takeAsk(draft, { id, message, ask, until });
  return { as: 'decision' };
}

/** Reminders rest until a person has decided; what has been answered or is over keeps only the task. */
export function takeAsk(
  draft: Draft,
  given: { id: string; message: string; ask: AskKind; until?: string | undefined },
): void {
  const { id, message, ask, until } = given;
  const data = { ask: id, message, ...(until === undefined ? {} : { until }) };
  draft.log('asked', stepKey.asked(id), { ...data, ask });
  draft.raise(ask, stepKey.ask(ask, id), data);
  const over = ladderOver(draft.state);
  if (over !== null && draft.state.stage !== 'notReached') return;
  draft.state.asks = [...(draft.state.asks ?? []), { id, kind: ask, message }];
  for (const rung of draft.state.plan.rungs)
    if (isReminder(rung) && rung.kind !== 'notice') draft.withdraw(rung, { code: 'asked', ask });
}

/** The ladder goes on with the rung that is next ahead; one whose day has passed meanwhile is not made up for. */
export function settle(draft: Draft, event: Extract<RequestEvent, { type: 'settled' }>): Filed {
  const { isGranted, by, reason } = event;
  const { state } = draft;
  const ask = state.asks?.find((one) => one.id === event.ask);
  if (!ask) return { as: 'nothing' };
  state.asks = (state.asks ?? []).filter((one) => one !== ask);
  draft.log('settled', stepKey.settled(ask.id), { ask: ask.kind, isGranted, by, reason });
  draft.close(stepKey.ask(ask.kind, ask.id), `${by}: ${reason}`);
  if (ask.kind === 'justification' && isGranted) {
    state.justifiedBy = by;
    endLadder(draft, 'justified');
    return { as: 'decision' };
  }
  if (state.asks.length === 0 && !isPaused(state)) {
    for (const rung of state.plan.rungs) {
      const { status, sendAt } = draft.progress(rung.id);
      if (isReminder(rung) && rung.kind !== 'notice' && status === 'pending' && sendAt <= draft.at)
        draft.skip(rung, { code: 'passedWhenLadderWentOn' });
    }
  }
  tick(draft);
  return { as: 'decision' };
}
