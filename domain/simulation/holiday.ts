import { actWords } from '../ledger.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import type { ScriptedHoliday } from '../script.js';
import { told } from './part.js';
import type { World } from './world.js';

/** A day off becomes known: what was to leave or to be due on it moves. */
export function proclaim(
  one: ScriptedHoliday,
  id: string,
  at: string,
  state: RequestState,
  { requestId, timetable, diary, input }: World,
): RequestEvent | null {
  const { date, name, party } = one;
  const { stage, plan } = state;
  if (stage === 'closed') return diary.pass(one, at, `${requestId} is closed`);
  const place = party === null ? 'headquarters' : 'party';
  const why = timetable.dayOff(date, place);
  if (why !== null) return diary.pass(one, at, `${date} is no working day already (${why})`, { kind: 'refused' });
  if (date < timetable.dayOf(at)) return diary.pass(one, at, `${date} is over: it moves nothing`, { kind: 'refused' });
  timetable.addHoliday({ date, name }, place);
  const where = party === null ? 'at headquarters' : `in ${party}`;
  const words = `${date} is a day off ${where} (${name}): ${actWords(one)}`;
  const changed = { kind: 'changed', rung: 'planChanged' } as const;
  if (timetable.isBeforeOpening(at))
    return diary.pass(one, at, `${words}; before the request opens, on ${timetable.dayOf(input.openedAt)}`, changed);
  const moved = timetable.replan(state, at);
  const rungs = plan.rungs.flatMap(({ id: rung, date: before }) => {
    const after = moved.rungs.find((other) => other.id === rung)?.date.date;
    return after === undefined || after === before.date ? [] : [`${rung} on ${after} instead of ${before.date}`];
  });
  if (rungs.length === 0 && moved.due.date === plan.due.date)
    return diary.pass(one, at, `${words}; it moves nothing`, changed);
  diary.take(one);
  const because = [told(one, words), ...rungs].join('; ');
  return { type: 'planChanged', id: `holiday/${id}`, at, plan: moved, because };
}
