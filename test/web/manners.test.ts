import { createCycleStore } from '../../adapters/postgres/cycle-store.js';
import { CYCLE, idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** Approvals, and what parties ask for, from the desk's buttons to the record. */
describe('the ladder with manners on the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
  });
  afterAll(async () => desk.stop());

  const page = async (party: string): Promise<string> => (await desk.page(`/desk/requests/${idOf(party)}`)).body;
  const until = async (at: string): Promise<void> => {
    desk.clock.at = at;
    await desk.cases.pass(at);
  };
  const write = async (party: string): Promise<string> => {
    const at = desk.clock.now();
    const messageId = `message-${party}-${at}`;
    const hold = await desk.delivery.holdFor(idOf(party), at);
    const address = desk.catalogue.parties.find(({ code }) => code === party)?.contacts[0]?.address ?? '';
    const common = { requestId: idOf(party), receiptId: null, contact: null, sender: address };
    await desk.intake.fileMessage({ id: messageId, ...common, receivedAt: at, text: 'Dear desk' }, hold, null);
    await desk.delivery.message(messageId, at);
    return messageId;
  };
  const openTask = async (party: string, kind: string): Promise<string> => {
    const tasks = await desk.db.selectFrom('task').selectAll().where('doneAt', 'is', null).execute();
    return tasks.find((task) => task.requestId === idOf(party) && task.kind === kind)?.id ?? '';
  };
  const progress = async () => createCycleStore(desk.db).findProgress(CYCLE);

  it('shows what a message seems to ask for, with the sentence, and takes no step of itself', async () => {
    const text = 'Gracias.\n\nSe solicita una prórroga hasta el 5 de marzo de 2027.';
    const hold = await desk.delivery.holdFor(idOf('ECU'), desk.clock.now());
    const common = { requestId: idOf('ECU'), receiptId: null, contact: null, sender: 'm@x.example' };
    await desk.intake.fileMessage({ id: 'asks', ...common, receivedAt: desk.clock.now(), text }, hold, null);
    await desk.delivery.message('asks', desk.clock.now());
    const body = await page('ECU');
    expect(body).toContain('It seems to ask for a later date');
    expect(body).toContain('“Se solicita una prórroga hasta el 5 de marzo de 2027.”');
    expect(body).toMatch(/value="extensionRequested" selected/);
    expect(body).toContain('name="date" value="2027-03-05"');
    expect((await desk.request('ECU')).asks).toEqual([]);
  });

  it('files a nil return as an answer of its kind', async () => {
    await until('2026-12-10T15:00:00.000Z');
    const message = await write('PER');
    expect(await page('PER')).toContain('It is a nil return');
    await desk.press(`/desk/messages/${message}/accept`, [['kind', 'nil']]);
    expect((await desk.request('PER')).stage).toBe('answered');
    const body = await page('PER');
    expect(body).toContain('nil return</span>');
    expect(body).toContain('A nil return was filed');
    // Another window still shows it as a message.
    const late = await desk.press(`/desk/messages/${message}/ask`, [['ask', 'assistance']]);
    expect(late.headers.location).toContain('doneBefore');
    expect(await openTask('PER', 'assistance')).toBe('');
  });

  it('holds the ladder while a later date is asked for, and extends it where that is granted', async () => {
    const message = await write('CHL');
    await desk.press(`/desk/messages/${message}/ask`, [
      ['ask', 'extensionRequested'],
      ['date', '2027-02-26'],
    ]);
    expect((await desk.request('CHL')).asks).toEqual(['extensionRequested']);
    expect(await page('CHL')).toContain('Grant the date');
    const task = await openTask('CHL', 'extensionRequested');
    const refused = await desk.press('/desk/decisions', [
      ['task', task],
      ['choice', 'grant'],
      ['date', '2027-02-26'],
      ['reason', 'elections'],
      ['authority', ''],
    ]);
    expect(refused.body).toContain('The authority is empty');
    await desk.press('/desk/decisions', [
      ['task', task],
      ['choice', 'grant'],
      // The day that is asked for, where no other is given.
      ['date', ''],
      ['reason', 'elections'],
      ['authority', 'Note 12'],
    ]);
    const { dueDate, asks } = await desk.request('CHL');
    expect({ dueDate, asks }).toEqual({ dueDate: '2027-02-26', asks: [] });
    expect(await openTask('CHL', 'extensionRequested')).toBe('');
    expect(await page('CHL')).toContain('The later date was granted by the Coordinator’s desk: elections.');
  });

  it('ends the ladder of a justification that is accepted', async () => {
    const message = await write('ECU');
    await desk.press(`/desk/messages/${message}/ask`, [['ask', 'justification']]);
    const task = await openTask('ECU', 'justification');
    await desk.press('/desk/decisions', [
      ['task', task],
      ['choice', 'grant'],
      ['reason', 'an earthquake'],
    ]);
    expect((await desk.request('ECU')).stage).toBe('justified');
    expect(await page('ECU')).toContain('Justified: no answer will come');
    const { body } = await desk.page('/desk');
    expect(body).toMatch(/Of 33 states asked: \d+ answered, 1 justified, \d+ waiting/);
    expect(body).not.toContain('closed without an answer');
  });

  it('lets the Coordinator judge an answer a part, and complete again', async () => {
    const message = await write('BOL');
    await desk.press(`/desk/messages/${message}/accept`, []);
    expect((await desk.request('BOL')).stage).toBe('answered');
    await desk.press(`/desk/requests/${idOf('BOL')}/judgement`, [['choice', 'part']]);
    expect((await desk.request('BOL')).stage).toBe('answeredInPart');
    const before = await progress();
    expect(before?.inPart).toBeGreaterThanOrEqual(1);
    await until('2027-01-20T16:00:00.000Z');
    const mails = await desk.db
      .selectFrom('mailOut')
      .selectAll()
      .where('party', '=', 'BOL')
      .where('kind', '=', 'note')
      .orderBy('datedAt')
      .execute();
    expect(mails.at(-1)?.text).toMatch(/información\s+restante/);
    await desk.press(`/desk/requests/${idOf('BOL')}/judgement`, [['choice', 'complete']]);
    expect((await desk.request('BOL')).stage).toBe('answered');
    expect(await progress()).toMatchObject({
      answered: (before?.answered ?? 0) + 1,
      inPart: (before?.inPart ?? 0) - 1,
    });
  });

  it('lets no closing note leave before it is approved, and shows whom it would go to', async () => {
    await until('2027-02-25T16:00:00.000Z');
    const notes = async (party: string): Promise<number> =>
      (await desk.db.selectFrom('dispatch').selectAll().where('requestId', '=', idOf(party)).execute()).filter(
        ({ rung, status }) => rung === 'escalation-2' && status === 'sent',
      ).length;
    expect(await notes('BRA')).toBe(0);
    const body = await page('BRA');
    expect(body).toContain('May this note leave?');
    expect(body).toContain('The second escalation: to the permanent mission and the alternate in the capital');
    const link = /href="([^"]+\/steps\/escalation-2)"/.exec(body)?.[1] ?? '';
    const step = await desk.page(link);
    expect(step.body).toContain('once you have approved it');
    expect(step.body).toContain('Nota verbal - Missão Permanente do Brasil');
    expect(step.body.match(/<summary>(Note verbale|Letter) to/g)).toHaveLength(2);
    expect((await desk.page(`${link}/mission`)).body).toContain('<html lang="pt"');
    expect((await desk.page(link.replace('escalation-2', 'recall-2'))).statusCode).toBe(404);
    const declined = await desk.press('/desk/decisions', [
      ['task', await openTask('ARG', 'approval')],
      ['choice', 'decline'],
      ['reason', ''],
    ]);
    expect(declined.body).toContain('The reason is empty');
    await desk.press('/desk/decisions', [
      ['task', await openTask('ARG', 'approval')],
      ['choice', 'decline'],
      ['reason', 'the minister has called'],
    ]);
    await desk.press('/desk/decisions', [
      ['task', await openTask('BRA', 'approval')],
      ['choice', 'grant'],
    ]);
    await until('2027-02-25T17:00:00.000Z');
    expect([await notes('BRA'), await notes('ARG')]).toEqual([2, 0]);
    expect(await page('ARG')).toContain('the minister has called');
    expect(await page('BRA')).toContain('was approved by the Coordinator’s desk');
  });

  it('records an absence once, lists it, and refuses another on its days with the remedy', async () => {
    const form = (change: Record<string, string> = {}): [string, string][] =>
      Object.entries({
        from: '2027-03-01',
        until: '2027-03-08',
        name: 'Ana Pérez',
        address: 'aperez@oas.org',
        authority: 'a memorandum',
        reason: 'leave',
        ...change,
      });
    expect((await desk.press('/desk/absence', form())).headers.location).toContain('notice=absent');
    await desk.press('/desk/absence', form());
    expect(await desk.db.selectFrom('absence').selectAll().execute()).toHaveLength(1);
    expect((await desk.page('/desk/absence')).body).toContain('aperez@oas.org');
    const overlap = await desk.press('/desk/absence', form({ from: '2027-03-05', until: '2027-03-20' }));
    expect(overlap.statusCode).toBe(400);
    expect(overlap.body).toContain('Choose days outside of it');
    // This desk writes to a real mail server: nobody reads mail in a reserved domain.
    const nobody = await desk.press(
      '/desk/absence',
      form({ from: '2027-04-05', until: '2027-04-20', address: 'a@b.example' }),
    );
    expect(nobody.body).toContain('RFC 2606');
  });
  it('is back before the day that was planned, by one click, and may be away again', async () => {
    const { at } = desk.clock;
    expect((await desk.press('/desk/absence/back', [])).statusCode).toBe(400);
    desk.clock.at = '2027-03-03T15:00:00.000Z';
    expect((await desk.page('/desk/absence')).body).toContain('I am back today');
    expect((await desk.press('/desk/absence/back', [])).headers.location).toContain('notice=back');
    expect((await desk.page('/desk/absence')).body).toContain('planned until');
    const [row] = await desk.db.selectFrom('absence').selectAll().execute();
    expect(row).toMatchObject({ backDate: '2027-03-03' });
    expect(row?.untilDate).not.toBe('2027-03-03');
    expect((await desk.press('/desk/absence/back', [])).statusCode).toBe(400);
    desk.clock.at = at;
  });
});
