import { type AdmissionVerdict, held, verdictWords } from '../../../domain/admission/verdict.js';

const REQUEST = 'request/2027/ARG';

const WORDS: readonly (readonly [AdmissionVerdict, string])[] = [
  [{ is: 'ignored', requestId: null }, 'nothing is done'],
  [held(REQUEST), 'held for a person'],
  [{ is: 'held', requestId: REQUEST, hasTask: false }, 'held beside another decision on it'],
  [{ is: 'bounce', requestId: null }, 'the return of a mail of ours'],
  [{ is: 'answer', requestId: REQUEST }, `filed as an answer to ${REQUEST}`],
  [
    { is: 'message', requestId: REQUEST, doubt: null, lacks: [], awaitsScan: true },
    `a message to ${REQUEST}, and an answer once its files are found clean`,
  ],
  [{ is: 'message', requestId: REQUEST, doubt: null, lacks: [], awaitsScan: false }, `a message to ${REQUEST}`],
  [{ is: 'messageForEach', doubt: null }, 'a message to each request of the note'],
  [{ is: 'askOffice', isToShared: true }, 'its member is asked where it belongs'],
  [
    { is: 'fileForwarded', receiptId: 'receipt-1', requestId: REQUEST, as: 'answer' },
    `the mail receipt-1 is filed for ${REQUEST}`,
  ],
  [{ is: 'confirmContacts', party: 'ARG', requestId: null }, 'the contacts of ARG are confirmed'],
];

test.each(WORDS)('a person who asks what becomes of a mail is told of %j', (verdict, words) => {
  expect(verdictWords(verdict)).toBe(words);
});
