import { Command, Option } from 'commander';
import { createAdjustmentActivities } from '../activities/adjustment.js';
import type { Act } from '../domain/actor.js';
import { requestId as idOfRequest } from '../domain/ids.js';
import { successorTaskId } from '../domain/keys.js';
import { ASK_KINDS, SUBMISSION_KINDS } from '../domain/request-state.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { createDecisions, isAskTask } from '../office/decisions/decision.js';
import type { Refusal, WaitingTask } from '../office/decisions/decision.js';
import { createSuccessorDecisions } from '../office/decisions/successor.js';
import { systemClock } from '../worker/clock.js';
import type { Engine, OpenRecord } from '../worker/composition.js';
import { findCycle } from './cycle.js';
import { deliveryOf } from './delivery.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { OPERATOR } from './operator.js';
import { print, printJson, printTable } from './output.js';
import { withEngine, withRecord } from './session.js';
import { findWaiting } from './waiting.js';

interface Of {
  cycle?: string;
}

const word = (): Act => ({ by: OPERATOR, at: systemClock.now() });

/** What waits for the Coordinator, and the decisions on it: the same as on the desk. */
export function decideCommand(): Command {
  const decide = new Command('decide').description('decide what waits for the Coordinator, as on the desk');
  const cycle = ['--cycle <id>', 'the newest that member states answer by default'] as const;
  decide
    .command('list')
    .description('what waits')
    .option('--json', 'one JSON object a line')
    .action(({ json }: { json?: boolean }) => withRecord((record) => list(record, json ?? false)));
  decide
    .command('approve')
    .description('let a note leave that waits for approval')
    .argument('<state>', 'by its code or name')
    .option(...cycle)
    .action((state: string, options: Of) => approval(state, { ...options, isApproved: true, reason: '' }));
  decide
    .command('decline')
    .description('leave out a note that waits for approval')
    .argument('<state>', 'by its code or name')
    .requiredOption('--reason <words>', 'why')
    .option(...cycle)
    .action((state: string, options: Of & { reason: string }) => approval(state, { ...options, isApproved: false }));
  for (const [name, isGranted, description] of [
    ['grant', true, 'grant what a state asks for: assistance was given, a later date, its reason is accepted'],
    ['refuse', false, 'do not grant what a state asks for: its ladder goes on'],
  ] as const) {
    const command = decide
      .command(name)
      .description(description)
      .argument('<state>', 'by its code or name')
      .requiredOption('--reason <words>', 'why')
      .option(...cycle);
    if (isGranted)
      command
        .option('--until <date>', 'the new due date, for a later date; yyyy-mm-dd', '')
        .option('--authority <words>', 'who allowed it, for a later date', '');
    command.action((state: string, options: Of & { reason: string; until?: string; authority?: string }) =>
      ask(state, { until: '', authority: '', ...options, isGranted }),
    );
  }
  for (const [name, isPart, description] of [
    ['part', true, 'what was received is a part: nothing escalates, and reminders ask for the rest'],
    ['complete', false, 'what was received is all'],
  ] as const) {
    decide
      .command(name)
      .description(description)
      .argument('<state>', 'by its code or name')
      .option(...cycle)
      .action((state: string, options: Of) =>
        deciding(async (decisions, record) =>
          decisions.judge(await requestOf(record, state, options.cycle), isPart, word()),
        ),
      );
  }
  decide
    .command('message')
    .description('say what a message is')
    .argument('<id>', 'as `decide list` gives it')
    .addOption(
      new Option('--as <kind>', 'what it is').choices([...SUBMISSION_KINDS, ...ASK_KINDS]).makeOptionMandatory(),
    )
    .option('--until <date>', 'the date it asks for, with extensionRequested; yyyy-mm-dd', '')
    .action((id: string, options: { as: string; until: string }) => message(id, options));
  decide
    .command('successor')
    .description('accept whoever is named as a new contact, as the text has it or as you correct it; or refuse')
    .argument('<id>', 'as `decide list` gives it')
    .option('--contact <contact>', 'whose place it takes, such as BRA/capital', '')
    .option('--name <words>', 'the function or the name', '')
    .option('--address <address>', 'one mail address', '')
    .option('--reason <words>', 'why; needed to refuse', '')
    .option('--refuse', 'nothing is changed, and the reason is kept')
    .action(successor);
  return decide;
}

/** Accepts whoever a text names as a new contact, or refuses. */
async function successor(
  id: string,
  given: { refuse?: boolean; contact: string; name: string; address: string; reason: string },
): Promise<void> {
  await withEngine(async ({ starts }, record, config) => {
    const { intake, contacts, catalogue } = record;
    const named = (await record.intake.findOpenTasks()).filter(({ kind }) => kind === 'successor');
    const task = named.find((one) => one.id === id || one.id === successorTaskId(id));
    if (!task)
      throw new CommandFault(`Nobody is named as a new contact by '${id}': \`decide list\` gives what waits.`, 2);
    const decide = createSuccessorDecisions({
      intake,
      contacts,
      catalogue,
      isReserved: unusableIn(config),
      changeContact: (party, change) => starts.contact(party, change),
    });
    const refusal = await decide(task, { ...given, isAccepted: given.refuse !== true, ...word() });
    if (refusal === 'gone') throw new CommandFault('Nothing waits for this decision: it was taken before, or is over.');
    if (refusal !== null) throw new CommandFault(`${refusal.because} Nothing was changed.`, 2);
    print('The decision is on record.');
  });
}

type Decisions = ReturnType<typeof createDecisions>;

/** Runs one decision and says what became of it. Throws CommandFault where it is refused. */
async function deciding(
  work: (decisions: Decisions, record: OpenRecord, deliver: ReturnType<typeof deliveryOf>) => Promise<Refusal>,
): Promise<void> {
  await withEngine(async (engine: Engine, record) => {
    const { intake, catalogue, ledger, cycles } = record;
    const { cases } = engine;
    const delivery = deliveryOf(engine, record);
    const adjustments = createAdjustmentActivities({ ledger, cycles, cases, catalogue });
    const adjust = {
      findRefusal: (adjustment: Parameters<typeof engine.starts.adjust>[0]) =>
        adjustments.findRefusal({ adjustment, at: systemClock.now() }),
      adjust: (adjustment: Parameters<typeof engine.starts.adjust>[0]) => engine.starts.adjust(adjustment),
    };
    const refusal = await work(createDecisions({ intake, delivery, adjust }), record, delivery);
    if (refusal === 'gone') throw new CommandFault('Nothing waits for this decision: it was taken before, or is over.');
    if (refusal !== null) throw new CommandFault(`${refusal.because} Nothing was changed.`, 2);
    print('The decision is on record.');
  });
}

const approval = (state: string, given: Of & { isApproved: boolean; reason: string }): Promise<void> =>
  deciding(async (decisions, record) => {
    const task = await waiting(record, state, given.cycle, (one) => one.kind === 'approval');
    return decisions.approval(task, { ...given, ...word() });
  });

const ask = (
  state: string,
  given: Of & { isGranted: boolean; reason: string; until: string; authority: string },
): Promise<void> =>
  deciding(async (decisions, record) => {
    const task = await waiting(record, state, given.cycle, ({ kind }) => isAskTask(kind));
    return decisions.ask(task, { ...given, ...word() });
  });

const message = (id: string, { as, until }: { as: string; until: string }): Promise<void> =>
  deciding(async (decisions, record, deliver) => {
    const found = await record.intake.findMessage(id);
    if (!found)
      throw new CommandFault(`There is no message '${id}' on record: \`decide list\` gives those that wait.`, 2);
    const asked = ASK_KINDS.find((one) => one === as);
    if (asked) return decisions.askOf(id, asked, until, word());
    if (found.acceptedAs !== null) return 'gone';
    const kind = SUBMISSION_KINDS.find((one) => one === as) ?? 'answer';
    const { by, at } = word();
    await deliver.submission(await decisions.accept(id, kind, { by, at }), at);
    return null;
  });

async function requestOf(record: OpenRecord, state: string, asked: string | undefined): Promise<string> {
  const cycle = await findCycle(record, asked);
  const requestId = idOfRequest(cycle.id, findParty(record.catalogue, state).code);
  if (!(await record.requests.findRequest(requestId)))
    throw new CommandFault(`There is no request '${requestId}' on record.`, 2);
  return requestId;
}

/** The oldest task of a request that waits. */
async function waiting(
  record: OpenRecord,
  state: string,
  asked: string | undefined,
  test: (task: WaitingTask) => boolean,
): Promise<WaitingTask> {
  const requestId = await requestOf(record, state, asked);
  const tasks = await record.intake.findOpenTasks();
  const task = tasks.find((one) => one.requestId === requestId && test(one));
  if (!task) throw new CommandFault(`${requestId}: nothing waits for this decision. \`decide list\` gives what waits.`);
  return task;
}

async function list(record: OpenRecord, json: boolean): Promise<void> {
  const waiting = await findWaiting(record);
  if (json) waiting.forEach(printJson);
  else if (waiting.length === 0) print('Nothing waits for a decision.');
  else {
    printTable(
      ['since', 'decision', 'about', 'id', 'command'],
      waiting.map(({ raisedAt: since, requestId: request, kind, about, item, command }) => [
        since.slice(0, 10),
        kind,
        [request, about].filter((part) => part !== null && part !== '').join(': '),
        kind === 'message' || request === null ? item : '',
        command,
      ]),
    );
    print('\nEach command is typed after `npx coordinator`; --help says what it takes.');
  }
}
