/** A mailbox at a provider, as `IMAP_URL` names it. */
export interface MailboxAccount {
  host: string;
  port: number;
  /** TLS from the first byte; without it STARTTLS is asked for wherever the server is not on this machine. */
  isSecure: boolean;
  user: string;
  /** Null where OAuth gives a token instead. */
  password: string | null;
  /** `INBOX` when the URL names none. */
  folder: string;
  /** `user@host`, by which the record knows it; no password in it. */
  name: string;
}

const PORTS: Record<string, number> = { 'imap:': 143, 'imaps:': 993 };

/** Reads `imaps://user:password@host:993/INBOX` (RFC 5092); an at sign in the user is written `%40`. Null where it is none. */
export function readAccount(text: string): MailboxAccount | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const port = PORTS[url.protocol];
  if (port === undefined || url.hostname === '' || url.username === '') return null;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port === '' ? port : Number(url.port),
    isSecure: url.protocol === 'imaps:',
    user,
    password: url.password === '' ? null : decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
    name: `${user}@${host}`,
  };
}

/** Whether what is said to the server stays on this machine. */
export function isLocal({ host }: MailboxAccount): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
