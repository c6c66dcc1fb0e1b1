import { setTimeout as delay } from 'node:timers/promises';
import type { StoredMail } from '../../adapters/mailbox/mail-folder.js';

export type MailLine = Omit<StoredMail, 'names'>;

/** A mail as its reader sees it. */
export interface ReadMail extends MailLine {
  text: string;
  html: string | null;
  replyTo: string[];
  inReplyTo: string[];
}

/** What has arrived at the addressees, read over the demonstration mailbox's JSON. */
export interface MailboxReader {
  /** Oldest first. */
  list(to?: string): Promise<MailLine[]>;
  read(id: string): Promise<ReadMail>;
  /** Waits for a mail; fails when none has come in time. */
  until(isMeant: (mail: MailLine) => boolean, timeoutMs?: number): Promise<ReadMail>;
}

export function openMailboxReader(url: string): MailboxReader {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${url}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const reader: MailboxReader = {
    async list(to) {
      const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
      return (await get<MailLine[]>(`/api/mails${query}`)).reverse();
    },
    read: (id) => get<ReadMail>(`/api/mails/${id}`),
    async until(isMeant, timeoutMs = 15_000) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        const found = (await reader.list()).find(isMeant);
        if (found) return reader.read(found.id);
        if (performance.now() > until) throw new Error(`no such mail within ${timeoutMs} ms`);
        await delay(50);
      }
    },
  };
  return reader;
}
