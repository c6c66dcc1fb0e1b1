import { parentPort } from 'node:worker_threads';

/* A thread with the faults that ours may have: by the words of the file it never ends, ends, or takes all memory. */
parentPort.on('message', ({ id, bytes }) => {
  const words = Buffer.from(bytes).toString();
  if (words.includes('never')) for (;;);
  if (words.includes('exit')) process.exit(3);
  if (words.includes('memory')) {
    const all = [];
    for (;;) all.push(new Array(1_000_000).fill({ words }));
  }
  const text = { version: 1, kind: 'text', ending: 'text', pages: [{ page: 1, text: words }] };
  parentPort.postMessage({ id, text });
});
