import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { idOf, openDesk } from './desk.js';

const ROOT = '/work/shared/mail-corpus';
const files = readdirSync(ROOT, { recursive: true }).map(String).filter((n) => n.endsWith('.eml')).sort();
const each = (process.env.DIFF_PART ?? '0').split('/').map(Number);
it('dumps', async () => {
  const out: string[] = [];
  for (const shared of [false, true]) {
    const desk = await openDesk({
      prepare: (c) => ({ ...c, parties: c.parties.filter(({ code }) => ['BRA', 'PER', 'MEX', 'CHL'].includes(code)) }),
      ...(shared ? { sharedAddress: 'office@tip-desk.example' } : {}),
    });
    await desk.open();
    for (const [i, name] of files.entries()) {
      if (i % (each[1] ?? 1) !== (each[0] ?? 0)) continue;
      const raw = readFileSync(path.join(ROOT, name));
      const code = ['BRA', 'PER', 'MEX', 'CHL'][i % 4] ?? '';
      const note = desk.addressing.identify(`${idOf(code)}/request/capital`);
      const from = desk.contactOf(code, 'capital');
      // as from the capital, to the reply address; and as it is, to the desk
      const own = Buffer.from(raw.toString('latin1').replace(/^From:.*(\r?\n[ \t].*)*/im, `From: <${from}>`), 'latin1');
      const rows = [];
      for (const [bytes, to, kind, id] of [
        [own, note.replyAddress, 'reply', note.id],
        [raw, 'desk@tip-desk.example', 'desk', null],
        [raw, note.replyAddress, 'bounce', note.id],
      ] as const) {
        let receiptId = '';
        try { receiptId = await desk.receive(bytes, to, kind, id); } catch (e) { rows.push(`threw ${String(e).slice(0, 80)}`); continue; }
        const r = await desk.db.selectFrom('receipt').select(['outcome', 'request_id', 'detail']).where('id', '=', receiptId).executeTakeFirst();
        const t = await desk.db.selectFrom('task').select(['kind', 'done_because']).where('receipt_id', '=', receiptId).orderBy('id').execute();
        const m = await desk.db.selectFrom('message').select(['doubt', 'lacks', 'awaits_scan']).where('receipt_id', '=', receiptId).orderBy('id').execute();
        rows.push(JSON.stringify([r, t, m]));
      }
      out.push(`${String(shared)} ${name}\n  ${rows.join('\n  ')}`);
    }
    await desk.stop();
  }
  writeFileSync(process.env.DIFF_OUT ?? '/tmp/x', out.join('\n'));
}, 560_000);
