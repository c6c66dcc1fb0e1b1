import { WorkflowIdReusePolicy } from '@temporalio/client';
import { TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * The engine is lost, twice, in the middle of a year: one state has answered, one has written that it has passed the note on, one asks for
 * a later date, one is silent. The record alone opens every request again, and everything goes on as it would have.
 */

const CYCLE = 'annual-report/2055';
const ASKED = ['BRA', 'HTI', 'BLZ', 'ARG', 'PER'];

describe('an engine that was lost', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter((party) => ASKED.includes(party.code)),
    }));
    await story.until('2054-12-03');
    await story.open();
    await story.until('2054-12-15');
    await answer('BRA', 'mission', [{ filename: 'relatório.pdf', content: 'dados' }]);
    await story.until('2054-12-28');
    await pausePeru();
    await story.until('2055-01-12');
    await answer('HTI', 'capital', []);
    await lose();
    await story.until('2055-02-03');
    await answer('ARG', 'mission', [{ filename: 'informe.pdf', content: 'datos' }]);
    await story.until('2055-02-08');
    await lose();
    await lose();
    await story.until('2055-04-10');
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

  /** Nothing is left of any workflow, and the cycle is opened again, as `worker/refill.ts` does at a start. */
  async function lose(): Promise<void> {
    const { client } = story.env;
    for (const id of [CYCLE, ...ASKED.map((code) => `${CYCLE}/${code}`)])
      await client.workflow.getHandle(id).terminate('the engine is lost');
    const cycle = await story.cycles.findCycle(CYCLE);
    await client.workflow.start(WorkflowType.cycle, {
      workflowId: CYCLE,
      taskQueue: TASK_QUEUE,
      args: [
        { obligation: 'annual-report', year: 2055, because: cycle?.openedBecause ?? '', isReleased: true, setSize: 1 },
      ],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await story.quiet();
  }

  async function pausePeru(): Promise<void> {
    const pause = {
      kind: 'pause' as const,
      id: 'pause/peru',
      scope: 'party/PER' as const,
      fromDate: '2054-12-28',
      untilDate: null,
      authority: 'the Coordinator',
      reason: 'elections',
      by: 'a story',
    };
    await story.starts.beginAdjustment(pause);
    await story.quiet();
  }

  async function answer(
    party: string,
    role: string,
    attachments: { filename: string; content: string }[],
  ): Promise<void> {
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', `${party}/${role}`)
      .where('kind', 'in', ['note', 'letter'])
      .orderBy('datedAt')
      .executeTakeFirstOrThrow();
    await story.send({
      from: post.toAddress,
      to: post.replyAddress,
      subject: `Re: ${post.subject}`,
      text: 'See the file.',
      attachments,
    });
  }

  async function receivedBy(party: string, role: string): Promise<string[]> {
    const arrived = new Map<string, number>();
    for (const { messageId } of await story.mails())
      arrived.set(messageId ?? '', (arrived.get(messageId ?? '') ?? 0) + 1);
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'messageId', 'datedAt'])
      .where('contact', '=', `${party}/${role}`)
      .orderBy('datedAt')
      .execute();
    return rows
      .filter((row) => arrived.has(row.messageId))
      .map(
        (row) =>
          `${row.datedAt.slice(0, 10)} ${row.stepKey.split('/')[3] ?? ''}${arrived.get(row.messageId) === 1 ? '' : ' twice'}`,
      );
  }

  it('sends a state that has answered nothing more, and nothing twice', async () => {
    expect(await receivedBy('BRA', 'mission')).toEqual(['2054-12-03 request', '2054-12-15 acknowledgement']);
    expect(await story.request('BRA')).toMatchObject({ stage: 'closed', closedAs: 'answered' });
  });

  it('keeps the hold after a message, and climbs the rest of the ladder on its days', async () => {
    expect(await receivedBy('HTI', 'capital')).toEqual([
      '2054-12-03 request',
      '2055-01-12 acknowledgement',
      '2055-01-20 recall-1',
      '2055-02-04 reminder-1',
    ]);
    expect(await receivedBy('BLZ', 'mission')).toEqual([
      '2054-12-03 request',
      '2055-01-14 recall-1',
      '2055-02-04 reminder-1',
      '2055-02-11 escalation-1',
      '2055-02-25 escalation-2',
    ]);
    expect(await story.request('BLZ')).toMatchObject({ closedAs: 'noAnswer' });
  });

  it('takes an answer that comes after the loss, and reminds nobody of it after another', async () => {
    expect(await receivedBy('ARG', 'mission')).toEqual([
      '2054-12-03 request',
      '2055-01-15 recall-1',
      '2055-02-03 acknowledgement',
    ]);
    expect(await story.request('ARG')).toMatchObject({ closedAs: 'answered' });
  });

  it('keeps the clock of a state standing', async () => {
    expect(await receivedBy('PER', 'mission')).toEqual(['2054-12-03 request']);
    expect(await story.request('PER')).toMatchObject({ stage: 'waiting' });
  });
});
