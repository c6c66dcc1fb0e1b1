import { readdirSync, readFileSync } from 'node:fs';
import { readSource } from '../../bin/expression.js';
import { deputyOf, refusalOfAbsence } from '../../domain/absence.js';
import { readAuthenticationResults } from '../../domain/authentication-results.js';
import { normalDomain, readProof } from '../../domain/authentication.js';
import { autoReplyWords, mayBeAnswer } from '../../domain/auto-reply.js';
import { readNotice } from '../../domain/bounce-notice.js';
import { reasonOf } from '../../domain/bounce-reason.js';
import { beforeReturned, readBounceWords, replyOf, wordsOn } from '../../domain/bounce-words.js';
import { confirmsContacts } from '../../domain/contact-reply.js';
import { isAddress } from '../../domain/contact.js';
import { isOnlyCourtesy } from '../../domain/courtesy.js';
import { judgeFile } from '../../domain/file-check.js';
import { cleanName, cleanText } from '../../domain/file-text.js';
import { fold } from '../../domain/fold.js';
import { readConfirmation, readForwarded } from '../../domain/forwarded.js';
import { partyOfContactMail, readForwardedStep } from '../../domain/keys.js';
import { readRungReason } from '../../domain/request/rung-reason.js';
import { isIsoDate } from '../../domain/iso-date.js';
import { readJointReply } from '../../domain/joint-reply.js';
import { readLacks } from '../../domain/lack.js';
import { logWords } from '../../domain/log-words.js';
import { classMail } from '../../domain/mail-class.js';
import type { MailEnvelope, MailFacts } from '../../domain/mail-class.js';
import { readMatch } from '../../domain/mail-explain.js';
import { rankGuesses } from '../../domain/match.js';
import { isPartialDate } from '../../domain/partial-date.js';
import { readProposals } from '../../domain/proposal.js';
import { markIn } from '../../domain/publication.js';
import { numberIn } from '../../domain/questionnaire.js';
import { readAddress, readSigned, readSubjectCodes, readToken, withoutTokens } from '../../domain/reply-address.js';
import { ownWordsOf, previewOf, shownWordsOf, wordsToShow } from '../../domain/reply-preview.js';
import { domainOf } from '../../domain/sender.js';
import { paragraphsOf } from '../../domain/sentence.js';
import { mayNameSuccessor, readSuccessor } from '../../domain/successor.js';
import { parseSymbol } from '../../domain/symbol.js';
import { cut, cutFileName, wellFormed } from '../../domain/text.js';
import { findClaims } from '../../domain/treaty-claim.js';
import { slownesses } from '../world/linear.js';

const FACTS: MailFacts = {
  headers: [{ name: 'from', value: 'a@capital.example' }],
  from: [{ name: 'Ana', address: 'a@capital.example' }],
  subject: 'Report',
  text: 'Please find it below.',
  attachments: [],
  reportType: null,
  delivery: null,
  calendarMethod: null,
  returnedTo: [],
  enclosed: null,
};
const DAEMON: MailFacts['from'] = [{ name: 'Mail Delivery System', address: 'mailer-daemon@mx.example' }];
const NULL_SENDER: MailEnvelope = { from: '', recipients: [{ kind: 'bounce' }], domain: 'desk.example' };
const FROM_PERSON: MailEnvelope = {
  from: 'a@capital.example',
  recipients: [{ kind: 'reply' }],
  domain: 'desk.example',
};
const failure = (address: string, diagnostic: string) => ({ address, action: 'failed', status: '5.1.1', diagnostic });
const report = (recipients: { address: string; action: string; status: string; diagnostic: string }[]) => ({
  reportingMta: 'mx.example',
  originalMessageId: null,
  recipients,
});
const ABSENCE = {
  ...{ id: '1', fromDate: '2027-01-01', untilDate: '2027-02-01', authority: 'note', reason: 'leave', by: 'the desk' },
};
const CANDIDATE = {
  ...{ requestId: 'annual-report/2027/PER', party: 'PER', names: ['Peru', 'Perú', 'a a'], titles: ['Informe anual'] },
  ...{ symbol: 'AG/RES. 2019 (XXXIV-O/04)', dueDate: '2027-02-01', isOpen: true },
};
const MATCHED = {
  ...{ subject: 'Peru', text: '', quoted: [], coded: [], threaded: [] },
  sender: { relation: 'stranger', party: null, because: '' } as const,
};
const TREATY = { id: 'untoc' } as unknown as Parameters<typeof findClaims>[1]['treaties'][number];
const THREAD = { to: [], cc: [], deliveredTo: [], inReplyTo: [], references: [], fromFields: 1 };

/** Every rule that reads what a stranger writes, by the module that it stands in. */
const RULES: Record<string, Record<string, (text: string) => unknown>> = {
  absence: {
    deputyOf,
    refusalOfAbsence: (text) =>
      refusalOfAbsence(
        { ...ABSENCE, deputy: { name: 'Ana', address: text } },
        { known: [], today: '2027-01-01', isReserved: () => false },
      ),
  },
  authentication: {
    normalDomain,
    readProof: (text) =>
      readProof(
        [
          { name: 'authentication-results', value: `mx.example; ${text}` },
          { name: 'from', value: text },
        ],
        'mx.example',
        'capital.example',
      ),
  },
  'authentication-results': { readAuthenticationResults },
  'field-scanner': { 'within a result': (text) => readAuthenticationResults(`mx.example; dmarc=fail ${text}`) },
  'auto-reply': {
    'the text': (text) => autoReplyWords('Report', text),
    'the subject': (text) => autoReplyWords(text, 'I am out of the office.'),
    mayBeAnswer: (text) => mayBeAnswer(text, text),
  },
  'bounce-notice': { readNotice, 'within a notice': (text) => readNotice(`{"notificationType":"Bounce",${text}`) },
  'bounce-reason': {
    'the words': (text) => reasonOf('5.0.0', text),
    'the text': (text) => reasonOf('5.1.1', '', text, text),
    'words of nobody': (text) => reasonOf('5.3.0', `user unknown ${text}`, text, text),
  },
  'bounce-words': {
    readBounceWords: (text) => readBounceWords(text, { failed: [], sentTo: [], own: [], reporter: 'mx.example' }),
    'of known addresses': (text) =>
      readBounceWords(text, { failed: ['a@b.example', 'x@b.example'], sentTo: [], own: [] }),
    'with a heading': (text) =>
      readBounceWords(`The following recipients failed:\n${text}`, { failed: [], sentTo: [], own: [] }),
    beforeReturned,
    wordsOn: (text) => wordsOn('a@b.example', text),
    replyOf,
  },
  'contact-reply': { confirmsContacts },
  contact: { isAddress },
  courtesy: { isOnlyCourtesy },
  'file-check': {
    judgeFile: (text) =>
      judgeFile({
        name: text,
        size: 1,
        kind: null,
        hasMacros: false,
        archive: null,
        isProtected: false,
        scan: { is: 'off' },
      } as never),
  },
  'file-text': { cleanName, cleanText: (text) => cleanText(text, text.length) },
  fold: { fold },
  forwarded: { readForwarded, readConfirmation },
  'iso-date': { isIsoDate },
  'joint-reply': {
    readJointReply: (text) =>
      readJointReply({ text, files: [text] }, [
        { requestId: 'a/2027/PER', names: ['annual report', 'informe anual', 'a a'] },
      ]),
  },
  keys: { partyOfContactMail, readForwardedStep },
  lack: { readLacks: (text) => readLacks(text, []) },
  'log-words': {
    logWords: (text) => logWords({ kind: 'rungSkipped', data: { rung: text, because: `overtaken by ${text}` } }),
  },
  'mail-class': {
    'a text': (text) => classMail({ ...FACTS, text }, FROM_PERSON),
    'a subject': (text) => classMail({ ...FACTS, subject: text }, FROM_PERSON),
    'an author': (text) =>
      classMail({ ...FACTS, from: [{ name: text, address: `${text}@evil.example` }] }, FROM_PERSON),
    'a name': (text) =>
      classMail({ ...FACTS, from: [{ name: text, address: '' }], returnedTo: ['a@b.example'] }, NULL_SENDER),
    'a text of nobody': (text) => classMail({ ...FACTS, from: DAEMON, subject: 'Undeliverable', text }, NULL_SENDER),
    'a subject of nobody': (text) => classMail({ ...FACTS, from: DAEMON, subject: text }, NULL_SENDER),
    'a return path': (text) =>
      classMail({ ...FACTS, headers: [{ name: 'return-path', value: text }] }, { ...FROM_PERSON, from: null }),
    'the failed in a header': (text) =>
      classMail(
        {
          ...FACTS,
          headers: [
            { name: 'x-failed-recipients', value: text },
            { name: 'to', value: text },
          ],
        },
        NULL_SENDER,
      ),
    'a report with words': (text) =>
      classMail(
        { ...FACTS, text, delivery: report([failure('a@b.example', ''), failure('x@b.example', '')]) },
        NULL_SENDER,
      ),
    'the words of a report': (text) => classMail({ ...FACTS, delivery: report([failure(text, text)]) }, NULL_SENDER),
    'a report of many': (text) => {
      const many = Array.from({ length: text.length / 256 }, (_, index) => failure(`${index}@b.example`, ''));
      return classMail({ ...FACTS, text: text.slice(0, 4096), delivery: report(many) }, NULL_SENDER);
    },
    'marks in a header': (text) =>
      classMail(
        { ...FACTS, headers: ['precedence', 'auto-submitted', 'x-autoreply'].map((name) => ({ name, value: text })) },
        FROM_PERSON,
      ),
  },
  'mail-explain': {
    readMatch: (text) => readMatch({ ...FACTS, ...THREAD, subject: text, to: [{ address: text }], inReplyTo: [text] }),
  },
  match: {
    'a text': (text) => rankGuesses({ ...MATCHED, text }, [CANDIDATE]),
    'a subject': (text) => rankGuesses({ ...MATCHED, subject: text }, [CANDIDATE]),
  },
  'partial-date': { isPartialDate },
  proposal: { readProposals: (text) => readProposals(text, '2027-01-01') },
  publication: { markIn },
  questionnaire: { numberIn },
  'reply-address': {
    withoutTokens,
    readToken: (text) => readToken('link', text, ['secret']),
    readAddress: (text) => readAddress(text, 'desk.example', ['secret']),
    readSigned: (text) => readSigned(text, 'desk.example', ['secret']),
    readSubjectCodes,
  },
  'reply-preview': {
    previewOf,
    ownWordsOf,
    shownWordsOf,
    wordsToShow,
    'below an answer': (text) => previewOf(`Please see below.\n${text}\n> what was asked\nMore.`),
  },
  'request/rung-reason': { readRungReason },
  sender: { domainOf },
  sentence: { paragraphsOf },
  successor: {
    mayNameSuccessor,
    readSuccessor: (text) =>
      readSuccessor({ text, sender: 'a@b.example', senderName: 'Ana', known: new Set(), isOurs: () => false }),
    'behind its announcement': (text) =>
      readSuccessor({
        ...{
          text: `Our new focal point is ${text}`,
          sender: 'a@b.example',
          senderName: 'Ana',
          known: new Set<string>(),
        },
        isOurs: () => false,
      }),
  },
  symbol: { parseSymbol },
  text: {
    cut: (text) => cut(text, text.length / 2),
    cutFileName,
    wellFormed,
  },
  'treaty-claim': { findClaims: (text) => findClaims(text, { treaties: [TREATY], party: 'PER', date: '2027-01-01' }) },
};

/** Modules whose expressions meet nothing but dates, ids and words of our own. */
const OF_OUR_OWN = ['acknowledgement', 'passing', 'period', 'report'];

const rules = Object.entries(RULES).flatMap(([module, own]) =>
  Object.entries(own).map(([name, rule]): [string, (text: string) => unknown] => [`${module}: ${name}`, rule]),
);

describe('the measure', () => {
  it('finds a rule that takes the square of its text', () => {
    expect(slownesses((text) => /\u0000+$/.exec(text))).toContainEqual(
      expect.stringMatching(/^"\\u0000": \d+ ms for 65536 characters, /),
    );
  }, 600_000);

  it('cuts off a rule that does not end', () => {
    expect(slownesses((text) => /^(\w+[._-])*smtp([@\\]|$)/i.test(text))).toContainEqual(
      expect.stringMatching(/^"a_": 6000 ms for 65536 characters, /),
    );
  }, 600_000);
});

describe('a rule that reads the words of strangers', () => {
  it('is measured here, whichever module it stands in', () => {
    const matching = readdirSync('domain', { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => {
        const { literals, constructions } = readSource(file, readFileSync(`domain/${file}`, 'utf8'));
        return literals.length + constructions.length > 0;
      })
      .map((file) => file.replace('.ts', ''));
    expect(matching.filter((one) => RULES[one] === undefined && !OF_OUR_OWN.includes(one))).toEqual([]);
  });

  it.each(rules)(
    'takes time in proportion to its text, whatever is repeated in it: %s',
    (_name, rule) => {
      expect(slownesses(rule)).toEqual([]);
    },
    600_000,
  );
});
