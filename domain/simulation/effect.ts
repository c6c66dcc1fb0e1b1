import { taskWords } from '../log-words.js';
import type { AcknowledgeEffect, Effect, PostEffect, RecordEffect, RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import { owedCopy } from '../standing.js';
import type { World } from './world.js';

/** Carries out what the machine wants done, and says what came of it. */
export function carryOut(effect: Effect, state: RequestState, world: World): RequestEvent[] {
  switch (effect.kind) {
    case 'record':
      return record(effect, world);
    case 'acknowledge':
      return [acknowledge(effect, world)];
    case 'post':
      return [post(effect, state, world)];
  }
}

function record(effect: RecordEffect, world: World): RequestEvent[] {
  const { at } = effect;
  for (const task of effect.tasks) {
    if (task.change !== 'raise') continue;
    const because = taskWords(task.kind, task.data);
    world.diary.line({ at, kind: 'task', rung: task.key, to: null, because });
  }
  return approvalsOf(effect, world);
}

/** Approvals are given at once, unless the script gives them or nobody does. */
function approvalsOf({ at, tasks }: RecordEffect, { input, part }: World): RequestEvent[] {
  const { approvals = 'atOnce' } = input;
  const isScripted = part.events.some(({ kind }) => kind === 'approve' || kind === 'decline');
  if (approvals === 'none' || isScripted) return [];
  return tasks.flatMap((task): RequestEvent[] => {
    if (task.change !== 'raise' || task.kind !== 'approval') return [];
    return [{ type: 'approved', id: task.key, at, rung: String(task.data.rung), by: 'the simulator' }];
  });
}

/** A document that was filed by hand has no sender who could be written to. */
function acknowledge({ at, what, subject }: AcknowledgeEffect, world: World): RequestEvent {
  const { addressBook, diary } = world;
  const to = senderOf(subject, world);
  const isWelcome = addressBook.isPerson(to);
  if (isWelcome) diary.line({ at, kind: 'mail', rung: 'acknowledgement', to, because: `a ${what} was received` });
  if (what === 'submission') copy(to, at, world);
  return { type: 'acknowledged', at, what, subject, status: isWelcome ? 'sent' : 'cancelled', detail: '' };
}

function senderOf(subject: string, { part, addressBook }: World): string {
  const scripted = part.by(subject);
  return scripted && 'sender' in scripted && scripted.sender ? scripted.sender : addressBook.capital();
}

/** A mission is told what its capital has sent by itself. */
function copy(sender: string, at: string, { input, addressBook, timetable, diary }: World): void {
  const role = addressBook.isOfCapital(sender) ? 'capital' : null;
  const party = { contacts: addressBook.contacts() };
  const owed = owedCopy(party, { days: input.objectionWorkingDays, role, isAccepted: false });
  if (owed === null) return;
  const { mission, days } = owed;
  const until = timetable.workingDaysAfter(at, days);
  const because = `a copy of what the capital has sent; the mission may object until ${until}`;
  diary.line({ at, kind: 'mail', rung: 'acknowledgement', to: mission.id, because });
}

function post(effect: PostEffect, state: RequestState, world: World): RequestEvent {
  const { at, rung } = effect;
  const { input, party, timetable, postOffice } = world;
  const posts = postOffice.post(effect, { state, timetable }, !input.unreachable.includes(party.code));
  const isNote = state.plan.rungs.some(({ id, kind }) => id === rung && kind === 'request');
  const isOut = posts.every(({ status }) => status !== 'postponed');
  const plan = isNote && isOut ? timetable.planForNote(state.plan, at) : null;
  return { type: 'posted', at, rung, posts, plan };
}
