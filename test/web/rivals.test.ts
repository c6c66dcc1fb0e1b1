import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';
import { createLedgerStore } from '../../adapters/postgres/ledger-store.js';

/** Two delegations both speak for Haiti: its clock stands still, and what comes from it waits for the Coordinator. */
describe('a state for which two delegations speak', () => {
  const ID = `${CYCLE}/HTI`;
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    await createLedgerStore(desk.db).record(
      {
        kind: 'pause',
        id: 'rivals',
        scope: 'party/HTI',
        fromDate: '2026-11-16',
        untilDate: null,
        holdsMail: true,
        authority: 'the Coordinator',
        reason: 'two delegations',
        by: 'a test',
      },
      desk.clock.now(),
    );
  });
  afterAll(async () => desk.stop());

  const answer = async (party: string) => {
    const { id, replyAddress } = desk.addressing.identify(`${CYCLE}/${party}/request/mission`);
    const raw = [
      `From: mission.${party.toLowerCase()}@missions.oas-demo.example`,
      `To: ${replyAddress}`,
      'Subject: Re: Note',
      'Content-Type: application/pdf; name="rapport.pdf"',
      '',
      '%PDF-1.4',
      '',
    ].join('\r\n');
    return desk.receive(raw, replyAddress, 'reply', id);
  };

  it('sends nothing that counts by itself: it is a task with its reason, and acknowledged by nobody', async () => {
    await answer('HTI');
    expect(await desk.db.selectFrom('submission').select('id').where('requestId', '=', ID).execute()).toEqual([]);
    const task = await desk.db
      .selectFrom('task')
      .select(['kind', 'data'])
      .where('requestId', '=', ID)
      .executeTakeFirstOrThrow();
    expect(task.kind).toBe('message');
    expect(task.data['doubt']).toBe('all mail is held since 2026-11-16: two delegations');
    const mails = await desk.mails();
    expect(mails.filter(({ subject }) => /réception/i.test(subject))).toEqual([]);
  });

  it('is told on its page to write, and loses nothing of what it typed', async () => {
    const path = desk.answerPath('HTI');
    const nonce = hiddenField((await desk.read(path)).body, 'nonce');
    const posted = await desk.post(path, await formBody({ nonce, text: 'Notre réponse' }));
    expect(posted.statusCode).toBe(422);
    expect(posted.body).toContain('uniquement par courrier électronique');
    expect(posted.body).toContain('Notre réponse');
  });

  it('holds up no other state', async () => {
    await answer('PER');
    const filed = await desk.db.selectFrom('submission').select('requestId').execute();
    expect(filed.map((one) => one.requestId)).toEqual([`${CYCLE}/PER`]);
  });
});
