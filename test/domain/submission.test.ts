import { isSentAgain, placeSubmission } from '../../domain/submission.js';

describe('where an answer stands among those of its request', () => {
  const one = { part: 1, version: 1, sender: 'Ana@mre.example' };
  const newer = { part: 1, version: 2, sender: 'ana@mre.example' };
  const other = { part: 2, version: 1, sender: 'rui@mre.example' };
  it.each([
    ['the first is the first part', [], 'ana@mre.example', { part: 1, version: 1 }],
    ['another sender adds a part', [one], 'rui@mre.example', { part: 2, version: 1 }],
    ['the same sender, however written, sends a new version', [one], 'ANA@MRE.example', { part: 1, version: 2 }],
    ['a third sender adds to the last part', [one, newer, other], 'eva@mre.example', { part: 3, version: 1 }],
    ['the newest version is followed', [newer, one, other], 'ana@mre.example', { part: 1, version: 3 }],
    ['a sender of the second part keeps it', [one, newer, other], 'rui@mre.example', { part: 2, version: 2 }],
    ['whatever the order', [other, one], 'eva@mre.example', { part: 3, version: 1 }],
  ])('%s', (_what, existing, sender, place) => {
    expect(placeSubmission(existing, sender)).toEqual(place);
  });
});

describe('a mail that brings what was sent before', () => {
  const a = { sha256: 'a' };
  const b = { sha256: 'b' };
  it.each([
    ['the same words and files', { text: 'words', files: [a] }, { text: 'words', files: [a] }, true],
    ['lines that break elsewhere', { text: ' one\r\ntwo ', files: [] }, { text: 'one  two', files: [] }, true],
    ['files in another order', { text: '', files: [a, b] }, { text: '', files: [b, a] }, true],
    ['other words', { text: 'one', files: [a] }, { text: 'two', files: [a] }, false],
    ['words that only lack a space', { text: 'one two', files: [] }, { text: 'onetwo', files: [] }, false],
    ['another file', { text: 'words', files: [a] }, { text: 'words', files: [b] }, false],
    ['a file more', { text: 'words', files: [a] }, { text: 'words', files: [a, b] }, false],
    [
      'two files for one whose name is both',
      { text: '', files: [a, b] },
      { text: '', files: [{ sha256: 'ab' }] },
      false,
    ],
    ['what no text may hold', { text: 'a\uD800', files: [] }, { text: 'a\uFFFD', files: [] }, true],
  ])('%s', (_what, newest, given, isAgain) => {
    expect(isSentAgain(newest, given)).toBe(isAgain);
  });
});
