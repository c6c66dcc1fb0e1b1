import { reasonWords } from '../../../domain/admission/reason.js';
import type { AdmissionReason } from '../../../domain/admission/reason.js';

describe('why a mail went where it went, for what is said after the rules', () => {
  it.each<[AdmissionReason, string]>([
    [
      { code: 'wordRefused', by: 'ana@oas.example', receiptId: 'r1', because: 'The request: there is none.' },
      'the word of ana@oas.example on the mail r1: The request: there is none.',
    ],
    [
      { code: 'asked', by: 'ana@oas.example', from: 'luis@mre.example', how: 'attached', requestId: null },
      'forwarded by ana@oas.example from luis@mre.example (attached): nothing in it points to a request',
    ],
    [
      {
        code: 'asked',
        by: 'ana@oas.example',
        from: 'luis@mre.example',
        how: 'quoted',
        requestId: 'annual-report/2027/BRA',
      },
      'forwarded by ana@oas.example from luis@mre.example (quoted): it may belong to annual-report/2027/BRA',
    ],
  ])('%j', (reason, words) => expect(reasonWords(reason)).toBe(words));
});
