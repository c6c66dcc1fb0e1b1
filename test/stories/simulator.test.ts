import { createCasePort } from '../../adapters/temporal/case.js';
import { forecast } from '../../domain/forecast.js';
import { addDays } from '../../domain/iso-date.js';
import { partiesAsked } from '../../domain/membership.js';
import { dateIn } from '../../domain/plan.js';
import { reportDateOf } from '../../domain/report-date.js';
import { simulate } from '../../domain/simulation.js';
import { createAddressing } from '../../office/posting/addressing.js';
import { composePlannedMails } from '../../office/posting/planned-post.js';
import { createWords } from '../../office/posting/words.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** The simulator and the workflows drive one machine: for the same year they give the same mails. */

/** The simulator approves at once; here a person does, on the same day. */
async function approveAll({ record, env }: Story): Promise<void> {
  const cases = createCasePort(env.client);
  const tasks = await record.db
    .selectFrom('task')
    .innerJoin('request', 'request.id', 'task.requestId')
    .select(['task.id', 'task.data', 'request.id as requestId', 'request.workflowId'])
    .where('task.kind', '=', 'approval')
    .where('task.doneAt', 'is', null)
    .execute();
  const at = new Date(await env.currentTimeMs()).toISOString();
  for (const { id, data, requestId, workflowId } of tasks)
    await cases.deliver(workflowId, requestId, { type: 'approved', id, at, rung: String(data.rung), by: 'the story' });
}

/** What is planned for Brazil while its first recall is still ahead, in the words of `coordinator plan --words`. */
async function plannedFor({ catalogue, outbox }: Story, requestId: string): Promise<{ key: string; text: string }[]> {
  const request = await outbox.findRequest(requestId);
  if (!request) throw new Error(`there is no ${requestId}`);
  const posts = forecast(request);
  const mails = composePlannedMails({
    catalogue,
    words: createWords({ catalogue, findRecommendations: () => Promise.resolve([]) }),
    requestId,
    changes: [],
    openItems: [],
    plan: request.plan,
    posts,
    earlierNotes: (await outbox.findEarlierNotes(requestId)).map(({ datedAt }) => datedAt),
    identify: () => ({ ...addressing.identify('preview'), replyAddress: 'r-x@tip-desk.example' }),
  });
  return mails.flatMap((some, index) =>
    some.map(({ contact, text }) => ({
      key: `${posts[index]?.rung ?? ''}/${contact.role}`,
      text: withoutAddresses(text),
    })),
  );
}

const addressing = createAddressing({
  domain: 'tip-desk.example',
  secret: 'b'.repeat(64),
  publicUrl: 'http://desk.tip-desk.example',
});

/** Each mail has a reply address and a link of its own, by whose length lines break. */
function withoutAddresses(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/r-[a-z0-9-]+@\S+/g, 'ADDRESS')
    .replaceAll(/http:\S+/g, 'LINK');
}

describe('the simulated year', () => {
  let story: Story;
  let planned: { key: string; text: string }[];

  beforeAll(async () => {
    story = await startStory(undefined, { keepsApprovals: true });
    await story.until('2054-12-03');
    await story.open();
    await story.until('2054-12-20');
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', 'URY/capital')
      .executeTakeFirstOrThrow();
    await story.send({
      from: post.toAddress,
      to: post.replyAddress,
      subject: 'Re',
      text: 'x',
      attachments: [{ filename: 'a.pdf', content: 'x' }],
    });
    planned = await plannedFor(story, 'annual-report/2055/BRA');
    for (let date = '2055-02-23'; date < '2055-03-12'; date = addDays(date, 1)) {
      await story.until(date);
      await approveAll(story);
    }
    await story.until('2055-03-20');
    const receipts = await story.record.db.selectFrom('receipt').select('id').execute();
    await story.starts.sweep('story');
    await story.starts.report('annual-report/2055', 'story', 'a story');
    await story.starts.digest('story');
    await story.env.client.workflow.execute('openings', { workflowId: 'openings', taskQueue: 'coordinator' });
    await saveHistories(story.env.client, 'simulator', [
      'sweep/story',
      'report/annual-report/2055/story',
      'digest/story',
      'openings',
      ...receipts.map((receipt) => `mail/${receipt.id}`),
    ]);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  it('sends Brazil every later mail in the words in which it was planned', async () => {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'text'])
      .where('party', '=', 'BRA')
      .where('stepKey', 'like', 'annual-report/2055/BRA/%')
      .execute();
    const sent = rows
      .map(({ stepKey: key, text }) => ({ key: key.split('/').slice(3).join('/'), text: withoutAddresses(text) }))
      .filter(({ key }) => !key.startsWith('request/'));
    expect(planned.length).toBeGreaterThan(6);
    expect([...sent].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
      [...planned].sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  });

  it('lists the mails that the workflows send: party, step, addressee and day', async () => {
    const { headquarters, obligations, parties, disputed } = story.catalogue;
    const [obligation] = obligations;
    if (!obligation) throw new Error('there is no obligation');
    const cycle = await story.cycles.findCycle('annual-report/2055');
    const submission = await story.record.db.selectFrom('submission').selectAll().executeTakeFirstOrThrow();
    const openedAt = cycle?.openedAt ?? '';
    const lines = simulate({
      cycle: 'annual-report/2055',
      rules: obligation.rules,
      objectionWorkingDays: obligation.objectionWorkingDays ?? 0,
      reportDate: reportDateOf(obligation, '2055').date,
      openedAt,
      headquarters,
      parties: partiesAsked(parties, disputed, dateIn(openedAt, headquarters.zone)),
      script: [{ party: 'URY', at: submission.receivedAt, kind: 'answer', sender: 'URY/capital' }],
      unreachable: [],
    });
    const simulated = lines
      .filter((line) => line.kind === 'mail')
      .map((line) => `${line.at.slice(0, 10)} ${line.party} ${line.rung} ${line.to ?? ''}`);
    const sent = (
      await story.record.db
        .selectFrom('mailOut')
        .selectAll()
        .where('party', 'is not', null)
        .where('status', '=', 'sent')
        .execute()
    ).map(
      (mail) =>
        `${mail.datedAt.slice(0, 10)} ${mail.party ?? ''} ${(mail.stepKey.split('/')[3] ?? '').replace('copied', 'acknowledgement')} ${mail.contact ?? ''}`,
    );
    expect(sent.length).toBeGreaterThan(300);
    expect(sent.sort()).toEqual(simulated.sort());
  });
});
