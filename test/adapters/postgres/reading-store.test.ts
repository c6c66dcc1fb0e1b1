import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFileStore } from '../../../adapters/documents/file-store.js';
import type { DocumentStore } from '../../../office/ports/documents.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { createFileTextStore } from '../../../adapters/postgres/file-text-store.js';
import { createIntakeStore } from '../../../adapters/postgres/intake-store.js';
import { createReadingStore } from '../../../adapters/postgres/reading-store.js';
import { readMailWords } from '../../../domain/admission/mail.js';
import { FILE_TEXT_BOUNDS } from '../../../domain/file-text.js';
import type { FileText } from '../../../domain/file-text.js';
import { classMail } from '../../../domain/mail-class.js';
import { keptMail, READING_VERSION } from '../../../domain/reading.js';
import type { MailReading } from '../../../domain/reading.js';
import { startRecord } from '../../world/record.js';
import { newReceipt } from '../../world/receipt.js';

let record: Awaited<ReturnType<typeof startRecord>>;
let folder: string;
let documents: DocumentStore;

beforeAll(async () => {
  record = await startRecord();
  folder = await mkdtemp(path.join(tmpdir(), 'reading-'));
  documents = await openFileStore(folder);
  await createIntakeStore(record.db).commitReceipts([newReceipt({ id: 'one' })]);
}, 60_000);
afterAll(async () => {
  await record.stop();
  await rm(folder, { recursive: true });
});

async function readingOf(words: string): Promise<MailReading> {
  const raw = [
    'From: Ana <ana@mre.example>',
    'Subject: Informaci\u00f3n',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    `--x\r\n\r\n${words}`,
    '--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4',
    '--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nwords',
    '--x--',
    '',
  ].join('\r\n');
  const mail = await readMail(Buffer.from(raw));
  const verdict = classMail(mail, { from: null, recipients: [], domain: '' });
  return { version: READING_VERSION, mail: keptMail(mail), attached: null, verdict, words: readMailWords(mail) };
}

describe('the reading of a mail', () => {
  it('comes back as it was kept, without the bytes of its parts', async () => {
    const store = createReadingStore(record.db, documents);
    expect(await store.find('one')).toBeNull();
    const reading = await readingOf('words');
    await store.save('one', reading);
    expect(await store.find('one')).toEqual(reading);
    expect(reading.mail.attachments.map((file) => Object.keys(file))).not.toContainEqual(
      expect.arrayContaining(['bytes']),
    );
  });

  it('is the same row, and the same document, when the mail is read twice', async () => {
    const store = createReadingStore(record.db, documents);
    const rows = [];
    for (let time = 0; time < 2; time += 1) {
      await store.save('one', await readingOf('words'));
      rows.push(await record.db.selectFrom('reading').selectAll().execute());
    }
    expect(rows[0]).toHaveLength(1);
    expect(rows[1]).toEqual(rows[0]);
  });

  it('gives way to that of a newer reader, and never to that of an older one', async () => {
    const store = createReadingStore(record.db, documents);
    const newer = { ...(await readingOf('as a newer reader has it')), version: READING_VERSION + 1 };
    await store.save('one', newer);
    await store.save('one', await readingOf('words'));
    expect(await store.find('one')).toEqual(newer);
  });

  it('counts as none where its document is lost', async () => {
    const store = createReadingStore(record.db, documents);
    await record.db
      .updateTable('reading')
      .set({ sha256: 'f'.repeat(64) })
      .execute();
    expect(await store.find('one')).toBeNull();
  });
});

describe('the words of a file', () => {
  const sha256 = 'a'.repeat(64);
  const text: FileText = {
    version: 1,
    kind: 'xlsx',
    ending: 'text',
    pages: [{ page: 1, name: 'Datos', text: 'Per\u00fa' }],
  };

  it('come back as they were kept, and a repeat changes nothing', async () => {
    const store = createFileTextStore(record.db);
    expect(await store.find(sha256)).toBeNull();
    await store.save(sha256, text);
    await store.save(sha256, text);
    expect(await store.find(sha256)).toEqual(text);
  });

  it('give way to what a newer reader has read, and never to an older one', async () => {
    const store = createFileTextStore(record.db);
    const newer = { ...text, version: 2, ending: 'none' as const, pages: [] };
    await store.save(sha256, newer);
    await store.save(sha256, text);
    expect(await store.find(sha256)).toEqual(newer);
  });

  it('are kept as long as they may be, of whatever signs', async () => {
    const store = createFileTextStore(record.db);
    const page = { page: 1, text: '"\\'.repeat(FILE_TEXT_BOUNDS.characters / 2) };
    await store.save('b'.repeat(64), { ...text, pages: [page] });
    expect((await store.find('b'.repeat(64)))?.pages).toEqual([page]);
  });
});
