/**
 * Regular expressions that the check cannot find linear, each with the reason why it harms nobody. An entry without a source stands for
 * one that is made at run time. What matches nothing any more fails the check.
 * @type {{ file: string, source?: string, flags?: string, reason: string }[]}
 */
export const ALLOWED = [
  {
    file: 'domain/joint-reply.ts',
    reason:
      'made from the names that the mandates give to their duties; two words of a name have a run of marks between them, once',
  },
  {
    file: 'bin/expression-verdict.js',
    reason: 'made of the very expression that is judged, and cut off after five seconds',
  },
];
