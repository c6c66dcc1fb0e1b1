import { printable } from '../templates/typography.js';
import { phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';
import type { UploadFault } from './upload.js';

/** Why an upload was not taken, and what to do, in the words of the party. */
export function uploadProblems(fault: UploadFault, { errors }: AnswerWords): string[] {
  const words = fault.fault === 'file' ? phrase(errors.file, { name: printable(fault.name) }) : errors[fault.fault];
  return fault.fault === 'text' || fault.fault === 'person' ? [words] : [words, errors.chooseAgain];
}

/** Who answered, as the person wrote it; kept at the end of the text. */
export function signatureOf({ name, function: role }: { name: string; function: string }): string {
  const person = [name, role].filter((part) => part !== '').join(', ');
  return person === '' ? '' : `— ${person}`;
}
