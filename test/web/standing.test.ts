import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** What a ministry sends by itself: its mission is told, and says whether it is the Government's word. */
describe('an answer that a capital sends by itself', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    // A Thursday: five working days of headquarters end on the next Thursday.
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  async function answer(
    party: string,
    role: 'mission' | 'capital',
    from = desk.contactOf(party, role),
  ): Promise<string> {
    const note = desk.addressing.identify(`${idOf(party)}/request/${role}`);
    const raw = [
      `From: <${from}>`,
      `Message-ID: <${Math.random()}@x.example>`,
      'Subject: Re: nota',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'Adjunto.',
      '--x',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=informe.csv',
      '',
      `a;b;${Math.random()}`,
      '--x--',
      '',
    ].join('\r\n');
    return desk.receive(raw, note.replyAddress, 'reply', note.id);
  }
  const copies = async (party: string) =>
    desk.db.selectFrom('mailOut').selectAll().where('kind', '=', 'missionCopy').where('party', '=', party).execute();
  const page = async (party: string): Promise<string> =>
    (await desk.page(`/desk/requests/${idOf(party)}`)).body.replaceAll(/\s+/g, ' ');
  /** The page that the copy opens for the mission. */
  async function missionPath(party: string): Promise<string> {
    const [copy] = await copies(party);
    return new URL(desk.addressing.identify(copy?.stepKey ?? '').link).pathname;
  }
  const press = (path: string, fields: Record<string, string>) =>
    desk.post(path, {
      payload: Buffer.from(new URLSearchParams(fields).toString()),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    });

  it('is copied to the mission once, with the day until which it may object, and is prepared until then', async () => {
    const mail = await answer('PER', 'capital');
    const [copy, ...others] = await copies('PER');
    expect(others).toEqual([]);
    expect(copy?.toAddress).toBe(desk.contactOf('PER', 'mission'));
    const text = copy?.text.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain(desk.contactOf('PER', 'capital'));
    expect(text).toContain('17 de diciembre de 2026');
    expect(text).toContain('información oficial del Gobierno');
    expect(text).toContain('informe.csv');
    expect(await page('PER')).toContain('prepared by the capital');
    // The clock has passed the day: nobody had to do anything.
    const { at } = desk.clock;
    desk.clock.at = '2026-12-18T15:00:00.000Z';
    expect(await page('PER')).toContain('the mission has not objected by 2026-12-17');
    desk.clock.at = at;
    expect(mail).not.toBe('');
  });

  it('becomes official by one click of the mission, and of nobody else', async () => {
    await answer('CHL', 'capital');
    const path = await missionPath('CHL');
    const { body } = await desk.read(path);
    expect(body).toContain('¿Es esta la información oficial del Gobierno?');
    const [, word = ''] = /action="([^"]+\/standing\/[^"]+)"/.exec(body) ?? [];
    const capitals = desk.answerPath('CHL', 'capital');
    expect((await desk.read(capitals)).body).not.toContain('/standing/');
    const forged = word.replace(path, capitals);
    expect((await press(forged, { word: 'confirmed' })).statusCode).toBe(404);
    expect(await page('CHL')).toContain('prepared by the capital');
    const { body: after } = await press(word, { word: 'confirmed' });
    expect(after).toContain('Oficial: confirmada por la Misión');
    expect(await page('CHL')).toContain('confirmed by the mission');
  });

  it('is objected to with a reason, which the Coordinator is asked about', async () => {
    await answer('ARG', 'capital');
    const { body } = await desk.read(await missionPath('ARG'));
    const [, word = ''] = /action="([^"]+\/standing\/[^"]+)"/.exec(body) ?? [];
    const empty = await press(word, { word: 'objected', reason: ' ' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Escriba por qué la objeta la Misión.');
    await press(word, { word: 'objected', reason: 'Era un borrador.' });
    await press(word, { word: 'objected', reason: 'Era un borrador.' });
    const shown = await page('ARG');
    expect(shown).toContain('objected to');
    expect(shown).toContain('the mission objects: Era un borrador.');
    const messages = await desk.db.selectFrom('message').selectAll().where('requestId', '=', idOf('ARG')).execute();
    expect(messages).toHaveLength(1);
    expect(messages[0]?.sender).toBe(desk.contactOf('ARG', 'mission'));
  });

  it('is official once the mission has answered itself; what a mission sends is copied to nobody', async () => {
    await answer('URY', 'capital');
    desk.clock.at = '2026-12-11T15:00:00.000Z';
    await answer('URY', 'mission');
    expect(await page('URY')).toContain('the mission has answered since');
    expect(await copies('URY')).toHaveLength(1);
    await answer('PRY', 'mission');
    expect(await copies('PRY')).toEqual([]);
  });
});
