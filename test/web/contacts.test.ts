import { createContactRoundActivities } from '../../activities/contact-round.js';
import { openDesk } from './desk.js';
import type { Desk } from './desk.js';

/** The note that asks a mission for its contacts, and the page behind its link. */
describe('the page of contacts', () => {
  let desk: Desk;
  let path = '';
  const CYCLE_AHEAD = 'annual-report/2028';
  const at = '2027-10-20T15:00:00.000Z';

  beforeAll(async () => {
    desk = await openDesk({ settings: { isDemonstration: true } });
    desk.clock.at = at;
    const { contacts, outbox, sender, addressing, catalogue } = desk;
    const round = createContactRoundActivities({ contacts, outbox, sender, addressing, catalogue });
    const due = await round.findDueRound({ at });
    expect(due?.cycleId).toBe(CYCLE_AHEAD);
    expect(due?.parties).toHaveLength(33);
    const first = await round.sendContactNote({ cycleId: CYCLE_AHEAD, party: 'BRA', at });
    expect(await round.sendContactNote({ cycleId: CYCLE_AHEAD, party: 'BRA', at: '2027-10-21T15:00:00.000Z' })).toEqual(
      first,
    );
    const mails = (await desk.mails()).filter(({ to }) => to.includes(first.to));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain('contatos para a correspondência');
    path = new URL(addressing.identify(`contacts/${CYCLE_AHEAD}/BRA/mission`).contactsLink).pathname;
  });
  afterAll(async () => desk.stop());

  const changes = async (): Promise<string[]> => (await desk.contacts.findChanges('BRA')).map(({ kind }) => kind);

  it('lists the contacts in the language of the party, and looking at it changes nothing', async () => {
    const page = await desk.read(path);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<html lang="pt">');
    for (const words of [
      'Contatos para a correspondência',
      'Ponto focal na capital',
      'focal.bra@capital-bra.example',
      'Todos estão corretos',
    ])
      expect(page.body).toContain(words);
    expect(await changes()).toEqual([]);
    expect((await desk.read(`${path}?done=confirmed`)).body).not.toContain('Consta dos registros');
  });

  it('confirms by one click, once a day however often it is pressed', async () => {
    for (let count = 0; count < 2; count += 1) {
      const { statusCode, headers } = await desk.press(path, [['choice', 'confirm']]);
      expect([statusCode, headers.location]).toEqual([303, `${path}?done=confirmed`]);
    }
    expect(await changes()).toEqual(['confirmed']);
    const page = await desk.read(`${path}?done=confirmed`);
    expect(page.body).toContain('Consta dos registros que estes contatos estão corretos');
    expect(page.body).toContain('Última confirmação: 20 de outubro de 2027');
  });

  it('takes no name or address that is too long to be one, in whatever manner it is sent', async () => {
    const replace = (name: string, address: string): [string, string][] => [
      ['choice', 'replace'],
      ['contact', 'BRA/capital'],
      ['name', name],
      ['address', address],
    ];
    const long = await desk.press(path, replace('María '.repeat(40), 'nova@capital-bra.example'));
    expect(long.statusCode).toBe(422);
    expect(long.body).toContain('O nome tem mais de 200 caracteres');
    const address = await desk.press(path, replace('Nova', `nova@${'a.'.repeat(200)}example`));
    expect(address.statusCode).toBe(422);
    for (const fields of [
      replace('María '.repeat(50_000), 'n@a.example'),
      replace('N', `${'a'.repeat(80_000)}@a.example`),
    ]) {
      const { statusCode, body } = await desk.press(path, fields);
      expect(statusCode).toBe(413);
      expect(body).toMatch(/The field “(?:name|address)” is too long/);
    }
    // A field that is sent twice, and halves of letters, are no reason to fail.
    const twice = await desk.press(path, [...replace('Nova', 'nova@'), ['name', 'Outra\ud83d\u0000']]);
    expect(twice.statusCode).toBe(422);
    expect(twice.body).toContain('value="Outra');
    expect(await changes()).toEqual(['confirmed']);
  });

  it('says what is wrong with a successor, and keeps what was typed', async () => {
    const wrong = await desk.press(path, [
      ['choice', 'replace'],
      ['contact', 'BRA/capital'],
      ['name', 'Nova pessoa'],
      ['address', 'nova@'],
    ]);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('Não é um endereço de correio eletrônico utilizável');
    expect(wrong.body).toContain('value="Nova pessoa"');
    const nameless = await desk.press(path, [
      ['choice', 'replace'],
      ['contact', 'BRA/capital'],
      ['name', ' '],
      ['address', 'a@b.gov'],
    ]);
    expect(nameless.body).toContain('Falta o nome');
    const nobody = await desk.press(path, [
      ['choice', 'replace'],
      ['contact', 'PER/capital'],
      ['name', 'X'],
      ['address', 'a@b.gov'],
    ]);
    expect(nobody.statusCode).toBe(422);
    expect(await changes()).toEqual(['confirmed']);
  });

  it('replaces a contact at once, and the page of a mission that was replaced is dead', async () => {
    await desk.press(path, [
      ['choice', 'replace'],
      ['contact', 'BRA/capital'],
      ['name', 'Nova pessoa'],
      ['address', 'nova@capital-bra.example'],
    ]);
    const page = await desk.read(path);
    expect(page.body).toContain('nova@capital-bra.example');
    expect(page.body).not.toContain('focal.bra@');
    await desk.press(path, [
      ['choice', 'replace'],
      ['contact', 'BRA/mission'],
      ['name', 'Missão'],
      ['address', 'nova@missions.example'],
    ]);
    const dead = await desk.read(path);
    expect(dead.statusCode).toBe(410);
    expect(dead.body).not.toContain('nova@');
    const [last] = (await desk.contacts.findChanges('BRA')).slice(-1);
    expect(last).toMatchObject({
      authority: 'the contact BRA/mission, on the page of its note',
      by: 'the page of contacts',
    });
  });

  it('opens by the link of the acknowledgement, too, until the mission is replaced', async () => {
    const hti = desk.addressing.identify(`contacts/${CYCLE_AHEAD}/HTI/mission`);
    const { contacts, outbox, sender, addressing, catalogue } = desk;
    const round = createContactRoundActivities({ contacts, outbox, sender, addressing, catalogue });
    await round.sendContactNote({ cycleId: CYCLE_AHEAD, party: 'HTI', at });
    const id = await desk.receive(
      [
        `From: ${desk.contactOf('HTI', 'mission')}`,
        'Subject: Re: contacts',
        'Message-ID: <hti-1@missions.example>',
        '',
        'La Mission confirme les contacts.',
      ].join('\r\n'),
      hti.replyAddress,
      'reply',
      hti.id,
    );
    const receipt = desk.addressing.identify(`contacts/received/HTI/${id}`);
    const page = await desk.read(new URL(receipt.contactsLink).pathname);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('focal.hti@capital-hti.example');

    // A word of thanks for it asks nobody for a decision.
    const thanks = await desk.receive(
      [
        `From: ${desk.contactOf('HTI', 'mission')}`,
        'Subject: Re: Accuse de reception',
        'Message-ID: <hti-2@missions.example>',
        '',
        'Merci beaucoup.',
      ].join('\r\n'),
      receipt.replyAddress,
      'reply',
      receipt.id,
    );
    const settled = await desk.intake.findReceipts([thanks]);
    expect(settled[0]).toMatchObject({ outcome: 'ignored', detail: 'it says thanks, and nothing else' });
  });

  it('asks one thing alone where a mission answers with a successor of whom an address is missing', async () => {
    const hti = desk.addressing.identify(`contacts/${CYCLE_AHEAD}/HTI/mission`);
    const raw = [
      `From: ${desk.contactOf('HTI', 'mission')}`,
      'Subject: Re: contacts',
      'Message-ID: <hti-3@missions.example>',
      '',
      'Le nouveau point focal est Mme Marie Dupont.',
    ].join('\r\n');
    const id = await desk.receive(raw, hti.replyAddress, 'reply', hti.id);
    const [receipt] = await desk.intake.findReceipts([id]);
    expect(receipt?.outcome).toBe('held');
    const tasks = desk.db.selectFrom('task').select(['kind', 'doneAt']).where('receiptId', '=', id);
    expect(await tasks.execute()).toEqual([{ kind: 'successor', doneAt: null }]);
  });

  it('opens by no other link', async () => {
    const other = new URL(desk.addressing.identify('annual-report/2027/BRA/request/mission').contactsLink).pathname;
    for (const wrong of [other, `${path}x`, '/contacts/nothing']) expect((await desk.read(wrong)).statusCode).toBe(404);
  });
});
