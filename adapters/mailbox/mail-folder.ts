import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Mail } from '../../office/ports/parsed-mail.js';
import { readMail } from '../mime/mail.js';

/** One mail as it lies in the folder: `<id>.eml` holds its bytes, `<id>.json` this. */
export interface StoredMail {
  /** `000042`: the order of arrival. */
  id: string;
  /** Envelope recipients: who has it in the mailbox. */
  to: string[];
  from: string;
  /** Names that the mail gives its recipients, by address in lower case. */
  names: Record<string, string>;
  subject: string;
  messageId: string | null;
  /** The Date header, ISO 8601 in UTC. */
  date: string | null;
  /** When it arrived, by the real clock. */
  receivedAt: string;
  /** Raw bytes. */
  size: number;
  envelope: { from: string; to: string[] };
}

export interface MailFolder {
  /** Resolves when the mail has reached the disk. */
  add(raw: Buffer, envelope: StoredMail['envelope']): Promise<StoredMail>;
  /** Newest first; `to` is one address in any case, `since` an instant of arrival, which itself counts. */
  list(filter?: { to?: string; since?: string }): StoredMail[];
  find(id: string): StoredMail | undefined;
  raw(id: string): Promise<Buffer>;
  read(id: string): Promise<Mail>;
}

/** Opens a folder of mails, which only grows; what lay there before is there again. One process at a time. */
export async function openMailFolder(folder: string, now: () => Date = () => new Date()): Promise<MailFolder> {
  await mkdir(folder, { recursive: true });
  const files = await readdir(folder);
  const mails = await Promise.all(
    files.filter((file) => /^\d+\.json$/.test(file)).map((file) => readEntry(path.join(folder, file))),
  );
  mails.sort((a, b) => Number(a.id) - Number(b.id));
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  // A mail whose entry was never written was never accepted; its number is not used again.
  let last = Math.max(0, ...files.map((file) => Number.parseInt(file, 10)).filter((number) => number > 0));
  const raw = (id: string): Promise<Buffer> => readFile(path.join(folder, `${byId.get(id)?.id ?? 'none'}.eml`));

  return {
    add: async (bytes, envelope) => {
      const id = String(++last).padStart(6, '0');
      const mail = await readMail(bytes);
      const entry: StoredMail = {
        id,
        to: envelope.to,
        from: mail.from[0]?.address ?? '',
        names: Object.fromEntries([...mail.to, ...mail.cc].map(({ name, address }) => [address.toLowerCase(), name])),
        subject: mail.subject,
        messageId: mail.messageId,
        date: mail.date,
        receivedAt: now().toISOString(),
        size: bytes.length,
        envelope,
      };
      await writeWhole(path.join(folder, `${id}.eml`), bytes);
      await writeWhole(path.join(folder, `${id}.json`), Buffer.from(`${JSON.stringify(entry, null, 2)}\n`));
      byId.set(id, entry);
      mails.push(entry);
      return entry;
    },
    list: ({ to, since } = {}) =>
      mails
        .filter((mail) => to === undefined || mail.to.some((address) => address.toLowerCase() === to.toLowerCase()))
        .filter((mail) => since === undefined || mail.receivedAt >= since)
        .reverse(),
    find: (id) => byId.get(id),
    raw,
    read: async (id) => readMail(await raw(id)),
  };
}

async function readEntry(file: string): Promise<StoredMail> {
  return JSON.parse(await readFile(file, 'utf8')) as StoredMail;
}

/** A half-written file never bears its name. */
async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const temporary = `${file}.part`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
