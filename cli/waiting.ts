import { findRegisterTasks } from '../office/decisions/register.js';
import { cycleOf, partyCodeOf } from '../domain/ids.js';
import { namingOf } from '../domain/keys.js';
import { dateIn } from '../domain/plan.js';
import type { LogEntry, TaskKind } from '../domain/request-events.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';

/** What waits for the Coordinator, with the command that deals with it. */
export interface Waiting {
  /** Of the task; what a register leaves to do has no task, and is named by its entry. */
  id: string;
  /** What it is about, as the command names it: the message, the received mail, the entry of a register; else the task. */
  item: string;
  kind: TaskKind;
  requestId: string | null;
  receiptId: string | null;
  data: LogEntry['data'];
  raisedAt: string;
  doneAt: null;
  doneBecause: null;
  about: string;
  /** Without `npx coordinator`. */
  command: string;
}

/** All that waits, the oldest first: the decisions on requests and mail, and what the registers leave to do. */
export async function findWaiting({ intake, registers, catalogue }: OpenRecord): Promise<Waiting[]> {
  const open = { doneAt: null, doneBecause: null } as const;
  const tasks = await intake.findOpenTasksWithMail();
  const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
  const waiting = [
    ...tasks.map(({ summary, envelopeFrom: envelope, ...task }): Waiting => {
      const { data, receiptId } = task;
      const mail = receiptId === null ? [] : [summary?.from.join(', ') || envelope || '', summary?.subject ?? ''];
      const named = successorWords(task.kind, data);
      const facts = [...named, data.rung ?? data.sender ?? data.contact ?? data.until ?? '', ...mail].map(String);
      const item =
        task.kind === 'successor'
          ? namingOf(task.id)
          : typeof data.message === 'string'
            ? data.message
            : (receiptId ?? task.id);
      const about = [...new Set(facts.filter((part) => part !== ''))].join(', ');
      return { ...task, ...open, item, about, command: commandFor(task.kind, task.requestId, item, data) };
    }),
    ...(await findRegisterTasks(registers, catalogue, today)).map(({ kind, data, raisedAt, about }): Waiting => {
      const id = String(data.entry);
      const what = [about?.name, data.amount ?? data.text, data.due].filter((part) => typeof part === 'string');
      const task = { id, item: id, kind, requestId: null, receiptId: null, data, raisedAt };
      return { ...task, ...open, about: what.join(', '), command: commandFor(kind, null, id, data) };
    }),
  ];
  return waiting.sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0));
}

/** Who is named in whose place, where that is the decision. */
function successorWords(kind: TaskKind, { contact, name, address, party }: LogEntry['data']): string[] {
  return kind === 'successor' ? [`${String(contact || party)} by ${String(name)} <${String(address)}>`] : [];
}

function commandFor(kind: TaskKind, requestId: string | null, item: string, data: LogEntry['data']): string {
  const request = requestId ?? 'REQUEST';
  const party = requestId === null ? 'STATE' : partyCodeOf(requestId);
  const ofCycle = requestId === null ? party : `${party} --cycle ${cycleOf(requestId)}`;
  const contact = typeof data.contact === 'string' && data.contact.includes('/') ? data.contact : null;
  switch (kind) {
    case 'release':
      return `release ${ofCycle}`;
    case 'approval':
      return `decide approve ${ofCycle}`;
    case 'assistance':
    case 'extensionRequested':
    case 'justification':
      return `decide grant ${ofCycle}`;
    case 'message':
      return `decide message ${item}`;
    case 'successor':
      return `decide successor ${item}`;
    case 'heldMail':
      return `mail file ${item} ${request}`;
    case 'parked':
      return `retry ${ofCycle}`;
    case 'duty':
      return `file ${request}`;
    case 'pledge':
      return `pledge paid ${item}, or pledge remind ${item}`;
    case 'observation':
      return `observation close ${item}`;
    case 'bounced':
    case 'undeliverable':
    case 'notReached':
      return contact === null ? `contacts list --party ${party}` : `contacts replace ${contact}`;
    case 'escalated':
      return `history ${request}`;
  }
}
