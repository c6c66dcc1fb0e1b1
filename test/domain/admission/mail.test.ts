import { readAdmittedMail, readMailWords } from '../../../domain/admission/mail.js';
import type { MailCircumstances } from '../../../domain/admission/mail.js';
import type { MailFacts, MailVerdict } from '../../../domain/mail-class.js';

const MAIL: MailFacts = {
  headers: [],
  from: [{ name: 'Ana', address: 'ana@mre.example' }],
  subject: 'Informe',
  text: 'Adjunto el informe.',
  attachments: [],
  reportType: null,
  delivery: null,
  calendarMethod: null,
  returnedTo: [],
  enclosed: null,
};
const VERDICT: MailVerdict = { class: 'message', why: ['it has words'], hasFile: false, recipients: [] };
const GIVEN: MailCircumstances = {
  envelopeFrom: 'bounce@mre.example',
  isEncrypted: false,
  cutShort: null,
  fileFault: null,
  files: [],
};
const FORWARDED = [
  'Please file.',
  '',
  'From: Luis <luis@mre.example>',
  'Sent: Monday',
  'Subject: Informe',
  '',
  'Words.',
];

function admitted(
  mail: Partial<MailFacts>,
  verdict: Partial<MailVerdict> = {},
  given: Partial<MailCircumstances> = {},
) {
  const read = { ...MAIL, ...mail };
  return readAdmittedMail(read, { ...VERDICT, ...verdict }, readMailWords(read), { ...GIVEN, ...given });
}
const attachment = (role: 'message' | 'file') => ({ ...({} as MailFacts['attachments'][number]), role });

describe('what a mail says itself', () => {
  it('is its class, its author and its words', () => {
    expect(admitted({})).toEqual({
      class: 'message',
      why: ['it has words'],
      subject: 'Informe',
      sender: 'ana@mre.example',
      isEncrypted: false,
      isReport: false,
      hasFile: false,
      holdsMail: false,
      isCourtesy: false,
      confirmsContacts: false,
      mayBeAnswer: false,
      word: { is: 'unclear' },
      returned: [],
      cutShort: null,
      fileFault: null,
      lacks: expect.any(Array),
    });
  });

  it('is from whom its envelope names, where it names nobody itself', () => {
    expect(admitted({ from: [] }).sender).toBe('bounce@mre.example');
  });

  it.each<[string, Partial<MailFacts>, boolean]>([
    ['a receipt for reading', { reportType: 'disposition-notification' }, true],
    ['a report of delivery', { delivery: { recipients: [], originalMessageId: null } as never }, true],
    ['words', {}, false],
  ])('is a report where it is %s', (_what, mail, isReport) => {
    expect(admitted(mail).isReport).toBe(isReport);
  });

  it.each<[string, Partial<MailFacts>, boolean]>([
    ['attached', { attachments: [attachment('file'), attachment('message')] }, true],
    ['in its text', { text: FORWARDED.join('\n') }, true],
    ['not, where only a file is', { attachments: [attachment('file')] }, false],
  ])('holds another mail: %s', (_what, mail, holdsMail) => {
    expect(admitted(mail).holdsMail).toBe(holdsMail);
  });

  it('names whose mail came back', () => {
    const recipient = { address: 'a@x.example', status: '5.1.1', reply: '550' } as MailVerdict['recipients'][number];
    expect(admitted({}, { recipients: [recipient] }).returned).toEqual([{ address: 'a@x.example', status: '5.1.1' }]);
  });

  it('are its words for lists, and whether they only thank, confirm or say yes', () => {
    expect(readMailWords({ subject: '', text: 'Muchas gracias.' })).toMatchObject({
      preview: 'Muchas gracias.',
      isForwarded: false,
      isCourtesy: true,
    });
    expect(readMailWords({ subject: '', text: 'YES' }).word).toEqual({ is: 'yes' });
    expect(readMailWords({ subject: '', text: 'palabra '.repeat(200) }).preview.length).toBeLessThanOrEqual(500);
  });
});
