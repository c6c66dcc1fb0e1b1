import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import type { AuthenticationSetting } from '../adapters/authentication/authenticator.js';
import { readScannerPlace } from '../adapters/files/clamd.js';
import type { ScannerPlace } from '../adapters/files/clamd.js';
import { readAccount } from '../adapters/imap/account.js';
import type { MailboxAccount } from '../adapters/imap/account.js';
import type { SendingRate } from '../domain/sending-pace.js';
import type { OAuthSetting } from '../adapters/oauth/access-token.js';
import { trimEnd } from '../domain/trim.js';

/** The project's folder: the nearest one above with a package.json, since this file is run from dist/ and by tests from its source. */
const ROOT = findRoot(fileURLToPath(new URL('.', import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? resolve(folder) : findRoot(dirname(folder));
}

/** One thing that can be set, for `--help`, the README and error messages. */
export interface ConfigVariable {
  name: VariableName;
  /** The option of `coordinator start` that sets the same; null where there is only the variable. */
  option: string | null;
  /** As printed; null where there is none. */
  default: string | null;
  meaning: string;
}

export interface Config {
  /** The project's folder: mandates, templates and compiled code are found from here. */
  root: string;
  /** Everything that is kept lives below this folder, absolute. As root, PostgreSQL's own files lie below /var/lib/coordinator. */
  data: string;
  /** The address that web, intake and demonstration mailbox listen on. The embedded servers always stay on 127.0.0.1. */
  bind: string;
  /** The desk and the parties' pages. */
  webPort: number;
  /** Answers by mail come in here. */
  smtpPort: number;
  /** The demonstration mailbox: its page, and the SMTP port that takes what we send. */
  mailboxPort: number;
  mailboxSmtpPort: number;
  /** Ports of the embedded servers; unused where a real one is set. */
  temporalPort: number;
  temporalUiPort: number;
  postgresPort: number;
  /** How to reach Temporal; null means that the embedded server is started. */
  temporal: ClientConnectConfig | null;
  /** Where people read workflows, without a slash at the end: `http://127.0.0.1:8233`. Null when a real Temporal is used and none is told. */
  temporalUiBaseUrl: string | null;
  /** Path of the `temporal` executable for the embedded server; null means that it is found or fetched. */
  temporalCli: string | null;
  /** `postgres://…`; null means that the embedded PostgreSQL is started. */
  databaseUrl: string | null;
  /** `smtp://…` to send by: the real mail server, else the demonstration mailbox. */
  smtpUrl: string;
  /** True without a real mail server: notes go to the demonstration mailbox, and a cycle's first notes need no release. */
  isDemonstration: boolean;
  /** The mailbox that answers are taken from, beside the SMTP listener; null where there is none. */
  mailbox: MailboxAccount | null;
  /** How the provider of the mailbox gives tokens in place of passwords, for IMAP and for sending; null with passwords. */
  oauth: OAuthSetting | null;
  /** Files of the key and the certificate that the SMTP port offers STARTTLS with; null without. */
  tls: { key: string; cert: string } | null;
  /** How many mails may leave within a minute, at all and to one domain. */
  sendingRate: SendingRate;
  /** The virus scanner that every file is shown to; null where there is none. */
  scanner: ScannerPlace | null;
  /** The one address that all mail leaves from and comes back to; null where every mail has a signed address of its own. */
  sharedAddress: string | null;
  /** How a party reaches the web pages, without a slash at the end. */
  publicUrl: string;
  /** How the senders of received mail are verified. */
  authentication: AuthenticationSetting;
  /** The domain of the desk's addresses: reply addresses are made under it. */
  mailDomain: string;
  /** The Coordinator's own mailbox: digest, escalations and copies go there. */
  coordinatorAddress: string;
  /** Who may forward mail to the filing address, in lower case. */
  staff: readonly string[];
  /** How many requests one workflow carries, 1 to 500. One gives each state its own history. */
  setSize: number;
  /** While the Coordinator is away a decision goes to the deputy, too, once it has waited so many working days. */
  deputyAfterWorkingDays: number;
  /** The folder of the mandate data, absolute. */
  mandates: string;
  logLevel: (typeof LOG_LEVELS)[number];
  /** The environment as it was read, for the processes that are started. */
  environment: NodeJS.ProcessEnv;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** Loopback: neither embedded server asks for more than a password, and Temporal's for none. */
export const EMBEDDED_HOST = '127.0.0.1';

const port = z.coerce.number('must be a port, 1 to 65535').int().min(1).max(65_535);
const url = (...protocols: string[]): z.ZodType<string> =>
  z
    .string()
    .refine(
      (text) => protocols.includes(protocolOf(text)),
      `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
const address = z.email('must be a mail address');
const hostname = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain in lower case: tip-desk.example');

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

const DEMONSTRATION_ADDRESS = 'coordinator@oas-demo.example';

const rate = z.coerce.number('must be a whole number, 1 to 10000').int().min(1).max(10_000);

const schema = z.object({
  COORDINATOR_DATA: z.string().default('.data'),
  COORDINATOR_BIND: z
    .union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'must be an IP address of this machine')
    .default('127.0.0.1'),
  COORDINATOR_WEB_PORT: port.default(8300),
  COORDINATOR_SMTP_PORT: port.default(2525),
  COORDINATOR_MAILBOX_PORT: port.default(8325),
  COORDINATOR_MAILBOX_SMTP_PORT: port.default(2526),
  COORDINATOR_TEMPORAL_PORT: port.default(7233),
  COORDINATOR_TEMPORAL_UI_PORT: port.default(8233),
  COORDINATOR_POSTGRES_PORT: port.default(5455),
  COORDINATOR_TEMPORAL_CLI: z.string().optional(),
  COORDINATOR_AUTHENTICATION: z
    .string()
    .regex(/^(off|dns|header:[a-z0-9.-]+)$/i, 'must be off, dns, or header: and the name of your mail server')
    .default('off'),
  COORDINATOR_MAIL_DOMAIN: hostname.optional(),
  COORDINATOR_ADDRESS: address.optional(),
  COORDINATOR_STAFF: z
    .string()
    .refine(
      (text) => text.split(/[\s,;]+/).every((one) => address.safeParse(one).success),
      'must be mail addresses with commas between them',
    )
    .optional(),
  COORDINATOR_SET_SIZE: z.coerce.number('must be a whole number, 1 to 500').int().min(1).max(500).default(1),
  COORDINATOR_DEPUTY_AFTER_DAYS: z.coerce.number('must be a whole number, 0 to 60').int().min(0).max(60).default(3),
  COORDINATOR_MANDATES: z.string().optional(),
  COORDINATOR_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  TEMPORAL_ADDRESS: z.string().regex(/:\d+$/, 'must be a host and a port: temporal.example:7233').optional(),
  TEMPORAL_UI_BASE_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  IMAP_URL: z
    .string()
    .refine(
      (text) => readAccount(text) !== null,
      'must be a URL such as imaps://tip%40oas.example:password@imap.oas.example/INBOX, with a user',
    )
    .optional(),
  MAIL_OAUTH_TOKEN_URL: url('https:', 'http:').optional(),
  MAIL_OAUTH_CLIENT_ID: z.string().optional(),
  MAIL_OAUTH_CLIENT_SECRET: z.string().optional(),
  MAIL_OAUTH_REFRESH_TOKEN: z.string().optional(),
  MAIL_OAUTH_SCOPE: z.string().optional(),
  COORDINATOR_SHARED_ADDRESS: address.optional(),
  COORDINATOR_TLS_KEY: z.string().optional(),
  COORDINATOR_TLS_CERT: z.string().optional(),
  COORDINATOR_MAILS_PER_MINUTE: rate.optional(),
  COORDINATOR_MAILS_PER_DOMAIN: rate.optional(),
  CLAMD_URL: z
    .string()
    .refine(
      (text) => readScannerPlace(text) !== null,
      'must be tcp://host:port or unix:/path: tcp://127.0.0.1:3310, unix:/run/clamav/clamd.ctl',
    )
    .optional(),
  PUBLIC_URL: url('http:', 'https:').optional(),
});

export type VariableName = keyof z.infer<typeof schema>;

/** Everything that can be set. */
export const CONFIG_VARIABLES: readonly ConfigVariable[] = [
  variable('COORDINATOR_DATA', '--data', '.data', 'Folder in which everything is kept'),
  variable('COORDINATOR_BIND', '--bind', '127.0.0.1', 'Address that web, mail intake and mailbox listen on'),
  variable('COORDINATOR_WEB_PORT', '--web-port', '8300', "Port of the desk and the parties' pages"),
  variable('COORDINATOR_SMTP_PORT', '--smtp-port', '2525', 'Port on which answers come in by mail'),
  variable('COORDINATOR_MAILBOX_PORT', '--mailbox-port', '8325', "Port of the demonstration mailbox's page"),
  variable(
    'COORDINATOR_MAILBOX_SMTP_PORT',
    '--mailbox-smtp-port',
    '2526',
    'Port on which the demonstration mailbox takes mail',
  ),
  variable('COORDINATOR_TEMPORAL_PORT', '--temporal-port', '7233', 'Port of the embedded Temporal server'),
  variable('COORDINATOR_TEMPORAL_UI_PORT', '--temporal-ui-port', '8233', 'Port of its Web UI'),
  variable('COORDINATOR_POSTGRES_PORT', '--postgres-port', '5455', 'Port of the embedded PostgreSQL'),
  variable('COORDINATOR_TEMPORAL_CLI', null, null, 'Path of the `temporal` executable; found or fetched when not set'),
  variable(
    'TEMPORAL_ADDRESS',
    null,
    null,
    'A real Temporal, instead of the embedded one; the other TEMPORAL_* variables of its SDK count too',
  ),
  variable('TEMPORAL_UI_BASE_URL', null, null, "Address of the real Temporal's Web UI, for links"),
  variable('DATABASE_URL', null, null, 'A real PostgreSQL, instead of the embedded one'),
  variable('SMTP_URL', null, null, 'A real mail server to send by, instead of the demonstration mailbox'),
  variable(
    'IMAP_URL',
    null,
    null,
    'A mailbox that answers are taken from, beside the SMTP port: imaps://user:password@host/INBOX, an at sign in the user written %40; without a password MAIL_OAUTH_* give a token',
  ),
  variable('MAIL_OAUTH_TOKEN_URL', null, null, 'Page at which the mail provider gives tokens (Microsoft 365, Google)'),
  variable('MAIL_OAUTH_CLIENT_ID', null, null, 'The client as which tokens are asked for'),
  variable('MAIL_OAUTH_CLIENT_SECRET', null, null, 'Its secret'),
  variable(
    'MAIL_OAUTH_REFRESH_TOKEN',
    null,
    null,
    'The refresh token of the mailbox; without one the client asks with its own credentials',
  ),
  variable('MAIL_OAUTH_SCOPE', null, null, 'The scope that is asked for'),
  variable('COORDINATOR_TLS_KEY', null, null, 'File of the private key (PEM) with which the SMTP port offers STARTTLS'),
  variable('COORDINATOR_TLS_CERT', null, null, 'File of its certificate chain (PEM); both are read anew every hour'),
  variable(
    'COORDINATOR_MAILS_PER_MINUTE',
    null,
    null,
    'Mails that may leave within a minute, as the provider allows (Microsoft 365: 30); without limit when not set',
  ),
  variable('COORDINATOR_MAILS_PER_DOMAIN', null, null, 'Mails that may leave to one domain within a minute'),
  variable(
    'CLAMD_URL',
    null,
    null,
    'A virus scanner that every file is shown to: tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl; while it is down, files are held',
  ),
  variable(
    'COORDINATOR_SHARED_ADDRESS',
    null,
    null,
    'One mailbox for everything: the address that all mail leaves from and comes back to, in place of a signed address a mail',
  ),
  variable(
    'PUBLIC_URL',
    '--public-url',
    'http://<bind>:<web port>',
    'How a party reaches the web pages; printed in every note',
  ),
  variable(
    'COORDINATOR_MAIL_DOMAIN',
    '--mail-domain',
    'tip-desk.example',
    "Domain of the desk's addresses; no default with SMTP_URL",
  ),
  variable(
    'COORDINATOR_ADDRESS',
    '--address',
    'coordinator@oas-demo.example',
    "The Coordinator's own mailbox; no default with SMTP_URL",
  ),
  variable(
    'COORDINATOR_AUTHENTICATION',
    null,
    'off',
    'How senders are verified: `dns` (SPF, DKIM, DMARC) where mail comes in directly, `header:mx.example.org` by what that server has written, or off',
  ),
  variable(
    'COORDINATOR_STAFF',
    null,
    null,
    'Addresses, with commas, of those who may forward mail to file@<mail domain>; the Coordinator alone when not set',
  ),
  variable('COORDINATOR_SET_SIZE', '--set-size', '1', 'Requests that one workflow carries, 1 to 500'),
  variable(
    'COORDINATOR_DEPUTY_AFTER_DAYS',
    null,
    '3',
    'Working days after which a decision goes to the deputy, too, while the Coordinator is away',
  ),
  variable(
    'COORDINATOR_MANDATES',
    '--mandates',
    'mandates',
    'Folder of resolutions, obligations, parties and calendars',
  ),
  variable('COORDINATOR_LOG_LEVEL', '--log-level', 'info', `How much is logged: ${LOG_LEVELS.join(', ')}`),
];

function variable(name: VariableName, option: string | null, preset: string | null, meaning: string): ConfigVariable {
  return { name, option, default: preset, meaning };
}

/** What is set cannot be used; the message has a line for each fault. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the configuration. An empty variable counts as not set. Paths are counted from the current folder, their defaults from
 * the project's.
 * @param env the environment; only this function reads that of the process.
 * @param overrides what options on the command line say; they come before the environment.
 * @throws ConfigError with every fault at once.
 */
export function loadConfig(
  env: NodeJS.ProcessEnv = process.env,
  overrides: Partial<Record<VariableName, string>> = {},
): Config {
  const given = { ...withoutEmpty(env), ...withoutEmpty(overrides) };
  const parsed = schema.safeParse(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${wordsOf(issue, given)}`),
    ...missing(given),
  ];
  if (!parsed.success || faults.length > 0)
    throw new ConfigError(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const values = parsed.data;
  const bind = values.COORDINATOR_BIND;
  const temporal = temporalOf(given);
  return {
    root: ROOT,
    data: pathOf(given.COORDINATOR_DATA, '.data'),
    bind,
    webPort: values.COORDINATOR_WEB_PORT,
    smtpPort: values.COORDINATOR_SMTP_PORT,
    mailboxPort: values.COORDINATOR_MAILBOX_PORT,
    mailboxSmtpPort: values.COORDINATOR_MAILBOX_SMTP_PORT,
    temporalPort: values.COORDINATOR_TEMPORAL_PORT,
    temporalUiPort: values.COORDINATOR_TEMPORAL_UI_PORT,
    postgresPort: values.COORDINATOR_POSTGRES_PORT,
    temporal,
    temporalUiBaseUrl: withoutSlash(
      values.TEMPORAL_UI_BASE_URL ??
        (temporal === null ? `http://${EMBEDDED_HOST}:${values.COORDINATOR_TEMPORAL_UI_PORT}` : null),
    ),
    temporalCli: values.COORDINATOR_TEMPORAL_CLI ?? null,
    databaseUrl: values.DATABASE_URL ?? null,
    smtpUrl: values.SMTP_URL ?? `smtp://${reachable(bind)}:${values.COORDINATOR_MAILBOX_SMTP_PORT}`,
    isDemonstration: values.SMTP_URL === undefined,
    mailbox: readAccount(values.IMAP_URL ?? ''),
    oauth: oauthOf(values),
    tls: tlsOf(values),
    sendingRate: {
      perMinute: values.COORDINATOR_MAILS_PER_MINUTE ?? null,
      perDomain: values.COORDINATOR_MAILS_PER_DOMAIN ?? null,
    },
    scanner: readScannerPlace(values.CLAMD_URL ?? ''),
    sharedAddress: values.COORDINATOR_SHARED_ADDRESS?.toLowerCase() ?? null,
    publicUrl: withoutSlash(values.PUBLIC_URL ?? `http://${reachable(bind)}:${values.COORDINATOR_WEB_PORT}`),
    authentication: authenticationOf(values.COORDINATOR_AUTHENTICATION),
    mailDomain: values.COORDINATOR_MAIL_DOMAIN ?? domainOf(values.COORDINATOR_SHARED_ADDRESS) ?? 'tip-desk.example',
    coordinatorAddress: values.COORDINATOR_ADDRESS ?? DEMONSTRATION_ADDRESS,
    staff: (values.COORDINATOR_STAFF ?? values.COORDINATOR_ADDRESS ?? DEMONSTRATION_ADDRESS)
      .toLowerCase()
      .split(/[\s,;]+/),
    setSize: values.COORDINATOR_SET_SIZE,
    deputyAfterWorkingDays: values.COORDINATOR_DEPUTY_AFTER_DAYS,
    mandates: pathOf(given.COORDINATOR_MANDATES, 'mandates'),
    logLevel: values.COORDINATOR_LOG_LEVEL,
    environment: given,
  };
}

function authenticationOf(text: string): AuthenticationSetting {
  const [by, authserv = ''] = text.toLowerCase().split(':');
  return by === 'header' ? { by, authserv } : { by: by === 'dns' ? 'dns' : 'off' };
}

function oauthOf(values: z.infer<typeof schema>): OAuthSetting | null {
  const { MAIL_OAUTH_TOKEN_URL: tokenUrl, MAIL_OAUTH_CLIENT_ID: clientId } = values;
  if (tokenUrl === undefined || clientId === undefined) return null;
  return {
    tokenUrl,
    clientId,
    clientSecret: values.MAIL_OAUTH_CLIENT_SECRET ?? null,
    refreshToken: values.MAIL_OAUTH_REFRESH_TOKEN ?? null,
    scope: values.MAIL_OAUTH_SCOPE ?? null,
  };
}

function tlsOf({ COORDINATOR_TLS_KEY: key, COORDINATOR_TLS_CERT: cert }: z.infer<typeof schema>): Config['tls'] {
  return key === undefined || cert === undefined ? null : { key: pathOf(key, key), cert: pathOf(cert, cert) };
}

function domainOf(mailAddress: string | undefined): string | undefined {
  return mailAddress?.slice(mailAddress.lastIndexOf('@') + 1).toLowerCase();
}

function withoutEmpty(env: Partial<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Zod's own words name types; the operator reads what was given. A URL may hold a password and is not repeated. */
function wordsOf(issue: { path: PropertyKey[]; message: string }, given: Record<string, string>): string {
  const name = String(issue.path[0]);
  const shown = /(?<!CLAMD)_URL$|SECRET|REFRESH_TOKEN/.test(name) ? '' : ` (it is '${given[name] ?? ''}')`;
  return `${issue.message.replace(/^(Too|Invalid)/, (word) => `is not usable: ${word.toLowerCase()}`)}${shown}`;
}

/** What is needed together with what is set. Real mail is never sent under an example's name. */
function missing(given: Record<string, string>): string[] {
  const isSet = (name: VariableName): boolean => given[name] !== undefined;
  const faults: string[] = [];
  const need = (name: VariableName, why: string): void =>
    void (isSet(name) || faults.push(`${name} must be set ${why}`));
  if (isSet('SMTP_URL')) {
    if (!isSet('COORDINATOR_SHARED_ADDRESS')) need('COORDINATOR_MAIL_DOMAIN', 'together with SMTP_URL');
    need('COORDINATOR_ADDRESS', 'together with SMTP_URL');
  }
  if (isSet('SMTP_URL') && isSet('COORDINATOR_SHARED_ADDRESS'))
    need('IMAP_URL', 'together with COORDINATOR_SHARED_ADDRESS: answers come into that mailbox');
  if (isSet('MAIL_OAUTH_TOKEN_URL')) need('MAIL_OAUTH_CLIENT_ID', 'together with MAIL_OAUTH_TOKEN_URL');
  if (isSet('COORDINATOR_TLS_CERT')) need('COORDINATOR_TLS_KEY', 'together with COORDINATOR_TLS_CERT');
  if (isSet('COORDINATOR_TLS_KEY')) need('COORDINATOR_TLS_CERT', 'together with COORDINATOR_TLS_KEY');
  const account = readAccount(given.IMAP_URL ?? '');
  if (account?.password === null)
    need('MAIL_OAUTH_TOKEN_URL', 'where IMAP_URL holds no password: imaps://user:password@host/INBOX');
  return faults;
}

/** The SDK's own reading of TEMPORAL_*. A profile file counts only when it is asked for: one left in a home folder must not divert a demonstration. */
function temporalOf(given: Record<string, string>): ClientConnectConfig | null {
  const isAsked = ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'].some(
    (name) => given[name] !== undefined,
  );
  if (!isAsked) return null;
  const disableFile = given.TEMPORAL_CONFIG_FILE === undefined && given.TEMPORAL_PROFILE === undefined;
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ disableFile, overrideEnvVars: given });
    return { connectionOptions, namespace: namespace ?? 'default' };
  } catch (cause) {
    throw new ConfigError(
      `The TEMPORAL_* variables cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function pathOf(given: string | undefined, preset: string): string {
  if (given === undefined) return resolve(ROOT, preset);
  return resolve(given.replace(/^~(?=\/|$)/, homedir()));
}

/** An address that listens everywhere cannot be followed in a link. */
function reachable(bind: string): string {
  if (bind === '0.0.0.0' || bind === '::') return '127.0.0.1';
  return bind.includes(':') ? `[${bind}]` : bind;
}

function withoutSlash<T extends string | null>(text: T): T {
  return (text === null ? null : trimEnd(text, /\//)) as T;
}

/**
 * The environment for a process that is to find the same configuration, once the embedded servers run.
 * @param running what was started or found: the addresses that replace the embedded ones.
 */
export function environmentOf(
  config: Config,
  running: { databaseUrl: string; temporalAddress: string | null },
): NodeJS.ProcessEnv {
  return {
    ...config.environment,
    COORDINATOR_DATA: config.data,
    COORDINATOR_MANDATES: config.mandates,
    DATABASE_URL: running.databaseUrl,
    ...(running.temporalAddress === null
      ? {}
      : { TEMPORAL_ADDRESS: running.temporalAddress, TEMPORAL_NAMESPACE: 'default' }),
    ...(config.temporalUiBaseUrl === null ? {} : { TEMPORAL_UI_BASE_URL: config.temporalUiBaseUrl }),
  };
}
