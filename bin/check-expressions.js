import './node-version.js';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProject } from './expression.js';
import { review } from './expression-verdict.js';
import { ALLOWED } from './expressions-allowed.js';
import { ROOT } from './prepare.js';

/*
 * Holds that every regular expression takes time in proportion to the text: strangers write what is matched here, and one mail must not
 * stop the service. What was found linear before is not judged again. `--write` keeps what is found, `--all` judges everything anew.
 */

const FOLDERS = ['domain', 'workflows', 'activities', 'office', 'adapters', 'templates', 'web', 'cli', 'worker', 'bin'];
const VERIFIED = join(ROOT, 'bin/expressions-verified.txt');

const isAll = process.argv.includes('--all');
const known = isAll || !existsSync(VERIFIED) ? [] : readFileSync(VERIFIED, 'utf8').split('\n');
const verified = new Set(known.filter((line) => line !== ''));
const project = await readProject(ROOT, FOLDERS);
const { faults, linear } = await review(project, { allowed: ALLOWED, verified });
const anew = linear.filter((key) => !verified.has(key)).length;
for (const fault of faults) console.log(fault);
console.log(
  `${project.expressions.length} expressions: ${linear.length} differ and are linear (${anew} judged now), ` +
    `${ALLOWED.length} are allowed, ${faults.length} faults.`,
);
if (isAll || process.argv.includes('--write')) writeFileSync(VERIFIED, `${linear.join('\n')}\n`);
else if (anew > 0) console.log('`npm run check:regex -- --write` keeps what was judged now.');
process.exit(faults.length === 0 ? 0 : 1);
