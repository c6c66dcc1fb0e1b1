import { contactWords, logWords, rungWords, taskWords } from '../../domain/log-words.js';
import { LOG_KINDS } from '../../domain/request-events.js';
import type { LogEntry, LogKind, TaskKind } from '../../domain/request-events.js';

const TABLE: Record<LogKind, [LogEntry['data'], string][]> = {
  opened: [
    [
      { because: 'its opening day 2026-11-16 has come', dueDate: '2027-02-01', reportDate: '2027-04-15' },
      'The request was opened, because its opening day 2026-11-16 has come; due on 2027-02-01, for the report of 2027-04-15.',
    ],
  ],
  awaitingRelease: [[{}, 'The note waits for the Coordinator’s release.']],
  released: [
    [{ by: 'the desk' }, 'The note was released by the desk.'],
    [{}, 'The note was released.'],
  ],
  rungDecided: [
    [
      { rung: 'recall-2', sendAt: '2027-01-18T13:00:00.000Z' },
      'The second recall was decided, to leave 2027-01-18 13:00 UTC.',
    ],
  ],
  approved: [[{ rung: 'escalation-2', by: 'the desk' }, 'The second escalation was approved by the desk.']],
  asked: [
    [{ ask: 'assistance', message: 'm' }, 'The party asked for assistance.'],
    [
      { ask: 'extensionRequested', message: 'm', until: '2027-02-20' },
      'The party asked for a later date, to 2027-02-20.',
    ],
    [{ ask: 'justification', message: 'm' }, 'The party said why no answer comes.'],
  ],
  settled: [
    [
      { ask: 'extensionRequested', isGranted: false, by: 'the desk', reason: 'the report is due' },
      'The later date was not granted by the desk: the report is due.',
    ],
    [
      { ask: 'assistance', isGranted: true, by: 'the desk', reason: 'a call' },
      'The assistance was given by the desk: a call.',
    ],
    [
      { ask: 'justification', isGranted: true, by: 'the desk', reason: 'an earthquake' },
      'The reason why no answer comes was accepted by the desk: an earthquake.',
    ],
  ],
  judged: [
    [{ isPart: true, by: 'the desk' }, 'What was received was judged a part by the desk.'],
    [{ isPart: false, by: 'the desk' }, 'What was received was judged complete by the desk.'],
  ],
  rungSkipped: [
    [{ rung: 'reminder-1', because: 'answered' }, 'The first reminder was left out: answered.'],
    [
      { rung: 'recall-1', because: 'overtaken by recall-2' },
      'The first recall was left out: overtaken by the second recall.',
    ],
  ],
  rungPostponed: [
    [
      { rung: 'recall-1', until: '2027-01-06T13:00:00.000Z', because: 'the party has written' },
      'The first recall was postponed until 2027-01-06 13:00 UTC: the party has written.',
    ],
  ],
  posted: [
    [
      { rung: 'request', contact: 'BRA/mission', to: 'mission.bra@oas-demo.example', subject: 'Nota' },
      'The note was sent to the permanent mission (mission.bra@oas-demo.example): “Nota”.',
    ],
  ],
  postFailed: [
    [
      { rung: 'request', contact: 'BRA/capital', to: 'a@b.example', reply: '550 no such user', isFinal: true },
      'The note could not be delivered to the focal point in the capital (a@b.example); the server said “550 no such user”.',
    ],
    [
      { rung: 'recall-1', contact: 'BRA/capital', to: 'a@b.example', reply: '451 later', isFinal: false },
      'The first recall could not be delivered to the focal point in the capital (a@b.example) and will be tried again; the server said “451 later”.',
    ],
  ],
  clockStarted: [
    [{ dueDate: '2027-02-01' }, 'The clock started, since the note has left; the answer is due on 2027-02-01.'],
  ],
  submissionFiled: [
    [{ submission: 'x', sender: 'a@b.example', isLate: false }, 'An answer was filed, from a@b.example.'],
    [
      { submission: 'x', sender: 'a@b.example', isLate: true },
      'An answer was filed after the due date, from a@b.example.',
    ],
  ],
  messageReceived: [
    [{ message: 'x', sender: 'a@b.example' }, 'A message was received that holds no answer yet, from a@b.example.'],
  ],
  ladderHeld: [
    [
      { until: '2027-01-06T13:00:00.000Z' },
      'Reminders are held, since the party has written, until 2027-01-06 13:00 UTC.',
    ],
  ],
  acknowledged: [
    [
      { rung: 'acknowledgement', contact: 'BRA/sender', to: 'a@b.example', subject: 'Recebido' },
      'What was received was acknowledged to the sender (a@b.example): “Recebido”.',
    ],
  ],
  useSaid: [
    [
      { submission: 's', isWithheld: true, by: 'the desk', because: 'the mission asked for it' },
      'The content of an answer was kept out of every report by the desk, because the mission asked for it.',
    ],
    [
      { submission: 's', isWithheld: false, by: 'the desk', because: 'the mission allows it' },
      'The content of an answer was allowed to be printed by the desk, because the mission allows it.',
    ],
  ],
  withdrawn: [
    [
      { submission: 's', by: 'the desk', because: 'it is Peru’s' },
      'An answer that had been filed by mistake was taken away by the desk, because it is Peru’s.',
    ],
  ],
  bounced: [
    [
      { contact: 'BRA/mission', isHard: true, detail: 'a@b.example 5.1.1' },
      'A mail to the permanent mission came back undelivered: a@b.example 5.1.1.',
    ],
    [
      { contact: 'BRA/mission', isHard: false, detail: 'a@b.example 4.2.2' },
      'A mail to the permanent mission was put off by the recipient’s server: a@b.example 4.2.2.',
    ],
  ],
  notReached: [
    [
      { detail: 'BRA/mission: 550 no such user' },
      'The party was not reached: no addressee could be delivered to: BRA/mission: 550 no such user.',
    ],
  ],
  planChanged: [
    [
      { because: 'the note left later', dueDate: '2027-02-15' },
      'The dates were changed, because the note left later; due on 2027-02-15.',
    ],
  ],
  paused: [
    [
      { because: 'a hurricane (note of the mission)' },
      'The clock was stopped, because a hurricane (note of the mission).',
    ],
  ],
  mandatePassed: [
    [
      { because: 'two mandates became one (AG/RES. 2118 (XXXV-O/05))' },
      'The mandate passed on: two mandates became one (AG/RES. 2118 (XXXV-O/05)).',
    ],
  ],
  resumed: [
    [
      { because: 'it is over (note of the mission)', dueDate: '2027-02-15', formerDueDate: '2027-02-01' },
      'The clock goes on, because it is over (note of the mission); due on 2027-02-15 instead of 2027-02-01.',
    ],
  ],
  parked: [
    [
      { because: 'rules of version 2 are not known' },
      'The request was stopped by a fault and waits for a person, because rules of version 2 are not known.',
    ],
  ],
  unparked: [[{ by: 'the command line' }, 'The request goes on after the fault, as decided by the command line.']],
  closed: [
    [{ closedAs: 'answered' }, 'The request was closed with an answer.'],
    [{ closedAs: 'noAnswer' }, 'The request was closed without an answer.'],
    [{}, 'The request was closed.'],
  ],
};

describe('a log entry as a sentence', () => {
  it('has an example here for every kind that a log can say', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...LOG_KINDS].sort());
  });

  const rows = LOG_KINDS.flatMap((kind) => TABLE[kind].map(([data, words]) => ({ kind, data, words })));
  it.each(rows)('says of $kind: $words', ({ kind, data, words }) => {
    expect(logWords({ kind, data })).toBe(words);
  });

  it.each(LOG_KINDS)('is a whole sentence even for an entry of %s without facts', (kind) => {
    expect(logWords({ kind, data: {} })).toMatch(/^\p{Lu}.*[^.]\.$/u);
    expect(logWords({ kind, data: {} })).not.toMatch(/undefined|null|\[object/);
  });

  it('writes instants as the reader wants them', () => {
    const data = { rung: 'recall-1', sendAt: '2027-01-18T13:00:00.000Z' };
    expect(logWords({ kind: 'rungDecided', data }, () => 'on Monday')).toBe(
      'The first recall was decided, to leave on Monday.',
    );
  });

  it('names rungs and contacts of other ladders by what it knows', () => {
    expect(rungWords('escalation-2')).toBe('the second escalation');
    expect(rungWords('thanks')).toBe('the note of thanks for the pledge');
    expect(rungWords('pledge')).toBe('the question about the pledge');
    expect(rungWords('something')).toBe("the rung 'something'");
    expect(contactWords('BRA/minister')).toBe('BRA/minister');
  });
});

describe('a task in words', () => {
  it.each<[TaskKind, LogEntry['data'], string]>([
    [
      'escalated',
      { rung: 'escalation-1', dueDate: '2005-02-01' },
      'the Coordinator is told of escalation-1; due 2005-02-01',
    ],
    [
      'duty',
      { rung: 'recall-1', dueDate: '2005-05-05' },
      'the Coordinator is told of a duty of her own, recall-1; due 2005-05-05',
    ],
    [
      'approval',
      { rung: 'escalation-2', to: 'mission, alternate', sendAt: 'x', dueDate: '2027-02-01' },
      'escalation-2 to mission, alternate waits for the approval of the Coordinator; due 2027-02-01',
    ],
    ['release', {}, 'the note waits for the release of the Coordinator'],
    ['message', { message: 'm', sender: 'BRA/mission' }, 'a message of BRA/mission waits for a person to read it'],
    [
      'message',
      { message: 'm', sender: 'a@b.cd', doubt: 'a@b.cd was BRA/mission, and has been replaced' },
      'a message of a@b.cd waits for a person to read it: a@b.cd was BRA/mission, and has been replaced',
    ],
    [
      'message',
      { message: 'm', sender: 'a@b.cd', lacks: 'the note' },
      'a message of a@b.cd waits for a person to read it; it lacks the note',
    ],
    ['notReached', { detail: 'BRA/mission: unreachable' }, 'the party was not reached: BRA/mission: unreachable'],
    [
      'bounced',
      { contact: 'BRA/mission', detail: 'no such user', next: 'alternate' },
      'mail to the permanent mission came back, and the alternate stands in: no such user',
    ],
    ['undeliverable', { rung: 'recall-2', detail: '550' }, 'recall-2 could not be delivered: 550'],
    [
      'extensionRequested',
      { ask: 'x', message: 'm', until: '2027-03-01' },
      'the party asks for a later date, 2027-03-01',
    ],
    ['assistance', { ask: 'x', message: 'm' }, 'the party asks for assistance'],
    ['justification', { ask: 'x', message: 'm' }, 'the party says why no answer comes'],
    ['parked', { because: 'a fault' }, 'the request was stopped by a fault: a fault'],
    ['heldMail', {}, 'a mail waits for a person to judge it'],
  ])('%s', (kind, data, words) => expect(taskWords(kind, data)).toBe(words));
});

describe('a rung by its id', () => {
  it.each([
    ['request', 'the note'],
    ['close', 'the closing'],
    ['acknowledgement', 'the acknowledgement'],
    ['copied', 'the copy of the answer to the mission'],
    ['thanks', 'the note of thanks for the pledge'],
    ['pledge', 'the question about the pledge'],
    ['handover', 'the handover to a successor'],
    ['recall-1', 'the first recall'],
    ['moved-2', 'the second notice of a moved date'],
    ['extension-1', 'the first notice of a later date'],
    ['recall-99', "the rung 'recall-99'"],
    ['anything', "the rung 'anything'"],
  ])('%s is called %s', (rung, words) => expect(rungWords(rung)).toBe(words));
});

describe('an entry that says more than the usual one', () => {
  it.each<[LogKind, LogEntry['data'], string]>([
    [
      'rungDecided',
      { rung: 'escalation-2', sendAt: '2027-01-18T13:00:00.000Z', needsApproval: true },
      'The second escalation was decided, to leave 2027-01-18 13:00 UTC, once the Coordinator approves it.',
    ],
    ['messageReceived', { sender: 'BRA/mission', isCourtesy: true }, 'Thanks were received, from BRA/mission.'],
    ['posted', { rung: 'recall-1', contact: 'BRA/mission' }, 'The first recall was sent to the permanent mission.'],
  ])('%s', (kind, data, words) => expect(logWords({ kind, data })).toBe(words));

  it('calls a mail by no name where it has none', () => {
    expect(taskWords('undeliverable', { detail: '550' })).toBe('the mail could not be delivered: 550');
  });
});
