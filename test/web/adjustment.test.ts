import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

const PERU = `/desk/requests/${CYCLE}/PER`;
const DATES = `${PERU}/dates`;
const ACT: [string, string][] = [
  ['authority', 'Note of the mission, January 5, 2027'],
  ['reason', 'Elections & a recess'],
];

describe('the dates of a request on the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
  });
  afterAll(async () => desk.stop());

  const dueDate = async (): Promise<string> =>
    (await desk.db.selectFrom('request').select('dueDate').where('id', '=', `${CYCLE}/PER`).executeTakeFirstOrThrow())
      .dueDate;

  it('says that nobody has moved a date, and offers to', async () => {
    const { body } = await desk.page(PERU);
    expect(body).toContain('Nobody has moved a date of this request.');
    expect(body).toContain('Extend the due date');
  });

  it.each<[string, [string, string][], string]>([
    ['without a date', [['date', ''], ...ACT], 'is not a date of the calendar'],
    ['to 30 February', [['date', '2027-02-30'], ...ACT], '2027-02-30'],
    ['to an earlier date', [['date', '2027-01-11'], ...ACT], 'an extension never shortens'],
    [
      'without authority',
      [
        ['date', '2027-03-01'],
        ['authority', ' '],
        ['reason', 'x'],
      ],
      'The authority is empty',
    ],
  ])('refuses an extension %s, says why, and changes nothing', async (_name, fields, words) => {
    const before = await dueDate();
    const answer = await desk.press(DATES, [['action', 'extend'], ...fields]);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('Nothing was changed');
    expect(await dueDate()).toBe(before);
    expect(await desk.db.selectFrom('ledger').selectAll().execute()).toEqual([]);
  });

  it('extends once however often the form is sent, and shows who allowed it and why', async () => {
    const form: [string, string][] = [['action', 'extend'], ['date', '2027-03-01'], ['key', '0'], ...ACT];
    expect((await desk.press(DATES, form)).headers.location).toContain('notice=extended');
    expect((await desk.press(DATES, form)).statusCode).toBe(400); // it is due on that day already
    expect(await dueDate()).toBe('2027-03-01');
    expect(await desk.db.selectFrom('ledger').select('kind').execute()).toEqual([{ kind: 'extension' }]);
    const { body } = await desk.page(PERU);
    expect(body).toContain('Extended to Mar 1, 2027');
    expect(body).toContain('Elections &amp; a recess (Note of the mission, January 5, 2027)');
    expect(body).toContain('extended from');
  });

  it('stops the clock and lets it go on, and says so on the page and in the timeline', async () => {
    await desk.press(DATES, [['action', 'stop'], ['date', ''], ['key', '1'], ...ACT]);
    const stopped = (await desk.page(PERU)).body;
    expect(stopped).toContain('The clock stands still: Elections');
    const [pause] = await desk.db.selectFrom('ledger').selectAll().where('kind', '=', 'pause').execute();
    expect(stopped).toContain(`value="${pause?.id ?? ''}"`);
    await desk.press(DATES, [['action', 'go-on'], ['pause', pause?.id ?? ''], ['key', '2'], ...ACT]);
    const { body } = await desk.page(PERU);
    expect(body).not.toContain('<p class="problem">The clock stands still');
    expect(body).toContain('The clock goes on');
  });

  it('offers nothing where an answer is on record', async () => {
    await desk.db
      .updateTable('request')
      .set({ answeredAt: desk.clock.now(), stage: 'answered' })
      .where('id', '=', `${CYCLE}/BRA`)
      .execute();
    expect((await desk.page(`/desk/requests/${CYCLE}/BRA`)).body).not.toContain('Extend the due date');
  });
});
