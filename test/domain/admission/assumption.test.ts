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

  it('is in a thread and from a contact, where nothing is known', () => {
    expect(assume(mail, {}, REQUEST)).toEqual({
      facts: {
        mail,
        arrival: { kind: 'reply', looksSigned: true, isShared: false },
        isStaff: false,
        proof: null,
        thread: {
          requestIds: [REQUEST],
          party: { code: 'BRA', name: 'BRA' },
          isOnContacts: false,
          isGiven: true,
          isToFormer: false,
          isFromMission: true,
          asked: null,
        },
        stranger: null,
        request: {
          id: REQUEST,
          mailHold: null,
          laterId: null,
          author: {
            relation: 'contact',
            party: 'BRA',
            because: 'mission@mre.example is a contact of the party',
          },
        },
        successor: null,
      },
      assumptions: [
        { fact: 'arrival', assumed: 'a reply address' },
        { fact: 'sharedMailbox', assumed: 'no' },
        { fact: 'staff', assumed: 'no' },
        { fact: 'proof', assumed: 'nobody has looked' },
        { fact: 'thread', assumed: 'a note on one request, and an address that was given with it' },
        { fact: 'sender', assumed: 'a contact on file' },
        { fact: 'mailHeld', assumed: 'no' },
        { fact: 'laterRequest', assumed: 'none' },
        { fact: 'files', assumed: 'as their names and sizes say' },
        { fact: 'successor', assumed: 'nobody is named' },
      ],
    });
    const [pointers] = assume(mail, { sharedMailbox: true, thread: 'none' }, '').assumptions.slice(-1);
    expect(pointers).toEqual({ fact: 'pointers', assumed: 'none' });
  });

  const CHECKED = { spf: 'pass', dkim: 'none', dmarc: 'fail', policy: 'reject' } as const;
  it('is what is known of it', () => {
    const thread = { forwarded: { mail: 'r7', asked: 'bo@oas.example' }, fromMission: false };
    const { facts } = assume(mail, { arrival: 'desk', staff: true, proof: CHECKED, thread, successor: 'named' }, '');
    expect(facts).toMatchObject({
      arrival: { kind: 'desk', looksSigned: false },
      isStaff: true,
      proof: { by: 'header', domain: 'mre.example', ...CHECKED },
      thread: {
        requestIds: [],
        party: null,
        isFromMission: false,
        asked: { receiptId: 'r7', isOnRecord: true, requestId: null, toAddress: 'bo@oas.example' },
      },
      request: null,
      successor: { taken: null, replacesAddressee: false },
    });
    const known = { ...thread.forwarded, request: REQUEST, onRecord: false };
    expect(assume(mail, { thread: { forwarded: known } }, '').facts.thread?.asked).toMatchObject({
      isOnRecord: false,
      requestId: REQUEST,
    });
    expect(assume(mail, { staff: true }, '').facts.thread?.isFromMission).toBe(false);
    expect(assume(mail, { staff: true, thread: { fromMission: true } }, '').facts.thread?.isFromMission).toBe(true);
    expect(assume(mail, { proof: 'none' }, '').facts.proof).toBeNull();
    expect(assume(mail, {}, '').facts.thread?.party).toEqual({ code: 'unknown', name: 'unknown' });
    expect(assume(mail, { sharedMailbox: true }, '').facts.stranger).toBeNull();
    expect(assume(mail, { thread: 'none' }, '').facts.stranger).toBeNull();
    expect(assume(mail, { sharedMailbox: true, thread: 'none' }, '').facts.stranger).toEqual({
      namesUs: false,
      isOfKnown: false,
      isByKnown: false,
      isGuessed: false,
    });
    const taken = 'whoever is named takes the place at once';
    expect(assume(mail, { successor: 'taken' }, '').facts.successor).toEqual({ taken, replacesAddressee: false });
    expect(assume(mail, { successor: 'taken from the addressee' }, '').facts.successor).toEqual({
      taken,
      replacesAddressee: true,
    });
  });

  it.each([
    ['contact', 'a contact of the party'],
    ['colleague', 'at a domain of the party alone'],
    ['former', 'a former contact of the party'],
    ['otherParty', 'on file for another party'],
    ['unverified', 'none or several authors'],
    ['stranger', 'on file for nobody'],
  ] as const)('from a %s says so: %s', (sender, said) => {
    expect(assume(mail, { sender }, REQUEST).facts.request?.author.because).toBe(`mission@mre.example is ${said}`);
  });
});
