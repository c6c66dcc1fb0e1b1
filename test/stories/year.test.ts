import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StoredMail } from '../../adapters/mailbox/mail-folder.js';
import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * A whole year on the time-skipping server: one state answers, one writes that it has passed the note on, one stays
 * silent, one answers after the due date and again after the closing, one refuses mail at once, of one the mails bounce.
 */

const ASKED = ['BRA', 'HTI', 'BLZ', 'ARG', 'CAN', 'MEX'];

describe('the annual report of 2055', () => {
  let story: Story;
  let mails: StoredMail[];

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter((party) => ASKED.includes(party.code)),
    }));
    await writeFile(
      path.join(story.mailFolder, 'reject.json'),
      JSON.stringify([
        { pattern: '*can*', reply: '550 5.1.1 No such user' },
        { pattern: '*mex*', reply: '550 5.1.1 No such user', when: 'afterwards' },
      ]),
    );
    await story.until('2054-12-03');
    await story.open();
    // What comes back is sent again to the alternates, and comes back as well.
    await story.pass('30 minutes');
    await story.pass('30 minutes');
    await story.until('2054-12-15');
    await answer('BRA', 'capital', [{ filename: 'relatório.pdf', content: 'dados' }]);
    await story.until('2055-01-12');
    await answer('HTI', 'capital', []);
    await story.until('2055-02-03');
    await answer('ARG', 'mission', [{ filename: 'informe.pdf', content: 'datos' }]);
    await story.until('2055-03-18');
    await answer('ARG', 'capital', [{ filename: 'adenda.pdf', content: 'más datos' }]);
    mails = await story.mails();
    await saveHistories(story.env.client, 'year', [
      'annual-report/2055',
      ...ASKED.map((code) => `annual-report/2055/${code}`),
    ]);
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

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

  /** What one address received: its day and the step of the mail. */
  async function receivedBy(party: string, role: string): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'messageId', 'datedAt'])
      .where('party', '=', party)
      .where('contact', '=', `${party}/${role}`)
      .orderBy('datedAt')
      .execute();
    const arrived = new Set(mails.map((mail) => mail.messageId));
    return rows
      .filter((row) => arrived.has(row.messageId))
      .map((row) => `${row.datedAt.slice(0, 10)} ${row.stepKey.split('/')[3] ?? ''}`);
  }

  it('ends the workflow of every request, so that nothing stands as running for ever', async () => {
    for (const code of ASKED) {
      const { status } = await story.env.client.workflow.getHandle(`annual-report/2055/${code}`).describe();
      expect([code, status.name]).toEqual([code, 'COMPLETED']);
    }
  });

  it('writes to every addressee once and to nobody twice under another Message-ID', () => {
    const ids = mails.map((mail) => mail.messageId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sends nothing but an acknowledgement to a state that has answered', async () => {
    expect(await receivedBy('BRA', 'capital')).toEqual(['2054-12-03 request', '2054-12-15 acknowledgement']);
    // The mission is told what its capital has sent.
    expect(await receivedBy('BRA', 'mission')).toEqual(['2054-12-03 request', '2054-12-15 copied']);
    expect(await story.request('BRA')).toMatchObject({ stage: 'closed', closedAs: 'answered' });
  });

  it('holds the next reminder five working days after a mere message and keeps the request open', async () => {
    expect(await receivedBy('HTI', 'capital')).toEqual([
      '2054-12-03 request',
      '2055-01-12 acknowledgement',
      // 15 January was its day; 18 January is no working day.
      '2055-01-20 recall-1',
      '2055-02-04 reminder-1',
    ]);
    expect(await story.request('HTI')).toMatchObject({ closedAs: 'noAnswer' });
  });

  it('climbs the whole ladder for a silent state, to the mission and to the alternate', async () => {
    expect(await receivedBy('BLZ', 'mission')).toEqual([
      '2054-12-03 request',
      // 18 January is a holiday at headquarters, and 15 January, the working day before it, is George Price Day in Belize.
      '2055-01-14 recall-1',
      '2055-02-04 reminder-1',
      '2055-02-11 escalation-1',
      '2055-02-25 escalation-2',
    ]);
    expect(await receivedBy('BLZ', 'alternate')).toEqual(['2055-02-11 escalation-1', '2055-02-25 escalation-2']);
    expect(await story.request('BLZ')).toMatchObject({ closedAs: 'noAnswer' });
  });

  it('takes an answer after the due date, sends no reminder after it, and acknowledges it without reproach', async () => {
    expect(await receivedBy('ARG', 'mission')).toEqual([
      '2054-12-03 request',
      '2055-01-15 recall-1',
      '2055-02-03 acknowledgement',
      '2055-03-18 copied',
    ]);
    const submissions = await story.record.db
      .selectFrom('submission')
      .select(['part', 'version', 'isLate', 'deliveredAt'])
      .where('requestId', '=', 'annual-report/2055/ARG')
      .orderBy('receivedAt')
      .execute();
    expect(submissions).toMatchObject([
      { part: 1, version: 1, isLate: true },
      { part: 2, version: 1, isLate: true },
    ]);
    expect(submissions.every((submission) => submission.deliveredAt !== null)).toBe(true);
  });

  it('keeps an answer that comes after the closing, and says that it will be issued as an addendum', async () => {
    const last = (
      await story.record.db
        .selectFrom('mailOut')
        .selectAll()
        .where('contact', '=', 'ARG/capital')
        .orderBy('datedAt', 'desc')
        .executeTakeFirstOrThrow()
    ).text;
    expect(last.replaceAll(/\s+/g, ' ')).toMatch(/adici[oó]n|adenda|addendum/i);
  });

  it('calls a state that no mail could reach not reached, raises a task the same day and never reminds it', async () => {
    for (const code of ['CAN', 'MEX']) {
      expect(await story.request(code)).toMatchObject({ stage: 'closed', closedAs: 'notReached' });
      const task = await story.record.db
        .selectFrom('task')
        .selectAll()
        .where('id', '=', `annual-report/2055/${code}#notReached`)
        .executeTakeFirstOrThrow();
      expect(task.raisedAt.slice(0, 10)).toBe('2054-12-03');
      expect(await receivedBy(code, 'mission')).toEqual([]);
      const dispatched = await story.record.db
        .selectFrom('dispatch')
        .select('rung')
        .where('requestId', '=', `annual-report/2055/${code}`)
        .distinct()
        .execute();
      expect(dispatched).toEqual([{ rung: 'request' }]);
    }
  });

  it('gives the party thirty days and prints the due date that the note fixed', async () => {
    const note = mails.find((mail) => mail.to[0]?.startsWith('mission.blz'));
    const { text } = await story.readMail(note?.id ?? '');
    expect(text).toContain('February 1, 2055');
    expect((await story.request('BLZ')).dueDate).toBe('2055-02-01');
  });

  it('compiles the report when the cycle closes', async () => {
    const reports = await story.record.db.selectFrom('report').selectAll().execute();
    expect(reports).toHaveLength(1);
    const html = (await story.documents.get(reports[0]?.sha256 ?? '')).toString();
    for (const name of ['Brazil', 'Haiti', 'Belize', 'Argentina', 'Canada', 'Mexico']) expect(html).toContain(name);
  });

  it('asks the Coordinator about a message that comes after the end, and acknowledges it', async () => {
    await answer('BLZ', 'capital', []);
    const [message] = await story.record.db
      .selectFrom('message')
      .selectAll()
      .where('requestId', '=', 'annual-report/2055/BLZ')
      .execute();
    expect(message?.deliveredAt).not.toBeNull();
    const id = `annual-report/2055/BLZ#message/${message?.id ?? ''}`;
    const task = await story.record.db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
    expect(task).toMatchObject({ kind: 'message', doneAt: null });
    const acknowledged = await story.record.db
      .selectFrom('mailOut')
      .select('status')
      .where('stepKey', '=', `annual-report/2055/BLZ/acknowledgement/${message?.id ?? ''}`)
      .execute();
    expect(acknowledged).toEqual([{ status: 'sent' }]);
  });

  it('never calls a state silent whose answer was at our door before the closing, however slow we were', async () => {
    const answered = async (code: string, receivedAt: string): Promise<string | null> => {
      const submission = { id: `late-${code}`, requestId: `annual-report/2055/${code}`, via: 'mail' as const };
      const rest = { receiptId: null, contact: null, sender: 'x@y.example', part: 1, version: 1, text: 'x' };
      await story.record.db
        .insertInto('submission')
        .values({ ...submission, ...rest, receivedAt, isLate: true, deliveredAt: null })
        .execute();
      await story.delivery.submission(submission.id, story.clock.now());
      return (await story.request(code)).closedAs;
    };
    expect(await answered('BLZ', '2055-03-15T12:00:00.000Z')).toBe('answered');
    expect(await answered('HTI', '2055-03-17T12:00:00.000Z')).toBe('noAnswer');
  });
});
