import { CYCLE, openDesk } from './desk.js';
import type { Desk } from './desk.js';

/** An answer that was filed for the wrong request: it is taken away, and the request goes on. */
describe('an answer that was filed by mistake', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.open();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  }, 60_000);
  afterAll(async () => desk.stop());

  const id = (party: string): string => `${CYCLE}/${party}`;
  const contactOf = (party: string, role: string): string =>
    desk.catalogue.parties.find(({ code }) => code === party)?.contacts.find((one) => one.role === role)?.address ?? '';
  async function answer(party: string): Promise<string> {
    const note = desk.addressing.identify(`${id(party)}/request/mission`);
    const raw = [
      `From: <${contactOf(party, 'mission')}>`,
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
  const request = (party: string) =>
    desk.db.selectFrom('request').selectAll().where('id', '=', id(party)).executeTakeFirstOrThrow();
  const submissions = (party: string) =>
    desk.db.selectFrom('submission').selectAll().where('request_id', '=', id(party)).execute();
  const remindersTo = async (party: string): Promise<number> =>
    (await desk.mails()).filter(({ messageId }) => messageId?.startsWith(`${id(party)}/recall`)).length;

  it('goes with its mail to where it belongs, and the reminders of the first request leave again', async () => {
    const mail = await answer('BRA');
    expect((await request('BRA')).stage).toBe('answered');
    await desk.press(`/desk/mail/received/${mail}/file`, [
      ['other', id('PER')],
      ['as', 'answer'],
      ['moves', 'yes'],
    ]);
    expect(await request('PER')).toMatchObject({ stage: 'answered' });
    expect(await request('BRA')).toMatchObject({ stage: 'waiting', answered_at: null });
    const [former] = await submissions('BRA');
    expect(former?.withdrawn_because).toContain(`the mail belongs to ${id('PER')}`);
    const { body } = await desk.page(`/desk/requests/${id('BRA')}`);
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
        ['other', id(party)],
        ['as', 'answer'],
        ['moves', 'yes'],
      ]);
    await move('SLV');
    await move('BOL');
    await move('SLV');
    await move('BOL');
    expect((await request('BOL')).stage).toBe('answered');
    expect((await request('SLV')).stage).toBe('waiting');
    expect((await submissions('BOL')).filter((one) => one.withdrawn_at === null)).toHaveLength(1);
  });

  it('stays where it is when the mail is filed elsewhere as well', async () => {
    const mail = await answer('CHL');
    await desk.press(`/desk/mail/received/${mail}/file`, [
      ['other', id('ARG')],
      ['as', 'answer'],
    ]);
    expect((await request('CHL')).stage).toBe('answered');
    expect((await request('ARG')).stage).toBe('answered');
  });

  it('is taken away by itself, with a reason, once; the same may then come again', async () => {
    await answer('URY');
    const [filed] = await submissions('URY');
    const path = `/desk/requests/${id('URY')}/answers/${filed?.id}/withdraw`;
    const refused = await desk.press(path, [['reason', ' ']]);
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('The reason is empty');
    expect((await request('URY')).stage).toBe('answered');
    await desk.press(path, [['reason', 'a test of the ministry']]);
    await desk.press(path, [['reason', 'a test of the ministry']]);
    expect((await request('URY')).stage).toBe('waiting');
    const entries = await desk.db.selectFrom('case_log').select('key').where('request_id', '=', id('URY')).execute();
    expect(entries.filter(({ key }) => key.startsWith('withdrawn/'))).toHaveLength(1);
    await answer('URY');
    expect((await request('URY')).stage).toBe('answered');
    expect((await submissions('URY')).map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it('is told to its request by the sweep, where the engine was away', async () => {
    await answer('PRY');
    const [filed] = await submissions('PRY');
    desk.cases.isAway = true;
    await desk.press(`/desk/requests/${id('PRY')}/answers/${filed?.id}/withdraw`, [['reason', 'a mistake']]);
    expect((await request('PRY')).stage).toBe('answered');
    expect((await desk.page(`/desk/requests/${id('PRY')}`)).body).toContain('the request is not told yet');
    desk.cases.isAway = false;
    const { at } = desk.clock;
    desk.clock.at = new Date(Date.parse(at) + 120_000).toISOString();
    await desk.sweep();
    await desk.sweep();
    desk.clock.at = at;
    expect((await request('PRY')).stage).toBe('waiting');
    const entries = await desk.db.selectFrom('case_log').select('key').where('request_id', '=', id('PRY')).execute();
    expect(entries.filter(({ key }) => key.startsWith('withdrawn/'))).toHaveLength(1);
    expect((await desk.page(`/desk/requests/${id('PRY')}`)).body).not.toContain('the request is not told yet');
  });
});
