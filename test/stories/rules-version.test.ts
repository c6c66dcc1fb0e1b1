import type { Adjustment } from '../../domain/adjustment.js';
import { countWorkingDays } from '../../domain/calendar.js';
import { adjustmentWorkflowId, TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * A new version of the rules while a year runs: the cycle of 2055 was opened under version 1, seventy-five calendar days before its
 * report; then the obligation counts thirty working days from the note, in version 2, and the cycle of 2056 is opened early.
 */

const ASKED = ['BLZ', 'BRA'];

describe('a new version of the rules while a year runs', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => ASKED.includes(code)),
      obligations: catalogue.obligations.map((one) => ({ ...one, rules: { ...one.rules, version: 1 } })),
    }));
    await story.until('2054-12-03');
    await story.open();
    const obligation = story.catalogue.obligations.find(({ id }) => id === 'annual-report');
    if (!obligation) throw new Error('there is no annual report');
    const { dueDaysBeforeReport: _, ...rules } = obligation.rules;
    obligation.rules = { ...rules, version: 2, due: { from: 'note', days: 30, unit: 'working' } };
    await story.until('2054-12-10');
    await story.open({ year: 2056 });
    while (!(await story.cycles.findCycle('annual-report/2056')))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await story.quiet();
    const replan: Adjustment = { kind: 'replan', id: 'replan', authority: 'a test', reason: 'new rules', by: 'a test' };
    await story.env.client.workflow.start(WorkflowType.adjustment, {
      workflowId: adjustmentWorkflowId(replan.id),
      taskQueue: TASK_QUEUE,
      args: [replan],
    });
    await story.until('2055-03-20');
    await saveHistories(story.env.client, 'rules-version', ['annual-report/2055/BRA', 'annual-report/2056/BRA']);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  async function sentTo(request: string): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'datedAt'])
      .where('stepKey', 'like', `${request}/%/mission`)
      .where('status', '=', 'sent')
      .orderBy('datedAt')
      .execute();
    return rows.map((row) => `${row.datedAt.slice(0, 10)} ${row.stepKey.split('/')[3] ?? ''}`);
  }

  it('keeps the requests that run under the version that they were opened with, also when they are planned anew', async () => {
    const request = await story.requests.findRequest('annual-report/2055/BRA');
    expect(request).toMatchObject({ dueDate: '2055-02-01', stage: 'closed', closedAs: 'noAnswer' });
    expect((await story.cycles.findCycle('annual-report/2055'))?.rules).toMatchObject({ version: 1 });
    expect(await sentTo('annual-report/2055/BRA')).toEqual([
      '2054-12-03 request',
      '2055-01-15 recall-1',
      '2055-02-04 reminder-1',
      '2055-02-11 escalation-1',
      '2055-02-25 escalation-2',
    ]);
  });

  it('opens new requests under the new version, and reminds by it', async () => {
    const request = await story.requests.findRequest('annual-report/2056/BRA');
    const { headquarters } = story.catalogue;
    const due = countWorkingDays(headquarters, '2054-12-10', 30).date;
    expect(due).toBe('2055-01-26');
    expect(request).toMatchObject({ dueDate: due, stage: 'waiting' });
    expect(request?.plan.due.steps[0]).toMatchObject({ kind: 'counted', from: 'note', unit: 'working', days: 30 });
    expect(await sentTo('annual-report/2056/BRA')).toEqual([
      '2054-12-10 request',
      '2055-01-12 recall-1',
      '2055-01-29 reminder-1',
      // 5 February was its day; the other cycle had written on the fourth, and three days pass between two posts.
      '2055-02-08 escalation-1',
      '2055-02-19 escalation-2',
    ]);
  });

  it('says in the note how it was counted, in the language of the state', async () => {
    const { text } = await story.record.db
      .selectFrom('mailOut')
      .select('text')
      .where('stepKey', '=', 'annual-report/2056/BRA/request/mission')
      .executeTakeFirstOrThrow();
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain(
      'Cálculo da data: 30 dias úteis após a nota de 10 de dezembro de 2054; feriados não computados:',
    );
  });
});
