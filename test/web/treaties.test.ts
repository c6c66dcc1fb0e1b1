import { openDesk } from './desk.js';
import type { Desk } from './desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => desk.stop());

/** One state's row without its markup. */
function row(body: string, code: string): string {
  const from = body.indexOf(`<tr id="${code}">`);
  return body
    .slice(from, body.indexOf('</tr>', from))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the page of the treaties', () => {
  it('is in the navigation, and under its short address too', async () => {
    const { statusCode, body } = await desk.page('/desk/treaties');
    expect(statusCode).toBe(200);
    expect(body).toContain('<a href="/desk/treaties" aria-current="page">Treaties</a>');
    const short = await desk.page('/treaties?on=2004-06-08');
    expect([short.statusCode, short.headers.location]).toEqual([302, '/desk/treaties?on=2004-06-08']);
  });

  it('is not for strangers', async () => {
    for (const path of ['/desk/treaties', '/treaties']) {
      const { statusCode, body } = await desk.read(path);
      expect(statusCode).toBe(401);
      expect(body).not.toContain('Palermo');
    }
  });

  it('shows each state with each treaty, today at headquarters unless a day is asked for', async () => {
    const { body } = await desk.page('/desk/treaties');
    expect(body).toContain('as of <time datetime="2026-11-16">Nov 16, 2026</time> (today)');
    expect(body.match(/<th scope="row">/g)).toHaveLength(35);
    expect(body.match(/<td data-label=/g)).toHaveLength(105);
    expect(body).toContain('Operative paragraphs 1 and 2 of AG/RES. 2019 (XXXIV-O/04)');
    expect(row(body, 'BRA')).toContain('unknown no source on file');
    expect(row(body, 'BRA')).toContain('in force by ratification deposited Jan 29, 2004');
    expect(row(body, 'BRB')).toContain('in force deposited 2014');
    expect(row(body, 'CUB')).toContain('no member that day, not counted');
    expect(row(body, 'VEN')).toContain('membership disputed');
  });

  it.each([
    ['2004-06-08', '34 member states: <strong>14 in force, 13 signed, 7 unknown</strong>'],
    ['2005-06-07', '34 member states: <strong>21 in force, 8 signed, 5 unknown</strong>'],
  ])('counts the member states as of %s', async (on, words) => {
    const { body } = await desk.page(`/desk/treaties?on=${on}`);
    expect(body).toContain(words);
    expect(body).not.toContain('(today)');
  });

  it('gives each date with its source', async () => {
    const { body } = await desk.page('/desk/treaties');
    expect(row(body, 'BOL')).toMatch(
      /signed Mar 18, 1994 http:\/\/www\.oas\.org\S+ instrument dated Oct 31, 2003 \(ratification\) http:\/\/www\.oas\.org\S+ deposited Dec 4, 2003 \(ratification\)/,
    );
    expect(row(body, 'BRB')).toContain(
      'deposited 2014 (manner not on file) https://online.flippingbook.com/view/518574734/59 Table 13',
    );
  });

  it.each(['2004-02-30', 'yesterday', '%3Cscript%3E'])('says so when %s is no day', async (on) => {
    const { statusCode, body } = await desk.page(`/desk/treaties?on=${on}`);
    expect(statusCode).toBe(400);
    expect(body).toContain('That is no day of the calendar');
    expect(body).not.toContain('<script');
  });
});
