import { existsSync } from 'node:fs';
import { scoreCorpus } from './corpus-score.js';
import type { Score } from './corpus-score.js';

/** Shares that are reached; what a change loses shows here. `npm run bench:mail` prints the table. */
const REACHED: Record<string, number> = {
  'bounces: class': 0.98,
  'bounces: hard or soft, a recipient': 0.92,
  'bounces: ordinary mail is none': 1,
  'messages: words, subjects, files': 0.98,
  'mime-trees: attachments byte for byte': 1,
  'mime-trees: texts': 0.93,
  'mime-trees: subjects': 0.95,
  'tnef: files with name and bytes': 1,
  'replies: previews': 0.85,
};

// The mails stand beside the working copy where the project keeps them; a clone alone has none.
(existsSync('../shared/mail-corpus') ? describe : describe.skip)(
  'real mail of others, measured against what its own projects expect',
  () => {
    let scores: Score[] = [];

    beforeAll(async () => {
      scores = await scoreCorpus();
      const lines = scores.map(
        ({ group, right, of }) =>
          `${group.padEnd(40)} ${String(right).padStart(4)} of ${String(of).padStart(4)}  ${((100 * right) / of).toFixed(1)} %`,
      );
      process.stdout.write(`${lines.join('\n')}\n`);
      if (process.env['WRONG'] !== undefined)
        for (const { group, wrong } of scores)
          process.stdout.write(`\n${group}\n${wrong.map((line) => `  ${line}\n`).join('')}`);
    });

    it.each(Object.entries(REACHED))('%s: at least %d', (group, share) => {
      const score = scores.find((one) => one.group === group);
      if (score === undefined) throw new Error(`${group} was not measured`);
      expect(score.right / score.of).toBeGreaterThanOrEqual(share);
    });
  },
);
