import { createOutboxStore } from '../../adapters/postgres/outbox-store.js';
import { failureOf } from '../../domain/contact.js';
import { isHandedOver } from '../../domain/posting/handover.js';
import { STAGES } from '../../domain/request-state.js';
import type { Stage } from '../../domain/request-state.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* What the store gives is what the rule says: one of the two alone would let a successor hear of too much, or of too little. */

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({
    parties: ['BRA'],
  });
  await desk.open();
}, 60_000);
afterAll(async () => desk.stop());

const cases = STAGES.flatMap((stage): [Stage, string | null][] => [
  [stage, '2027-01-04T15:00:00.000Z'],
  [stage, null],
]);

describe('the requests that are open for a party', () => {
  it.each(cases)('are those of which a successor is told: %s, out since %s', async (stage, clockStartedAt) => {
    const change = { stage, clockStartedAt };
    await desk.db.updateTable('request').set(change).where('id', '=', idOf('BRA')).execute();
    const open = await createOutboxStore(desk.db).findOpen('BRA');
    expect(open.map(({ request }) => request.id)).toEqual(isHandedOver({ stage, clockStartedAt }) ? [idOf('BRA')] : []);
  });
});

describe('when a party was last written to, as the record says', () => {
  const askedAt = async (): Promise<string | null | undefined> => {
    let found: string | null | undefined;
    const asked = { requestId: idOf('BRA'), rung: 'recall-1', at: '2027-01-19T17:00:00.000Z' };
    await createOutboxStore(desk.db).claimRung(asked, ({ lastPostAt }) => {
      found = lastPostAt;
      return { ruling: 'postpone', until: asked.at, why: { code: 'outsideHours' } };
    });
    return found;
  };

  it('is when the first notes left, and leaves out refused mail, acknowledgements and whose address has failed', async () => {
    const dated = (contact: string, at: string, change: { kind?: 'acknowledgement'; status?: 'failed' } = {}) =>
      desk.db
        .updateTable('mailOut')
        .set({ datedAt: at, ...change })
        .where('contact', '=', contact)
        .execute();
    const [monday, tuesday] = ['2027-01-11T15:00:00.000Z', '2027-01-12T15:00:00.000Z'];
    await dated('BRA/mission', monday);
    await dated('BRA/capital', tuesday);
    expect(await askedAt()).toBe(tuesday);
    const note = await desk.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', 'BRA/capital')
      .executeTakeFirstOrThrow();
    const earlier = { ...note, id: 'earlier', stepKey: 'earlier', messageId: 'earlier@tip-desk.example' };
    await desk.db
      .insertInto('mailOut')
      .values({ ...earlier, datedAt: '2027-01-04T15:00:00.000Z' })
      .execute();
    expect(await askedAt()).toBe(tuesday);
    await dated('BRA/capital', tuesday, { status: 'failed' });
    expect(await askedAt()).toBe(monday);
    await desk.db.updateTable('mailOut').set({ status: 'sent' }).where('contact', '=', 'BRA/capital').execute();
    const { parties } = desk.catalogue;
    const party = parties.find(({ code }) => code === 'BRA');
    if (!party) throw new Error('no party');
    const failure = failureOf({ contact: 'BRA/capital', id: 'f', at: tuesday, words: 'no such user' });
    await desk.contacts.record(party, failure);
    expect(await askedAt()).toBe(monday);
    await dated('BRA/mission', monday, { kind: 'acknowledgement' });
    expect(await askedAt()).toBeNull();
  });
});
