import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { createFileTextReader } from '../../adapters/file-text/reader.js';
import { createFileTextStore } from '../../adapters/postgres/file-text-store.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createReadingStore } from '../../adapters/postgres/reading-store.js';
import { createReader } from '../../adapters/reader/reader.js';
import { READING_VERSION } from '../../domain/reading.js';
import { createFileTexts } from '../../office/intake/file-texts.js';
import { createMailOpening } from '../../office/intake/opened-mail.js';
import { readOriginal } from '../../office/intake/original.js';
import type { DocumentStore } from '../../office/ports/documents.js';
import { Unreadable } from '../../office/ports/mail-reader.js';
import type { MailReader } from '../../office/ports/mail-reader.js';
import { pdfOf } from '../world/office-file.js';
import { newReceipt } from '../world/receipt.js';
import { startRecord } from '../world/record.js';

const FILE = pdfOf(['Respuesta del Per\u00fa']);
const RAW = [
  'From: Ana <ana@mre.example>',
  'Subject: Fwd: Respuesta',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x\r\n\r\nPlease file this.',
  '--x\r\nContent-Type: message/rfc822\r\n',
  'From: Pedro <pedro@mre.example>\r\nSubject: Respuesta\r\nContent-Type: multipart/mixed; boundary=y\r\n',
  '--y\r\n\r\nAdjunto.',
  `--y\r\nContent-Type: application/pdf; name=r.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${FILE.toString('base64')}`,
  '--y--',
  '--x--',
  '',
].join('\r\n');

let record: Awaited<ReturnType<typeof startRecord>>;
let folder: string;
let documents: DocumentStore;
let reader: MailReader;
/** How often bytes were read. */
let times = 0;
let isBroken = false;
let count = 0;

beforeAll(async () => {
  record = await startRecord();
  folder = await mkdtemp(path.join(tmpdir(), 'opened-'));
  documents = await openFileStore(folder);
  const real = createReader({ thread: path.resolve('dist/adapters/reader/thread.js') });
  reader = {
    close: () => real.close(),
    read: (...given) => {
      times += 1;
      return isBroken ? Promise.reject(new Unreadable('it takes longer than 15 s to read')) : real.read(...given);
    },
  };
}, 60_000);
afterAll(async () => {
  await reader.close();
  await record.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  times = 0;
  isBroken = false;
});

async function openingOf(raw: string) {
  const intake = createIntakeStore(record.db);
  const readings = createReadingStore(record.db, documents);
  const opening = createMailOpening({
    intake,
    documents,
    reader,
    readings,
    addressing: { domain: 'tip-desk.example' },
  });
  const { sha256, size } = await documents.put(Buffer.from(raw));
  const receipt = newReceipt({
    id: `receipt-${(count += 1)}`,
    rawSha256: sha256,
    size,
    envelopeFrom: 'ana@mre.example',
    recipient: `file-${count}@tip-desk.example`,
    recipientKind: 'file',
  });
  await intake.commitReceipts([receipt]);
  return { opening, readings, id: receipt.id };
}

it('reads the bytes of a mail once, and whoever files, delivers or shows it takes what was read', async () => {
  const { opening, id } = await openingOf(RAW);
  const { whole, ...read } = await opening.readAnew(await opening.receiptOf(id));
  expect(times).toBe(1);
  const opened = await opening.open(id);
  expect(opened.mail).toEqual(read.mail);
  expect(opened.verdict).toEqual(read.verdict);
  for (const [index, file] of opened.mail.attachments.entries())
    expect(await opened.bytesOf(file)).toEqual(whole.attachments[index]?.bytes);
  const original = await readOriginal(opened.receipt, { documents, opening });
  expect(original).toMatchObject({ sender: 'pedro@mre.example', how: 'attached', forwardedBy: 'ana@mre.example' });
  const [file] = original.mail.attachments;
  expect(await documents.get(file?.sha256 ?? '')).toEqual(FILE);
  expect(times).toBe(1);
});

it('keeps every file of an attached mail, also those that the mail around it has no room for', async () => {
  const files = Array.from(
    { length: 500 },
    (_one, index) => `--y\r\nContent-Type: text/csv; name=a.csv\r\n\r\n${index}`,
  );
  const raw = [
    'From: Ana <ana@mre.example>\r\nContent-Type: multipart/mixed; boundary=x\r\n',
    '--x\r\nContent-Type: message/rfc822\r\n',
    'From: Pedro <pedro@mre.example>\r\nContent-Type: multipart/mixed; boundary=y\r\n',
    ...files,
    '--y--\r\n--x--\r\n',
  ].join('\r\n');
  const { opening, id } = await openingOf(raw);
  const { attached } = await opening.open(id);
  expect(attached?.attachments).toHaveLength(500);
  for (const { sha256 } of attached?.attachments ?? []) expect(await documents.has(sha256)).toBe(true);
}, 60_000);

it('reads a mail from before when it is wanted, and keeps that', async () => {
  const { opening, id } = await openingOf(RAW);
  expect((await opening.open(id)).mail.subject).toBe('Fwd: Respuesta');
  expect((await opening.open(id)).words.preview).toContain('Please file this.');
  expect(times).toBe(1);
});

it('reads anew what an older reader has read; where that fails, the older reading counts', async () => {
  const { opening, readings, id } = await openingOf(RAW);
  const { receipt, bytesOf, ...reading } = await opening.open(id);
  expect(await bytesOf(reading.mail.attachments[0] ?? { sha256: '' })).not.toHaveLength(0);
  await record.db.deleteFrom('reading').where('receiptId', '=', receipt.id).execute();
  await readings.save(id, {
    ...reading,
    version: READING_VERSION - 1,
    mail: { ...reading.mail, subject: 'as before' },
  });
  isBroken = true;
  expect((await opening.open(id)).mail.subject).toBe('as before');
  isBroken = false;
  expect((await opening.open(id)).mail.subject).toBe('Fwd: Respuesta');
  expect(times).toBe(3);
});

it('says of a mail that cannot be read, and never was, that it cannot', async () => {
  const { opening, id } = await openingOf(RAW);
  isBroken = true;
  await expect(opening.open(id)).rejects.toBeInstanceOf(Unreadable);
});

it('reads the words of a file once, whatever mail brings it', async () => {
  const real = createFileTextReader({ thread: path.resolve('dist/adapters/file-text/thread.js') });
  let asked = 0;
  const textReader = {
    close: () => real.close(),
    read: (bytes: Buffer) => {
      asked += 1;
      return real.read(bytes);
    },
  };
  const fileTexts = createFileTexts({ texts: createFileTextStore(record.db), textReader });
  const { sha256 } = await documents.put(FILE);
  await fileTexts.readAll([
    { sha256, bytes: FILE },
    { sha256, bytes: FILE },
  ]);
  expect(await fileTexts.read({ sha256, bytes: FILE })).toMatchObject({
    ending: 'text',
    pages: [{ page: 1, text: 'Respuesta del Per\u00fa' }],
  });
  expect(asked).toBe(1);
  await textReader.close();
});
