import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  askOf,
  changeId,
  decisionId,
  filingId,
  isFurtherMessage,
  isPostOf,
  mailStep,
  messageIdOf,
  namingOf,
  partyOfContactMail,
  readForwardedStep,
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
      stepKey.awaitingRelease(0),
      stepKey.awaitingRelease(1),
      stepKey.told('escalation-1', false),
      stepKey.told('duty-1', true),
      stepKey.skipped('recall-1', 0),
      stepKey.skipped('recall-1', 2),
      stepKey.postponed('recall-1', '2027-01-15T13:00:00.000Z'),
      stepKey.undeliverable('recall-1'),
      stepKey.bounced('BRA/capital'),
      stepKey.again('b'),
      stepKey.held('message/m'),
      stepKey.asked('a'),
      stepKey.settled('a'),
      stepKey.planChanged('p'),
      stepKey.paused('p'),
      stepKey.resumed('p'),
      stepKey.judged('j'),
      stepKey.parked('2027-01-15T13:00:00.000Z'),
      stepKey.unparked('u'),
      stepKey.withdrawn('s'),
      stepKey.useSaid('s', '2027-01-15T13:00:00.000Z'),
      stepKey.posted('mail'),
      stepKey.notPosted('deferred', 'mail', 2),
      requestTaskId(REQUEST, stepKey.message('m')),
      receiptTaskId('r'),
      successorTaskId('r'),
      mailStep.post(REQUEST, 'recall-1', 'mission'),
      mailStep.acknowledgement(REQUEST, 's'),
      mailStep.missionCopy(REQUEST, 's'),
      mailStep.handover('BRA', 'c'),
      mailStep.copy(REQUEST, 'mission', '2027-01-15T13:00:00.000Z'),
      mailStep.preview(REQUEST, 'mission'),
      mailStep.digest('2027-01-15'),
      mailStep.deputy(mailStep.digest('2027-01-15')),
      mailStep.thanks('pledge-3'),
      mailStep.pledgeReminder('pledge-3', 2),
      mailStep.contactNote('annual-report/2027', 'BRA'),
      mailStep.contactReceipt('BRA', 'r'),
      mailStep.forwarded('r', REQUEST),
      mailStep.forwarded('r', null),
      filingId.accepted('m'),
      filingId.scanned('m'),
      filingId.infected('s'),
      changeId.refused('mail'),
      changeId.bounced('r'),
      changeId.judged(true, 'successor/r'),
      changeId.judged(false, 'successor/r'),
      decisionId.settled('task'),
      decisionId.asked('m'),
      decisionId.extended('task', '2027-03-01'),
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
      'awaitingRelease',
      'awaitingRelease/2',
      'escalated/escalation-1',
      'duty/duty-1',
      'skipped/recall-1',
      'skipped/recall-1/3',
      'postponed/recall-1/2027-01-15T13:00:00.000Z',
      'undeliverable/recall-1',
      'bounced/BRA/capital',
      'again/b',
      'held/message/m',
      'asked/a',
      'settled/a',
      'plan/p',
      'paused/p',
      'resumed/p',
      'judged/j',
      'parked/2027-01-15T13:00:00.000Z',
      'unparked/u',
      'withdrawn/s',
      'use/s/2027-01-15T13:00:00.000Z',
      'posted/mail',
      'deferred/mail/2',
      'annual-report/2027/BRA#message/m',
      'receipt/r',
      'successor/r',
      'annual-report/2027/BRA/recall-1/mission',
      'annual-report/2027/BRA/acknowledgement/s',
      'annual-report/2027/BRA/copied/s',
      'handover/BRA/c',
      'annual-report/2027/BRA/copy/mission/20270115130000000',
      'annual-report/2027/BRA/plan/mission',
      'digest/2027-01-15',
      'digest/2027-01-15/deputy',
      'thanks/pledge-3',
      'pledge-reminder/pledge-3/2',
      'contacts/annual-report/2027/BRA/mission',
      'contacts/received/BRA/r',
      'forwarded/r/annual-report/2027/BRA',
      'forwarded/r/none',
      'm-accepted',
      'scanned-m',
      'infected-s',
      'refused/mail',
      'bounce/r',
      'accepted/successor/r',
      'declined/successor/r',
      'settled/task',
      'm/asked',
      'task/2027-03-01',
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
    expect(askOf(requestTaskId(REQUEST, stepKey.ask('assistance', 'm/asked')), REQUEST, 'assistance')).toBe('m/asked');
    expect(partyOfContactMail(mailStep.contactNote('annual-report/2028', 'BRA'))).toBe('BRA');
    expect(partyOfContactMail(mailStep.contactReceipt('BRA', 'r'))).toBe('BRA');
    expect(partyOfContactMail(mailStep.post(REQUEST, 'request', 'mission'))).toBeNull();
    expect(readForwardedStep(mailStep.forwarded('r', REQUEST))).toEqual({ receiptId: 'r', requestId: REQUEST });
    expect(readForwardedStep(mailStep.forwarded('r', null))).toEqual({ receiptId: 'r', requestId: null });
    expect(readForwardedStep(mailStep.contactReceipt('BRA', 'r'))).toBeNull();
    expect([namingOf(successorTaskId('r')), namingOf('receipt/r')]).toEqual(['r', 'receipt/r']);
  });

  it('are made by hand nowhere else', () => {
    const found = sources().flatMap(([file, text]) =>
      byHand(text).flatMap((key) => (OTHER_IDS.includes(`${file}: ${key}`) ? [] : [`${file}: ${key}`])),
    );
    expect(found).toEqual([]);
    expect(byHand('draft.log(`decided/${id}`)')).toEqual(['`decided/${']);
    expect(byHand('identify(`${requestId}/copied/${id}`)')).toEqual(['`${requestId}/copied/${']);
    expect(byHand('accept(`${id}-accepted`)')).toEqual(['`${id}-accepted`']);
    expect(byHand('reply.redirect(`/message/${id}`)')).toEqual([]);
  });
});

/** What is no key and looks like one: ids of workflows, and a link. */
const OTHER_IDS = [
  'adapters/temporal/starts.ts: `digest/${',
  'adapters/temporal/starts.ts: `pledge-reminder/${',
  'office/posting/addressing.ts: `${publicUrl}/contacts/${',
];

/** The words that keys begin with, or that follow the id of a request in them. */
const WORDS = [
  ...['message', 'submission', 'bounce', 'approval', 'approved', 'decided', 'awaitingRelease', 'duty', 'escalated'],
  ...['skipped', 'postponed', 'undeliverable', 'bounced', 'again', 'held', 'asked', 'settled', 'plan', 'paused'],
  ...['resumed', 'judged', 'parked', 'unparked', 'withdrawn', 'use', 'posted', 'receipt', 'successor', 'copied'],
  ...['acknowledgement', 'copy', 'handover', 'digest', 'thanks', 'pledge-reminder', 'contacts', 'forwarded'],
  ...['scanned', 'infected', 'refused', 'accepted', 'declined'],
].join('|');
const BY_HAND = [
  new RegExp(`\`(?:\\$\\{[^\`}]*\\}[/#])?(?:${WORDS})[/-](?:received/)?\\$\\{`, 'g'),
  /`\$\{[^`}]*\}(?:\/asked|\/deputy|-accepted)`/g,
];

function byHand(text: string): string[] {
  return BY_HAND.flatMap((expression) => text.match(expression) ?? []);
}

function sources(): [string, string][] {
  const rooms = ['domain', 'workflows', 'activities', 'office', 'adapters', 'web', 'cli', 'worker'];
  return rooms.flatMap((room) =>
    readdirSync(path.resolve(room), { recursive: true })
      .map((name) => path.join(room, String(name)))
      .filter((name) => name.endsWith('.ts') && name !== 'domain/keys.ts')
      .map((name): [string, string] => [name, readFileSync(path.resolve(name), 'utf8')]),
  );
}
