import { CYCLE } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';
import { formBody, hiddenField } from './form.js';

const ID = `${CYCLE}/BRA`;

describe('an answer for the use of the General Secretariat only', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    const note = await desk.db
      .selectFrom('mailOut')
      .select(['id', 'replyAddress', 'toAddress'])
      .where('contact', '=', 'BRA/mission')
      .executeTakeFirstOrThrow();
    const raw = [
      `From: <${note.toAddress}>`,
      'Message-ID: <marked@x.example>',
      'Subject: Re: nota',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'SIGILOSO',
      '',
      'Onze processos.',
      '--b',
      'Content-Type: text/csv',
      'Content-Disposition: attachment; filename=processos.csv',
      '',
      'a;b',
      '--b--',
      '',
    ].join('\r\n');
    await desk.receive(raw, note.replyAddress, 'reply', note.id);
  });
  afterAll(async () => desk.stop());

  const page = async (): Promise<string> => (await desk.page(`/desk/requests/${ID}`)).body;
  const say = async (choice: string, reason: string) => {
    const [submission] = await desk.db.selectFrom('submission').select('id').where('requestId', '=', ID).execute();
    return desk.press(`/desk/requests/${ID}/answers/${submission?.id ?? ''}/use`, [
      ['choice', choice],
      ['reason', reason],
    ]);
  };

  it('counts, is shown to the desk with its mark, and is kept out of reports until a person says otherwise', async () => {
    const marked = await page();
    expect(marked).toContain('it bears the mark “SIGILOSO”');
    expect(marked).toContain('Onze processos.');
    expect((await say('print', ' ')).body).toContain('The reason is empty');
    expect((await say('burn', 'x')).statusCode).toBe(400);
    expect(await page()).toContain('it bears the mark');

    await say('print', 'the mission allows it');
    const allowed = await page();
    expect(allowed).not.toContain('it bears the mark');
    expect(allowed).toContain('Keep its content out of reports');
    expect(allowed).toContain('was allowed to be printed');

    await say('withhold', 'the ministry asks');
    expect(await page()).toContain('For the use of the General Secretariat only: the ministry asks.');
  });

  it('may be one section of the questionnaire', async () => {
    const path = (act = '', more = {}): string =>
      `${desk.answerPath('HTI')}/questionnaire${act}?${new URLSearchParams({ request: `${CYCLE}/HTI`, ...more }).toString()}`;
    const section = await desk.read(path('', { section: 'victims' }));
    expect(section.body).toContain('Usage des informations de la présente section');
    const seq = hiddenField(section.body, 'seq');
    const fields = {
      'f-vp.victims_detected': '41',
      'f-vp.confidentiality': 'restricted',
    };
    await desk.post(path('', { section: 'victims' }), await formBody({ seq, to: 'overview', ...fields }));
    const next = hiddenField((await desk.read(path())).body, 'seq');
    await desk.post(path('/send'), await formBody({ seq: next, kind: 'part' }));
    const { body } = await desk.page(`/desk/requests/${CYCLE}/HTI`);
    expect(body).toContain('For the use of the General Secretariat only: Protection of and assistance to victims.');
  });
});
