// Stands where the service or the mailbox stands: says two lines, is ready, and ends in good order when it is asked to.
import { existsSync, writeFileSync } from 'node:fs';

// Where TEST_KILLED_ONCE names a file, the service's first start is cut down in its middle.
const mark = process.env.TEST_KILLED_ONCE;
if (mark && process.argv.includes('--only') && !existsSync(mark)) {
  writeFileSync(mark, '');
  process.kill(process.pid, 'SIGKILL');
}
console.log('the first step');
console.log('> what was loaded');
console.log(`Ready with ${process.env.DATABASE_URL ? 'a database' : 'no database'}`);
const alive = setInterval(() => process.connected && process.send('alive'), 100);
// Where TEST_HANGS_ONCE names a file, the first service does nothing any more, and hears no signal, a second after it was ready.
const hangs = process.env.TEST_HANGS_ONCE;
if (hangs && process.argv.includes('--only') && !existsSync(hangs)) {
  writeFileSync(hangs, '');
  setTimeout(() => {
    for (;;);
  }, 1_000);
}
process.channel?.unref();
process.on('SIGTERM', () => clearInterval(alive));
