import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createQuestionnaireStore } from '../../adapters/postgres/questionnaire-store.js';
import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';

const ID = (party: string): string => `${CYCLE}/${party}`;

describe('the questionnaire on the page of a party', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
  });
  afterAll(async () => desk.stop());

  const pathOf = (party: string, more: Record<string, string> = {}, act = ''): string =>
    `${desk.answerPath(party)}/questionnaire${act}?${new URLSearchParams({ request: ID(party), ...more }).toString()}`;

  const submissionsOf = (party: string) =>
    desk.db
      .selectFrom('submission')
      .selectAll()
      .where('requestId', '=', ID(party))
      .orderBy('receivedAt')
      .orderBy('version')
      .execute();

  /** Opens a section, types into it and saves. */
  async function save(party: string, section: string, fields: Record<string, string>, seq?: string) {
    const path = pathOf(party, { section });
    const shown = hiddenField((await desk.read(path)).body, 'seq');
    return desk.post(path, await formBody({ seq: seq ?? shown, to: 'overview', ...fields }));
  }

  async function send(
    party: string,
    fields: Record<string, string> = {},
    files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [],
  ) {
    const seq = hiddenField((await desk.read(pathOf(party))).body, 'seq');
    return desk.post(pathOf(party, {}, '/send'), await formBody({ seq, ...fields }, files));
  }

  it('is one link away, in the language of the party, and says how far it is', async () => {
    const page = await desk.read(desk.answerPath('HTI'));
    expect(page.body).toContain('Répondre question par question');
    const overview = await desk.read(pathOf('HTI'));
    expect(overview.statusCode).toBe(200);
    expect(overview.body).toContain('Questionnaire pour le rapport annuel de 2027');
    expect(overview.body).toContain('réponses\u00a0: 0 sur 4');
    expect(overview.body).not.toMatch(/<script|style="/);
  });

  it('opens no form of another request, and none under a forged link', async () => {
    expect((await desk.read(pathOf('HTI', { request: ID('BRA') }))).statusCode).toBe(404);
    expect((await desk.read(pathOf('HTI', { section: 'no-such' }))).statusCode).toBe(404);
    const forged = pathOf('HTI').replace('/answer/', '/answer/x');
    expect((await desk.read(forged)).statusCode).toBe(404);
    expect((await desk.post(forged, await formBody({}))).statusCode).toBe(404);
  });

  it('keeps what is saved, sends nothing, and goes on where it was left', async () => {
    const saved = await save('BRA', 'mechanism', {
      'f-mechanism.national_mechanism': 'exists',
      'f-mechanism.national_mechanism.name': 'CONATRAP\r\nMinistério da Justiça',
    });
    expect(saved.statusCode).toBe(303);
    expect(saved.headers.location).toBe(pathOf('BRA'));
    expect(await submissionsOf('BRA')).toEqual([]);
    const overview = (await desk.read(pathOf('BRA'))).body;
    expect(overview).toContain('ainda não enviado');
    expect(overview).toMatch(/2 de \d+ com resposta/);
    expect((await desk.read(desk.answerPath('BRA'))).body).toContain('Continuar o questionário');
    const section = (await desk.read(pathOf('BRA', { section: 'mechanism' }))).body;
    expect(section).toContain('<option value="exists" selected>');
    expect(section).toContain('CONATRAP\nMinistério da Justiça</textarea>');
  });

  it('goes from section to section', async () => {
    const path = pathOf('BRA', { section: 'mechanism' });
    const seq = hiddenField((await desk.read(path)).body, 'seq');
    const next = await desk.post(path, await formBody({ seq, to: 'next', 'f-mechanism.national_mechanism': 'exists' }));
    expect(next.headers.location).toBe(pathOf('BRA', { section: 'law-enforcement' }));
  });

  it('saves what it can read, shows what it cannot with what was typed, and says what to do', async () => {
    const answer = await save('PER', 'victims', {
      'f-vp.victims_detected': 'unos 40',
      'f-vp.victims_detected.women': '1.250',
      'na-vp.victims_detected.men': '1',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="unos 40" aria-invalid="true"');
    expect(answer.body).toContain('Sírvase escribir un número');
    expect(answer.body).toContain('value="1250"');
    const { answers } = await createQuestionnaireStore(desk.db).findSaved({
      requestId: ID('PER'),
      contact: 'PER/mission',
    });
    expect(answers).toEqual({ 'vp.victims_detected.women': '1250', 'vp.victims_detected.men': 'not-available' });
  });

  it('takes one word for all figures of a section that a state does not have, and none of those it gives', async () => {
    await save('COL', 'law-enforcement', { na: '1', 'f-le.persons_convicted': '0' });
    const { answers } = await createQuestionnaireStore(desk.db).findSaved({
      requestId: ID('COL'),
      contact: 'COL/mission',
    });
    expect(answers['le.persons_convicted']).toBe('0');
    expect(answers['le.persons_prosecuted']).toBe('not-available');
    expect(answers['le.source_of_data']).toBeUndefined();
  });

  it('loses nothing of two officials who save at the same time, and tells the second what was written over', async () => {
    const seq = hiddenField((await desk.read(pathOf('JAM', { section: 'mechanism' }))).body, 'seq');
    await save('JAM', 'mechanism', { 'f-mechanism.action_plan': 'Plan A', 'f-mechanism.statistics_system': 'yes' });
    const second = await save('JAM', 'mechanism', { 'f-mechanism.action_plan': 'Plan <b>' }, seq);
    expect(second.statusCode).toBe(200);
    expect(second.body).toContain('somebody else saved another answer');
    expect(second.body).toContain('Plan A');
    expect(second.body).toContain('Plan &lt;b&gt;</textarea>');
    // What the second has not touched stays as the first has answered it.
    expect(second.body).toContain('<option value="yes" selected>');
  });

  it('is sent as a part while required questions are open, with files and the name of who sends it', async () => {
    await save('GTM', 'mechanism', { 'f-mechanism.national_mechanism': 'exists' });
    await save('GTM', 'legal', { 'f-legal.tip_protocol_status': 'not_signed' });
    const overview = (await desk.read(pathOf('GTM'))).body;
    expect(overview).toContain('Enviar como parte; el resto seguirá');
    expect(overview).toContain('Enviar tal como está; no seguirá nada más');
    const sent = await send('GTM', { kind: 'part', name: 'Ana', function: 'Secretaria' }, [
      { name: 'anexo.txt', bytes: new Uint8Array(Buffer.from('anexo')) },
    ]);
    expect(sent.statusCode).toBe(303);
    const [row, ...others] = await submissionsOf('GTM');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      kind: 'part',
      via: 'web',
      answers: { 'mechanism.national_mechanism': 'exists', 'legal.tip_protocol_status': 'not_signed' },
    });
    expect(row?.text).toMatch(/Mecanismo nacional.*: Existe/);
    expect(row?.text).toMatch(/— Ana, Secretaria$/);
    const done = await desk.read(sent.headers.location ?? '');
    expect(done.body).toContain('anexo.txt');
    // The same pressed twice is one answer.
    await send('GTM', { kind: 'part', name: 'Ana', function: 'Secretaria' }, [
      { name: 'anexo.txt', bytes: new Uint8Array(Buffer.from('anexo')) },
    ]);
    expect(await submissionsOf('GTM')).toHaveLength(1);
  });

  it('contradicts the file on a treaty by its field, and the desk says so', async () => {
    const { body } = await desk.page(`/desk/requests/${ID('GTM')}`);
    expect(body).toContain('Contradicts the file on the');
    expect(body).toMatch(/not signed/i);
  });

  it('says once it was sent that it was, and after a later save that this was not', async () => {
    await save('URY', 'mechanism', { 'f-mechanism.national_mechanism': 'exists' });
    expect((await desk.read(pathOf('URY'))).body).toContain('aún no se ha enviado');
    await send('URY', { kind: 'part' });
    const sent = (await desk.read(pathOf('URY'))).body;
    expect(sent).not.toContain('aún no se ha enviado');
    expect(sent).toContain('Enviado el ');
    await save('URY', 'mechanism', { 'f-mechanism.national_mechanism': 'none' });
    expect((await desk.read(pathOf('URY'))).body).toContain('aún no se ha enviado');
  });

  it('is not sent empty, nor over what somebody else has saved since', async () => {
    const empty = await send('CHL', { kind: 'answer' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Sírvase responder primero una pregunta');
    await save('CHL', 'mechanism', { 'f-mechanism.action_plan': 'Plan' });
    const stale = await desk.post(pathOf('CHL', {}, '/send'), await formBody({ seq: '0', kind: 'answer' }));
    expect(stale.statusCode).toBe(422);
    expect(stale.body).toContain('Otra persona ha guardado otras respuestas');
    expect(await submissionsOf('CHL')).toEqual([]);
  });

  it('says where the parts of a figure do not add up, and sends it all the same', async () => {
    const figures = { women: '3', men: '1', girls: '0', boys: '0', unknown: '0' };
    await save('BLZ', 'victims', {
      'f-vp.victims_detected': '5',
      ...Object.fromEntries(Object.entries(figures).map(([id, value]) => [`f-vp.victims_detected.${id}`, value])),
    });
    expect((await desk.read(pathOf('BLZ'))).body).toContain('add up to 4; the total given is 5');
    expect((await send('BLZ', { kind: 'answer' })).statusCode).toBe(303);
  });

  it('offers what was answered before, and leaves out what belongs to another period', async () => {
    const answers = { 'meta.period_start': '2025-01-01', 'mechanism.action_plan': 'Plan', 'vp.victims_detected': '5' };
    await putYearBefore('BRB', answers);
    expect((await desk.read(pathOf('BRB'))).body).toContain('Take over earlier answers');
    await desk.post(pathOf('BRB', {}, '/take-over'), await formBody({}));
    const { answers: taken } = await createQuestionnaireStore(desk.db).findSaved({
      requestId: ID('BRB'),
      contact: 'BRB/mission',
    });
    expect(taken).toEqual({ 'mechanism.action_plan': 'Plan' });
    expect((await desk.read(pathOf('BRB'))).body).not.toContain('Take over earlier answers');
  });

  /** An answer of last year, as the record would hold it. */
  async function putYearBefore(party: string, answers: Record<string, string>): Promise<void> {
    const former = 'annual-report/2026';
    const cycle = await desk.db.selectFrom('cycle').selectAll().where('id', '=', CYCLE).executeTakeFirstOrThrow();
    const request = await desk.db
      .selectFrom('request')
      .selectAll()
      .where('id', '=', ID(party))
      .executeTakeFirstOrThrow();
    const plain = (row: object): never =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as unknown),
        ]),
      ) as never;
    await desk.db
      .insertInto('cycle')
      .values(plain({ ...cycle, id: former, period: '2026' }))
      .execute();
    const id = `${former}/${party}`;
    await desk.db
      .insertInto('request')
      .values(plain({ ...request, id, cycleId: former, workflowId: id }))
      .execute();
    await createIntakeStore(desk.db).fileSubmission(
      {
        id: 'last-year',
        requestId: id,
        via: 'web',
        receiptId: null,
        contact: `${party}/mission`,
        sender: 'mission@state.example',
        receivedAt: '2026-02-01T15:00:00.000Z',
        text: 'Plan',
        answers,
        files: [],
      },
      null,
    );
  }
});
