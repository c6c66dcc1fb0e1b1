import { parentPort } from 'node:worker_threads';
import '../../../dist/adapters/reader/thread.js';

/*
 * The thread of the service, which never ends with a mail that says so: what a fault of ours would do that nobody has found yet. It
 * stands still; `stubborn-thread.js` has one that never ends and takes a whole core all the while.
 */
parentPort.on('message', ({ raw }) => {
  if (Buffer.from(raw).includes('X-Never-Ends')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
