import { admit } from '../../../domain/admission/admit.js';
import { assume } from '../../../domain/admission/assumption.js';
import type { KnownFacts } from '../../../domain/admission/assumption.js';
import { verdictWords } from '../../../domain/admission/verdict.js';
import { factsOf, REQUEST } from './facts.js';

const { mail } = factsOf();
const decide = (known: KnownFacts, clue = REQUEST) => admit(assume(mail, known, clue).facts);

describe('a mail of which only the bytes are at hand', () => {
  it.each<[string, KnownFacts]>([
    ['answer', {}],
    ['answer', { proof: { spf: 'pass', dkim: 'pass', dmarc: 'pass', policy: '' }, thread: { given: false } }],
    ['address-not-given', { thread: 'none' }],
    ['no-request', { arrival: 'desk', thread: 'none' }],
    ['in-doubt', { sender: 'stranger' }],
    ['in-doubt', { mailHeld: 'two delegations' }],
    ['in-doubt', { laterRequest: 'annual-report/2028/BRA' }],
    ['in-doubt', { proof: { spf: 'fail', dkim: 'none', dmarc: 'none', policy: '' } }],
    ['in-doubt', { proof: 'none', thread: { given: false } }],
    ['several-requests', { thread: { requests: [REQUEST, 'organ-report/2027/BRA'] } }],
    ['contacts-question', { thread: { asksForContacts: true, party: 'BRA' } }],
    ['successor-named', { thread: { asksForContacts: true }, successor: 'named' }],
    ['successor-taken', { thread: { asksForContacts: true }, successor: 'taken' }],
    ['former-contact', { successor: 'taken from the addressee' }],
    ['former-contact', { thread: { toFormerContact: true } }],
    ['answer', { successor: 'named' }],
    ['filing-address', { arrival: 'file' }],
    ['forwarded', { arrival: 'file', staff: true }],
    ['word-unclear', { thread: { forwarded: { mail: 'r7', asked: mail.sender } }, staff: true }],
    ['word-of-another', { thread: { forwarded: { mail: 'r7', asked: 'bo@oas.example' } }, staff: true }],
    ['foreign', { sharedMailbox: true, thread: 'none' }],
    ['address-not-given', { sharedMailbox: true, thread: 'none', pointers: ['author'] }],
    ['address-not-given', { sharedMailbox: true, thread: 'none', pointers: ['code'] }],
    ['address-not-given', { sharedMailbox: true, thread: 'none', pointers: ['words'] }],
    ['address-not-given', { sharedMailbox: true, thread: 'none', pointers: ['recipient'] }],
  ])('is decided by the rule %s where %j is known', (rule, known) => {
    expect(decide(known).rule).toBe(rule);
  });

  it('confirms the contacts only where the mission may have written it', () => {
    const words = { ...mail, class: 'message', hasFile: false, confirmsContacts: true } as const;
    const rule = (fromMission: boolean) =>
      admit(assume(words, { thread: { asksForContacts: true, party: 'BRA', fromMission } }, '').facts).rule;
    expect([rule(true), rule(false)]).toEqual(['contacts-confirmed', 'contacts-question']);
  });

  it('belongs to the request that its thread names, and to an unknown one where it names none', () => {
    expect(verdictWords(decide({}).verdict)).toBe(`filed as an answer to ${REQUEST}`);
    expect(verdictWords(decide({}, '').verdict)).toBe('filed as an answer to unknown');
  });

  it('is assumed nothing of that is known, or that no rule asks of it', () => {
    const assumed = (known: KnownFacts): string[] =>
      assume({ ...mail, hasFile: false }, known, '').assumptions.map(({ fact }) => fact);
    expect(assumed({ proof: 'none', staff: false, sender: 'contact' })).toEqual([
      'arrival',
      'sharedMailbox',
      'thread',
      'mailHeld',
      'laterRequest',
      'successor',
    ]);
    expect(assumed({ arrival: 'desk', sharedMailbox: true, thread: 'none', successor: 'none' })).toEqual([
      'staff',
      'proof',
      'pointers',
    ]);
    expect(assume(mail, {}, '').assumptions.map(({ fact }) => fact)).toContain('files');
  });
});
