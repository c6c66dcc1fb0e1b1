import {
  isFurtherMessage,
  isPostOf,
  mailStep,
  messageIdOf,
  namingOf,
  receiptTaskId,
  requestTaskId,
  stepKey,
  successorTaskId,
} from '../../domain/keys.js';

/* Keys are on record: a version that made another one would do a step twice. */

const REQUEST = 'annual-report/2027/BRA';

describe('the keys of steps, tasks and mails', () => {
  it('are those that every version has made', () => {
    expect([
      stepKey.message('m'),
      stepKey.submission('s'),
      stepKey.bounce('b'),
      stepKey.ask('assistance', 'a'),
      stepKey.approval('escalation-2/2'),
      stepKey.approved('escalation-2'),
      stepKey.decided('recall-1'),
      stepKey.skipped('recall-1', 0),
      stepKey.skipped('recall-1', 2),
      stepKey.postponed('recall-1', '2027-01-15T13:00:00.000Z'),
      stepKey.undeliverable('recall-1'),
      stepKey.bounced('BRA/capital'),
      stepKey.parked('2027-01-15T13:00:00.000Z'),
      stepKey.withdrawn('s'),
      requestTaskId(REQUEST, stepKey.message('m')),
      receiptTaskId('r'),
      successorTaskId('r'),
      mailStep.post(REQUEST, 'recall-1', 'mission'),
      mailStep.acknowledgement(REQUEST, 's'),
      mailStep.missionCopy(REQUEST, 's'),
      mailStep.handover('BRA', 'c'),
      messageIdOf('r', 0),
      messageIdOf('r', 1),
    ]).toEqual([
      'message/m',
      'submission/s',
      'bounce/b',
      'assistance/a',
      'approval/escalation-2/2',
      'approved/escalation-2',
      'decided/recall-1',
      'skipped/recall-1',
      'skipped/recall-1/3',
      'postponed/recall-1/2027-01-15T13:00:00.000Z',
      'undeliverable/recall-1',
      'bounced/BRA/capital',
      'parked/2027-01-15T13:00:00.000Z',
      'withdrawn/s',
      'annual-report/2027/BRA#message/m',
      'receipt/r',
      'successor/r',
      'annual-report/2027/BRA/recall-1/mission',
      'annual-report/2027/BRA/acknowledgement/s',
      'annual-report/2027/BRA/copied/s',
      'handover/BRA/c',
      'r',
      'r-2',
    ]);
  });

  it('are read as they are made', () => {
    expect(isPostOf(mailStep.post(REQUEST, 'recall-1', 'mission'), REQUEST, 'recall-1')).toBe(true);
    expect(isPostOf(mailStep.post(REQUEST, 'recall-10', 'mission'), REQUEST, 'recall-1')).toBe(false);
    expect(isPostOf(mailStep.post('annual-report/2027/PER', 'recall-1', 'mission'), REQUEST, 'recall-1')).toBe(false);
    expect([isFurtherMessage('r', 'r'), isFurtherMessage('r-2', 'r'), isFurtherMessage('r-2', null)]).toEqual([
      false,
      true,
      false,
    ]);
    expect([namingOf(successorTaskId('r')), namingOf('receipt/r')]).toEqual(['r', 'receipt/r']);
  });
});
