import { main } from '../../dist/cli/main.js';

/*
 * The built command, kept for one suite: it is loaded once, which takes a second and a half of processor time, and then run for each
 * command line that it is told. What it prints goes back to the suite. `test/e2e/service.test.ts` types commands as a person does,
 * and sees that they end.
 */

// Each run listens for a closed pipe.
process.stdout.setMaxListeners(0);
process.on('disconnect', () => process.exit());
let before = Promise.resolve();
process.on('message', ({ id, args }) => {
  before = before.then(async () => process.send({ id, ...(await runOne(args)) }));
});

async function runOne(args) {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    process[stream].write = (text) => {
      said[stream] += String(text);
      return true;
    };
  }
  process.exitCode = undefined;
  await main(args);
  return { code: Number(process.exitCode ?? 0), ...said };
}
