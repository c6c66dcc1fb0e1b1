import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** One mail that answers a post on two requests: what the Coordinator is shown of each. */
describe('a reply to a post on two requests', () => {
  const ANNUAL = `${CYCLE}/PER`;
  const FOLLOW_UP = 'recommendations/2027-H1/PER';
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    const fields = { document: null, meeting: 'M', heading: { es: 'Prevención' }, text: {}, source: 'S', closed: null };
    await desk.registers.record(
      'recommendations',
      () => [{ entry: 'prevention', party: null, fields, reason: 'a test' }],
      { by: 'a test', at: desk.clock.now() },
    );
    await desk.open({ obligation: 'recommendations', period: '2027-H1' });
    const { id, replyAddress } = desk.addressing.identify(`${ANNUAL}/request/mission`);
    await desk.db
      .insertInto('mailOutRequest')
      .values({ mailOutId: id, requestId: FOLLOW_UP, rung: 'request' })
      .execute();
    const words =
      'La Misión Permanente transmite adjunto el informe anual.\n\n' +
      'En cuanto a las recomendaciones, se solicita una prórroga de diez días.';
    const raw = [
      'From: mission.per@missions.oas-demo.example',
      `To: ${replyAddress}`,
      'Subject: Respuesta',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      words,
      '--b',
      'Content-Type: application/pdf',
      'Content-Disposition: attachment; filename="Informe_anual_2027.pdf"',
      '',
      '%PDF-1.4',
      '--b--',
      '',
    ].join('\r\n');
    await desk.receive(raw, replyAddress, 'reply', id);
  });
  afterAll(async () => desk.stop());

  const cardOf = async (request: string): Promise<string> => {
    const { body } = await desk.page(`/desk/requests/${request}`);
    return /<li class="decision">[^]*?<\/li>/.exec(body)?.[0] ?? '';
  };

  it('is a message to each, and closes none', async () => {
    const messages = await desk.db.selectFrom('message').selectAll().orderBy('requestId').execute();
    expect(messages.map(({ requestId: id }) => id)).toEqual([ANNUAL, FOLLOW_UP]);
    expect(await desk.db.selectFrom('submission').selectAll().execute()).toEqual([]);
  });

  it('shows on each card what speaks of it, and proposes for it what is asked for it alone', async () => {
    const annual = await cardOf(ANNUAL);
    expect(annual).toContain('It speaks of this request');
    expect(annual).toContain('transmite adjunto el informe anual');
    expect(annual).toContain('A file is named after it');
    expect(annual).not.toContain('It seems to ask for a later date');
    const followUp = await cardOf(FOLLOW_UP);
    expect(followUp).toContain('It seems to ask for a later date');
    expect(followUp).not.toContain('A file is named after it');
  });
});
