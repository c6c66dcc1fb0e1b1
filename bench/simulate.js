#!/usr/bin/env node
/*
 * How long foresight takes: two years of every duty, and what one more party costs. Run by `npm run bench:simulate`; exits with 1
 * where the two years take two seconds or more, or where a party among 10,000 costs more than twice one among 34. Figures: README.md.
 */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from '../bin/prepare.js';

await prepare();
const load = (path) => import(pathToFileURL(`${ROOT}/dist/${path}.js`).href);
const { loadCatalogue } = await load('adapters/mandates/catalogue');
const { liveAll, runOf } = await load('cli/cycle-run');
const { periodsOf } = await load('domain/period');
const { knownReportDate } = await load('domain/report-date');

const WORLD = { unreachable: [], approvals: 'atOnce' };
const catalogue = await loadCatalogue(`${ROOT}/mandates`);

/** Every duty of a year; one without a day on file is counted from the first of October. */
function runsOf(year, { obligations, ...rest } = catalogue) {
  return obligations.flatMap((obligation) =>
    periodsOf(obligation.recurrence, year).map((period) => {
      const report = knownReportDate(obligation, period)?.date ?? `${year}-10-01`;
      return runOf({ obligations, ...rest }, obligation, { period, report });
    }),
  );
}

function timed(work) {
  const start = performance.now();
  const lines = work();
  return { ms: performance.now() - start, lines };
}

const observers = catalogue.parties.filter(({ kind }) => kind === 'permanent-observer').length;
const runs = [...runsOf(2027), ...runsOf(2028)];
const years = timed(() => liveAll(catalogue, runs, [], WORLD));
const requests = runs.reduce((sum, { parties }) => sum + parties.length, 0);
console.log(
  `Two years, ${runs.length} cycles, ${requests} requests, ${observers} observers among ${catalogue.parties.length} parties:`,
);
console.log(`  ${(years.ms / 1000).toFixed(2)} s, ${years.lines.length} lines, nobody answers`);

const command = performance.now();
execFileSync(process.execPath, [`${ROOT}/bin/coordinator.js`, 'simulate', 'all', '--year', '2027-2028', '--json'], {
  maxBuffer: 1 << 28,
});
console.log(
  `  coordinator simulate all --year 2027-2028, as a command: ${((performance.now() - command) / 1000).toFixed(2)} s`,
);

const annual = catalogue.obligations.find(({ id }) => id === 'annual-report');
const [run] = [runOf(catalogue, annual, { period: '2027' })];
const costs = [34, 100, 1000, 10_000].map((count) => {
  const parties = Array.from({ length: count }, (_, index) => ({
    ...run.parties[index % run.parties.length],
    code: `P${index}`,
  }));
  const times = count < 10_000 ? [1, 2, 3] : [1];
  const best = Math.min(...times.map(() => timed(() => liveAll(catalogue, [{ ...run, parties }], [], WORLD)).ms));
  console.log(
    `${String(count).padStart(6)} parties: ${best.toFixed(0).padStart(5)} ms, ${(best / count).toFixed(3)} ms each`,
  );
  return best / count;
});

const isFlat = costs.at(-1) <= 2 * costs[0];
const isFast = years.ms < 2000;
console.log(`Under two seconds: ${isFast ? 'yes' : 'no'}. Flat per party: ${isFlat ? 'yes' : 'no'}.`);
process.exitCode = isFast && isFlat ? 0 : 1;
