import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** An answer that was filed for the wrong request: it is taken away, and the request goes on. */
describe('an answer that was filed by mistake', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  async function answer(party: string): Promise<string> {
    const note = desk.addressing.identify(`${idOf(party)}/request/mission`);
    const raw = [
      `From: <${desk.contactOf(party, 'mission')}>`,
      `Message-ID: <${Math.random()}@x.example>`,
      'Subject: Re: nota',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=informe.csv',
      '',
      `a;b;${Math.random()}`,
      '',
    ].join('\r\n');
    return desk.receive(raw, note.replyAddress, 'reply', note.id);
  }
  const remindersTo = async (party: string): Promise<number> =>
    (await desk.mails()).filter(({ messageId }) => messageId?.startsWith(`${idOf(party)}/recall`)).length;

  it('goes with its mail to where it belongs, and the reminders of the first request leave again', async () => {
    const mail = await answer('BRA');
    expect((await desk.request('BRA')).stage).toBe('answered');
    await desk.press(`/desk/mail/received/${mail}/file`, [
      ['other', idOf('PER')],
      ['as', 'answer'],
      ['moves', 'yes'],
    ]);
    expect(await desk.request('PER')).toMatchObject({ stage: 'answered' });
    expect(await desk.request('BRA')).toMatchObject({ stage: 'waiting', answeredAt: null });
    const [former] = await desk.submissions('BRA');
    expect(former?.withdrawnBecause).toContain(`the mail belongs to ${idOf('PER')}`);
    const { body } = await desk.page(`/desk/requests/${idOf('BRA')}`);
    expect(body).toContain('Taken away:');
    expect(body).toContain('An answer that had been filed by mistake was taken away');
    expect((await desk.read(desk.answerPath('BRA'))).body).not.toContain('informe.csv');
    await desk.cases.pass('2027-01-18T20:00:00.000Z');
    expect(await remindersTo('BRA')).toBeGreaterThan(0);
    expect(await remindersTo('PER')).toBe(0);
  });

  it('may go there and back', async () => {
    const mail = await answer('BOL');
    const move = (party: string) =>
      desk.press(`/desk/mail/received/${mail}/file`, [
        ['other', idOf(party)],
        ['as', 'answer'],
        ['moves', 'yes'],
      ]);
    await move('SLV');
    await move('BOL');
    await move('SLV');
    await move('BOL');
    expect((await desk.request('BOL')).stage).toBe('answered');
    expect((await desk.request('SLV')).stage).toBe('waiting');
    expect((await desk.submissions('BOL')).filter((one) => one.withdrawnAt === null)).toHaveLength(1);
  });

  it('stays where it is when the mail is filed elsewhere as well', async () => {
    const mail = await answer('CHL');
    await desk.press(`/desk/mail/received/${mail}/file`, [
      ['other', idOf('ARG')],
      ['as', 'answer'],
    ]);
    expect((await desk.request('CHL')).stage).toBe('answered');
    expect((await desk.request('ARG')).stage).toBe('answered');
  });

  it('is taken away by itself, with a reason, once; the same may then come again', async () => {
    await answer('URY');
    const [filed] = await desk.submissions('URY');
    const path = `/desk/requests/${idOf('URY')}/answers/${filed?.id}/withdraw`;
    const refused = await desk.press(path, [['reason', ' ']]);
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('The reason is empty');
    expect((await desk.request('URY')).stage).toBe('answered');
    await desk.press(path, [['reason', 'a test of the ministry']]);
    await desk.press(path, [['reason', 'a test of the ministry']]);
    expect((await desk.request('URY')).stage).toBe('waiting');
    const entries = await desk.db.selectFrom('caseLog').select('key').where('requestId', '=', idOf('URY')).execute();
    expect(entries.filter(({ key }) => key.startsWith('withdrawn/'))).toHaveLength(1);
    await answer('URY');
    expect((await desk.request('URY')).stage).toBe('answered');
    expect((await desk.submissions('URY')).map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it('is told to its request by the sweep, where the engine was away', async () => {
    await answer('PRY');
    const [filed] = await desk.submissions('PRY');
    desk.cases.isAway = true;
    await desk.press(`/desk/requests/${idOf('PRY')}/answers/${filed?.id}/withdraw`, [['reason', 'a mistake']]);
    expect((await desk.request('PRY')).stage).toBe('answered');
    expect((await desk.page(`/desk/requests/${idOf('PRY')}`)).body).toContain('the request is not told yet');
    desk.cases.isAway = false;
    const { at } = desk.clock;
    desk.clock.at = new Date(Date.parse(at) + 120_000).toISOString();
    await desk.sweep();
    await desk.sweep();
    desk.clock.at = at;
    expect((await desk.request('PRY')).stage).toBe('waiting');
    const entries = await desk.db.selectFrom('caseLog').select('key').where('requestId', '=', idOf('PRY')).execute();
    expect(entries.filter(({ key }) => key.startsWith('withdrawn/'))).toHaveLength(1);
    expect((await desk.page(`/desk/requests/${idOf('PRY')}`)).body).not.toContain('the request is not told yet');
  });

  it.each([
    ['PAN', 'answered', 'noAnswer'],
    ['CRI', 'ended', 'ended'],
  ] as const)('of a closed request whose workflow has ended corrects how it was closed: %s', async (party, was, is) => {
    await answer(party);
    const [filed] = await desk.submissions(party);
    const before = { stage: 'closed', closedAs: was } as const;
    await desk.db.updateTable('request').set(before).where('id', '=', idOf(party)).execute();
    desk.cases.hasEnded.add(idOf(party));
    const path = `/desk/requests/${idOf(party)}/answers/${filed?.id}/withdraw`;
    await desk.press(path, [['reason', 'it is of another state']]);
    expect(await desk.request(party)).toMatchObject({ stage: 'closed', closedAs: is, answeredAt: null });
  });
});
