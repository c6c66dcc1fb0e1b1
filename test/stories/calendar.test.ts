import { createCalendarStore } from '../../adapters/postgres/calendar-store.js';
import { createStarts } from '../../adapters/temporal/starts.js';
import type { CalendarDay, IsoDate } from '../../domain/mandate.js';
import { partyCalendar } from '../../domain/party-calendar.js';
import { replanForCalendars } from '../../worker/calendar-watch.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * Three states with days off of their own: that of Brazil is known when the cycle opens, that of Belize is proclaimed while its
 * request runs, and that of Grenada, too, but the service starts again before the day comes.
 */
describe('days off of the capital', () => {
  let story: Story;
  const started: (string | null)[] = [];
  let calendars: Record<string, Record<IsoDate, string>>;

  beforeAll(async () => {
    calendars = { BRA: { '2055-02-04': 'Carnival', '2055-02-01': 'Founding Day' }, BLZ: {}, GRD: {} };
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties
        .filter(({ code }) => code in calendars)
        .map((party) => ({
          ...party,
          calendar: {
            ...partyCalendar(party.name.en, () => new Map()),
            daysOf: (year: number): CalendarDay[] =>
              Object.entries(calendars[party.code] ?? {})
                .filter(([date]) => date.startsWith(`${year}-`))
                .map(([date, name]) => ({ date, name, origin: 'added' as const, because: '' })),
            holidayOn: (date: IsoDate) => calendars[party.code]?.[date] ?? null,
          },
        })),
    }));
    await story.until('2054-12-03');
    await story.open();
    started.push(await startAgain());
    await story.until('2055-01-25');
    calendars['GRD'] = { '2055-02-04': 'Independence Day' };
    started.push(await startAgain(), await startAgain());
    await story.until('2055-02-01');
    calendars['BLZ'] = { '2055-02-04': 'A day of mourning' };
    await story.until('2055-02-10');
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  });

  /** What the service does with its calendars when it starts. */
  async function startAgain(): Promise<string | null> {
    const { env, record, catalogue } = story;
    const now = new Date(await env.currentTimeMs()).toISOString();
    const calendars = createCalendarStore(record.db);
    const words = await replanForCalendars({ catalogue, calendars, starts: createStarts(env.client), now });
    await story.quiet();
    return words;
  }

  async function sentTo(contact: string): Promise<string[]> {
    const mails = await story.record.db
      .selectFrom('mailOut')
      .select(['stepKey', 'datedAt'])
      .where('contact', '=', contact)
      .where('status', '=', 'sent')
      .orderBy('datedAt')
      .execute();
    return mails.map((mail) => `${mail.datedAt.slice(0, 10)} ${mail.stepKey.split('/')[3] ?? ''}`);
  }

  async function postponed(party: string): Promise<string[]> {
    const entries = await story.record.db
      .selectFrom('caseLog')
      .selectAll()
      .where('requestId', '=', `annual-report/2055/${party}`)
      .where('kind', '=', 'rungPostponed')
      .execute();
    return entries.map(({ data }) => `${String(data['rung'])}: ${String(data['because'])}`);
  }

  it('move a reminder in the plan, and not what is due', async () => {
    expect(await sentTo('BRA/mission')).toEqual(['2054-12-03 request', '2055-01-15 recall-1', '2055-02-05 reminder-1']);
    const { dueDate, plan } = await story.request('BRA');
    expect(dueDate).toBe('2055-02-01');
    expect(plan.rungs.find(({ id }) => id === 'reminder-1')?.date.steps.at(-1)).toEqual({
      kind: 'moved',
      direction: 'next',
      date: '2055-02-05',
      skipped: [{ date: '2055-02-04', why: 'Carnival, Brazil' }],
    });
    expect(await postponed('BRA')).toEqual([]);
  });

  it('hold back a reminder that was planned before they were known, and the case log says why', async () => {
    expect(await sentTo('BLZ/mission')).toEqual(['2054-12-03 request', '2055-01-15 recall-1', '2055-02-05 reminder-1']);
    expect(await postponed('BLZ')).toEqual(['reminder-1: A day of mourning, Belize']);
  });

  it('reach running requests when the service starts again, once, and the case log says why', async () => {
    const words = '2055-02-04 is a day off in GRD now (Independence Day)';
    expect(started).toEqual([null, words, null]);
    expect(await sentTo('GRD/mission')).toEqual(['2054-12-03 request', '2055-01-15 recall-1', '2055-02-05 reminder-1']);
    expect(await postponed('GRD')).toEqual([]);
    const { plan } = await story.request('GRD');
    expect(plan.rungs.find(({ id }) => id === 'reminder-1')?.date.steps.at(-1)).toMatchObject({
      date: '2055-02-05',
      skipped: [{ date: '2055-02-04', why: 'Independence Day, Grenada' }],
    });
    const told = await story.record.db.selectFrom('caseLog').selectAll().where('kind', '=', 'planChanged').execute();
    expect(told.map((entry) => entry.requestId)).toEqual(['annual-report/2055/GRD']);
    expect(String(told[0]?.data['because'])).toContain(words);
  });
});
