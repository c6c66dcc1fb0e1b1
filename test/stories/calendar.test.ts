import type { IsoDate } from '../../domain/mandate.js';
import { partyCalendar } from '../../domain/party-calendar.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * Two states with days off of their own: that of Brazil is known when the cycle opens, that of Belize is proclaimed while
 * its request runs.
 */
describe('days off of the capital', () => {
  let story: Story;
  let calendars: Record<string, Record<IsoDate, string>>;

  beforeAll(async () => {
    calendars = { BRA: { '2027-02-04': 'Carnival', '2027-02-01': 'Founding Day' }, BLZ: {} };
    story = await startStory((catalogue) => ({
      ...catalogue,
      parties: catalogue.parties
        .filter(({ code }) => code in calendars)
        .map((party) => ({
          ...party,
          calendar: {
            ...partyCalendar(party.name.en, () => new Map()),
            holidayOn: (date: IsoDate) => calendars[party.code]?.[date] ?? null,
          },
        })),
    }));
    await story.until('2026-12-03');
    await story.open();
    await story.until('2027-02-01');
    calendars['BLZ'] = { '2027-02-04': 'A day of mourning' };
    await story.until('2027-02-10');
  }, 180_000);

  afterAll(async () => {
    await story.stop();
  }, 60_000);

  async function sentTo(contact: string): Promise<string[]> {
    const mails = await story.record.db
      .selectFrom('mail_out')
      .select(['step_key', 'dated_at'])
      .where('contact', '=', contact)
      .where('status', '=', 'sent')
      .orderBy('dated_at')
      .execute();
    return mails.map((mail) => `${mail.dated_at.slice(0, 10)} ${mail.step_key.split('/')[3] ?? ''}`);
  }

  async function postponed(party: string): Promise<string[]> {
    const entries = await story.record.db
      .selectFrom('case_log')
      .selectAll()
      .where('request_id', '=', `annual-report/2027/${party}`)
      .where('kind', '=', 'rungPostponed')
      .execute();
    return entries.map(({ data }) => `${String(data['rung'])}: ${String(data['because'])}`);
  }

  it('move a reminder in the plan, and not what is due', async () => {
    expect(await sentTo('BRA/mission')).toEqual(['2026-12-03 request', '2027-01-15 recall-2', '2027-02-05 reminder-1']);
    const { due_date: dueDate, plan } = await story.request('BRA');
    expect(dueDate).toBe('2027-02-01');
    expect(plan.rungs.find(({ id }) => id === 'reminder-1')?.date.steps.at(-1)).toEqual({
      kind: 'moved',
      direction: 'next',
      date: '2027-02-05',
      skipped: [{ date: '2027-02-04', why: 'Carnival, Brazil' }],
    });
    expect(await postponed('BRA')).toEqual([]);
  });

  it('hold back a reminder that was planned before they were known, and the case log says why', async () => {
    expect(await sentTo('BLZ/mission')).toEqual(['2026-12-03 request', '2027-01-15 recall-2', '2027-02-05 reminder-1']);
    expect(await postponed('BLZ')).toEqual(['reminder-1: A day of mourning, Belize']);
  });
});
