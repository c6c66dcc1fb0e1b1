import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* What is committed in the record is carried to the request, by whatever road it came and however often that is tried. */

let desk: Desk;
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN', 'COL', 'CHL'];
const RECEIVED_AT = '2026-11-17T15:00:00.000Z';
const AT = '2026-11-18T15:00:00.000Z';

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
}, 60_000);
afterAll(async () => desk.stop());

const message = (code: string, id: string, text: string, besides: { receiptId?: string; doubt?: string } = {}) =>
  desk.intake.fileMessage(
    {
      id,
      requestId: idOf(code),
      receiptId: null,
      contact: null,
      sender: senderOf(code),
      receivedAt: AT,
      text,
      ...besides,
    },
    { decideAt: AT, sendAt: AT },
    null,
  );
const answer = (code: string, id: string, receivedAt = AT) =>
  desk.intake.fileSubmission(
    {
      ...{ id, requestId: idOf(code), via: 'web' as const, receiptId: null, contact: null, sender: senderOf(code) },
      ...{ receivedAt, text: 'It is attached.', files: [] },
    },
    null,
  );
const senderOf = (code: string): string => desk.contactOf(code, 'capital');
const deliveredAt = async (what: 'message' | 'submission', id: string): Promise<string | null> =>
  (await desk.db.selectFrom(what).select('deliveredAt').where('id', '=', id).executeTakeFirstOrThrow()).deliveredAt;
const logOf = async (code: string): Promise<string[]> => {
  const rows = await desk.db
    .selectFrom('caseLog')
    .select('key')
    .where('requestId', '=', idOf(code))
    .orderBy('seq')
    .execute();
  return rows.map(({ key }) => key);
};
const acknowledgements = async (code: string): Promise<number> => {
  const mails = await desk.db
    .selectFrom('mailOut')
    .select('id')
    .where('party', '=', code)
    .where('kind', '=', 'acknowledgement')
    .execute();
  return mails.length;
};
const tasks = async (code: string): Promise<string[]> => {
  const rows = await desk.db.selectFrom('task').select('kind').where('requestId', '=', idOf(code)).execute();
  return rows.map(({ kind }) => kind);
};
/** Its machine can take no step. What is returned mends it and lets it go on. */
function park(code: string): () => Promise<void> {
  const mend = desk.cases.bewilder(idOf(code));
  return async () => {
    mend();
    await desk.cases.take(idOf(code), { type: 'unparked', id: 'go-on', at: AT, by: 'a test' });
  };
}

describe('a request that is parked', () => {
  it('is offered a message again and again, and has taken it once it goes on', async () => {
    const goOn = park('PER');
    await message('PER', 'm-PER', 'We have a question: until when?');
    await desk.delivery.message('m-PER', AT);
    expect(await deliveredAt('message', 'm-PER')).toBeNull();
    await goOn();
    await desk.delivery.message('m-PER', AT);
    expect(await deliveredAt('message', 'm-PER')).toBe(AT);
    expect(await logOf('PER')).toContain('message/m-PER');
  });

  it('is offered an answer again and again, and has taken it once it goes on', async () => {
    const goOn = park('HTI');
    await answer('HTI', 's-HTI');
    await desk.delivery.submission('s-HTI', AT);
    expect(await deliveredAt('submission', 's-HTI')).toBeNull();
    expect((await desk.request('HTI')).answeredAt).toBeNull();
    await goOn();
    await desk.delivery.submission('s-HTI', AT);
    expect(await deliveredAt('submission', 's-HTI')).toBe(AT);
    expect((await desk.request('HTI')).stage).toBe('answered');
  });
});

describe('an answer', () => {
  it('is taken once, says whether it was late, and is acknowledged once', async () => {
    await answer('BRA', 's-BRA');
    expect(await desk.delivery.submission('s-BRA', AT)).toEqual({ isLate: false });
    expect(await desk.delivery.submission('s-BRA', '2026-11-19T15:00:00.000Z')).toEqual({ isLate: false });
    expect(await deliveredAt('submission', 's-BRA')).toBe(AT);
    expect((await logOf('BRA')).filter((key) => key.startsWith('submission/'))).toEqual(['submission/s-BRA']);
    expect(await acknowledgements('BRA')).toBe(1);
  });

  it('that is sent once more on another day is acknowledged anew, and on the same day is not', async () => {
    const again = { requestId: idOf('BRA'), sender: senderOf('BRA') };
    await desk.delivery.repeated({ ...again, id: 'r-1', receivedAt: AT }, AT);
    expect(await acknowledgements('BRA')).toBe(1);
    const later = '2026-11-20T15:00:00.000Z';
    await desk.delivery.repeated({ ...again, id: 'r-2', receivedAt: later }, later);
    expect(await acknowledgements('BRA')).toBe(2);
  });

  it('that was taken away is given to nobody', async () => {
    await answer('MEX', 's-MEX');
    await desk.intake.withdraw('s-MEX', { at: AT, by: 'a test', because: 'a mistake' });
    await desk.delivery.submission('s-MEX', AT);
    expect((await desk.request('MEX')).stage).toBe('waiting');
    expect(await acknowledgements('MEX')).toBe(0);
  });

  it('to a request that has ended is logged, corrects how it was closed, and is acknowledged', async () => {
    await desk.cases.take(idOf('COL'), { type: 'ended', id: 'end', at: AT, because: 'the duty is over' });
    await desk.db.updateTable('request').set({ closedAs: 'noAnswer' }).where('id', '=', idOf('COL')).execute();
    desk.cases.hasEnded.add(idOf('COL'));
    await answer('COL', 's-COL', RECEIVED_AT);
    await desk.delivery.submission('s-COL', AT);
    expect((await logOf('COL')).at(-1)).toMatch(/^posted\//);
    expect(await logOf('COL')).toContain('submission/s-COL');
    expect(await desk.request('COL')).toMatchObject({ closedAs: 'answered', answeredAt: RECEIVED_AT });
    expect(await deliveredAt('submission', 's-COL')).toBe(AT);
    expect(await acknowledgements('COL')).toBe(1);
  });
});

describe('an acknowledgement', () => {
  it('says of what comes after the closing that it becomes an addendum, and of what was late before that it does not', async () => {
    const words = async (id: string, receivedAt: string): Promise<string> => {
      await answer('COL', id, receivedAt);
      await desk.delivery.submission(id, receivedAt);
      const newest = (await desk.mails()).at(-1);
      return desk.mailText(newest?.id ?? '');
    };
    const { plan } = await desk.request('COL');
    expect(await words('s-late', plan.lateAfterAt)).not.toMatch(/adición/);
    expect(await words('s-addendum', `${plan.close.date}T23:59:59.000Z`)).toMatch(/adición/);
  });
});

describe('a message', () => {
  it('is taken once, and acknowledged once a day and sender', async () => {
    await message('CAN', 'm-1', 'Which form is meant?');
    await message('CAN', 'm-2', 'And until when?');
    for (const id of ['m-1', 'm-2', 'm-1']) await desk.delivery.message(id, AT);
    expect((await logOf('CAN')).filter((key) => key.startsWith('message/'))).toEqual(['message/m-1', 'message/m-2']);
    expect(await acknowledgements('CAN')).toBe(1);
  });

  it('in doubt is acknowledged to nobody, and waits for a person', async () => {
    await message('CHL', 'm-doubt', 'Which form is meant?', { doubt: 'its sender is not on file' });
    await desk.delivery.message('m-doubt', AT);
    expect(await acknowledgements('CHL')).toBe(0);
    expect(await tasks('CHL')).toContain('message');
  });

  it('that says thanks and nothing else waits for nobody, and thanks for nothing', async () => {
    await message('CHL', 'm-thanks', 'Thank you very much.');
    const before = (await tasks('CHL')).length;
    await desk.delivery.message('m-thanks', AT);
    expect(await deliveredAt('message', 'm-thanks')).toBe(AT);
    expect(await tasks('CHL')).toHaveLength(before);
    expect(await acknowledgements('CHL')).toBe(0);
  });

  it('to a request that has ended is logged as a task, and acknowledged', async () => {
    await message('COL', 'm-COL', 'Which form is meant?');
    await desk.delivery.message('m-COL', AT);
    expect(await logOf('COL')).toContain('message/m-COL');
    expect(await tasks('COL')).toContain('message');
    expect(await deliveredAt('message', 'm-COL')).toBe(AT);
  });
});

describe('a bounce and a decision', () => {
  it('of a request that has ended are logged, or said to have come too late', async () => {
    const bounce = {
      requestId: idOf('COL'),
      receiptId: 'b-COL',
      contact: 'COL/capital',
      isHard: true,
      detail: '5.1.1',
    };
    await desk.delivery.bounce(bounce, AT);
    expect(await logOf('COL')).toContain('bounce/b-COL');
    const judged = { type: 'judged', id: 'j', at: AT, isPart: true, by: 'a test' } as const;
    expect(await desk.delivery.decide(idOf('COL'), judged)).toBe('ended');
  });

  it('name a request that is on record', async () => {
    const judged = { type: 'judged', id: 'j', at: AT, isPart: true, by: 'a test' } as const;
    await expect(desk.delivery.decide('annual-report/2027/XXX', judged)).rejects.toThrow(
      "no request 'annual-report/2027/XXX' is on record",
    );
    await expect(desk.delivery.message('none', AT)).rejects.toThrow("no message 'none' is on record");
    await expect(desk.delivery.submission('none', AT)).rejects.toThrow("no submission 'none' is on record");
  });
});
