import fc from 'fast-check';
import { ADMISSION_RULES, admit } from '../../../domain/admission/admit.js';
import { doubtOf, ofFile } from '../../../domain/admission/doubt.js';
import type { AdmissionFacts } from '../../../domain/admission/facts.js';
import { reasonWords } from '../../../domain/admission/reason.js';
import { MAIL_CLASSES } from '../../../domain/mail-class.js';
import { FORGED, factsOf, GENUINE, REQUEST } from './facts.js';

const flag = fc.boolean();
/** Mostly nothing. */
const rarely = <Value>(value: Value) => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constant(value));

/** What is left out is as in an answer that nothing speaks against. */
const SOME = { requiredKeys: [] };

const mail = fc.record(
  {
    class: fc.oneof(fc.constantFrom(...MAIL_CLASSES), fc.constant('answer' as const)),
    isEncrypted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, flag),
    isReport: flag,
    hasFile: flag,
    holdsMail: flag,
    isCourtesy: flag,
    confirmsContacts: flag,
    mayBeAnswer: flag,
    sender: fc.constantFrom('mission@mre.example', 'ana@office.example', 'x@y.example'),
    word: fc.oneof(
      fc.constantFrom('yes' as const, 'no' as const, 'message' as const, 'unclear' as const).map((is) => ({ is })),
      fc.constant({ is: 'request' as const, requestId: 'annual-report/2027/PER' }),
    ),
    cutShort: rarely('1001 parts; read up to 1000'),
    fileFault: fc.oneof(
      rarely(null),
      fc
        .constantFrom('infected' as const, 'dangerous' as const, 'unscanned' as const)
        .map((verdict) => ({ verdict, because: `report.pdf is ${verdict}` })),
    ),
    lacks: fc.oneof(fc.constant([]), fc.constant([{ kind: 'link' as const, what: 'drive.google.com' }])),
  },
  SOME,
);

const thread = fc.record(
  {
    requestIds: fc.constantFrom([], [REQUEST], [REQUEST], [REQUEST, 'organ-report/2027/BRA']),
    party: rarely({ code: 'BRA', name: 'Brazil' }),
    isOnContacts: flag,
    isGiven: flag,
    isToFormer: flag,
    isFromMission: flag,
    asked: fc.oneof(
      rarely(null),
      fc.record({
        receiptId: fc.constant('r7'),
        isOnRecord: flag,
        requestId: rarely(REQUEST),
        toAddress: fc.constant('ana@office.example'),
      }),
    ),
  },
  SOME,
);

const RELATIONS = ['contact', 'contact', 'colleague', 'former', 'otherParty', 'unverified', 'stranger'] as const;

/** Every combination that the types allow, whether a mail can bring it about or not. */
const anyFacts: fc.Arbitrary<AdmissionFacts> = fc
  .record(
    {
      mail,
      arrival: fc.record({
        kind: fc.constantFrom('reply' as const, 'bounce' as const, 'desk' as const, 'file' as const),
        looksSigned: flag,
        isShared: flag,
      }),
      isStaff: flag,
      proof: fc.constantFrom(null, null, FORGED, GENUINE),
      thread: fc.oneof(fc.constant(null), thread, thread),
      stranger: fc.oneof(
        fc.constant(null),
        fc.record({ namesUs: flag, isOfKnown: flag, isByKnown: flag, isGuessed: flag }),
      ),
      request: fc.oneof(
        fc.constant(null),
        fc.record({
          mailHold: rarely('all mail is held since 2026-12-01: two delegations'),
          laterId: rarely('annual-report/2028/BRA'),
          author: fc.constantFrom(...RELATIONS).map((relation) => ({ relation, party: null, because: relation })),
        }),
      ),
      successor: fc.oneof(
        fc.constant(null),
        fc.record({ taken: rarely('the service: A takes the place of B'), replacesAddressee: flag }),
      ),
    },
    SOME,
  )
  .map(factsOf);

const RUNS = { numRuns: 5000 };

describe('admission, whatever the facts are', () => {
  it('gives every mail one verdict with words for the record', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { rule, verdict, reason } = admit(facts);
        expect(ADMISSION_RULES.map(({ name }) => name)).toContain(rule);
        expect(verdict.is).not.toBe('');
        expect(reasonWords(reason)).not.toBe('');
      }),
      RUNS,
    );
  });

  it('files nothing as an answer that is in doubt, lacks something, is encrypted, or that no person wrote', () => {
    let answers = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (admit(facts).verdict.is !== 'answer') return;
        answers += 1;
        expect(doubtOf(facts)).toBeNull();
        expect(ofFile(facts)).toBeNull();
        expect(facts.mail).toMatchObject({ class: 'answer', isEncrypted: false, lacks: [] });
        expect(facts.thread).toMatchObject({ requestIds: [REQUEST], isToFormer: false });
      }),
      RUNS,
    );
    // A property of nothing holds always.
    expect(answers).toBeGreaterThan(50);
  });

  it('passes over nothing that a person wrote and no rule for it names', () => {
    const silent = new Set(['word-no', 'only-thanks', 'foreign', 'successor-taken']);
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { rule, verdict } = admit(facts);
        const isPersons = ['answer', 'message', 'empty'].includes(facts.mail.class);
        if (isPersons && verdict.is === 'ignored') expect(silent).toContain(rule);
        if (isPersons && verdict.is === 'held' && !verdict.hasTask) expect(rule).toBe('successor-named');
      }),
      RUNS,
    );
  });

  it('tells a person the doubt that it decides by', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { verdict, reason } = admit(facts);
        if (verdict.is !== 'message') return;
        expect(reason).toMatchObject({ code: 'from', doubt: verdict.doubt, lacks: verdict.lacks });
        expect(verdict.awaitsScan && verdict.doubt?.code !== 'file').toBe(false);
      }),
      RUNS,
    );
  });

  it('refuses to decide where no rule holds', () => {
    expect(() => admit(factsOf(), [])).toThrow("no rule admits a mail of the class 'answer'");
  });
});
