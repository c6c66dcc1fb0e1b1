import { createContactWords } from '../../office/intake/contact-word.js';
import { createGuessing } from '../../office/intake/guess.js';
import { readMail } from '../../adapters/mime/mail.js';
import { contactBook } from '../../domain/contact.js';
import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';

/** Somebody is named as the new contact of a state: nothing changes before the Coordinator has said so, by one click. */
describe('a successor who is named', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    desk.clock.at = '2026-12-10T15:00:00.000Z';
  });
  afterAll(async () => desk.stop());

  const write = (from: string, text: string): Promise<string> =>
    desk.receive(
      [
        `From: ${from}`,
        'Subject: Punto focal',
        `Message-ID: <${Math.random()}@ministry.example>`,
        'Content-Type: text/plain; charset=utf-8',
        '',
        text,
      ].join('\r\n'),
      'desk@tip-desk.example',
      'desk',
      null,
    );
  const partyOf = (code: string) => {
    const party = desk.catalogue.parties.find((one) => one.code === code);
    if (!party) throw new Error(`no party ${code}`);
    return party;
  };
  const book = async (code: string) => {
    const rows = await desk.db
      .selectFrom('contactChange')
      .selectAll()
      .where('party', '=', code)
      .orderBy('seq')
      .execute();
    return rows.map(({ kind, contact, name, address, authority, reason }) => ({
      kind,
      contact,
      name,
      address,
      authority,
      reason,
    }));
  };
  const tasks = () => desk.db.selectFrom('task').selectAll().where('kind', '=', 'successor').execute();
  const addressOf = (code: string, role: string): string =>
    partyOf(code).contacts.find((one) => one.role === role)?.address ?? '';

  it('is held with name, address and the sentence, and takes the place at one click', async () => {
    const mail = await write(
      addressOf('PER', 'capital'),
      'Nuestro nuevo punto focal es la Sra. Laura Gómez <lgomez@minjus.gob.pe>.',
    );
    expect(await book('PER')).toEqual([]);
    const { body } = await desk.page(`/desk/mail/received/${mail}`);
    expect(body).toContain('A new contact is named');
    expect(body).toContain('which is not the mission');
    expect(body).toContain('value="Sra. Laura Gómez"');
    expect(body).toContain('<option value="PER/capital" selected>');

    const form: [string, string][] = [
      ['task', `successor/${mail}`],
      ['contact', 'PER/capital'],
      ['name', 'Sra. Laura Gómez'],
      ['address', 'lgomez@minjus.gob.pe'],
      ['reason', ''],
    ];
    await desk.press('/desk/successors', [...form, ['choice', 'accept']]);
    await desk.press('/desk/successors', [...form, ['choice', 'accept']]);
    expect(await book('PER')).toEqual([
      {
        kind: 'replaced',
        contact: 'PER/capital',
        name: 'Sra. Laura Gómez',
        address: 'lgomez@minjus.gob.pe',
        authority: `the Coordinator, after a message: ${addressOf('PER', 'capital')}, 2026-12-10`,
        reason: '“Nuestro nuevo punto focal es la Sra. Laura Gómez <lgomez@minjus.gob.pe>.”',
      },
    ]);
    expect((await tasks()).filter(({ doneAt: done }) => done === null)).toEqual([]);
    // The mail is still held for what else it says.
    expect((await desk.page(`/desk/mail/received/${mail}`)).body).toContain('Held for you');
  });

  it('takes the place at once where the mission names it in full in a reply, and again when that is repeated', async () => {
    const note = desk.addressing.identify(`${CYCLE}/URY/request/mission`);
    const raw = [
      `From: ${addressOf('URY', 'mission')}`,
      'Subject: Re: Punto focal',
      'Message-ID: <ury-1@missions.example>',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'El nuevo punto focal es la Sra. Inés Soto <isoto@capital-ury.example>.',
    ].join('\r\n');
    const first = await desk.receive(raw, note.replyAddress, 'reply', note.id);
    expect(await desk.receive(raw, note.replyAddress, 'reply', note.id)).toBe(first);
    expect(await book('URY')).toEqual([
      {
        kind: 'replaced',
        contact: 'URY/capital',
        name: 'Sra. Inés Soto',
        address: 'isoto@capital-ury.example',
        authority: `the mission: ${addressOf('URY', 'mission')}, 2026-12-10`,
        reason: '“El nuevo punto focal es la Sra. Inés Soto <isoto@capital-ury.example>.”',
      },
    ]);
    const [task] = (await tasks()).filter(({ receiptId: id }) => id === first);
    expect(task?.doneBecause).toBe('the service: Sra. Inés Soto takes the place of URY/capital');
  });

  it('leaves a person what else was written where the mail replaces the contact whom it answers for', async () => {
    const note = desk.addressing.identify(`${CYCLE}/CRI/request/mission`);
    const raw = [
      `From: ${addressOf('CRI', 'mission')}`,
      'Subject: Re: Punto focal',
      'Message-ID: <cri-1@missions.example>',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `El nuevo punto focal es la Sra. Ana Rojas <rojas@${addressOf('CRI', 'mission').split('@')[1]}>, que reemplaza a ${addressOf('CRI', 'mission')}.`,
    ].join('\r\n');
    const mail = await desk.receive(raw, note.replyAddress, 'reply', note.id);
    expect((await book('CRI')).map(({ contact, name }) => [contact, name])).toEqual([
      ['CRI/mission', 'Sra. Ana Rojas'],
    ]);
    const receipt = await desk.db.selectFrom('receipt').selectAll().where('id', '=', mail).executeTakeFirstOrThrow();
    expect([receipt.outcome, receipt.detail]).toEqual([
      'held',
      'it answers a mail to a contact who was replaced since',
    ]);
  });

  it('is no contact any more in the very mail that names who replaces him', async () => {
    const mission = addressOf('SLV', 'mission');
    const note = desk.addressing.identify(`${CYCLE}/SLV/request/capital`);
    const raw = [
      `From: ${mission}`,
      'Subject: Re: Punto focal',
      'Message-ID: <slv-1@missions.example>',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `El nuevo punto focal es la Sra. Ana Rojas <rojas@${mission.split('@')[1]}>, que reemplaza a ${mission}.`,
    ].join('\r\n');
    const mail = await desk.receive(raw, note.replyAddress, 'reply', note.id);
    const message = await desk.intake.findMessage(mail);
    expect(message?.doubt).toBe(`${mission} was SLV/mission, and has been replaced`);
  });

  it('is tried again where somebody has changed the contacts before he could take the place', async () => {
    const { intake, contacts, catalogue, addressing } = desk;
    const words = createContactWords({
      ...createGuessing({ intake, contacts, catalogue, addressing }),
      intake,
      contacts,
      catalogue,
      addressing,
      isReserved: () => false,
      changeContact: (party, change) => contacts.record(partyOf(party), change),
    });
    const capital = addressOf('GTM', 'capital');
    const mail = await readMail(
      Buffer.from(
        [
          `From: ${addressOf('GTM', 'mission')}`,
          'Content-Type: text/plain; charset=utf-8',
          '',
          `La nueva persona de contacto es la Sra. Eva Ruiz <eruiz@${capital.split('@')[1]}>.`,
        ].join('\r\n'),
      ),
    );
    const note = desk.addressing.identify(`${CYCLE}/GTM/request/mission`);
    const origin = await intake.findOrigin({ mailOutId: note.id });
    const [receipt] = await intake.findReceipts([await write(addressOf('GTM', 'mission'), 'Gracias.')]);
    if (!receipt || !origin) throw new Error('no receipt');
    const given = { receipt, mail, origin, requestId: null, isGiven: true, isToFormer: false, at: desk.clock.at };
    const found = await words.findSuccessor(given);
    if (!found) throw new Error('nobody is named');
    expect(found.foreseen?.words).toBe('the service: Sra. Eva Ruiz takes the place of GTM/capital');
    const change = {
      kind: 'replaced',
      id: 'desk',
      contact: 'GTM/capital',
      name: 'Another',
      address: `a@${capital.split('@')[1]}`,
    } as const;
    await contacts.record(partyOf('GTM'), {
      ...change,
      authority: 'a call',
      reason: 'said so',
      by: 'the desk',
      at: desk.clock.at,
    });
    await expect(words.noteSuccessor(receipt.id, found, desk.clock.at)).rejects.toThrow(
      `the contacts of GTM have changed while the mail ${receipt.id} was filed`,
    );
    const again = await words.findSuccessor(given);
    if (!again) throw new Error('nobody is named any more');
    expect(again.foreseen).toBeNull();
    await words.noteSuccessor(receipt.id, again, desk.clock.at);
    expect((await book('GTM')).map(({ name }) => name)).toEqual(['Another']);
    const task = await intake.findTask(`successor/${receipt.id}`);
    expect(task?.doneAt).toBeNull();
    await intake.closeTask(task?.id ?? '', desk.clock.at, 'looked at');
  });

  it('waits where the same words come under the name of the mission with nothing to show for it', async () => {
    const mail = await write(
      addressOf('PRY', 'mission'),
      'El nuevo punto focal es la Sra. Inés Soto <isoto@capital-pry.example>.',
    );
    expect(await book('PRY')).toEqual([]);
    const [task] = (await tasks()).filter(({ receiptId: id }) => id === mail);
    expect(task).toMatchObject({ doneAt: null, data: { isMission: true, isTakenAtOnce: false } });
    await desk.press('/desk/successors', [
      ['task', `successor/${mail}`],
      ['choice', 'refuse'],
      ['reason', 'The mission knows nothing of it.'],
    ]);
  });

  it('is refused with a reason, which is kept, and changes no contact', async () => {
    const mail = await write(
      '<somebody@nowhere.example>',
      'Chile: our focal point is now Ms Jane Roe, jroe@x.example.',
    );
    const [waiting] = (await tasks()).filter(({ doneAt: done }) => done === null);
    expect(waiting).toMatchObject({ receiptId: mail, data: { party: 'CHL', isMission: false } });
    const refused = await desk.press('/desk/successors', [
      ['task', `successor/${mail}`],
      ['choice', 'refuse'],
      ['reason', ''],
    ]);
    expect(refused.statusCode).toBe(400);
    await desk.press('/desk/successors', [
      ['task', `successor/${mail}`],
      ['choice', 'refuse'],
      ['reason', 'The mission knows nothing of it.'],
    ]);
    const changes = await book('CHL');
    expect(changes).toMatchObject([
      { kind: 'declined', address: 'jroe@x.example', reason: 'The mission knows nothing of it.' },
    ]);
    expect(contactBook(partyOf('CHL'), []).every(({ status }) => status === 'inUse')).toBe(true);
    expect((await tasks()).find(({ id }) => id === waiting?.id)?.doneBecause).toContain('not accepted');
  });

  it('needs an address before it can be accepted, and says so', async () => {
    const mail = await write(addressOf('BOL', 'mission'), 'El nuevo punto focal es la Sra. Rosa Díaz.');
    const { body } = await desk.page(`/desk/mail/received/${mail}`);
    expect(body).toContain('which is the mission');
    const none = await desk.press('/desk/successors', [
      ['task', `successor/${mail}`],
      ['choice', 'accept'],
    ]);
    expect(none.statusCode).toBe(400);
    expect(none.body).toContain('is not a mail address');
    expect(await book('BOL')).toEqual([]);
  });

  it('is not put away by the button of other decisions', async () => {
    const [open] = (await tasks()).filter(({ doneAt: done }) => done === null);
    expect((await desk.press('/desk/tasks/done', [['task', open?.id ?? '']])).statusCode).toBe(404);
  });

  it('is found in what an official writes on the page of a note, and the answer counts', async () => {
    const path = desk.answerPath('ECU');
    const nonce = hiddenField((await desk.read(path)).body, 'nonce');
    const text = 'A partir de hoy el punto focal es el Dr. Luis Paz, lpaz@x.example.';
    const { statusCode } = await desk.post(path, await formBody({ nonce, text, kind: 'answer' }));
    expect(statusCode).toBe(303);
    const raised = (await tasks()).find(({ requestId: request }) => request === `${CYCLE}/ECU`);
    expect(raised).toMatchObject({ data: { name: 'Dr. Luis Paz', address: 'lpaz@x.example' } });
    const answers = await desk.db.selectFrom('submission').select('id').execute();
    expect(answers).toHaveLength(1);
  });
});
