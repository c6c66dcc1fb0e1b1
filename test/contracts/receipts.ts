import type { NewReceipt, Receipts } from '../../office/ports/receipts.js';
import { newReceipt } from '../world/receipt.js';

/** What every store of received mail keeps. */
export function keepsReceipts(open: () => Promise<{ receipts: Receipts; tasks: () => Promise<string[]> }>): void {
  let receipts: Receipts;
  let tasks: () => Promise<string[]>;
  beforeAll(async () => {
    ({ receipts, tasks } = await open());
  }, 60_000);

  const AT = '2026-11-25T13:00:00.000Z';
  const one = async (id: string) => (await receipts.findReceipts([id]))[0];
  const held = { outcome: 'held' as const, requestId: null, detail: 'it belongs to no request', at: AT };

  it('commits a mail once for each recipient, and says which are new', async () => {
    const pair = [receiptOf('a', 'one@x.example'), receiptOf('b', 'two@x.example')];
    expect(await receipts.commitReceipts(pair)).toEqual(['a', 'b']);
    expect(await receipts.commitReceipts([...pair, receiptOf('c', 'three@x.example')])).toEqual(['c']);
    // The same bytes to the same recipient are the same mail, whatever id they are given.
    expect(await receipts.commitReceipts([receiptOf('d', 'one@x.example')])).toEqual([]);
    expect(await one('a')).toMatchObject({
      outcome: null,
      handledAt: null,
      failures: 0,
      begun: 0,
      summary: null,
      why: [],
    });
    expect([await receipts.findReceipts([]), await receipts.findReceipts(['nothing'])]).toEqual([[], []]);
  });

  it('gives what was not handled, oldest first, up to an instant and a number', async () => {
    await receipts.commitReceipts([
      { ...receiptOf('old', 'old@x.example'), receivedAt: '2026-11-25T11:00:00.000Z' },
      { ...receiptOf('new', 'new@x.example'), receivedAt: '2026-11-25T14:00:00.000Z' },
    ]);
    expect((await receipts.findUnhandled(AT, 10))[0]).toBe('old');
    expect(await receipts.findUnhandled(AT, 10)).not.toContain('new');
    expect(await receipts.findUnhandled(AT, 2)).toHaveLength(2);
    await receipts.settleReceipt('old', held, null);
    expect(await receipts.findUnhandled(AT, 10)).not.toContain('old');
  });

  it('counts tries that failed, and those that nobody has ended', async () => {
    await receipts.commitReceipts([receiptOf('tried', 'tried@x.example')]);
    expect(await receipts.beginTry('tried')).toEqual({ failures: 0, brokenOff: 0 });
    expect(await receipts.beginTry('tried')).toEqual({ failures: 0, brokenOff: 1 });
    expect(await receipts.endTry('tried', 'it is too large')).toBe(1);
    expect(await one('tried')).toMatchObject({ failures: 1, begun: 0, trouble: 'it is too large' });
    expect(await receipts.beginTry('tried')).toEqual({ failures: 1, brokenOff: 0 });
    expect(await receipts.endTry('tried', null)).toBe(1);
    expect(await one('tried')).toMatchObject({ trouble: 'it is too large' });
  });

  it('keeps the newest reading', async () => {
    await receipts.commitReceipts([receiptOf('read', 'read@x.example')]);
    const summary = { subject: 'S', from: ['a@b.example'], messageId: null, preview: '', attachments: [], faults: [] };
    await receipts.saveReading('read', { mailClass: 'message', why: ['a person wrote it'], summary });
    await receipts.saveReading('read', { mailClass: 'answer', why: ['it has a file'], summary });
    expect(await one('read')).toMatchObject({ class: 'answer', why: ['it has a file'], summary });
  });

  it('settles a mail once: the first word stands, and its task is raised once', async () => {
    await receipts.commitReceipts([receiptOf('settled', 'settled@x.example')]);
    await receipts.settleReceipt('settled', held, 'heldMail');
    await receipts.settleReceipt('settled', { ...held, outcome: 'ignored', detail: 'another word' }, 'heldMail');
    expect(await one('settled')).toMatchObject({
      outcome: 'held',
      detail: held.detail,
      handledAt: AT,
      requestId: null,
    });
    expect((await tasks()).filter((id) => id === 'receipt/settled')).toHaveLength(1);
  });

  it('raises no task where none is named', async () => {
    await receipts.commitReceipts([receiptOf('quiet', 'quiet@x.example')]);
    await receipts.settleReceipt('quiet', { ...held, outcome: 'ignored' }, null);
    expect(await tasks()).not.toContain('receipt/quiet');
  });
}

function receiptOf(id: string, recipient: string): NewReceipt {
  return newReceipt({ id, recipient, recipientKind: 'reply' });
}
