import type { Adjustment } from '../../domain/adjustment.js';
import { adjustmentWorkflowId, TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { simulate } from '../../domain/simulation.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * A year in which dates move: Peru is granted three weeks, the clock of Brazil stands still for two, Haiti writes while its own
 * stands still, and at last the report itself is put off.
 */

const ASKED = ['PER', 'BRA', 'HTI', 'BLZ'];
const ACT = { authority: 'note of January 5, 2055', by: 'a story' };

describe('a year in which dates move', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter((party) => ASKED.includes(party.code)),
    }));
    await story.until('2054-12-03');
    await story.open();
    await story.until('2055-01-05');
    await adjust({
      kind: 'extension',
      id: 'peru',
      requestId: 'annual-report/2055/PER',
      dueDate: '2055-02-22',
      reason: 'elections',
      ...ACT,
    });
    await pause('BRA', '2055-01-05');
    await pause('HTI', '2055-01-05');
    await story.until('2055-01-12');
    await answerOf('HTI');
    await story.until('2055-01-19');
    await resume('BRA', '2055-01-19');
    await resume('BRA', '2055-01-19'); // a repeat changes nothing
    await story.until('2055-01-20');
    await adjust({
      kind: 'reportDate',
      id: 'report',
      cycleId: 'annual-report/2055',
      date: '2055-05-03',
      reason: 'the Permanent Council has moved the item',
      ...ACT,
    });
    await story.until('2055-04-10');
    await saveHistories(story.env.client, 'adjustment', [
      'adjustment/peru',
      'adjustment/pause-BRA',
      'adjustment/resume-BRA',
      'adjustment/report',
      ...['PER', 'BRA', 'HTI'].map((code) => `annual-report/2055/${code}`),
    ]);
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

  /** Without waiting for its result: the test server would let time run meanwhile. */
  async function adjust(adjustment: Adjustment): Promise<void> {
    await story.env.client.workflow.start(WorkflowType.adjustment, {
      workflowId: adjustmentWorkflowId(adjustment.id),
      taskQueue: TASK_QUEUE,
      args: [adjustment],
    });
    await story.quiet();
  }

  async function pause(party: string, fromDate: string): Promise<void> {
    const scope = `party/${party}` as const;
    await adjust({
      kind: 'pause',
      id: `pause-${party}`,
      scope,
      fromDate,
      untilDate: null,
      reason: 'a hurricane',
      ...ACT,
    });
  }

  async function resume(party: string, onDate: string): Promise<void> {
    const pauseId = `pause-${party}`;
    await adjust({
      kind: 'resume',
      id: `resume-${party}`,
      pauseId,
      onDate,
      reason: 'it has passed',
      ...ACT,
    });
    await story.quiet();
  }

  async function answerOf(party: string): Promise<void> {
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', `${party}/capital`)
      .executeTakeFirstOrThrow();
    const attachments = [{ filename: 'rapport.pdf', content: 'données' }];
    await story.send({ from: post.toAddress, to: post.replyAddress, subject: 'Re', text: 'Voir.', attachments });
  }

  async function sentTo(party: string, role: string): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'datedAt'])
      .where('contact', '=', `${party}/${role}`)
      .where('status', '=', 'sent')
      .orderBy('datedAt')
      .execute();
    return rows.map((row) => `${row.datedAt.slice(0, 10)} ${row.stepKey.split('/')[3] ?? ''}`);
  }

  it('tells the mission and the capital of the later date in their language, and recalls by that date', async () => {
    expect(await sentTo('PER', 'mission')).toEqual([
      '2054-12-03 request',
      '2055-01-05 extension-1',
      '2055-02-08 recall-1',
      '2055-02-25 reminder-1',
      '2055-03-04 escalation-1',
      '2055-03-18 escalation-2',
    ]);
    expect((await sentTo('PER', 'capital')).slice(0, 3)).toEqual([
      '2054-12-03 request',
      '2055-01-05 extension-1',
      '2055-02-08 recall-1',
    ]);
    const notice = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('stepKey', '=', 'annual-report/2055/PER/extension-1/mission')
      .executeTakeFirstOrThrow();
    const text = notice.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('se ha prorrogado hasta el 22 de febrero de 2055');
    expect(text).toContain('a su nota del 3 de diciembre de 2054');
  });

  it('sends nothing while the clock stands still, restores the days that were left, and tells of the later date', async () => {
    expect(await sentTo('BRA', 'mission')).toEqual([
      '2054-12-03 request',
      '2055-01-19 extension-1',
      '2055-02-02 recall-1',
      '2055-02-19 reminder-1',
      '2055-02-26 escalation-1',
      '2055-03-12 escalation-2',
    ]);
    const request = await story.request('BRA');
    // 1 February and the fourteen days of the pause are 15 February, Washington's Birthday.
    expect(request.dueDate).toBe('2055-02-16');
    expect(request.plan.due.steps.map((step) => step.kind)).toEqual(['counted', 'moved', 'paused', 'moved']);
  });

  it('acknowledges what is received while the clock stands still, and asks no more', async () => {
    expect(await sentTo('HTI', 'capital')).toEqual(['2054-12-03 request', '2055-01-12 acknowledgement']);
    expect(await story.request('HTI')).toMatchObject({ stage: 'answered' });
  });

  it('moves the closing with the report, keeps the due date that the note has printed, and the old date with its authority', async () => {
    const silent = await story.request('BLZ');
    expect(silent.dueDate).toBe('2055-02-01');
    // Thirty days before 3 May is Saturday, 3 April.
    expect(silent).toMatchObject({ stage: 'closed', closedAs: 'noAnswer' });
    expect(silent.closeAt.slice(0, 10)).toBe('2055-04-05');
    const [moved] = await story.record.db.selectFrom('reportDate').selectAll().execute();
    expect(moved).toMatchObject({ formerDate: '2055-04-15', date: '2055-05-03', authority: ACT.authority });
  });

  it('is the year that the simulator lists for the same acts: party, step, addressee and day', async () => {
    const { headquarters, obligations, parties } = story.catalogue;
    const [obligation] = obligations;
    const cycle = await story.cycles.findCycle('annual-report/2055');
    const answer = await story.record.db.selectFrom('submission').selectAll().executeTakeFirstOrThrow();
    const entries = await story.record.db.selectFrom('ledger').selectAll().orderBy('seq').execute();
    const moved = await story.record.db.selectFrom('reportDate').selectAll().executeTakeFirstOrThrow();
    const { authority } = ACT;
    const script = entries.flatMap((entry): ScriptedEvent[] => {
      const { at, reason, dueDate, endedAt } = entry;
      const act = { authority, reason };
      if (dueDate !== null) return [{ kind: 'extension', party: 'PER', at, dueDate, ...act }];
      const party = entry.scope.slice(-3);
      const pause: ScriptedEvent = { kind: 'pause', party, at, ...act };
      return endedAt === null ? [pause] : [pause, { kind: 'resume', party, at: endedAt, ...act }];
    });
    const objectionWorkingDays = obligation?.objectionWorkingDays;
    const lines = simulate({
      ...(objectionWorkingDays === undefined ? {} : { objectionWorkingDays }),
      cycle: 'annual-report/2055',
      rules: obligation?.rules ?? fail(),
      reportDate: '2055-04-15',
      openedAt: cycle?.openedAt ?? fail(),
      headquarters,
      parties,
      script: [
        ...script,
        { kind: 'answer', party: 'HTI', at: answer.receivedAt, sender: 'HTI/capital' },
        { kind: 'reportDate', party: null, at: moved.at, date: moved.date, authority, reason: moved.reason },
      ],
      unreachable: [],
    });
    expect(lines.filter((line) => line.kind === 'refused')).toEqual([]);
    const simulated = lines
      .filter((line) => line.kind === 'mail')
      .map((line) => `${line.at.slice(0, 10)} ${line.rung} ${line.to ?? ''}`);
    const sent = (await story.record.db.selectFrom('mailOut').selectAll().where('party', 'is not', null).execute()).map(
      (mail) =>
        `${mail.datedAt.slice(0, 10)} ${(mail.stepKey.split('/')[3] ?? '').replace('copied', 'acknowledgement')} ${mail.contact ?? ''}`,
    );
    expect(sent.length).toBeGreaterThan(30);
    expect(sent.sort()).toEqual(simulated.sort());
  });

  it('writes every move into the case log, once', async () => {
    const log = await story.record.db
      .selectFrom('caseLog')
      .select(['requestId', 'kind'])
      .where('kind', 'in', ['planChanged', 'paused', 'resumed'])
      .orderBy('requestId')
      .orderBy('seq')
      .execute();
    expect(log.map(({ requestId: id, kind }) => `${id.slice(-3)} ${kind}`)).toEqual([
      'BLZ planChanged',
      'BRA paused',
      'BRA resumed',
      'BRA planChanged',
      'HTI paused',
      'HTI planChanged',
      'PER planChanged',
      'PER planChanged',
    ]);
  });
});

function fail(): never {
  throw new Error('the story has no obligation and no cycle');
}
