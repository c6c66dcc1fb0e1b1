import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { freePorts } from '../worker/supervised/start.js';

/** A real IMAP server on a free port of this machine, with one mailbox. */
export interface Dovecot {
  port: number;
  user: string;
  password: string;
  /** Puts a mail into the mailbox, as its delivery would. Returns its UID. */
  append(raw: Buffer | string, receivedAt?: Date): Promise<number>;
  /** A client of a person who reads the mailbox; the caller logs it out. */
  open(): Promise<ImapFlow>;
  /** Numbers every mail anew under another UIDVALIDITY, as after a restored backup. */
  renumber(): Promise<void>;
  /** Takes from the server the right to read the file of a mail, the first or later of those that were put in. */
  spoil(uid: number): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const USER = 'tip@oas.example';
const PASSWORD = 'a password of this test';
const STARTED_MS = 10_000;

/** `introspection` is a page of RFC 7662 that says whether a token holds; with it XOAUTH2 is offered. */
export async function startDovecot(options: { introspection?: string } = {}): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  const [port = 0] = await freePorts(1);
  const isRoot = userInfo().uid === 0;
  const mailUser = isRoot
    ? readPasswd('mail')
    : { uid: userInfo().uid, gid: userInfo().gid, name: userInfo().username };
  const maildir = join(folder, 'maildir');
  mkdirSync(maildir);
  chownSync(maildir, mailUser.uid, mailUser.gid);
  // Its own users must reach in.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'users'), `${USER}:{PLAIN}${PASSWORD}::::::\n`);
  if (options.introspection !== undefined) {
    const lines = ['grant_url =', `introspection_url = ${options.introspection}`, 'introspection_mode = post'];
    const names = ['username_attribute = username', 'active_attribute = active', 'active_value = true'];
    writeFileSync(join(folder, 'oauth2.conf'), [...lines.slice(1), ...names, ''].join('\n'));
  }
  writeFileSync(join(folder, 'dovecot.conf'), configurationOf({ folder, port, isRoot, mailUser, ...options }));
  let server = await launch(folder, port);

  const dovecot: Dovecot = {
    port,
    user: USER,
    password: PASSWORD,
    async append(raw, receivedAt = new Date()) {
      const client = await dovecot.open();
      const appended = await client.append('INBOX', raw, [], receivedAt);
      await client.logout();
      return appended === false ? 0 : (appended.uid ?? 0);
    },
    async open() {
      const auth = { user: USER, pass: PASSWORD };
      const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false });
      client.on('error', () => undefined);
      await client.connect();
      await client.mailboxOpen('INBOX');
      return client;
    },
    async renumber() {
      await end(server);
      const list = join(maildir, 'dovecot-uidlist');
      const [head = '', ...rest] = readFileSync(list, 'utf8').split('\n');
      const renumbered = rest.map((line) => line.replace(/^\d+/, (uid) => String(Number(uid) + 100)));
      const validity = Number(/V(\d+)/.exec(head)?.[1]) + 7;
      writeFileSync(list, [head.replace(/V\d+/, `V${validity}`).replace(/N\d+/, 'N500'), ...renumbered].join('\n'));
      for (const name of ['dovecot.index', 'dovecot.index.log', 'dovecot.index.cache', 'dovecot.list.index.log'])
        rmSync(join(maildir, name), { force: true });
      server = await launch(folder, port);
    },
    spoil(uid) {
      const list = readFileSync(join(maildir, 'dovecot-uidlist'), 'utf8').split('\n');
      const name = /:(.+)$/.exec(list.find((line) => line.startsWith(`${uid} `)) ?? '')?.[1] ?? '';
      const file = ['cur', 'new'].flatMap((part) =>
        readdirSync(join(maildir, part))
          .filter((one) => one.startsWith(name))
          .map((one) => join(maildir, part, one)),
      )[0];
      if (file === undefined) throw new Error(`mail ${uid} has no file`);
      chmodSync(file, 0);
    },
    async restart() {
      await end(server);
      server = await launch(folder, port);
    },
    async stop() {
      await end(server);
      if (process.env.KEEP === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  return dovecot;
}

function configurationOf(given: {
  folder: string;
  port: number;
  isRoot: boolean;
  mailUser: { uid: number; name: string };
  introspection?: string;
}): string {
  const { folder, port, isRoot, mailUser, introspection } = given;
  const own = `default_internal_user = ${mailUser.name}\ndefault_login_user = ${mailUser.name}`;
  // Where it is not root it can neither change its user nor its root folder.
  const unprivileged = ['anvil', 'imap-login', 'stats'].map((name) => `service ${name} {\n  chroot =\n}`).join('\n');
  const oauth = `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${folder}/oauth2.conf\n}`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login${introspection === undefined ? '' : ' xoauth2 oauthbearer'}
mail_location = maildir:${folder}/maildir
first_valid_uid = 1
${isRoot ? '' : `${own}\n${unprivileged}`}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = ${folder}/users
}
${introspection === undefined ? '' : oauth}
userdb {
  driver = static
  args = uid=${mailUser.uid} gid=${mailUser.uid} home=${folder}/maildir allow_all_users=yes
}
`;
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const program = process.env.COORDINATOR_DOVECOT ?? 'dovecot';
  const server = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let words = '';
  server.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  for (let waited = 0; waited < STARTED_MS; waited += 50) {
    if (server.exitCode !== null) throw new Error(`dovecot ended: ${words}`);
    if (await answers(port)) return server;
    await delay(50);
  }
  server.kill('SIGKILL');
  throw new Error(`dovecot does not listen: ${words}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  // Sessions that are open outlive their master: the whole group goes.
  try {
    process.kill(-(server.pid ?? 0), 'SIGKILL');
  } catch {
    // there was none
  }
}

function readPasswd(name: string): { uid: number; gid: number; name: string } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid), name };
}

/** A line to a server that can be cut: after so many bytes from the server, or at once. */
export interface CuttableLine {
  port: number;
  /** Ends each connection, from now on, once the server has said so many bytes; null lets them be. */
  cutAfter(bytes: number | null): void;
  /** Ends every connection now. */
  cut(): void;
  stop(): Promise<void>;
}

export async function openCuttableLine(target: number): Promise<CuttableLine> {
  let limit: number | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    let said = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      said += chunk.length;
      if (limit !== null && said > limit) near.destroy();
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (bytes) => (limit = bytes),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
