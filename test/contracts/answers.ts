import type { NewMessage } from '../../office/ports/messages.js';
import type { NewSubmission } from '../../office/ports/submissions.js';
import type { AnswerStore } from '../world/memory-answers.js';

/** A store of answers and messages, a request that is open, and how a mail gets on record that they may name. */
export interface OpenedAnswers {
  store: AnswerStore;
  requestId: string;
  /** An instant after the due date of the request, ISO UTC. */
  lateAt: string;
  commit: (receiptId: string) => Promise<unknown>;
}

/** What every store of answers and messages keeps. */
export function keepsAnswers(open: () => Promise<OpenedAnswers>): void {
  let store: AnswerStore;
  let requestId: string;
  let lateAt: string;
  let commit: OpenedAnswers['commit'];
  beforeAll(async () => {
    ({ store, requestId, lateAt, commit } = await open());
  }, 60_000);

  const AT = '2026-11-25T13:00:00.000Z';
  const FILES = ['a', 'b'].map((name) => ({ name: `${name}.pdf`, type: 'application/pdf', size: 1, sha256: name }));
  const answer = (id: string, change: Partial<NewSubmission> = {}): NewSubmission => ({
    ...{ id, requestId, via: 'web', receiptId: null, contact: null, sender: `${id.slice(0, 4)}@mre.example` },
    ...{ receivedAt: AT, text: 'Our report.', files: [], ...change },
  });
  const message = (id: string, change: Partial<NewMessage> = {}): NewMessage => ({
    ...{ id, requestId, receiptId: null, contact: null, sender: `${id.slice(0, 4)}@mre.example` },
    ...{ receivedAt: AT, text: 'A word.', ...change },
  });
  const hold = { decideAt: AT, sendAt: AT };
  const place = async (given: NewSubmission): Promise<string> => {
    const { part, version } = await store.fileSubmission(given, null);
    return `${part}.${version}`;
  };

  it('files the next of a sender as a version, and that of another as a part, whatever the case of the address', async () => {
    const sender = 'Vers@mre.example';
    const [first] = (await place(answer('vers-1', { sender }))).split('.');
    expect(await place(answer('vers-2', { sender: sender.toUpperCase(), text: 'Corrected.' }))).toBe(`${first}.2`);
    expect(await place(answer('part-1'))).toBe(`${Number(first) + 1}.1`);
    expect((await store.findNewest(requestId, sender.toLowerCase()))?.id).toBe('vers-2');
  });

  it('returns an id that is on record as it stands', async () => {
    await store.fileSubmission(answer('once-1', { files: FILES }), null);
    const again = await store.fileSubmission(answer('once-1', { text: 'Something else.', files: [] }), null);
    expect(again.text).toBe('Our report.');
    const found = await store.findSubmission('once-1');
    expect(found?.files.map(({ position, name }) => `${position} ${name}`)).toEqual(['0 a.pdf', '1 b.pdf']);
    expect(await store.findSubmission('nothing')).toBeNull();
  });

  it('takes the same words and files of a mail for the answer that is there, and of a page for another', async () => {
    const given = { text: 'Our\nreport, again.', files: FILES };
    await store.fileSubmission(answer('mail-1', { via: 'mail', ...given }), null);
    const again = { via: 'mail', text: 'Our report,  again. ', files: [...FILES].reverse() } as const;
    expect((await store.fileSubmission(answer('mail-2', again), null)).id).toBe('mail-1');
    expect((await store.fileSubmission(answer('mail-3', { ...again, files: [] }), null)).id).toBe('mail-3');
    await store.fileSubmission(answer('page-1', given), null);
    expect((await store.fileSubmission(answer('page-2', given), null)).id).toBe('page-2');
  });

  it('says what came after the due date, and of which kind it is', async () => {
    const late = await store.fileSubmission(answer('late-1', { receivedAt: lateAt, kind: 'nil' }), null);
    expect([late.isLate, late.kind]).toEqual([true, 'nil']);
    const inTime = await store.fileSubmission(answer('time-1'), null);
    expect([inTime.isLate, inTime.kind, inTime.deliveredAt]).toEqual([false, 'answer', null]);
  });

  it('counts no more what was taken away, once, and keeps by whom and why', async () => {
    await commit('away');
    await store.fileSubmission(answer('away-1', { receiptId: 'away' }), null);
    expect((await store.findSubmissionsOf('away')).map(({ id }) => id)).toEqual(['away-1']);
    const said = { at: '2026-11-26T13:00:00.000Z', by: 'a test', because: 'a mistake' };
    expect(await store.withdraw('away-1', said)).toBe(true);
    expect(await store.withdraw('away-1', { ...said, because: 'another word' })).toBe(false);
    expect(await store.findSubmissionsOf('away')).toEqual([]);
    expect(await store.findNewest(requestId, 'away@mre.example')).toBeUndefined();
    expect(await store.countWithdrawn('away', requestId)).toBe(1);
    expect(await store.findUntold('2026-11-26T12:00:00.000Z', 10)).not.toContain('away-1');
    expect(await store.findUntold(said.at, 10)).toContain('away-1');
    expect((await store.findSubmission('away-1'))?.submission).toMatchObject({
      withdrawnBy: 'a test',
      withdrawnBecause: 'a mistake',
    });
    expect(await store.withdraw('nothing', said)).toBe(false);
  });

  it('files a message once, with what it asks for, lacks and is in doubt of', async () => {
    await commit('word');
    const lacks = [{ kind: 'named', what: 'a.pdf' }] as const;
    const ask = { kind: 'extensionRequested', until: '2027-03-01' } as const;
    await store.fileMessage(message('word-2', { receiptId: 'word', lacks, ask, doubt: 'a stranger' }), hold, null);
    await store.fileMessage(message('word-1', { receiptId: 'word' }), hold, null);
    expect(await store.fileMessage(message('word-2', { text: 'Other words.' }), hold, null)).toMatchObject({
      ...{ text: 'A word.', lacks, ask: 'extensionRequested', untilDate: '2027-03-01', doubt: 'a stranger' },
      ...{ awaitsScan: false, acceptedAs: null, deliveredAt: null },
    });
    expect((await store.findMessagesOf('word')).map(({ id }) => id)).toEqual(['word-1', 'word-2']);
    expect(await store.findMessage('nothing')).toBeUndefined();
  });

  it('makes an answer of a message, once, and knows whether its sender was in doubt', async () => {
    await store.fileMessage(message('acce-1', { doubt: 'a stranger' }), hold, null);
    await store.fileMessage(message('acce-2'), hold, null);
    const made = await store.acceptMessage('acce-1', 'acce-1-accepted', AT, 'a test', 'part');
    expect(made).toMatchObject({ via: 'message', kind: 'part', text: 'A word.', sender: 'acce@mre.example' });
    expect((await store.acceptMessage('acce-1', 'acce-1-accepted', AT, 'a test')).kind).toBe('part');
    await store.acceptMessage('acce-2', 'acce-2-accepted', AT, 'a test');
    expect((await store.findMessage('acce-1'))?.acceptedAs).toBe('acce-1-accepted');
    expect(await Promise.all(['acce-1-accepted', 'acce-2-accepted'].map((id) => store.isOfDoubt(id)))).toEqual([
      true,
      false,
    ]);
  });

  it('keeps the first word on what a message asks for', async () => {
    await store.fileMessage(message('asks-1'), hold, null);
    await store.markAsk('asks-1', 'assistance', null);
    await store.markAsk('asks-1', 'extensionRequested', '2027-03-01');
    expect(await store.findMessage('asks-1')).toMatchObject({ ask: 'assistance', untilDate: null });
  });

  it('gives what waits for the scanner, oldest first, until that has spoken', async () => {
    await store.fileMessage(
      message('scan-1', { awaitsScan: true, receivedAt: '2026-11-25T14:00:00.000Z' }),
      hold,
      null,
    );
    await store.fileMessage(message('scan-2', { awaitsScan: true }), hold, null);
    expect((await store.findAwaitingScan(10)).map(({ id }) => id)).toEqual(['scan-2', 'scan-1']);
    expect(await store.findAwaitingScan(1)).toHaveLength(1);
    await store.endAwaitingScan('scan-2', null);
    await store.endAwaitingScan('scan-1', 'a virus');
    expect(await store.findAwaitingScan(10)).toEqual([]);
    expect([await store.findMessage('scan-1'), await store.findMessage('scan-2')].map((one) => one?.doubt)).toEqual([
      'a virus',
      null,
    ]);
  });
}
