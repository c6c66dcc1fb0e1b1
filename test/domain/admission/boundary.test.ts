import { admit } from '../../../domain/admission/admit.js';
import { ofThread } from '../../../domain/admission/doubt.js';
import { reasonWords } from '../../../domain/admission/reason.js';
import { FORGED, factsOf, REQUEST, wordOf } from './facts.js';
import type { Given } from './facts.js';

/* Mails that lack one thing of what a rule asks, and are decided by another. */
const words = { class: 'message', hasFile: false } as const;
const onContacts = { requestIds: [], isOnContacts: true };
const confirms = { ...words, confirmsContacts: true };
const staff = { isStaff: true, arrival: { kind: 'file', looksSigned: false } } as const;
const shared = { kind: 'desk', looksSigned: false, isShared: true } as const;
const elsewhere = { kind: 'desk', looksSigned: false } as const;
const named = { taken: null };

describe('a mail that nearly is of a rule', () => {
  it.each<[string, Given, string]>([
    ['a word that nobody can read', wordOf({ isEncrypted: true }), 'no-request'],
    ['a word that a machine has written', wordOf({ class: 'auto-reply' }), 'automatic'],
    ['a code in a mail that answers no question', { mail: { word: { is: 'request', requestId: REQUEST } } }, 'answer'],
    ['a mail of the office that was forwarded to nobody', { isStaff: true, mail: { holdsMail: true } }, 'answer'],
    [
      'one that holds a mail, where the mailbox is ours alone',
      { isStaff: true, arrival: elsewhere, thread: null, request: null, mail: { holdsMail: true } },
      'no-request',
    ],
    [
      'one to the shared mailbox that holds none',
      { isStaff: true, arrival: shared, thread: null, request: null },
      'no-request',
    ],
    [
      'one to the shared mailbox that answers a note',
      { isStaff: true, arrival: shared, mail: { holdsMail: true } },
      'answer',
    ],
    [
      'one to the shared mailbox from outside',
      { arrival: shared, thread: null, request: null, mail: { holdsMail: true } },
      'no-request',
    ],
    [
      'what a machine sends to the filing address in the name of the office',
      { ...staff, thread: null, request: null, mail: { class: 'auto-reply', hasFile: false } },
      'automatic',
    ],
    [
      'what nobody can read at the filing address',
      { ...staff, thread: null, request: null, mail: { isEncrypted: true } },
      'no-request',
    ],
    ['thanks for a note', { mail: { ...words, isCourtesy: true } }, 'message'],
    [
      'thanks for the question, with a file',
      { thread: onContacts, request: null, mail: { isCourtesy: true } },
      'contacts-question',
    ],
    [
      'thanks for the question, by a machine',
      { thread: onContacts, request: null, mail: { ...words, class: 'auto-reply', isCourtesy: true } },
      'automatic',
    ],
    [
      'thanks for the question that nobody can read',
      { thread: onContacts, request: null, mail: { ...words, isCourtesy: true, isEncrypted: true } },
      'contacts-question',
    ],
    ['a confirmation of nothing that was asked', { mail: confirms }, 'message'],
    [
      'an answer to the question that confirms nothing',
      { thread: onContacts, request: null, mail: words },
      'contacts-question',
    ],
    [
      'a confirmation that is forged',
      { proof: FORGED, thread: onContacts, request: null, mail: confirms },
      'contacts-question',
    ],
    [
      'a confirmation that anybody could send',
      { thread: { ...onContacts, isGiven: false }, request: null, mail: confirms },
      'contacts-question',
    ],
    [
      'a note of a document system in a report of a mail system',
      { mail: { class: 'auto-reply', hasFile: false, isReport: true, mayBeAnswer: true } },
      'automatic',
    ],
    [
      'a successor in a mail that answers nothing',
      { arrival: elsewhere, thread: null, request: null, successor: named },
      'no-request',
    ],
    ['a successor in an answer', { successor: named }, 'answer'],
    [
      'a successor in an answer to a note that asks for the contacts, too',
      { thread: { isOnContacts: true }, successor: named },
      'answer',
    ],
    ['an answer to a note that asks for the contacts, too', { thread: { isOnContacts: true } }, 'answer'],
  ])('%s is decided by another', (_what, given, rule) => {
    expect(admit(factsOf(given)).rule).toBe(rule);
  });

  it.each<[string, Given, string]>([
    [
      'a successor in an encrypted mail to one request',
      { thread: { isOnContacts: true }, successor: named, mail: { isEncrypted: true } },
      'it is encrypted',
    ],
    [
      'a successor in an encrypted mail to several',
      {
        thread: { isOnContacts: true, requestIds: [REQUEST, 'organ-report/2027/BRA'] },
        successor: named,
        mail: { isEncrypted: true },
      },
      'it belongs to no request that we know of',
    ],
    [
      'two returns in one bounce',
      {
        mail: {
          class: 'bounce',
          returned: [
            { address: 'a@mre.example', status: '5.1.1' },
            { address: 'b@mre.example', status: '5.2.2' },
          ],
        },
      },
      'a@mre.example 5.1.1; b@mre.example 5.2.2',
    ],
    ['a class for two reasons', { mail: { class: 'delay', why: ['one', 'two'] } }, 'one; two'],
  ])('%s says: %s', (_what, given, said) => {
    expect(reasonWords(admit(factsOf(given)).reason)).toBe(said);
  });

  it('to several requests of which nobody has looked at the author is without a doubt of him', () => {
    const given: Given = { thread: { requestIds: [REQUEST, 'organ-report/2027/BRA'] }, request: null };
    expect(admit(factsOf(given)).verdict).toEqual({ is: 'messageForEach', doubt: null });
  });

  it('is in no doubt because of a thread where it has none', () => {
    expect(ofThread({ thread: null, proof: null })).toBeNull();
  });

  it('of no rule at all is refused by its class', () => {
    expect(() => admit(factsOf(), [])).toThrow("no rule admits a mail of the class 'answer'");
  });
});
