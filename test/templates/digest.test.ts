import type { DecisionLine, Digest, PostLine } from '../../domain/digest.js';
import type { TaskKind } from '../../domain/request-events.js';
import { renderDigest } from '../../templates/digest.js';

const PAGE = { page: 'request', id: 'annual-report/2027/BRA' } as const;
const EMPTY: Digest = {
  date: '2026-11-25',
  at: '2026-11-25T12:30:00.000Z',
  decisions: [],
  arrivals: [],
  dueThisWeek: [],
  overdue: [],
  notReached: [],
  stopped: [],
  contacts: [],
  successors: [],
  mailboxes: [],
  standing: [],
  next: [],
};
const DECISION: DecisionLine = {
  name: 'Brazil',
  page: PAGE,
  kind: 'message',
  count: 1,
  ageWorkingDays: 0,
  data: { sender: 'a@b.example' },
  mail: null,
};
const ANSWER = {
  name: 'Brazil',
  page: PAGE,
  what: 'submission',
  sender: 'a@b.example',
  receivedAt: EMPTY.at,
  isLate: false,
  part: 1,
  version: 1,
  files: 1,
} as const;
const OVERDUE = { name: 'Brazil', page: PAGE, dueDate: '2026-11-24', days: 1, holdUntil: null };
const POST: PostLine = {
  name: 'Brazil',
  page: PAGE,
  rung: 'reminder-1',
  roles: ['mission', 'capital'],
  at: '2026-11-25T13:00:00.000Z',
  date: '2026-11-25',
  isDueNow: false,
};

function render(change: Partial<Digest>) {
  const mail = renderDigest({
    digest: { ...EMPTY, ...change },
    zone: 'America/New_York',
    city: 'Washington, D.C.',
    lastDate: null,
    deskUrl: 'http://desk.example',
  });
  return { ...mail, words: mail.text.replace(/\s+/g, ' ') };
}

it.each<[Partial<Digest>, string]>([
  [{ decisions: [DECISION] }, '1 decision'],
  [{ decisions: [DECISION, DECISION, DECISION], arrivals: [ANSWER, ANSWER] }, '3 decisions, 2 new answers'],
  [{ arrivals: [{ ...ANSWER, what: 'message' }] }, '1 new message'],
  [
    { arrivals: [{ ...ANSWER, what: 'message' }, ANSWER, { ...ANSWER, what: 'message' }] },
    '1 new answer, 2 new messages',
  ],
  [{ next: [POST] }, '1 post to leave'],
  [{ next: [POST, { ...POST, name: 'Chile' }] }, '2 posts to leave'],
  // The most pressing three stand in the subject; the body has all.
  [
    { decisions: [DECISION], arrivals: [ANSWER], overdue: [OVERDUE], next: [POST] },
    '1 decision, 1 new answer, 1 overdue',
  ],
])('says in the subject what presses, in the right number', (change, headline) => {
  expect(render(change).subject).toBe(`Digest of November 25, 2026: ${headline}`);
});

it.each([
  [{ ...ANSWER, files: 0 }, 'an answer from a@b.example, text only, November 25, 2026, 7:30 a.m.'],
  [ANSWER, 'an answer from a@b.example, 1 file,'],
  [
    { ...ANSWER, files: 2, part: 2, version: 3, isLate: true },
    'a late answer from a@b.example, part 2, version 3, 2 files,',
  ],
])('tells of an answer with its files, part and version', (arrival, words) => {
  expect(render({ arrivals: [arrival] }).words).toContain(`- Brazil: ${words}`);
});

it.each([
  [0, 'today, Wednesday, November 25, 2026'],
  [1, 'tomorrow, Thursday, November 26, 2026'],
  [2, 'in 2 days, Friday, November 27, 2026'],
])('says how far a due date is: %s', (inDays, words) => {
  const dueDate = `2026-11-${25 + inDays}`;
  expect(render({ dueThisWeek: [{ name: 'Brazil', page: PAGE, dueDate, inDays }] }).words).toContain(
    `- Brazil: due ${words}`,
  );
});

it('counts overdue days, and says when the state has written', () => {
  expect(render({ overdue: [OVERDUE] }).words).toContain('1 day overdue, due November 24, 2026 http');
  const held = { ...OVERDUE, days: 2, holdUntil: '2026-12-01T13:00:00.000Z' };
  expect(render({ overdue: [held] }).words).toContain(
    '2 days overdue, due November 24, 2026; it has written, reminders rest until December 1, 2026',
  );
});

it.each<[PostLine, string]>([
  [POST, 'the first reminder to the permanent mission and the focal point in the capital; today, 8:00 a.m.'],
  [{ ...POST, date: '2026-11-27', at: '2026-11-27T13:00:00.000Z' }, '; Friday, November 27, 2026, 8:00 a.m.'],
  [{ ...POST, isDueNow: true }, '; as soon as it can leave'],
  [{ ...POST, roles: [] }, 'to nobody: no contact is on file'],
])('says what leaves, to whom and when', (post, words) => {
  expect(render({ next: [post] }).words).toContain(words);
});

it.each<[TaskKind, DecisionLine['data'], string]>([
  ['release', {}, 'release its first note. New.'],
  ['message', { sender: 'a@b.example' }, 'does the message from a@b.example answer? New.'],
  ['notReached', { detail: '550 no such user' }, 'find another way to reach it (550 no such user)'],
  ['bounced', { contact: 'BRA/capital', detail: '550' }, 'mail to the focal point in the capital came back'],
  ['undeliverable', { rung: 'reminder-1', detail: '550' }, 'the first reminder could not be delivered (550)'],
  [
    'escalated',
    { rung: 'escalation-1', dueDate: '2027-02-01' },
    'with the first escalation: no answer since the due date, February 1, 2027',
  ],
  [
    'approval',
    { rung: 'escalation-2', to: 'mission, alternate, coordinator', dueDate: '2027-02-01' },
    'approve or decline the second escalation, which would leave to the permanent mission and the alternate in the capital: it waits for you; due date February 1, 2027',
  ],
  ['assistance', {}, 'it asks for assistance; its reminders rest until you say that it was given'],
  [
    'extensionRequested',
    { until: '2027-03-01' },
    'it asks for a later date, March 1, 2027; its reminders rest until you decide',
  ],
  ['justification', {}, 'it says why no answer comes; do you accept it?'],
  ['parked', { because: 'a fault' }, 'stopped by a fault (a fault): tell the administrator'],
  ['heldMail', { detail: 'no request' }, 'what does it belong to? (no request)'],
])('puts a decision of kind %s as something to do', (kind, data, words) => {
  expect(render({ decisions: [{ ...DECISION, kind, data }] }).words).toContain(words);
});

it.each([
  [0, 'answer? New.'],
  [1, 'answer? Waits for 1 working day.'],
  [2, 'answer? Waits for 2 working days.'],
])('says how long a decision waits', (ageWorkingDays, words) => {
  expect(render({ decisions: [{ ...DECISION, ageWorkingDays }] }).words).toContain(words);
});

it('makes one line of all first notes, which leads to their release', () => {
  const release: DecisionLine = {
    ...DECISION,
    kind: 'release',
    name: null,
    count: 33,
    page: { page: 'release', id: 'annual-report/2027' },
  };
  const { words, html } = render({ decisions: [release] });
  expect(words).toContain('- 33 first notes: release them');
  expect(html).toContain('<a href="http://desk.example/desk/cycles/annual-report/2027/release"');
});

it('leaves out every empty section', () => {
  const { text, html } = render({ overdue: [OVERDUE] });
  expect(text.match(/^[A-Z ]+ \(\d+\)$/gm)).toEqual(['OVERDUE (1)']);
  expect(html.match(/<h2/g)).toHaveLength(1);
});

it('escapes hostile names and keeps them on their line', () => {
  const name = 'Côte <img src=x onerror=alert(1)> & "Sons"';
  const mail = { from: 'x\r\n- Chile: forged', subject: '“\u202egnp.exe\u0000”'.repeat(200) };
  const held: DecisionLine = { ...DECISION, kind: 'heldMail', name, page: { page: 'receipt', id: 'a"b/../c' }, mail };
  const { text, html } = render({ decisions: [held] });
  expect(html).not.toMatch(/<img|\u202e|\u0000/);
  expect(html).toContain('href="http://desk.example/desk/mail/received/a%22b/../c"');
  expect(text).not.toMatch(/^- Chile|\u202e|\u0000/m);
  expect(text.length).toBeLessThan(1000);
});

it('names the missions that have not said whom to write to', () => {
  const page = { page: 'overview', id: '' } as const;
  const silent = ['Belize', 'Haiti'];
  const { words } = render({ contacts: [{ name: null, page, openingDate: '2026-11-30', asked: 33, silent }] });
  expect(words).toContain('CONTACTS THAT NOBODY HAS CONFIRMED (1)');
  expect(words).toContain(
    'of 33 missions asked before the opening on November 30, 2026 nothing has come from: Belize, Haiti.',
  );
});

it('tells who took the place of a contact by the word of a mission', () => {
  const page = { page: 'overview', id: '' } as const;
  const line = { name: 'Peru', page, contact: 'PER/capital', successor: 'Sra. Gómez', address: 'lg@minjus.example' };
  const { words, subject } = render({ successors: [line] });
  expect(words).toContain('NEW CONTACTS, AS THE MISSIONS SAY (1)');
  expect(words).toContain('Peru: Sra. Gómez, lg@minjus.example, takes the place of the focal point in the capital');
  expect(subject).toContain('1 new contact');
});

it('names received mail that is not handled yet, above the decisions', () => {
  const line = (id: string, more: number) => ({
    name: null,
    page: { page: 'receipt' as const, id },
    receivedAt: '2026-11-25T02:30:00.000Z',
    sender: 'ana@mre.example',
    subject: 'Informe',
    because: 'it takes longer than 15 s to read',
    more,
  });
  const { words } = render({ decisions: [DECISION], standing: [line('a', 0), line('b', 1)] });
  expect(words).toContain(
    'ana@mre.example: received November 24, 2026, 9:30 p.m., “Informe”: it takes longer than 15 s to read. Nothing of it is lost; tell the administrator. 1 more mail stands likewise.',
  );
  expect(words.indexOf('NOT HANDLED YET (2)')).toBeLessThan(words.indexOf('DECISIONS'));
});

it('says before all else that a mailbox is not read', () => {
  const since = '2026-11-25T02:30:00.000Z';
  const { words } = render({
    decisions: [DECISION],
    mailboxes: [{ account: 'tip@imap.oas.org', since, words: 'Login failed' }],
  });
  expect(words).toContain(
    'MAILBOXES THAT CANNOT BE READ (1) - tip@imap.oas.org: not read since November 24, 2026, 9:30 p.m.: Login failed.',
  );
  expect(words.indexOf('MAILBOXES')).toBeLessThan(words.indexOf('DECISIONS'));
});
