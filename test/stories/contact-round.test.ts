import { saveHistories } from '../world/history.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/** A month before the questionnaire opens, the daily run asks the missions for their contacts: once, and none that has just said so. */

const CODES = ['BRA', 'HTI', 'PER'];
const CYCLE = 'annual-report/2056';

describe('the yearly question for contacts', () => {
  let story: Story;

  beforeAll(async () => {
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties.filter(({ code }) => CODES.includes(code)),
      obligations: catalogue.obligations.filter(({ id }) => id === 'annual-report'),
    }));
    await story.until('2055-09-01');
    const confirmed = {
      kind: 'confirmed',
      id: 'told',
      at: story.clock.now(),
      authority: 'a note',
      reason: 'r',
      by: 'b',
    } as const;
    await story.env.client.workflow.start('contact', {
      workflowId: 'contact/told',
      taskQueue: 'coordinator',
      args: [{ party: 'PER', change: confirmed }],
    });
    await story.quiet();
    await story.until('2055-10-01');
    await run('before');
    await story.until('2055-10-20');
    await run('on-the-day');
    // The next daily run, on the same day: after a child that its parent has left the test server's clock stands still.
    await run('again');
    await saveHistories(story.env.client, 'contact-round', ['openings/on-the-day', `contact-round/${CYCLE}`]);
  }, 180_000);

  async function run(name: string): Promise<void> {
    await story.env.client.workflow.start('openings', {
      workflowId: `openings/${name}`,
      taskQueue: 'coordinator',
      args: [],
    });
    await story.quiet();
  }

  afterAll(async () => {
    await story.stop();
  });

  it('goes once to each mission that has not confirmed of late', async () => {
    const mails = await story.record.db.selectFrom('mailOut').selectAll().orderBy('stepKey').execute();
    expect(mails.map(({ datedAt: at, stepKey: key, status }) => [at.slice(0, 10), key, status])).toEqual(
      ['BRA', 'HTI'].map((code) => ['2055-10-20', `contacts/${CYCLE}/${code}/mission`, 'sent']),
    );
    const arrived = await story.mails();
    expect(arrived.map(({ subject }) => subject).sort()).toEqual([
      expect.stringContaining('contatos para a correspondência'),
      expect.stringContaining('contacts pour la correspondance'),
    ]);
  });

  it('is carried by one workflow that tells whom it has asked', async () => {
    expect(await story.env.client.workflow.getHandle(`contact-round/${CYCLE}`).result()).toEqual({
      asked: ['BRA', 'HTI'],
      failed: [],
    });
  });

  it('takes a reply that confirms as the word of the mission', async () => {
    const note = await noteTo('HTI');
    await story.send({
      from: note.toAddress,
      to: note.replyAddress,
      subject: 'Re: contacts',
      text: 'La Mission confirme les coordonnées. Elles sont exactes.',
    });
    await story.quiet();
    const changes = await story.record.db.selectFrom('contactChange').selectAll().where('party', '=', 'HTI').execute();
    expect(changes).toMatchObject([
      { kind: 'confirmed', recordedBy: note.toAddress, authority: 'the mission, by mail' },
    ]);
    const [told] = await receiptsTo('HTI');
    expect(told).toMatchObject({ status: 'sent', isAutomaticReply: true, toAddress: note.toAddress });
    expect(told?.subject).toMatch(/^Accusé de réception/);
    expect(told?.text.replace(/\s+/g, ' ')).toContain('Sont désormais enregistrés : - Mission permanente');
  });

  it('leaves a reply that says anything else to a person, who is shown whose it is', async () => {
    const note = await noteTo('BRA');
    await story.send({
      from: note.toAddress,
      to: note.replyAddress,
      subject: 'Re: contatos',
      text: 'Confirmamos, exceto o ponto focal, que é agora Ana.',
    });
    await story.quiet();
    const task = await story.record.db
      .selectFrom('task')
      .selectAll()
      .where('kind', '=', 'heldMail')
      .executeTakeFirstOrThrow();
    expect(task.data).toMatchObject({
      detail: 'it answers the question for the contacts of BRA: contacts confirm, or contacts replace',
    });
  });

  it('lets a successor take the place whom the mission names in full, once, and holds nothing', async () => {
    const note = await noteTo('HTI');
    await story.send({
      from: note.toAddress,
      to: note.replyAddress,
      subject: 'Re: contacts',
      text: 'Notre nouveau point focal est Mme Marie Joseph, mjoseph@justice.example.',
    });
    await story.quiet();
    const changes = await story.record.db
      .selectFrom('contactChange')
      .selectAll()
      .where('party', '=', 'HTI')
      .where('kind', '=', 'replaced')
      .execute();
    expect(changes).toMatchObject([
      {
        contact: 'HTI/capital',
        name: 'Mme Marie Joseph',
        address: 'mjoseph@justice.example',
        recordedBy: 'the service',
      },
    ]);
    expect(changes[0]?.authority).toContain(`the mission: ${note.toAddress}`);
    const receipt = await story.record.db
      .selectFrom('receipt')
      .selectAll()
      .where('id', '=', (changes[0]?.id ?? '').replace('accepted/successor/', ''))
      .executeTakeFirstOrThrow();
    expect(receipt).toMatchObject({
      outcome: 'ignored',
      detail: 'the service: Mme Marie Joseph takes the place of HTI/capital',
    });
    const open = await story.record.db
      .selectFrom('task')
      .select('id')
      .where('receiptId', '=', receipt.id)
      .where('doneAt', 'is', null)
      .execute();
    expect(open).toEqual([]);
    const told = await receiptsTo('HTI');
    expect(told.map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect(told[1]?.text).toContain('mjoseph@justice.example');
    const ids = [`contact/${changes[0]?.id ?? ''}`];
    await saveHistories(story.env.client, 'named-successor', ids);
  });

  it('hears what a mission replies to the acknowledgement as its word on contacts', async () => {
    const [, told] = await receiptsTo('HTI');
    await story.send({
      from: told?.toAddress ?? '',
      to: told?.replyAddress ?? '',
      subject: 'Re: Accusé de réception',
      text: 'La Mission confirme que ces coordonnées sont exactes.',
    });
    await story.quiet();
    const kinds = await story.record.db
      .selectFrom('contactChange')
      .select('kind')
      .where('party', '=', 'HTI')
      .orderBy('seq')
      .execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['confirmed', 'replaced', 'confirmed']);
  });

  const receiptsTo = (party: string) =>
    story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('stepKey', 'like', `contacts/received/${party}/%`)
      .orderBy('datedAt')
      .execute();

  const noteTo = (party: string) =>
    story.record.db.selectFrom('mailOut').selectAll().where('party', '=', party).executeTakeFirstOrThrow();
});
