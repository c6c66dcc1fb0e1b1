import { partiesAsked } from '../../domain/membership.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * Two requests of one party have reminders that are due on one day: they leave as one post, whatever workflow comes first.
 * Brazil answers it with one mail and one file. Nobody knows yet which of the two it answers.
 */

const CODES = ['BRA', 'HTI', 'PER'];
const ANNUAL = 'annual-report/2055';
const FOLLOW_UP = 'recommendations/2055-H1';
/** Both are due on February 1, so that both remind on February 4. */
const REPORT_DATES = { [ANNUAL]: '2055-04-15', [FOLLOW_UP]: '2055-03-03' };

describe('two requests of one party', () => {
  let story: Story;
  let joint: Awaited<ReturnType<typeof postsOf>>;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => CODES.includes(code)),
    }));
    await story.until('2054-12-03');
    await story.open();
    await story.until('2054-12-04');
    await story.recommend();
    await story.open({ obligation: 'recommendations', period: '2055-H1', reportDate: REPORT_DATES[FOLLOW_UP] });
    await story.until('2054-12-05');
    await story.until('2055-02-05');
    joint = await postsOf('reminder-1');
    const note = joint.find(({ contact }) => contact === 'BRA/mission');
    await story.send({
      from: note?.toAddress,
      to: note?.replyAddress,
      subject: `Re: ${note?.subject ?? ''}`,
      text: 'Segue a resposta do Governo.',
      attachments: [{ filename: 'resposta.pdf', content: '%PDF-1.4 resposta' }],
    });
    await story.until('2055-04-10');
    await saveHistories(story.env.client, 'joint', [
      ...CODES.map((code) => `${ANNUAL}/${code}`),
      ...CODES.map((code) => `${FOLLOW_UP}/${code}`),
    ]);
  }, 240_000);

  afterAll(async () => {
    await story.stop();
  });

  async function postsOf(rung: string) {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
      .selectAll('mailOut')
      .select(['mailOutRequest.requestId', 'mailOutRequest.rung'])
      .where('mailOutRequest.rung', '=', rung)
      .orderBy('mailOutRequest.requestId')
      .execute();
    const ids = [...new Set(rows.map((row) => row.id))];
    return ids.map((id) => {
      const own = rows.filter((row) => row.id === id);
      const [first] = own;
      if (!first) throw new Error('no row');
      return { ...first, requests: own.map((row) => row.requestId) };
    });
  }

  it('are reminded by one note and one letter, each of which carries both', async () => {
    expect(joint.map(({ contact, requests }) => [contact, requests]).sort()).toEqual(
      CODES.flatMap((code) =>
        ['capital', 'mission'].map((role) => [`${code}/${role}`, [`${ANNUAL}/${code}`, `${FOLLOW_UP}/${code}`]]),
      ).sort(),
    );
    const arrived = (await story.mails()).filter(({ messageId }) => messageId?.includes('/reminder-1/'));
    expect(arrived.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 6 }, () => expect.stringMatching(/ - 2 (solicitações|solicitudes|demandes)$/) as string),
    );
    for (const { status } of joint) expect(status).toBe('sent');
  });

  it('are each said how they stand, in the language of the party', () => {
    const texts = joint.map(({ text }) => text.replace(/\s+/g, ' '));
    const [haiti = ''] = texts.filter((text) => text.includes('Haïti'));
    expect(haiti).toContain('demandes suivantes');
    expect(haiti).toContain('Rapport annuel au Conseil permanent');
    expect(haiti).toContain('Suivi des conclusions et recommandations');
    expect(haiti.match(/Clôture du texte/g)).toHaveLength(2);
  });

  it('are told of the post in the log of both', async () => {
    for (const id of [`${ANNUAL}/PER`, `${FOLLOW_UP}/PER`]) {
      const log = await story.record.db.selectFrom('caseLog').selectAll().where('requestId', '=', id).execute();
      const posted = log.filter(({ kind, data }) => kind === 'posted' && data.rung === 'reminder-1');
      expect(posted.map(({ data }) => data.with)).toEqual(
        Array.from({ length: 2 }, () => (id.startsWith('annual') ? `${FOLLOW_UP}/PER` : `${ANNUAL}/PER`)),
      );
      const request = await story.requests.findRequest(id);
      expect(request?.rungs['reminder-1']?.status).toBe('sent');
    }
  });

  it('both rest when one mail answers the post, are closed by it neither, and it is acknowledged once', async () => {
    const messages = await story.record.db.selectFrom('message').selectAll().orderBy('requestId').execute();
    expect(messages.map((one) => one.requestId)).toEqual([`${ANNUAL}/BRA`, `${FOLLOW_UP}/BRA`]);
    const tasks = await story.record.db.selectFrom('task').selectAll().where('kind', '=', 'message').execute();
    expect(tasks).toHaveLength(2);
    const receipts = (await story.mails()).filter(({ subject }) => subject.startsWith('Confirmação de recebimento'));
    expect(receipts).toHaveLength(1);
    expect(await story.record.db.selectFrom('submission').selectAll().execute()).toEqual([]);
    const acknowledgement = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('kind', '=', 'acknowledgement')
      .executeTakeFirstOrThrow();
    expect(acknowledgement.text).toContain('resposta.pdf');
    expect(acknowledgement.text.replace(/\s+/g, ' ')).toContain('Acompanhamento das conclusões');
  });

  it('takes the file with the message that the Coordinator accepts as an answer', async () => {
    const [message] = await story.record.db.selectFrom('message').selectAll().orderBy('requestId').execute();
    const at = story.clock.now();
    const filed = await story.intake.acceptMessage(message?.id ?? '', 'accepted', at, 'a story');
    const found = await story.intake.findSubmission(filed.id);
    expect(found?.submission.requestId).toBe(`${ANNUAL}/BRA`);
    expect(found?.files.map(({ name, type }) => [name, type])).toEqual([['resposta.pdf', 'application/pdf']]);
  });

  it('give the mails that the simulator gives', async () => {
    const { headquarters, parties, obligations, disputed } = story.catalogue;
    const answer = (await story.record.db.selectFrom('receipt').selectAll().executeTakeFirstOrThrow()).receivedAt;
    const inputs = await Promise.all(
      [ANNUAL, FOLLOW_UP].map(async (cycle): Promise<SimulationInput> => {
        const obligation = obligations.find(({ id }) => cycle.startsWith(id));
        if (!obligation) throw new Error(`no obligation of ${cycle}`);
        const openedAt = (await story.cycles.findCycle(cycle))?.openedAt ?? '';
        return {
          cycle,
          rules: obligation.rules,
          reportDate: REPORT_DATES[cycle as typeof ANNUAL],
          openedAt,
          headquarters,
          parties: partiesAsked(parties, disputed, openedAt.slice(0, 10)),
          script: [{ party: 'BRA', at: answer, kind: 'message', sender: 'BRA/mission' }],
          unreachable: [],
        };
      }),
    );
    const simulated = simulate(...inputs)
      .filter(({ kind, rung }) => kind === 'mail' && rung !== 'acknowledgement')
      .map(({ at, to, requests }) => `${at.slice(0, 10)} ${to ?? ''} ${[...requests].sort().join(' ')}`);
    const rows = await story.record.db
      .selectFrom('mailOut')
      .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
      .select(['mailOut.id', 'datedAt', 'contact', 'requestId'])
      .where('kind', '<>', 'acknowledgement')
      .orderBy('requestId')
      .execute();
    const sent = [...new Set(rows.map((row) => row.id))].map((id) => {
      const own = rows.filter((row) => row.id === id);
      return `${own[0]?.datedAt.slice(0, 10) ?? ''} ${own[0]?.contact ?? ''} ${own.map((row) => row.requestId).join(' ')}`;
    });
    expect(sent.sort()).toEqual(simulated.sort());
  });
});
