import { parentPort } from 'node:worker_threads';

/* A thread with the faults that ours may have: by the words of the mail it never ends, ends, fails, or takes all memory. */
parentPort.on('message', ({ id, raw }) => {
  const words = Buffer.from(raw).toString();
  if (words.includes('never')) for (;;);
  if (words.includes('exit')) process.exit(3);
  if (words.includes('throw')) throw new Error('a fault of ours');
  if (words.includes('memory')) {
    const all = [];
    for (;;) all.push(new Array(1_000_000).fill({ words }));
  }
  if (words.includes('fault')) parentPort.postMessage({ id, fault: 'it says so itself' });
  else parentPort.postMessage({ id, mail: { attachments: [], enclosed: null, headerBlock: new Uint8Array() }, verdict: { class: words } });
});
