import { CYCLE, startDesk } from './desk.js';
import type { Desk } from './desk.js';

const IN_TIME = '2027-01-20T15:00:00.000Z';
const AFTER_DUE = '2027-02-10T15:00:00.000Z';
/** The text closes on 16 March 2027 at 17:30 in Washington. */
const AFTER_CLOSE = '2027-03-20T15:00:00.000Z';
const INTERIM_AT = '2027-02-15T17:00:00.000Z';
const FINAL_AT = '2027-03-22T17:00:00.000Z';
const SHA = 'ab'.repeat(32);

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
}, 60_000);

afterAll(() => desk.stop());

beforeEach(async () => {
  await desk.clear();
  await desk.open();
  await desk.place(null, { stage: 'waiting' });
});

async function compileReport(input: Parameters<Desk['compileReport']>[0]) {
  const compiled = await desk.compileReport(input);
  if (!compiled) throw new Error('the annual report has a report');
  return compiled;
}

async function compile(at: string): Promise<string> {
  const { sha256 } = await compileReport({ cycleId: CYCLE, at, because: 'a test' });
  return (await desk.documents.get(sha256)).toString('utf8');
}

/** The words of one section, without its markup. */
function section(html: string, id: string): string {
  const from = html.indexOf(`<section id="${id}"`);
  const next = /<section id="(mandate|method|information|figures|contribution-\d|annex-\d)"/g;
  next.lastIndex = from + 1;
  const to = next.exec(html)?.index ?? html.length;
  return html
    .slice(from, to)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

async function closeAll(): Promise<void> {
  await desk.db
    .updateTable('request')
    .set({ stage: 'closed', closedAs: 'noAnswer' })
    .where('answeredAt', 'is', null)
    .execute();
  await desk.db.updateTable('cycle').set({ closedAt: '2027-03-16T21:31:00.000Z' }).execute();
}

describe('a report', () => {
  it('is stored by its hash, once for a cycle and an instant', async () => {
    const input = { cycleId: CYCLE, at: INTERIM_AT, because: 'a test' };
    const first = await compileReport(input);
    await desk.answer('BRA', { id: 's1', receivedAt: IN_TIME });
    expect(await compileReport(input)).toEqual(first);
    const next = await compileReport({ ...input, at: FINAL_AT });
    expect(next.reportId).not.toBe(first.reportId);
    expect(next.sha256).not.toBe(first.sha256);
    expect(await desk.db.selectFrom('report').selectAll().orderBy('id').execute()).toMatchObject([
      { id: first.reportId, cycleId: CYCLE, compiledAt: INTERIM_AT, because: 'a test' },
      { id: next.reportId, compiledAt: FINAL_AT },
    ]);
  });

  it('is filed once when two workers compile it at the same moment', async () => {
    const input = { cycleId: CYCLE, at: INTERIM_AT, because: 'a test' };
    const [one, two] = await Promise.all([compileReport(input), compileReport(input)]);
    expect(one).toEqual(two);
  });

  it('prints nothing of what is for the use of the General Secretariat only, and names the reply', async () => {
    const answers = {
      'meta.focal_point.phone': '555-0199',
      'vp.victims_detected': '41',
      'legal.new_laws_in_period': 'Ley 7',
    };
    const files = [{ name: 'casos.pdf', type: 'application/pdf', size: 10, sha256: SHA }];
    const restricted = { ...answers, 'meta.confidentiality': 'restricted' };
    await desk.answer('BRA', { id: 'all', receivedAt: IN_TIME, text: 'Vítimas: 41', answers: restricted, files });
    await desk.answer('PER', {
      id: 'section',
      receivedAt: IN_TIME,
      text: 'x',
      answers: { ...answers, 'vp.confidentiality': 'restricted' },
    });
    await desk.answer('ARG', { id: 'mark', receivedAt: IN_TIME, text: 'RESERVADO\n\nHay once casos abiertos.', files });
    for (const party of ['BRA', 'PER', 'ARG']) await desk.place([party], { stage: 'answered' });
    const html = await compile(FINAL_AT);
    const information = section(html, 'information');
    for (const secret of ['Vítimas', '555-0199', 'once casos', 'casos.pdf', SHA, 'Victims detected: total: 41'])
      expect(information).not.toContain(secret);
    expect(
      information.match(/For the use of the General Secretariat only: its content, with 1 file, is on file/g),
    ).toHaveLength(2);
    expect(information).toContain('Laws and regulations adopted during the period: Ley 7');
    expect(information).toContain(
      'for the use of the General Secretariat only, and not printed: Protection of and assistance to victims',
    );
    expect(html).not.toContain('id="figures"');
    expect(section(html, 'method')).toContain('Replied before the text closed 3');
  });

  it('keeps to the last word of a person on what may be printed', async () => {
    await desk.answer('ARG', { id: 'mark', receivedAt: IN_TIME, text: 'RESERVADO\n\nHay once casos abiertos.' });
    await desk.place(['ARG'], { stage: 'answered' });
    await desk.sayUse('mark', { isWithheld: false, because: 'the mission allows it', by: 'a test', at: IN_TIME });
    expect(await compile(INTERIM_AT)).toContain('Hay once casos abiertos.');
    await desk.sayUse('mark', { isWithheld: true, because: 'the ministry asks', by: 'a test', at: AFTER_DUE });
    const html = await compile(FINAL_AT);
    expect(html).not.toContain('once casos');
    expect(html).not.toContain('the ministry asks');
    const log = await desk.db
      .selectFrom('caseLog')
      .select('data')
      .where('kind', '=', 'useSaid')
      .orderBy('seq')
      .execute();
    expect(log.map(({ data }) => data.isWithheld)).toEqual([false, true]);
  });

  it('prints no file of a version whose successor is withheld', async () => {
    const files = [{ name: 'borrador.pdf', type: 'application/pdf', size: 10, sha256: SHA }];
    await desk.answer('BRA', { id: 'one', receivedAt: IN_TIME, files });
    await desk.answer('BRA', { id: 'two', receivedAt: AFTER_DUE, text: 'CONFIDENCIAL\nA mesma nota.' });
    await desk.place(['BRA'], { stage: 'answered' });
    expect(await compile(FINAL_AT)).not.toContain('borrador.pdf');
  });

  it('lays out the figures that states have stated, each as stated, with a sum where one says something', async () => {
    await desk.answer('BRA', {
      id: 'one',
      receivedAt: IN_TIME,
      answers: { 'vp.victims_detected': '1250', 'le.sentences.length': '48', 'le.persons_convicted': 'not-available' },
    });
    await desk.answer('PER', {
      id: 'two',
      receivedAt: IN_TIME,
      answers: { 'vp.victims_detected': '0', 'le.sentences.length': '36' },
    });
    // The text had closed: it stands in its annex alone.
    await desk.answer('ARG', { id: 'three', receivedAt: AFTER_CLOSE, answers: { 'vp.victims_detected': '9' } });
    // The mission may still object to what its capital has sent.
    await desk.answer('HTI', { id: 'four', receivedAt: IN_TIME, answers: { 'vp.victims_detected': '5' } });
    await desk.db
      .insertInto('missionCopy')
      .values({ submissionId: 'four', untilDate: '2027-12-31', at: IN_TIME })
      .execute();
    for (const party of ['BRA', 'PER', 'HTI']) await desk.place([party], { stage: 'answered' });
    await closeAll();
    const figures = section(await compile(FINAL_AT), 'figures');
    expect(figures).toContain('2 states have stated figures');
    expect(figures).toContain('Victims detected: total 1,250 2 Brazil 1,250; Peru 0 ');
    expect(figures).toContain('Average length of the custodial sentences, in months 2 Brazil 48; Peru 36');
    expect(figures).toMatch(/Persons convicted \(total[^)]+\) 0 Not available: Brazil\./);
    expect(figures).not.toContain('Argentina');
  });

  it('takes in what the organs say of their own activities, and names those of which nothing came', async () => {
    expect(await compile(INTERIM_AT)).not.toContain('contribution-0');
    await desk.open('organ-report');
    await desk.db
      .updateTable('request')
      .set({ stage: 'waiting', clockStartedAt: INTERIM_AT })
      .where('cycleId', '=', 'organ-report/2027')
      .execute();
    const requestId = 'organ-report/2027/CIM';
    await desk.answer('CIM', { id: 'cim', requestId, receivedAt: IN_TIME, text: 'Three workshops were held.' });
    await desk.db.updateTable('request').set({ stage: 'answered' }).where('id', '=', requestId).execute();
    const html = await compile(FINAL_AT);
    const organs = section(html, 'contribution-0');
    expect(organs).toContain('Activities of the organs of the inter-American system');
    expect(organs).toContain('1 of the 18 asked had replied');
    expect(organs).toContain('Inter-American Commission of Women');
    expect(organs).toContain('Three workshops were held.');
    expect(organs).toMatch(/No reply had been received from: .*Inter-American Children/);
    expect(section(html, 'information')).not.toContain('workshops');
    expect(section(html, 'mandate')).toContain('and what others were asked for the same paragraph');
  });

  it('fails for good when there is no such cycle', async () => {
    await expect(compileReport({ cycleId: 'annual-report/1999', at: FINAL_AT, because: '' })).rejects.toMatchObject({
      nonRetryable: true,
      type: 'CycleUnknown',
    });
  });

  it('carries the cover of a document without a symbol and quotes the paragraph', async () => {
    await closeAll();
    const html = await compile(FINAL_AT);
    for (const words of [
      'OEA/Ser.G',
      '(symbol to be assigned by the Secretariat)',
      '22 March 2027',
      'Original: English',
    ])
      expect(html).toContain(words);
    expect(html).toContain(
      'This document is being distributed to the permanent missions and will be presented to the Permanent Council',
    );
    expect(html).not.toContain('Interim compilation');
    expect(section(html, 'mandate')).toContain('Operative paragraph 9 of resolution AG/RES. 2019 (XXXIV-O/04)');
    expect(html).toMatch(/<blockquote lang="en"><p>“To request the Secretary General to present a report each year/);
  });

  it('says while the cycle is open that it is an interim compilation, and does not claim to be distributed', async () => {
    const html = await compile(INTERIM_AT);
    expect(html).toContain('Interim compilation as of February 15, 2027, 12:00');
    expect(html).not.toContain('is being distributed');
  });

  it('counts from the record who was asked, reached and replied, in time and after', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: IN_TIME });
    await desk.answer('ARG', { id: 's2', receivedAt: AFTER_DUE });
    await desk.answer('BHS', { id: 's3', receivedAt: AFTER_CLOSE });
    await desk.place(['HTI'], { stage: 'notReached' });
    await closeAll();
    await desk.place(['HTI'], { stage: 'closed', closedAs: 'notReached' });
    const method = section(await compile(FINAL_AT), 'method');
    expect(method).toContain('2 of the 33 states asked (6.1%) and of the 32 states reached (6.3%) had replied');
    for (const [label, value] of [
      ['States asked', 33],
      ['with a first reply by the due date', 1],
      ['with a first reply after the due date', 1],
      ['Reached, no reply received', 30],
      ['Could not be reached', 1],
      ['Replies received after the text closed', 1],
    ])
      expect(method).toContain(`${label} ${value}`);
    expect(method).toContain(
      '75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday)',
    );
  });

  it('names in the annexes who did not reply, who was not reached and what came too late, in neutral words', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: IN_TIME });
    await desk.answer('BHS', { id: 's3', receivedAt: AFTER_CLOSE, text: 'Too late for the text.' });
    await desk.message('CHL', 'm1', IN_TIME);
    await closeAll();
    await desk.place(['HTI'], { stage: 'closed', closedAs: 'notReached' });
    const html = await compile(FINAL_AT);
    const silent = section(html, 'annex-1');
    expect(silent).toContain('had been received by March 16, 2027');
    expect(silent).toMatch(/Argentina November 16, 2026 February 1, 2027 The Bahamas .* see Annex III\. Barbados/);
    expect(silent).toContain(
      'Chile November 16, 2026 February 1, 2027 A message received on January 20, 2027, not recorded as a reply.',
    );
    expect(silent).not.toMatch(/Brazil|Haiti/);
    expect(section(html, 'annex-2')).toContain('Haiti');
    expect(section(html, 'annex-3')).toContain('The Bahamas');
    expect(section(html, 'annex-3')).toContain('Too late for the text.');
    expect(section(html, 'information')).not.toContain('Bahamas');
    expect(html).not.toMatch(/overdue|failed to|refus|delinquent|ignored/i);
  });

  it('lists apart the states whose note has not left: they are neither silent nor unreachable', async () => {
    await desk.place(['ATG', 'USA'], { stage: 'awaitingRelease', isReached: false });
    const html = await compile(INTERIM_AT);
    expect(section(html, 'annex-2')).toMatch(
      /None\. States to which no note has left Antigua and Barbuda United States/,
    );
    expect(section(html, 'annex-1')).not.toContain('Antigua');
  });

  it('gives each answering state its section in order, with parts, versions, files and full hashes', async () => {
    const files = [{ name: 'relatório.pdf', type: 'application/pdf', size: 300_000, sha256: SHA }];
    const { address: mission = '' } = desk.catalogue.parties.find((party) => party.code === 'BRA')?.contacts[0] ?? {};
    await desk.answer('BRA', { id: 's1', receivedAt: IN_TIME, sender: mission, text: 'Primeira versão.' });
    await desk.answer('BRA', { id: 's2', receivedAt: AFTER_DUE, sender: mission, text: 'Segunda versão.', files });
    await desk.answer('BRA', {
      id: 's3',
      receivedAt: AFTER_DUE,
      sender: 'other@mj.example',
      text: 'Do Ministério.',
      via: 'web',
    });
    await desk.answer('BHS', { id: 's4', receivedAt: IN_TIME });
    await desk.answer('BRB', { id: 's5', receivedAt: IN_TIME });
    const html = await compile(INTERIM_AT);
    expect([...html.matchAll(/<section id="state-(\w+)">/g)].map(([, code]) => code)).toEqual(['BHS', 'BRB', 'BRA']);
    const text = section(html, 'information');
    expect(text).toContain(
      'Date of receipt January 20, 2027; February 10, 2027 Received 2 parts, 3 versions Original language unknown; correspondence is in Portuguese',
    );
    expect(text).toMatch(
      /Part 1 Received February 10, 2027, 10:00\sa\.m\., by mail, from the permanent mission; after the due date\. Version 2\. Segunda versão\./,
    );
    expect(text).toContain(`relatório.pdf , 300.0 kB SHA-256 ${SHA}`);
    expect(text).toMatch(
      /Earlier versions of this part, replaced by the one above: Version 1, received January 20, 2027/,
    );
    expect(text).not.toContain('Primeira versão.');
    expect(text).toMatch(/Part 2 Received .* on the page for replies, from a sender who is not a contact on file/);
    expect(html).toContain('<blockquote class="received" lang="pt" dir="auto">Do Ministério.</blockquote>');
    expect(html).not.toContain('other@mj.example');
  });

  it('gives in an annex the status of the treaties as of its day, with sources, and says what is not on file', async () => {
    const html = await compile(FINAL_AT);
    expect(html).toContain('<a href="#annex-4">Annex IV. Status of the instruments named in paragraphs 1 and 2</a>');
    const annex = section(html, 'annex-4');
    expect(annex).toContain('covers the states asked, as of March 22, 2027, and rests on the sources');
    expect(annex).toContain(
      'United Nations Convention against Transnational Organized Crime: 33 not on file. No source at hand gives any act of a state.',
    );
    expect(annex).toContain('Especially Women and Children: 33 in force.');
    expect(annex).toContain('International Trafficking in Minors: 11 in force, 22 not on file.');
    expect(annex).toMatch(
      /Brazil not on file in force by ratification deposited January 29, 2004 \[1\] in force by ratification deposited July 8, 1997 \[2\]/,
    );
    expect(annex).toMatch(/Barbados not on file in force deposited 2014 \[\d\] not on file/);
    expect(annex).toMatch(/Panama .* in force a party by August 23, 2000 \[\d\]/);
    expect(annex).toContain('[1] github.com/zmjones/untreaties treaties/18-12-a.csv (UN Treaty Collection');
    expect(annex).not.toMatch(/unknown|Cuba|Nicaragua/);
  });

  it('speaks in that annex of no later day than the one it is due on', async () => {
    expect(section(await compile('2027-06-01T15:00:00.000Z'), 'annex-4')).toContain('as of April 15, 2027');
  });

  it('tells nothing that was received after its instant', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: AFTER_DUE });
    expect(section(await compile('2027-02-09T17:00:00.000Z'), 'information')).toContain('No reply had been received');
    expect(section(await compile(INTERIM_AT), 'information')).toContain('Brazil');
  });

  it('escapes what strangers wrote and loads nothing', async () => {
    const files = [{ name: '<svg onload=alert(1)>\u202efdp.exe', type: 'x/y', size: 1, sha256: SHA }];
    await desk.answer('BRA', {
      id: 's1',
      receivedAt: IN_TIME,
      text: '</blockquote><script>alert(1)</script>{{title}}\u0007\nline two',
      files,
    });
    const html = await compile(INTERIM_AT);
    expect(html).not.toMatch(/<script|<svg|\u202e|\u0007/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{title}}\ufffd\nline two');
    expect(html).not.toMatch(/<(img|link|iframe|object)|@import|url\(|https?:/i);
  });

  it('prints neither the mail that a reply quotes nor an address by which its reader could answer', async () => {
    const token = 'djeo65wul3h6ac4t-osxy365btl57t63k';
    await desk.answer('BRA', {
      id: 's1',
      receivedAt: IN_TIME,
      text: `Segue o relatório.\nEndereço: r-${token}@tip-desk.example\nOn Wed the desk wrote:\n> http://desk.example/answer/${token}\n> Nota verbal`,
    });
    const html = await compile(INTERIM_AT);
    expect(html).toContain('Segue o relatório.');
    expect(html).not.toContain(token);
    expect(html).not.toContain('Nota verbal');
    expect(html).toContain('[Quoted mail is left out here.]');
  });

  it('has no dead entry in its contents and no id twice', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: IN_TIME });
    await desk.answer('BRA', { id: 's2', receivedAt: AFTER_CLOSE });
    await closeAll();
    const html = await compile(FINAL_AT);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
  });
});
