import { receiptTaskId } from '../../domain/keys.js';
import type { Receipt, Receipts } from '../../office/ports/receipts.js';

/** Received mail without a database, for tests in which nothing of it is asked but what `test/contracts/receipts.ts` says. */
export function createMemoryReceipts(): Receipts & { tasks(): Promise<string[]> } {
  const rows = new Map<string, Receipt>();
  const tasks = new Set<string>();
  const change = (id: string, columns: Partial<Receipt>): Receipt | undefined => {
    const row = rows.get(id);
    if (row) rows.set(id, { ...row, ...columns });
    return rows.get(id);
  };
  return {
    async commitReceipts(receipts) {
      const isKnown = (given: Pick<Receipt, 'id' | 'rawSha256' | 'recipient'>): boolean =>
        rows.has(given.id) ||
        [...rows.values()].some((row) => row.rawSha256 === given.rawSha256 && row.recipient === given.recipient);
      const fresh: string[] = [];
      for (const { helo = '', ...receipt } of receipts) {
        if (isKnown(receipt)) continue;
        const unread = { class: null, why: [], outcome: null, detail: null, requestId: null, summary: null };
        rows.set(receipt.id, { ...receipt, helo, ...unread, handledAt: null, failures: 0, begun: 0, trouble: null });
        fresh.push(receipt.id);
      }
      return fresh;
    },
    findReceipts: (ids) => Promise.resolve(ids.flatMap((id) => rows.get(id) ?? [])),
    async findUnhandled(before, limit) {
      return [...rows.values()]
        .filter((row) => row.handledAt === null && row.receivedAt <= before)
        .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
        .slice(0, limit)
        .map(({ id }) => id);
    },
    async beginTry(id) {
      const { failures = 0, begun = 0 } = rows.get(id) ?? {};
      change(id, { begun: begun + 1 });
      return { failures, brokenOff: begun };
    },
    async endTry(id, trouble) {
      const failures = rows.get(id)?.failures ?? 0;
      const failed = trouble === null ? {} : { failures: failures + 1, trouble };
      return change(id, { begun: 0, ...failed })?.failures ?? 0;
    },
    async saveReading(id, { mailClass, why, summary }) {
      change(id, { class: mailClass, why, summary });
    },
    async settleReceipt(id, { outcome, requestId, detail, at }, task) {
      if (rows.get(id)?.handledAt === null) change(id, { outcome, requestId, detail, handledAt: at });
      if (task !== null) tasks.add(receiptTaskId(id));
    },
    tasks: () => Promise.resolve([...tasks]),
  };
}
