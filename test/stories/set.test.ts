import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';
import type { Party } from '../../domain/mandate.js';
import type { Plan } from '../../domain/request-state.js';
import { saveHistories } from '../world/history.js';

/** Fifty requests in one workflow: one is poisoned, the workflow continues as new again and again, and nobody notices. */

const SIZE = 50;
const POISONED = 'P13';

describe('a set of fifty requests in one workflow', () => {
  let story: Story;

  let goodPlan: Plan;

  beforeAll(async () => {
    story = await startStory((catalogue) => {
      const belize = catalogue.parties.find((party) => party.code === 'BLZ');
      if (!belize) throw new Error('Belize is not in the mandate files');
      return { ...catalogue, parties: Array.from({ length: SIZE }, (_, index) => copyOf(belize, index + 1)) };
    });
    await story.until('2054-12-03');
    await story.open({ setSize: SIZE, maxHistoryEvents: 40 });
    await untilAllWait();
    await poison();
    for (const code of ['P01', 'P50']) await answer(code);
    await story.until('2055-03-20');
    await saveHistories(story.env.client, 'set', ['annual-report/2055/set-001']);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  /** Every note is out, and every machine has heard of it: a plan that comes sooner is made void by that of the note. */
  async function untilAllWait(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const rows = await story.record.db.selectFrom('request').select('stage').where('stage', '=', 'waiting').execute();
      if (rows.length === SIZE) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the notes of the set do not leave');
  }

  /** A plan without rungs: the machine of this request can take no further step. */
  async function poison(): Promise<void> {
    goodPlan = (await story.request(POISONED)).plan;
    await deliver({ type: 'planChanged', id: 'poison', plan: { ...goodPlan, rungs: [] }, because: 'a test' });
  }

  async function deliver(event: object): Promise<void> {
    const requestId = `annual-report/2055/${POISONED}`;
    await story.env.client.workflow
      .getHandle('annual-report/2055/set-001')
      .executeUpdate('deliver', { args: [{ requestId, event: { at: story.clock.now(), ...event } }] });
  }

  async function answer(code: string): Promise<void> {
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', `${code}/capital`)
      .executeTakeFirstOrThrow();
    await story.send({
      from: post.toAddress,
      to: post.replyAddress,
      subject: 'Re',
      text: 'x',
      attachments: [{ filename: 'a.pdf', content: code }],
    });
  }

  it('carries all of them in one workflow that continued as new', async () => {
    const description = await story.env.client.workflow.getHandle('annual-report/2055/set-001').describe();
    const first = await story.record.db.selectFrom('request').select('workflowId').distinct().execute();
    expect(first).toEqual([{ workflowId: 'annual-report/2055/set-001' }]);
    expect(description.raw.workflowExecutionInfo?.firstRunId).not.toBe(description.runId);
  });

  it('parks the poisoned request with a task and lets the others go on', async () => {
    expect((await story.request(POISONED)).parkedBecause).not.toBeNull();
    const task = await story.record.db
      .selectFrom('task')
      .selectAll()
      .where('requestId', '=', `annual-report/2055/${POISONED}`)
      .where('kind', '=', 'parked')
      .executeTakeFirst();
    expect(task?.kind).toBe('parked');
    const others = await story.record.db
      .selectFrom('request')
      .select(['party', 'stage'])
      .where('party', '<>', POISONED)
      .execute();
    expect(others).toHaveLength(SIZE - 1);
    expect(others.filter((request) => request.stage !== 'closed')).toEqual([]);
  });

  it('answers an event that it saw before continuing as new with its first outcome', async () => {
    const submission = await story.record.db
      .selectFrom('submission')
      .selectAll()
      .where('requestId', '=', 'annual-report/2055/P01')
      .executeTakeFirstOrThrow();
    const event = {
      type: 'submission',
      id: submission.id,
      at: story.clock.now(),
      sender: 'x@y.example',
      receivedAt: story.clock.now(),
      isAcknowledged: false,
    };
    const outcome = await story.env.client.workflow
      .getHandle('annual-report/2055/set-001')
      .executeUpdate('deliver', { args: [{ requestId: 'annual-report/2055/P01', event }] });
    expect(outcome).toEqual({ filedAs: 'submission', isLate: false, stage: 'answered' });
  });

  it('sends each of the others its whole ladder, and none after an answer', async () => {
    const rungs = async (code: string): Promise<string[]> => {
      const rows = await story.record.db
        .selectFrom('dispatch')
        .select('rung')
        .where('requestId', '=', `annual-report/2055/${code}`)
        .where('status', '=', 'sent')
        .where('contact', 'like', '%/mission')
        .orderBy('sendAt')
        .execute();
      return rows.map((row) => row.rung);
    };
    expect(await rungs('P02')).toEqual(['request', 'recall-1', 'reminder-1', 'escalation-1', 'escalation-2']);
    expect(await rungs('P50')).toEqual(['request']);
    expect(await rungs(POISONED)).toEqual(['request']);
  });

  it('lets the poisoned one go on once it is mended, and ends when the last is closed', async () => {
    const handle = story.env.client.workflow.getHandle('annual-report/2055/set-001');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await deliver({ type: 'planChanged', id: 'mended', plan: goodPlan, because: 'it is mended' });
    await deliver({ type: 'unparked', id: 'go-on', by: 'a person' });
    await story.quiet();
    expect((await handle.describe()).status.name).toBe('COMPLETED');
    expect(await story.request(POISONED)).toMatchObject({ stage: 'closed', parkedBecause: null });
    const open = await story.record.db
      .selectFrom('task')
      .select('id')
      .where('kind', '=', 'parked')
      .where('doneAt', 'is', null)
      .execute();
    expect(open).toEqual([]);
  });
});

function copyOf(party: Party, number: number): Party {
  const code = `P${String(number).padStart(2, '0')}`;
  const contacts = party.contacts.map((contact) => ({
    ...contact,
    id: `${code}/${contact.role}`,
    address: `${contact.role}@${code.toLowerCase()}.example`,
  }));
  return { ...party, code, contacts };
}
