// Runs the supervisor as `coordinator start` does, around the two small programs beside this file.
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../../dist/worker/config.js';
import { supervise } from '../../../dist/worker/supervisor.js';

const program = fileURLToPath(new URL('./program.js', import.meta.url));
const programs = { service: program, mailbox: program };
process.exitCode = await supervise(loadConfig(), {
  print: (line) => console.log(line),
  only: process.argv[2],
  programs,
  ...(process.env.TEST_SILENT_MS ? { silentMs: Number(process.env.TEST_SILENT_MS) } : {}),
});
