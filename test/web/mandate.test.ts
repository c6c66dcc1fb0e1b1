import type { Catalogue } from '../../domain/mandate.js';
import { CYCLE, openDesk } from './desk.js';
import type { Desk } from './desk.js';

const EVIL = '<script>alert(1)</script>';

/** One paragraph of the page, by its number. */
function paragraph(body: string, number: number): string {
  const begin = body.indexOf(`id="ag-res-2019-${number}"`);
  if (begin < 0) throw new Error(`paragraph ${number} is not on the page`);
  return body.slice(begin, body.indexOf('</article>', begin));
}

describe('the page of mandates', () => {
  let desk: Desk;

  beforeAll(async () => {
    const withScript = (catalogue: Catalogue): Catalogue => ({
      ...catalogue,
      cited: catalogue.cited.map((one) => (one.id === 'ag-res-1776' ? { ...one, title: EVIL } : one)),
    });
    desk = await openDesk({ prepare: withScript });
  });
  afterAll(async () => desk.stop());

  it('is for the desk alone, and part of its navigation', async () => {
    for (const path of ['/mandates', '/desk/mandates']) expect((await desk.read(path)).statusCode).toBe(401);
    const short = await desk.page('/mandates');
    expect([short.statusCode, short.headers.location]).toEqual([303, '/desk/mandates']);
    expect((await desk.page('/desk')).body).toContain('<a href="/desk/mandates" aria-current="false">Mandates</a>');
    expect((await desk.page('/desk/mandates')).body).toContain('aria-current="page">Mandates</a>');
  });

  it('shows each of the twelve paragraphs with status, reason, document and whose duty it is', async () => {
    const { statusCode, body } = await desk.page('/desk/mandates');
    expect(statusCode).toBe(200);
    expect(body.match(/<article /g)).toHaveLength(12);
    const twelfth = paragraph(body, 12);
    expect(twelfth).toContain('<span class="stage done">done</span>');
    expect(twelfth).toContain('Jun 7, 2005');
    expect(twelfth).toContain('The thirty-fifth regular session had seen the report CP/doc.4023/05.');
    expect(twelfth).toContain('AG/RES. 2118 (XXXV-O/05)');
    expect(twelfth).toContain('<dd>Secretary General</dd>');
    expect(paragraph(body, 4)).toContain('<dd>nobody</dd>');
    expect(paragraph(body, 1)).toContain('To reiterate the request to the member states');
  });

  it('says by which duties a paragraph is carried, and links the cycles that are open', async () => {
    expect(paragraph((await desk.page('/desk/mandates')).body, 9)).toContain('no cycle has been opened yet');
    await desk.open({ isReleased: false });
    const { body } = await desk.page('/desk/mandates');
    expect(paragraph(body, 8)).toContain('Proposal for a broad strategy against trafficking in persons');
    expect(paragraph(body, 12)).toContain('Report to the General Assembly');
    expect(body).not.toContain('Not carried yet');
    const ninth = paragraph(body, 9);
    expect(ninth).toContain(`cycle&#x3D;${encodeURIComponent(CYCLE)}">2027</a> (open)`);
    expect((await desk.page(`/desk?cycle=${encodeURIComponent(CYCLE)}`)).statusCode).toBe(200);
  });

  it('shows how it stood on another day, with what had passed on by then', async () => {
    const day = async (on: string): Promise<string> => paragraph((await desk.page(`/desk/mandates?on=${on}`)).body, 5);
    expect(await day('2005-05-09')).toContain('<span class="stage wait">open</span>');
    const renewed = await day('2005-06-07');
    expect(renewed).toContain('<span class="stage open">renewed</span>');
    expect(renewed).toContain('Renewed by an unknown paragraph of AG/RES. 2118 (XXXV-O/05)');
    expect(renewed).toContain('Merged with an unknown paragraph of AG/RES. 2026 (XXXIV-O/04)');
    expect(await day('2005-06-06')).not.toContain('Renewed by');
    expect(await day('2004-06-07')).toContain('The resolution was adopted later.');
    const { body } = await desk.page('/desk/mandates?on=2005-02-30');
    expect(body).toContain('That is no day of the calendar.');
    expect((await desk.page('/desk/mandates?on=2005-06-07&on=x')).statusCode).toBe(200);
  });

  it('lists resolutions without text, says unknown where nothing is known, and lets no text become markup', async () => {
    const { body } = await desk.page('/desk/mandates');
    const cited = body.slice(body.indexOf('id="cited"'));
    expect(cited).toMatch(/AG\/RES\. 2026 \(XXXIV-O\/04\)<\/span> <span class="soft">title not on file/);
    expect(cited).toContain('day of adoption unknown');
    expect(cited).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).not.toContain('<script');
  });
});

describe('a cycle whose mandate is renewed while it runs', () => {
  const RENEWED_ON = '2026-12-15';
  const SUCCESSOR = 'AG/RES. 9999 (LVI-O/26)';
  let desk: Desk;

  beforeAll(async () => {
    const withRenewal = (catalogue: Catalogue): Catalogue => ({
      ...catalogue,
      resolutions: catalogue.resolutions.flatMap((one) => [
        one,
        {
          ...one,
          id: 'ag-res-9999',
          symbol: SUCCESSOR,
          paragraphs: one.paragraphs.map((paragraph) => ({ ...paragraph, text: { en: 'The text of a test.' } })),
        },
      ]),
      successions: [
        {
          date: RENEWED_ON,
          kind: 'renewed',
          from: [{ resolution: 'ag-res-2019', paragraph: 9 }],
          to: [{ resolution: 'ag-res-9999', paragraph: 3 }],
          reason: 'The report is asked for again.',
          document: SUCCESSOR,
          source: 'a test',
        },
      ],
    });
    desk = await openDesk({ prepare: withRenewal });
    await desk.open();
  });
  afterAll(async () => desk.stop());

  it('cites the successor from that day on, and keeps what was sent before and its own paragraph', async () => {
    expect((await desk.page('/desk')).body).toContain('Operative paragraph 9 of AG/RES. 2019 (XXXIV-O/04)');
    desk.clock.at = '2027-01-16T15:00:00.000Z';
    await desk.cases.pass(desk.clock.at);
    const mails = await desk.db
      .selectFrom('mailOut')
      .select(['party', 'text', 'datedAt'])
      .where('party', 'in', ['USA', 'BRA'])
      .execute();
    const cited = mails.map(({ party, text, datedAt }) => ({
      party,
      isAfter: datedAt >= RENEWED_ON,
      first: /AG\/RES\.\s2019/.test(text),
      successor: /AG\/RES\.\s9999/.test(text),
    }));
    // No Portuguese text of the successor is on file: what cannot be quoted is not cited.
    expect(
      cited
        .filter(({ isAfter }) => isAfter)
        .map(({ party }) => party)
        .sort(),
    ).toEqual(['BRA', 'BRA', 'USA', 'USA']);
    for (const { party, isAfter, first, successor } of cited)
      expect([first, successor]).toEqual(isAfter && party === 'USA' ? [false, true] : [true, false]);

    expect((await desk.page('/desk')).body).toContain('Operative paragraph 3 of AG/RES. 9999 (LVI-O/26)');
    const page = (await desk.page('/desk/mandates')).body;
    expect(paragraph(page, 9)).toContain('Renewed by paragraph 3 of AG/RES. 9999 (LVI-O/26)');
    expect(paragraph(page, 9)).toContain(`cycle&#x3D;${encodeURIComponent(CYCLE)}">2027</a> (open)`);
  });

  it('shows on the page of each note what that note cites', async () => {
    const before = await desk.read(desk.answerPath('USA'));
    expect(before.body).toContain('AG/RES. 2019 (XXXIV-O/04)');
    const after = await desk.read(desk.answerPath('USA', 'capital', 'recall-1'));
    expect(after.body).toContain('AG/RES. 9999 (LVI-O/26)');
    expect(after.body).not.toContain('AG/RES. 2019');
  });
});
