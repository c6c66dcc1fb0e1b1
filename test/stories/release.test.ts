import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** First notes that nobody released: one request closes unsent, one is still open since its clock stood still. */

describe('a release that comes after the end', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => code === 'PER' || code === 'BRA'),
    }));
    await story.until('2054-12-03');
    await story.ledger.record(
      {
        kind: 'pause',
        id: 'pause-BRA',
        scope: 'party/BRA',
        fromDate: '2054-12-03',
        untilDate: null,
        authority: 'the Coordinator',
        reason: 'a hurricane',
        by: 'a story',
      },
      story.clock.now(),
    );
    await story.open({ isReleased: false });
    await story.until('2055-03-20');
  });

  afterAll(async () => {
    await story.stop();
  });

  it('releases what is still open, leaves what has closed unsent, and does the cycle no harm', async () => {
    expect(await story.request('PER')).toMatchObject({ stage: 'closed', closedAs: 'notSent' });
    const { client } = story.env;
    expect((await client.workflow.getHandle('annual-report/2055/PER').describe()).status.name).toBe('COMPLETED');
    const asked = ['annual-report/2055/PER', 'annual-report/2055/BRA'];
    expect(await story.starts.release('annual-report/2055', asked, 'a story')).toBe(1);
    await story.quiet();
    expect((await client.workflow.getHandle('annual-report/2055').describe()).status.name).toBe('RUNNING');
    expect((await story.request('BRA')).isReleased).toBe(true);
    expect(await story.mails()).toEqual([]);
    await saveHistories(client, 'release', ['annual-report/2055', 'annual-report/2055/BRA']);
  });

  it('refuses what is no request of the cycle, and a release by nobody, before anything is changed', async () => {
    const of = (requests: string[] | null, by: string) => story.starts.release('annual-report/2055', requests, by);
    await expect(of(['annual-report/2055/BRA', 'strategy/2055/CIM'], 'a story')).rejects.toMatchObject({
      cause: {
        message: expect.stringMatching(/^requests: 'strategy\/2055\/CIM' is no request of annual-report\/2055/),
      },
    });
    await expect(of(null, ' ')).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/^by: it is empty/) },
    });
  });

  it('parks no request whose workflow a person has cancelled', async () => {
    const handle = story.env.client.workflow.getHandle('annual-report/2055/BRA');
    await handle.cancel();
    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect((await story.request('BRA')).parkedBecause).toBeNull();
  });
});
