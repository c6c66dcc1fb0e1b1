import { ADMISSION_RULES, admit } from '../../../domain/admission/admit.js';
import { doubtOf, DOUBTS } from '../../../domain/admission/doubt.js';
import { reasonWords } from '../../../domain/admission/reason.js';
import type { AdmissionVerdict } from '../../../domain/admission/verdict.js';
import { FORGED, factsOf, GENUINE, REQUEST, wordOf } from './facts.js';
import type { Given } from './facts.js';

interface Row {
  rule: string;
  /** What is otherwise than in an answer of a mission to its request. */
  when: string;
  given: Given;
  verdict: AdmissionVerdict;
  words: string;
}

const held = (requestId: string | null, hasTask = true): AdmissionVerdict => ({ is: 'held', requestId, hasTask });
const ignored = (requestId: string | null): AdmissionVerdict => ({ is: 'ignored', requestId });
const message = (given: Partial<Extract<AdmissionVerdict, { is: 'message' }>> = {}): AdmissionVerdict => ({
  is: 'message',
  requestId: REQUEST,
  doubt: null,
  lacks: [],
  awaitsScan: false,
  ...given,
});
const proof = { code: 'proof', because: 'DMARC fails: mre.example says that it was not sent from there' } as const;
const guessable = { code: 'guessableThread' } as const;
const GUESSABLE =
  'it names our mail by its Message-ID alone, which anybody can guess, and nobody has verified its sender';
const machine = (name: 'bounce' | 'auto-reply' | 'delay' | 'list' | 'loop', why: string, given: Given = {}): Given => ({
  request: null,
  ...given,
  mail: { class: name, why: [why], hasFile: false, ...given.mail },
});
const onContacts = { requestIds: [], isOnContacts: true };
const words = (given: Given['mail'] = {}): Given['mail'] => ({ class: 'message', hasFile: false, ...given });
const shared = { arrival: { isShared: true, looksSigned: false }, thread: null, request: null } as const;
const unscanned = { verdict: 'unscanned', because: 'report.pdf could not be scanned' } as const;
const infected = { verdict: 'infected', because: 'report.pdf is infected' } as const;
const FROM = 'from mission@mre.example';

/* The table of admission, in its order. */
const TABLE: Row[] = [
  {
    rule: 'word-in-doubt',
    when: 'the word on a forwarded mail fails DMARC',
    given: wordOf({}, { proof: FORGED }),
    verdict: held(null),
    words: `a word on a forwarded mail, but ${proof.because}`,
  },
  {
    rule: 'word-in-doubt',
    when: 'the word names our question by its Message-ID alone',
    given: { ...wordOf({}), thread: { ...wordOf({}).thread, isGiven: false } },
    verdict: held(null),
    words: `a word on a forwarded mail, but ${GUESSABLE}`,
  },
  {
    rule: 'word-of-another',
    when: 'another member says the word',
    given: wordOf({ sender: 'bo@office.example' }),
    verdict: held(null),
    words: 'a word on a forwarded mail, but not from ana@office.example, who was asked',
  },
  {
    rule: 'word-of-another',
    when: 'whoever says the word is no member any more',
    given: wordOf({}, { isStaff: false }),
    verdict: held(null),
    words: 'a word on a forwarded mail, but not from ana@office.example, who was asked',
  },
  {
    rule: 'word-no',
    when: 'the member says no',
    given: wordOf({ word: { is: 'no' } }),
    verdict: ignored(null),
    words: 'ANA@office.example says no: the mail r7 waits on the desk',
  },
  {
    rule: 'word-unclear',
    when: 'the word cannot be read',
    given: wordOf({ word: { is: 'unclear' } }),
    verdict: held(null),
    words: 'a word on the forwarded mail r7 that cannot be read: YES, NO or a code',
  },
  {
    rule: 'word-unclear',
    when: 'the member says yes where nothing was proposed',
    given: {
      ...wordOf({}),
      thread: {
        ...wordOf({}).thread,
        asked: { receiptId: 'r7', isOnRecord: true, requestId: null, toAddress: 'ana@office.example' },
      },
    },
    verdict: held(null),
    words: 'a word on the forwarded mail r7 that cannot be read: YES, NO or a code',
  },
  {
    rule: 'word-on-lost-mail',
    when: 'the forwarded mail is not on record',
    given: {
      ...wordOf({}),
      thread: {
        ...wordOf({}).thread,
        asked: { receiptId: 'r7', isOnRecord: false, requestId: REQUEST, toAddress: 'ana@office.example' },
      },
    },
    verdict: held(null),
    words: 'a word on the mail r7, which is not on record',
  },
  {
    rule: 'word-taken',
    when: 'the member says yes',
    given: wordOf({}),
    verdict: { is: 'fileForwarded', receiptId: 'r7', requestId: REQUEST, as: 'answer' },
    words: `the word of ANA@office.example: the mail r7 is filed for ${REQUEST}`,
  },
  {
    rule: 'word-taken',
    when: 'the member says that it is a message',
    given: wordOf({ word: { is: 'message' } }),
    verdict: { is: 'fileForwarded', receiptId: 'r7', requestId: REQUEST, as: 'message' },
    words: `the word of ANA@office.example: the mail r7 is filed for ${REQUEST}`,
  },
  {
    rule: 'word-taken',
    when: 'the member names another request',
    given: wordOf({ word: { is: 'request', requestId: 'annual-report/2027/PER' } }),
    verdict: { is: 'fileForwarded', receiptId: 'r7', requestId: 'annual-report/2027/PER', as: 'answer' },
    words: 'the word of ANA@office.example: the mail r7 is filed for annual-report/2027/PER',
  },
  {
    rule: 'filing-address',
    when: 'a stranger writes to the filing address',
    given: { arrival: { kind: 'file' } },
    verdict: held(null),
    words: 'it came to the filing address, which is for members of the office',
  },
  {
    rule: 'forwarded-in-doubt',
    when: 'what is forwarded fails DMARC',
    given: { arrival: { kind: 'file' }, isStaff: true, proof: FORGED },
    verdict: held(null),
    words: `forwarded, but ${proof.because}`,
  },
  {
    rule: 'forwarded',
    when: 'a member writes to the filing address',
    given: { arrival: { kind: 'file' }, isStaff: true },
    verdict: { is: 'askOffice', isToShared: false },
    words: 'forwarded by mission@mre.example, who is asked where it belongs',
  },
  {
    rule: 'forwarded',
    when: 'a member forwards a mail to the shared mailbox',
    given: { ...shared, isStaff: true, mail: { holdsMail: true } },
    verdict: { is: 'askOffice', isToShared: true },
    words: 'forwarded by mission@mre.example, who is asked where it belongs',
  },
  {
    rule: 'contacts-confirmed',
    when: 'the mission says that its contacts are right',
    given: { thread: onContacts, request: null, mail: words({ confirmsContacts: true }) },
    verdict: { is: 'confirmContacts', party: 'BRA', requestId: null },
    words: 'mission@mre.example confirms the contacts of Brazil',
  },
  {
    rule: 'only-thanks',
    when: 'the question for contacts is thanked for',
    given: { thread: onContacts, request: null, mail: words({ isCourtesy: true }) },
    verdict: ignored(null),
    words: 'it says thanks, and nothing else',
  },
  {
    rule: 'foreign',
    when: 'a stranger writes to the shared mailbox of something else',
    given: { ...shared, stranger: {} },
    verdict: ignored(null),
    words: 'nothing in it points to us: it stays in the shared mailbox',
  },
  {
    rule: 'foreign',
    when: 'a mail of the office to a stranger comes back to the shared mailbox',
    given: machine('bounce', 'failed', { ...shared, stranger: { isByKnown: true, isGuessed: true } }),
    verdict: ignored(null),
    words: 'nothing in it points to us: it stays in the shared mailbox',
  },
  {
    rule: 'foreign',
    when: 'a list of strangers writes of one of our requests',
    given: machine('list', 'Precedence: bulk', { ...shared, stranger: { isGuessed: true } }),
    verdict: ignored(null),
    words: 'nothing in it points to us: it stays in the shared mailbox',
  },
  {
    rule: 'bounce-of-nothing',
    when: 'a mail that is none of ours comes back',
    given: machine('bounce', 'failed', { thread: null }),
    verdict: held(null),
    words: 'a bounce of no mail of ours',
  },
  {
    rule: 'bounce-unproven',
    when: 'what comes back shows no address given with it',
    given: machine('bounce', 'failed', { thread: { isGiven: false } }),
    verdict: held(REQUEST),
    words: 'a bounce of a mail of ours that shows no address given with it: anybody can write one',
  },
  {
    rule: 'bounce',
    when: 'a mail of ours comes back',
    given: machine('bounce', 'failed', { mail: { returned: [{ address: 'a@mre.example', status: '5.1.1' }] } }),
    verdict: { is: 'bounce', requestId: REQUEST },
    words: 'a@mre.example 5.1.1',
  },
  {
    rule: 'bounce',
    when: 'a mail of ours comes back, and nobody says to whom it went',
    given: machine('bounce', 'failed'),
    verdict: { is: 'bounce', requestId: REQUEST },
    words: 'Informe',
  },
  {
    rule: 'delay-or-loop',
    when: 'a mail of ours is late',
    given: machine('delay', 'delivery report: a@mre.example is delayed'),
    verdict: ignored(REQUEST),
    words: 'delivery report: a@mre.example is delayed',
  },
  {
    rule: 'delay-or-loop',
    when: 'a mail of ours comes round',
    given: machine('loop', 'carries our own header', { thread: null }),
    verdict: ignored(null),
    words: 'carries our own header',
  },
  {
    rule: 'automatic-with-file',
    when: 'an automatic reply brings a file',
    given: machine('auto-reply', 'Auto-Submitted: auto-replied', { mail: { hasFile: true, mayBeAnswer: true } }),
    verdict: held(REQUEST),
    words: 'an automatic reply with a file',
  },
  {
    rule: 'automatic-with-link',
    when: 'a document system sends a link',
    given: machine('auto-reply', 'Auto-Submitted: auto-generated', { mail: { mayBeAnswer: true } }),
    verdict: held(REQUEST),
    words: 'an automatic mail with a link: it may be a note that a document system sends',
  },
  {
    rule: 'automatic',
    when: 'somebody is away',
    given: machine('auto-reply', 'Auto-Submitted: auto-replied'),
    verdict: ignored(REQUEST),
    words: 'Auto-Submitted: auto-replied',
  },
  {
    rule: 'automatic',
    when: 'a receipt of a mail system holds a link',
    given: machine('auto-reply', 'a read receipt (RFC 8098)', { mail: { mayBeAnswer: true, isReport: true } }),
    verdict: ignored(REQUEST),
    words: 'a read receipt (RFC 8098)',
  },
  {
    rule: 'no-answer',
    when: 'a list writes',
    given: machine('list', 'Precedence: bulk'),
    verdict: held(REQUEST),
    words: 'Precedence: bulk',
  },
  {
    rule: 'former-contact',
    when: 'it answers a mail to a contact who was replaced',
    given: { thread: { isToFormer: true } },
    verdict: held(REQUEST),
    words: 'it answers a mail to a contact who was replaced since',
  },
  {
    rule: 'former-contact',
    when: 'it replaces the contact whom it answers for',
    given: { successor: { taken: 'the service: A takes the place of BRA/mission', replacesAddressee: true } },
    verdict: held(REQUEST),
    words: 'it answers a mail to a contact who was replaced since',
  },
  {
    rule: 'several-requests',
    when: 'it answers a post on two requests',
    given: { thread: { requestIds: [REQUEST, 'organ-report/2027/BRA'] } },
    verdict: { is: 'messageForEach', doubt: null },
    words: `${FROM}; it answers a post on 2 requests`,
  },
  {
    rule: 'several-requests',
    when: 'it answers a post on two requests with a file that is infected',
    given: { thread: { requestIds: [REQUEST, 'organ-report/2027/BRA'] }, mail: { fileFault: infected } },
    verdict: { is: 'messageForEach', doubt: { code: 'file', ...infected } },
    words: `${FROM}; it answers a post on 2 requests; report.pdf is infected`,
  },
  {
    rule: 'several-requests',
    when: 'it answers a post on two requests and fails DMARC',
    given: {
      thread: { requestIds: [REQUEST, 'organ-report/2027/BRA'] },
      proof: FORGED,
      mail: { fileFault: infected },
    },
    verdict: { is: 'messageForEach', doubt: proof },
    words: `${FROM}; it answers a post on 2 requests; ${proof.because}`,
  },
  {
    rule: 'successor-taken',
    when: 'a mission that is asked for its contacts names a successor in full',
    given: {
      thread: onContacts,
      request: null,
      mail: words(),
      successor: { taken: 'the service: A takes the place of BRA/capital' },
    },
    verdict: ignored(null),
    words: 'the service: A takes the place of BRA/capital',
  },
  {
    rule: 'successor-named',
    when: 'a mission that is asked for its contacts names a successor',
    given: { thread: onContacts, request: null, mail: words(), successor: {} },
    verdict: held(null, false),
    words: 'it answers the question for the contacts of BRA: contacts confirm, or contacts replace',
  },
  {
    rule: 'contacts-question',
    when: 'the question for contacts is answered with something else',
    given: { thread: onContacts, request: null, mail: words() },
    verdict: held(null),
    words: 'it answers the question for the contacts of BRA: contacts confirm, or contacts replace',
  },
  {
    rule: 'contacts-question',
    when: 'the question for contacts went to a party that is not on file',
    given: { thread: { ...onContacts, party: null, isFromMission: false }, request: null, mail: words() },
    verdict: held(null),
    words: 'it answers the question for the contacts of a party: contacts confirm, or contacts replace',
  },
  {
    rule: 'address-not-given',
    when: 'it came to a reply address that nobody was given',
    given: { thread: null, request: null },
    verdict: held(null),
    words: 'it came to a reply address that this installation did not give, or that was retyped wrongly',
  },
  {
    rule: 'no-request',
    when: 'it came to the desk and answers nothing',
    given: { arrival: { kind: 'desk', looksSigned: false }, thread: null, request: null },
    verdict: held(null),
    words: 'it belongs to no request that we know of',
  },
  {
    rule: 'no-request',
    when: 'it is encrypted and answers a post on two requests',
    given: { thread: { requestIds: [REQUEST, 'organ-report/2027/BRA'] }, request: null, mail: { isEncrypted: true } },
    verdict: held(null),
    words: 'it belongs to no request that we know of',
  },
  {
    rule: 'encrypted',
    when: 'it is encrypted',
    given: { request: null, mail: { isEncrypted: true } },
    verdict: held(REQUEST),
    words: 'it is encrypted',
  },
  {
    rule: 'in-doubt',
    when: 'all mail of the request is held',
    given: { request: { mailHold: 'all mail is held since 2026-12-01: two delegations' } },
    verdict: message({ doubt: { code: 'mailHeld', because: 'all mail is held since 2026-12-01: two delegations' } }),
    words: `${FROM}, for your judgement: all mail is held since 2026-12-01: two delegations`,
  },
  {
    rule: 'in-doubt',
    when: 'the request is closed and its successor is open',
    given: { request: { laterId: 'annual-report/2028/BRA' } },
    verdict: message({ doubt: { code: 'laterRequest', requestId: 'annual-report/2028/BRA' } }),
    words: `${FROM}, for your judgement: it answers a note on a request that is closed, while annual-report/2028/BRA is open`,
  },
  {
    rule: 'in-doubt',
    when: 'nobody on file has written it',
    given: { request: { author: { relation: 'stranger', party: null, because: 'x@y.example is on file for nobody' } } },
    verdict: message({ doubt: { code: 'sender', relation: 'stranger', because: 'x@y.example is on file for nobody' } }),
    words: `${FROM}, for your judgement: x@y.example is on file for nobody`,
  },
  {
    rule: 'in-doubt',
    when: 'it was not read whole',
    given: { mail: { cutShort: '1001 parts; read up to 1000' } },
    verdict: message({ doubt: { code: 'cutShort', because: '1001 parts; read up to 1000' } }),
    words: `${FROM}, for your judgement: it was not read whole: 1001 parts; read up to 1000`,
  },
  {
    rule: 'in-doubt',
    when: 'it fails DMARC',
    given: { proof: FORGED },
    verdict: message({ doubt: proof }),
    words: `${FROM}, for your judgement: ${proof.because}`,
  },
  {
    rule: 'in-doubt',
    when: 'it names our mail by its Message-ID alone',
    given: { thread: { isGiven: false } },
    verdict: message({ doubt: guessable }),
    words: `${FROM}, for your judgement: ${GUESSABLE}`,
  },
  {
    rule: 'awaits-scan',
    when: 'its file could not be scanned',
    given: { mail: { fileFault: unscanned } },
    verdict: message({ doubt: { code: 'file', ...unscanned }, awaitsScan: true }),
    words: `${FROM}, for your judgement: ${unscanned.because}`,
  },
  {
    rule: 'file-in-doubt',
    when: 'its file is infected',
    given: { mail: { fileFault: infected } },
    verdict: message({ doubt: { code: 'file', ...infected } }),
    words: `${FROM}, for your judgement: ${infected.because}`,
  },
  {
    rule: 'file-in-doubt',
    when: 'the picture of a mail without an answer could not be scanned',
    given: { mail: words({ fileFault: unscanned }) },
    verdict: message({ doubt: { code: 'file', ...unscanned } }),
    words: `${FROM}, for your judgement: ${unscanned.because}`,
  },
  {
    rule: 'lacks-something',
    when: 'its file is protected',
    given: { mail: { lacks: [{ kind: 'protected', what: 'report.pdf' }] } },
    verdict: message({ lacks: [{ kind: 'protected', what: 'report.pdf' }] }),
    words: `${FROM}, report.pdf is protected by a password`,
  },
  {
    rule: 'answer',
    when: 'nothing is otherwise',
    given: {},
    verdict: { is: 'answer', requestId: REQUEST },
    words: FROM,
  },
  {
    rule: 'answer',
    when: 'DMARC vouches for who names our mail by its Message-ID',
    given: { thread: { isGiven: false }, proof: GENUINE },
    verdict: { is: 'answer', requestId: REQUEST },
    words: FROM,
  },
  { rule: 'message', when: 'it brings words alone', given: { mail: words() }, verdict: message(), words: FROM },
  {
    rule: 'message',
    when: 'it is empty',
    given: { mail: words({ class: 'empty' }) },
    verdict: message(),
    words: FROM,
  },
];

/** What is said of a row, with some rules taken away. */
function decided(given: Given, rules = ADMISSION_RULES): string {
  try {
    const { verdict, reason } = admit(factsOf(given), rules);
    return JSON.stringify([verdict, reason]);
  } catch (fault) {
    return String(fault);
  }
}

describe('admission', () => {
  it.each(TABLE)('decides by the rule $rule where $when', ({ rule, given, verdict, words: said }) => {
    const admission = admit(factsOf(given));
    expect({ ...admission, reason: reasonWords(admission.reason) }).toMatchObject({ rule, verdict, reason: said });
  });

  it('has a row of the table for every rule, in the order of the rules', () => {
    const names = TABLE.map(({ rule }) => rule);
    expect([...new Set(names)]).toEqual(ADMISSION_RULES.map(({ name }) => name));
  });

  it.each(ADMISSION_RULES.map(({ name }) => [name]))('decides otherwise somewhere without the rule %s', (name) => {
    const others = ADMISSION_RULES.filter((rule) => rule.name !== name);
    expect(TABLE.filter(({ given }) => decided(given) !== decided(given, others))).not.toEqual([]);
  });

  it.each(DOUBTS.map(({ name }, index) => [name, index] as const))('has one row for the doubt %s', (_, index) => {
    const others = DOUBTS.toSpliced(index, 1);
    const rows = TABLE.filter(({ rule, given }) => rule === 'in-doubt' && doubtOf(factsOf(given), others) === null);
    expect(rows).toHaveLength(1);
  });

  it('takes a successor down from what a person writes, but not beside a word of the office or a confirmation', () => {
    const successor = { taken: null };
    const noted = (given: Given): boolean => admit(factsOf({ ...given, successor })).notesSuccessor;
    expect(noted({})).toBe(true);
    expect(noted({ request: null, mail: { isEncrypted: true } })).toBe(true);
    expect(noted({ thread: null, request: null })).toBe(true);
    expect(noted(wordOf({}))).toBe(false);
    expect(noted({ arrival: { kind: 'file' }, isStaff: true })).toBe(false);
    expect(noted({ thread: onContacts, request: null, mail: words({ confirmsContacts: true }) })).toBe(false);
    expect(noted({ ...shared, stranger: {} })).toBe(false);
    expect(admit(factsOf()).notesSuccessor).toBe(false);
  });
});
