import type { Adjustment } from '../../domain/adjustment.js';
import { adjustmentWorkflowId, TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import { adjustmentsByRegister } from '../../domain/passing.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * Two mandates become one while both run: organs that were asked for the strategy and for the report go on in the report alone. And
 * a state leaves the Organization: what runs for it ends, and what it still sends is taken.
 */

const ASKED = ['CIM', 'IIN', 'BRA', 'BLZ'];
const MERGED_ON = '2055-02-01';

describe('duties that end before their day', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties
        .filter(({ code }) => ASKED.includes(code))
        .map((party) =>
          party.code === 'BRA'
            ? {
                ...party,
                memberships: party.memberships.map((one) => ({ ...one, until: '2055-01-20', source: 'a note' })),
              }
            : party,
        ),
      successions: [
        ...catalogue.successions,
        {
          date: MERGED_ON,
          kind: 'merged' as const,
          from: [8, 9].map((paragraph) => ({ resolution: 'ag-res-2019', paragraph })),
          to: [],
          duties: [{ ends: 'strategy', goesOnIn: 'organ-report' }],
          reason: 'one report serves both',
          document: null,
          source: 'a decision of the working group',
        },
      ],
    }));
    await story.until('2054-12-16');
    await open('annual-report', '2055-04-15');
    await open('organ-report', '2055-04-15');
    await open('strategy', '2055-06-01');
    await story.until('2055-01-20');
    await hearOfRegister('2055-01-20');
    await answerOf('BRA/mission');
    await story.until(MERGED_ON);
    await hearOfRegister(MERGED_ON);
    await hearOfRegister(MERGED_ON);
    await story.until('2055-06-10');
    await saveHistories(story.env.client, 'ended', ['strategy/2055/CIM', 'annual-report/2055/BRA']);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  async function open(obligation: string, reportDate: string): Promise<void> {
    await story.open({ obligation, reportDate });
    while (!(await story.cycles.findCycle(`${obligation}/2055`)))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await story.quiet();
  }

  /** What `coordinator replan` does after the mandate files have changed. */
  async function hearOfRegister(today: string): Promise<void> {
    const running = (await story.cycles.findRunning()).map((one) => ({ ...one, openedAt: one.plan.openedAt }));
    for (const adjustment of adjustmentsByRegister(story.catalogue, running, today, 'a story'))
      await adjust(adjustment);
  }

  async function adjust(adjustment: Adjustment): Promise<void> {
    await story.env.client.workflow.start(WorkflowType.adjustment, {
      workflowId: adjustmentWorkflowId(adjustment.id),
      taskQueue: TASK_QUEUE,
      args: [adjustment],
    });
    await story.quiet();
  }

  async function answerOf(contact: string): Promise<void> {
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', contact)
      .executeTakeFirstOrThrow();
    const attachments = [{ filename: 'resposta.pdf', content: 'dados' }];
    await story.send({ from: post.toAddress, to: post.replyAddress, subject: 'Re', text: 'Ver anexo.', attachments });
  }

  async function postsOf(request: string): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'datedAt', 'kind'])
      .where('stepKey', 'like', `${request}/%`)
      .orderBy('datedAt')
      .execute();
    return [...new Set(rows.map((row) => `${row.datedAt.slice(0, 10)} ${row.stepKey.split('/')[3] ?? ''}`))];
  }

  async function told(request: string): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('caseLog')
      .selectAll()
      .where('requestId', '=', request)
      .where('kind', 'in', ['mandatePassed', 'closed'])
      .orderBy('seq')
      .execute();
    return rows.map(({ kind, at, data }) => `${at.slice(0, 10)} ${kind} ${String(data.because ?? '')}`);
  }

  it('ends the request of a state that has left, with the reason, and sends it nothing but an acknowledgement', async () => {
    const request = await story.requests.findRequest('annual-report/2055/BRA');
    expect(request).toMatchObject({ stage: 'closed', closedAs: 'ended' });
    expect(request?.closeAt.slice(0, 10)).toBe('2055-01-20');
    expect(await told('annual-report/2055/BRA')).toEqual([
      '2055-01-20 closed Brazil takes part no more since 2055-01-20 (a note)',
    ]);
    const after = (await postsOf('annual-report/2055/BRA')).filter((line) => line >= '2055-01-20');
    expect(after).toEqual(['2055-01-20 acknowledgement']);
    const receipt = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('kind', '=', 'acknowledgement')
      .where('party', '=', 'BRA')
      .executeTakeFirstOrThrow();
    // It is no addendum: the text had not closed.
    expect(receipt.text).not.toContain('adendo');
  });

  it('ends the request whose duty another one carries on; each names the other, once', async () => {
    expect(await told('strategy/2055/CIM')).toEqual([
      `${MERGED_ON} closed ${words()}; it goes on in organ-report/2055/CIM`,
    ]);
    const [passed, closed, ...others] = await told('organ-report/2055/CIM');
    expect(passed).toBe(`${MERGED_ON} mandatePassed ${words()}; it carries on strategy/2055/CIM, too`);
    expect(closed).toContain('closed');
    expect(others).toEqual([]);
    expect(await story.requests.findRequest('strategy/2055/CIM')).toMatchObject({ closedAs: 'ended' });
  });

  it('sends no post of the duty that has ended, and goes on with the other', async () => {
    const ended = (await postsOf('strategy/2055/IIN')).filter((line) => line >= MERGED_ON);
    expect(ended).toEqual([]);
    const goesOn = (await postsOf('organ-report/2055/IIN')).filter((line) => line > MERGED_ON);
    expect(goesOn.length).toBeGreaterThan(0);
  });

  function words(): string {
    return (
      'paragraph 8 of AG/RES. 2019 (XXXIV-O/04) was merged with paragraph 9 of AG/RES. 2019 (XXXIV-O/04), without a new ' +
      'text: they are carried out together; one report serves both (a decision of the working group)'
    );
  }
});
