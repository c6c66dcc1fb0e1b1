import { createRegisterStore } from '../../adapters/postgres/register-store.js';
import { TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** A pledge to the specific fund is thanked for, and asked for while it is unpaid, each on the Coordinator's word. */

describe('a pledge', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => code === 'BRA'),
    }));
    const fields = {
      party: 'BRA',
      amount: '25000',
      currency: 'USD',
      date: '2054-11-20',
      document: 'note 7',
      request: null,
    };
    const entry = { entry: 'pledge-1', party: null, fields: { ...fields, closed: null }, reason: 'a test' };
    const act = { by: 'a test', at: story.clock.now() };
    await createRegisterStore(story.record.db).record('pledges', () => [entry], act);
    await story.until('2054-11-24');
    await run(WorkflowType.thanks, 'thanks/pledge-1');
    await run(WorkflowType.thanks, 'thanks/pledge-1');
    await story.until('2055-01-12');
    await run(WorkflowType.pledgeReminder, 'pledge-reminder/pledge-1');
    await run(WorkflowType.pledgeReminder, 'pledge-reminder/pledge-1');
    await saveHistories(story.env.client, 'pledge', ['thanks/pledge-1', 'pledge-reminder/pledge-1']);
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

  async function run(type: string, workflowId: string): Promise<void> {
    // Nobody waits for its result: the test server would let years pass for it.
    const started = await story.env.client.workflow.start(type, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [{ pledgeId: 'pledge-1' }],
    });
    while ((await started.describe()).status.name === 'RUNNING')
      await new Promise((resolve) => setTimeout(resolve, 50));
    await story.quiet();
  }

  it('is thanked for once and asked for once a day, in the language of who has made it', async () => {
    const subjects = (await story.mails()).map(({ subject }) => subject);
    expect(subjects).toHaveLength(2);
    const steps = await story.record.db.selectFrom('mailOut').select(['stepKey', 'status', 'language']).execute();
    expect(steps.every(({ status, language }) => status === 'sent' && language === 'pt')).toBe(true);
  });
});
