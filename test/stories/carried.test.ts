import { sql } from 'kysely';
import { openDatabase } from '../../adapters/postgres/database.js';
import { mailWorkflowId } from '../../domain/ids.js';
import type { Plan } from '../../domain/request-state.js';
import { fetchRuns, saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * Six requests in one workflow, each in a state of its own when it continues as new: one paused, one held by a message, one answered in
 * part, one that asks for more time, one stopped by a fault, one whose note came back. Meanwhile the record is locked for a while.
 */

const SET = 'annual-report/2055/set-001';
const ASKED = ['BLZ', 'BRA', 'CAN', 'HTI', 'MEX', 'PER'];

describe('six requests in one workflow, carried on with all that they have', () => {
  let story: Story;
  let runs: Awaited<ReturnType<typeof fetchRuns>>;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => ASKED.includes(code)),
    }));
    await story.until('2054-12-03');
    await story.open({ setSize: 6, maxHistoryEvents: 70 });
    await story.until('2055-01-05');
    const { plan } = await story.request('HTI');
    await deliver('HTI', { type: 'planChanged', id: 'poison', plan: { ...plan, rungs: [] }, because: 'a test' });
    await pause('BRA');
    await write('MEX', 'We have received your note and sent it to our capital.');
    await write('CAN', 'We ask for an extension until March 1, 2055.');
    await askedByCanada();
    await write('PER', 'Part one of our answer is attached; the rest follows.', 'first part');
    await deliver('PER', { type: 'judged', id: 'part', isPart: true, by: 'a story' });
    await deliver('BLZ', { type: 'bounce', id: 'back', contact: 'BLZ/capital', isHard: true, detail: '5.1.1 unknown' });
    await whileLocked(() => write('MEX', 'Please find our answer attached.', 'whole'));
    await story.send({
      from: 'nobody@elsewhere.example',
      to: 'desk@tip-desk.example',
      subject: 'Hello',
      text: 'A word.',
    });
    await story.until('2055-01-20');
    await mend(plan);
    await story.starts.digest('carried');
    await story.until('2055-03-20');
    runs = await fetchRuns(story.env.client, SET);
    const receipts = await story.record.db.selectFrom('receipt').select(['id', 'outcome']).execute();
    const held = receipts.filter(({ outcome }) => outcome === 'held').map(({ id }) => mailWorkflowId(id));
    await saveHistories(story.env.client, 'carried', [SET, 'annual-report/2055', 'digest/carried', ...held]);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  async function deliver(code: string, event: object): Promise<void> {
    const requestId = `annual-report/2055/${code}`;
    await story.env.client.workflow
      .getHandle(SET)
      .executeUpdate('deliver', { args: [{ requestId, event: { at: story.clock.now(), ...event } }] });
  }

  async function pause(code: string): Promise<void> {
    const fromDate = story.clock.now().slice(0, 10);
    const words = { authority: 'the Coordinator', reason: 'a hurricane', by: 'a story' };
    await story.starts.adjust({
      kind: 'pause',
      id: 'carried',
      scope: `party/${code}`,
      fromDate,
      untilDate: null,
      ...words,
    });
  }

  async function write(code: string, text: string, file?: string): Promise<void> {
    const { toAddress: from, replyAddress: to } = await story.record.db
      .selectFrom('mailOut')
      .select(['toAddress', 'replyAddress'])
      .where('contact', '=', `${code}/capital`)
      .executeTakeFirstOrThrow();
    const attachments = file === undefined ? [] : [{ filename: 'answer.txt', content: file }];
    await story.send({ from, to, subject: 'Re', text, attachments });
  }

  async function askedByCanada(): Promise<void> {
    const { id } = await story.record.db
      .selectFrom('message')
      .select('id')
      .where('requestId', '=', 'annual-report/2055/CAN')
      .executeTakeFirstOrThrow();
    const asked = { type: 'asked', id: 'ask', message: id, ask: 'extensionRequested', until: '2055-03-01' };
    await deliver('CAN', { ...asked, by: 'a story' });
  }

  /** Nothing can be logged until an ordinary activity has taken over from the one beside the workflow task. */
  async function whileLocked(act: () => Promise<void>): Promise<void> {
    const other = openDatabase(story.record.url, { maxConnections: 1 });
    const done = await other.transaction().execute(async (trx) => {
      await sql`lock table case_log in share mode`.execute(trx);
      const acting = act();
      for (const until = Date.now() + 60_000; !(await hasOrdinaryRecord()) && Date.now() < until;)
        await new Promise((resolve) => setTimeout(resolve, 200));
      return { acting };
    });
    await done.acting;
    await other.destroy();
    await story.quiet();
  }

  async function hasOrdinaryRecord(): Promise<boolean> {
    return (await fetchRuns(story.env.client, SET)).some(({ events }) =>
      (events ?? []).some(({ activityTaskScheduledEventAttributes: one }) => one?.activityType?.name === 'recordSteps'),
    );
  }

  async function mend(plan: Plan): Promise<void> {
    await deliver('HTI', { type: 'planChanged', id: 'mended', plan, because: 'it is mended' });
    await deliver('HTI', { type: 'unparked', id: 'go-on', by: 'a person' });
    await story.quiet();
  }

  it('continues as new more than once', () => {
    expect(runs.length).toBeGreaterThan(2);
  });

  it('carries a pause, a hold, a part, a wish, a fault and a bounce into a new run', () => {
    const carried = runs.slice(1).map(({ events }) => {
      const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
      return Buffer.from(input?.data ?? []).toString();
    });
    for (const fact of [
      /"pauses":\[\{/,
      /"hold":\{/,
      /"isPart":true/,
      /"asks":\[\{"id":"ask"/,
      /"parkedBecause":"[^"]/,
      /"BLZ\/capital":"bounced"/,
    ])
      expect({ fact, isCarried: carried.some((one) => fact.test(one)) }).toEqual({ fact, isCarried: true });
  });

  it('lets an ordinary activity write down what the local one could not, once', async () => {
    expect(await hasOrdinaryRecord()).toBe(true);
    const { id } = await story.record.db
      .selectFrom('submission')
      .select('id')
      .where('requestId', '=', 'annual-report/2055/MEX')
      .executeTakeFirstOrThrow();
    const entries = await story.record.db
      .selectFrom('caseLog')
      .select('key')
      .where('requestId', '=', 'annual-report/2055/MEX')
      .where('kind', '=', 'submissionFiled')
      .execute();
    expect(entries).toEqual([{ key: `submission/${id}` }]);
  });

  it('ends each request as it would have ended alone', async () => {
    const rows = await story.record.db.selectFrom('request').select(['party', 'stage', 'closedAs']).execute();
    expect(Object.fromEntries(rows.map((row) => [row.party, row.closedAs ?? row.stage]))).toEqual({
      BLZ: 'noAnswer',
      BRA: 'waiting',
      CAN: 'noAnswer',
      HTI: 'noAnswer',
      MEX: 'answered',
      PER: 'answeredInPart',
    });
  });

  it('begins the workflow of a mail again that has closed without handling it, and joins one that still runs', async () => {
    const { id } = await story.record.db
      .selectFrom('receipt')
      .select('id')
      .where('outcome', '=', 'held')
      .executeTakeFirstOrThrow();
    const handle = story.env.client.workflow.getHandle(mailWorkflowId(id));
    const { runId: first, status } = await handle.describe();
    expect(status.name).toBe('COMPLETED');
    await story.starts.mail(id);
    expect((await handle.describe()).runId).not.toBe(first);
    await expect(story.starts.mail(id)).resolves.toBeUndefined();
    await handle.result();
  });
});
