import path from 'node:path';
import { createFileTextReader } from '../../../adapters/file-text/reader.js';
import { readFileText } from '../../../adapters/file-text/file-text.js';
import { pdfOf } from '../../world/office-file.js';

const thread = path.resolve('dist/adapters/file-text/thread.js');
const stubborn = path.resolve('test/adapters/file-text/stubborn-thread.js');

it('reads in a thread what is read without one', async () => {
  const reader = createFileTextReader({ thread });
  const bytes = pdfOf(['uno', 'dos']);
  expect(await reader.read(bytes)).toEqual(await readFileText(bytes));
  await reader.close();
});

it.each([
  ['never', 'timedOut'],
  ['exit', 'unreadable'],
  ['memory', 'unreadable'],
])(
  'says of a file that keeps its thread busy or ends it (%s) how that ended, and reads the next one',
  async (words, ending) => {
    const reader = createFileTextReader({ thread: stubborn, threads: 1, longestMs: words === 'never' ? 500 : 60_000 });
    const hostile = reader.read(Buffer.from(words));
    const honest = reader.read(Buffer.from('honest'));
    expect(await hostile).toMatchObject({ ending, pages: [] });
    expect(await honest).toMatchObject({ ending: 'text', pages: [{ page: 1, text: 'honest' }] });
    await reader.close();
  },
  60_000,
);

it('says nothing of a file that it was reading when the service was ended', async () => {
  const reader = createFileTextReader({ thread: stubborn, threads: 1 });
  const reading = reader.read(Buffer.from('never'));
  const waiting = reader.read(Buffer.from('honest'));
  const ended = Promise.all([
    expect(reading).rejects.toThrow('the thread that read it ended'),
    expect(waiting).rejects.toThrow('the service is being ended'),
  ]);
  await reader.close();
  await ended;
}, 60_000);
