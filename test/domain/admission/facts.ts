import type {
  AdmissionFacts,
  AdmittedMail,
  RequestFacts,
  StrangerFacts,
  Thread,
} from '../../../domain/admission/facts.js';
import type { SenderProof } from '../../../domain/authentication.js';

/** Facts of mails for the tables of admission: an answer that nothing speaks against, and what is otherwise in it. */
export const REQUEST = 'annual-report/2027/BRA';

export const FORGED: SenderProof = {
  by: 'dns',
  domain: 'mre.example',
  spf: 'fail',
  dkim: 'none',
  dmarc: 'fail',
  policy: 'reject',
};

export const GENUINE: SenderProof = { ...FORGED, spf: 'pass', dkim: 'pass', dmarc: 'pass' };

export interface Given {
  mail?: Partial<AdmittedMail>;
  arrival?: Partial<AdmissionFacts['arrival']>;
  isStaff?: boolean;
  proof?: SenderProof | null;
  thread?: Partial<Thread> | null;
  stranger?: Partial<StrangerFacts> | null;
  request?: Partial<RequestFacts> | null;
  successor?: Partial<NonNullable<AdmissionFacts['successor']>> | null;
}

const MAIL: AdmittedMail = {
  class: 'answer',
  why: ['came with the file report.pdf'],
  subject: 'Informe',
  sender: 'mission@mre.example',
  isEncrypted: false,
  isReport: false,
  hasFile: true,
  holdsMail: false,
  isCourtesy: false,
  confirmsContacts: false,
  mayBeAnswer: false,
  word: { is: 'unclear' },
  returned: [],
  cutShort: null,
  fileFault: null,
  lacks: [],
};

const THREAD: Thread = {
  requestIds: [REQUEST],
  party: { code: 'BRA', name: 'Brazil' },
  isOnContacts: false,
  isGiven: true,
  isToFormer: false,
  isFromMission: true,
  asked: null,
};

const STRANGER: StrangerFacts = { namesUs: false, isOfKnown: false, isByKnown: false, isGuessed: false };

const AUTHOR: RequestFacts['author'] = {
  relation: 'contact',
  party: 'BRA',
  because: 'mission@mre.example is BRA/mission',
};

/** The facts of an answer of a mission to its request, but for what is given. */
export function factsOf(given: Given = {}): AdmissionFacts {
  const { thread = {}, stranger = null, request = {}, successor = null } = given;
  return {
    mail: { ...MAIL, ...given.mail },
    arrival: { kind: 'reply', looksSigned: true, isShared: false, ...given.arrival },
    isStaff: given.isStaff ?? false,
    proof: given.proof ?? null,
    thread: thread && { ...THREAD, ...thread },
    stranger: stranger && { ...STRANGER, ...stranger },
    request: request && { id: REQUEST, mailHold: null, laterId: null, author: AUTHOR, ...request },
    successor: successor && { taken: null, replacesAddressee: false, ...successor },
  };
}

/** A word of the office on a mail that one of its members has forwarded. */
export function wordOf(mail: Partial<AdmittedMail>, given: Given = {}): Given {
  const asked = { receiptId: 'r7', isOnRecord: true, requestId: REQUEST, toAddress: 'ana@office.example' };
  return {
    isStaff: true,
    thread: { requestIds: [], party: null, isFromMission: false, asked },
    request: null,
    ...given,
    mail: { class: 'message', hasFile: false, sender: 'ANA@office.example', word: { is: 'yes' }, ...mail },
  };
}
