import { openDesk } from './desk.js';
import type { Desk } from './desk.js';

/** The half-yearly note on the recommendations: whom it asks, and what it lists. */

const ACT = { by: 'a test', at: '2027-02-01T12:00:00.000Z' };
const ALL = [
  ['prevention', { en: 'Prevention', es: 'Prevención', pt: 'Prevenção', fr: 'Prévention' }],
  ['prosecution', { en: 'Prosecution', es: 'Persecución penal', pt: 'Persecução penal', fr: 'Poursuites pénales' }],
] as const;

describe('the note on the recommendations', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
    desk.clock.at = '2027-02-15T15:00:00.000Z';
    await desk.registers.record(
      'recommendations',
      () =>
        ALL.map(([entry, heading]) => ({
          entry,
          party: null,
          fields: { document: 'AG/RES. 2256 (XXXVI-O/06)', meeting: 'M', heading, text: {}, source: 'S', closed: null },
          reason: 'a test',
        })),
      ACT,
    );
    const evidence = { date: '2027-01-20', evidence: 'CP/CSH-796/06' };
    const said = (entry: string, party: string, fields: Record<string, unknown>) => ({
      entry,
      party,
      fields,
      reason: 'a test',
    });
    await desk.registers.record(
      'recommendations',
      () => [
        said('prevention', 'BRA', { status: 'in-progress', ...evidence }),
        said('prosecution', 'HTI', { closed: evidence }),
        said('prevention', 'PER', { closed: evidence }),
        said('prosecution', 'PER', { closed: evidence }),
      ],
      ACT,
    );
    await desk.open({ obligation: 'recommendations', period: '2027-H1' });
  });
  afterAll(async () => desk.stop());

  const noteTo = async (party: string) => {
    const mails = await desk.outbox.findMail(
      desk.addressing.identify(`recommendations/2027-H1/${party}/request/mission`).id,
    );
    return mails?.text ?? '';
  };

  it('goes to every state for which something is open, and not to one for which all is closed', async () => {
    const asked = await desk.db
      .selectFrom('request')
      .select('party')
      .where('cycleId', '=', 'recommendations/2027-H1')
      .execute();
    expect(asked).toHaveLength(32);
    expect(asked.map(({ party }) => party)).not.toContain('PER');
  });

  it('lists all that is open for the state, in its language, with the status on record', async () => {
    const text = (await noteTo('BRA')).replace(/\s+/g, ' ');
    expect(text).toContain(
      'Permanecem em aberto as seguintes 2 conclusões e recomendações, cada uma com a situação que consta dos registros:',
    );
    expect(text).toContain('Prevenção (AG/RES. 2256 (XXXVI-O/06)): em andamento (20 de janeiro de 2027)');
    expect(text).toContain('Persecução penal (AG/RES. 2256 (XXXVI-O/06)): sem informação registrada');
  });

  it('lists it on the page of the party, too, and on its questionnaire', async () => {
    const [row] = await desk.db
      .selectFrom('mailOut')
      .select(['text'])
      .where('id', '=', desk.addressing.identify('recommendations/2027-H1/BRA/request/mission').id)
      .execute();
    const [path] = /\/answer\/\S+/.exec(row?.text ?? '') ?? [''];
    for (const page of [path, `${path}/questionnaire?request=recommendations%2F2027-H1%2FBRA`]) {
      const { body } = await desk.read(page);
      expect(body).toContain('Prevenção (AG/RES. 2256 (XXXVI-O/06)): em andamento (20 de janeiro de 2027)');
      expect(body).toContain('Persecução penal');
    }
  });

  it('speaks of one in the singular', async () => {
    const text = (await noteTo('HTI')).replace(/\s+/g, ' ');
    expect(text).toContain('La conclusion ou recommandation suivante demeure ouverte');
    expect(text).toContain('Prévention (AG/RES. 2256 (XXXVI-O/06))');
    expect(text).not.toContain('Poursuites');
  });

  it('names its half-year on the desk and in the letter', async () => {
    expect((await desk.page('/desk?cycle=recommendations%2F2027-H1')).body).toContain(
      'authorities, first half of 2027</h1>',
    );
    const letter = await desk.outbox.findMail(
      desk.addressing.identify('recommendations/2027-H1/MEX/request/capital').id,
    );
    expect(letter?.text.replace(/\s+/g, ' ')).toContain('(primer semestre de 2027)');
    expect((await desk.page('/desk/requests/recommendations/2027-H1/BRA')).statusCode).toBe(200);
  });
});
