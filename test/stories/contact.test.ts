import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** A minister goes: the successor gets what is open, and the old address hears and says nothing more. */

describe('a contact that is replaced', () => {
  let story: Story;
  const change = {
    kind: 'replaced' as const,
    id: 'new-focal-point',
    at: '2054-12-10T16:00:00.000Z',
    contact: 'PER/capital',
    name: 'Punto focal nacional',
    address: 'nuevo@capital-per.example',
    authority: 'note of December 9, 2054',
    reason: 'elections',
    by: 'a story',
  };

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => code === 'PER'),
    }));
    await story.until('2054-12-03');
    await story.open();
    await story.until('2054-12-10');
    await story.env.client.workflow.start('contact', {
      workflowId: 'contact/new-focal-point',
      taskQueue: 'coordinator',
      args: [{ party: 'PER', change }],
    });
    await story.quiet();
    const old = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', 'PER/capital')
      .executeTakeFirstOrThrow();
    await story.send({ from: old.toAddress, to: old.replyAddress, subject: 'Re', text: 'Ya no soy yo' });
    await story.until('2055-02-05');
    await saveHistories(story.env.client, 'contact', ['contact/new-focal-point']);
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

  const mailsTo = async (contact: string): Promise<string[]> =>
    (await story.record.db.selectFrom('mailOut').selectAll().where('contact', '=', contact).execute())
      .sort((a, b) => (a.datedAt < b.datedAt ? -1 : 1))
      .map(({ datedAt: at, stepKey: key }) => `${at.slice(0, 10)} ${key}`);

  it('is told of what is open once, and gets what follows', async () => {
    expect(await mailsTo('PER/capital/2')).toEqual([
      '2054-12-10 handover/PER/new-focal-point',
      '2055-01-15 annual-report/2055/PER/recall-1/capital',
      '2055-02-04 annual-report/2055/PER/reminder-1/capital',
    ]);
    const handover = (await story.mails()).find(({ to }) => to[0] === 'nuevo@capital-per.example');
    const { text } = await story.readMail(handover?.id ?? '');
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('nota del 3 de diciembre de 2054');
    expect(words).toContain('1.º de febrero de 2055');
  });

  it('writes nothing more to the former address, and holds what it sends for a person', async () => {
    expect(await mailsTo('PER/capital')).toHaveLength(1);
    const [receipt] = await story.record.db.selectFrom('receipt').selectAll().execute();
    expect(receipt).toMatchObject({ outcome: 'held', detail: expect.stringContaining('replaced') as string });
    expect((await story.request('PER')).stage).not.toBe('answered');
  });
});
