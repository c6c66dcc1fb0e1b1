import { createCasePort } from '../../adapters/temporal/case.js';
import { addDays } from '../../domain/iso-date.js';
import { partiesAsked } from '../../domain/membership.js';
import { dateIn } from '../../domain/plan.js';
import { reportDateOf } from '../../domain/report-date.js';
import { simulate } from '../../domain/simulation.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** The simulator and the workflows drive one machine: for the same year they give the same mails. */

/** The simulator approves at once; here a person does, on the same day. */
async function approveAll({ record, env }: Story): Promise<void> {
  const cases = createCasePort(env.client);
  const tasks = await record.db
    .selectFrom('task')
    .innerJoin('request', 'request.id', 'task.request_id')
    .select(['task.id', 'task.data', 'request.id as requestId', 'request.workflow_id as workflowId'])
    .where('task.kind', '=', 'approval')
    .where('task.done_at', 'is', null)
    .execute();
  const at = new Date(await env.currentTimeMs()).toISOString();
  for (const { id, data, requestId, workflowId } of tasks)
    await cases.deliver(workflowId, requestId, { type: 'approved', id, at, rung: String(data.rung), by: 'the story' });
}

describe('the simulated year', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory(undefined, { keepsApprovals: true });
    await story.until('2026-12-03');
    await story.open();
    await story.until('2026-12-20');
    const post = await story.record.db
      .selectFrom('mail_out')
      .selectAll()
      .where('contact', '=', 'URY/capital')
      .executeTakeFirstOrThrow();
    await story.send({
      from: post.to_address,
      to: post.reply_address,
      subject: 'Re',
      text: 'x',
      attachments: [{ filename: 'a.pdf', content: 'x' }],
    });
    for (let date = '2027-02-23'; date < '2027-03-12'; date = addDays(date, 1)) {
      await story.until(date);
      await approveAll(story);
    }
    await story.until('2027-03-20');
    const receipts = await story.record.db.selectFrom('receipt').select('id').execute();
    await story.starts.sweep('story');
    await story.starts.report('annual-report/2027', 'story', 'a story');
    await story.starts.digest('story');
    await story.env.client.workflow.execute('openings', { workflowId: 'openings', taskQueue: 'coordinator' });
    await saveHistories(story.env.client, 'simulator', [
      'sweep/story',
      'report/annual-report/2027/story',
      'digest/story',
      'openings',
      ...receipts.map((receipt) => `mail/${receipt.id}`),
    ]);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  }, 60_000);

  it('lists the mails that the workflows send: party, step, addressee and day', async () => {
    const { headquarters, obligations, parties, disputed } = story.catalogue;
    const [obligation] = obligations;
    if (!obligation) throw new Error('there is no obligation');
    const cycle = await story.cycles.findCycle('annual-report/2027');
    const submission = await story.record.db.selectFrom('submission').selectAll().executeTakeFirstOrThrow();
    const openedAt = cycle?.opened_at ?? '';
    const lines = simulate({
      cycle: 'annual-report/2027',
      rules: obligation.rules,
      reportDate: reportDateOf(obligation, '2027').date,
      openedAt,
      headquarters,
      parties: partiesAsked(parties, disputed, dateIn(openedAt, headquarters.zone)),
      script: [{ party: 'URY', at: submission.received_at, kind: 'answer', sender: 'URY/capital' }],
      unreachable: [],
    });
    const simulated = lines
      .filter((line) => line.kind === 'mail')
      .map((line) => `${line.at.slice(0, 10)} ${line.party} ${line.rung} ${line.to ?? ''}`);
    const sent = (
      await story.record.db
        .selectFrom('mail_out')
        .selectAll()
        .where('party', 'is not', null)
        .where('status', '=', 'sent')
        .execute()
    ).map(
      (mail) =>
        `${mail.dated_at.slice(0, 10)} ${mail.party ?? ''} ${mail.step_key.split('/')[3] ?? ''} ${mail.contact ?? ''}`,
    );
    expect(sent.length).toBeGreaterThan(300);
    expect(sent.sort()).toEqual(simulated.sort());
  });
});
