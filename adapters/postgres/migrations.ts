import { sql } from 'kysely';
import type { Kysely, Migration } from 'kysely';

/*
 * Forward only. A migration that has run anywhere is never changed; the next one is added below.
 * Unique keys, not code, decide whether a cycle was opened, a rung sent or a mail filed.
 */

/** A migration that runs SQL statements, each of which ends with a semicolon at the end of its line. */
function statements(text: string): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of text.split(/;\s*\n/)) if (statement.trim()) await sql.raw(statement).execute(db);
    },
  };
}

const FIRST_LIGHT = `
create table cycle (
  id text primary key,
  obligation text not null,
  year integer not null,
  report_date date not null,
  opened_at timestamptz not null,
  opened_because text not null,
  rules jsonb not null,
  is_released boolean not null,
  set_size integer not null check (set_size > 0),
  closed_at timestamptz,
  unique (obligation, year)
);
create table request (
  id text primary key,
  cycle_id text not null references cycle,
  party text not null,
  language text not null,
  workflow_id text not null,
  stage text not null,
  closed_as text,
  due_date date not null,
  due_at timestamptz not null,
  late_after_at timestamptz not null,
  close_at timestamptz not null,
  clock_started_at timestamptz,
  answered_at timestamptz,
  hold_until timestamptz,
  next_rung text,
  next_at timestamptz,
  rungs jsonb not null,
  parked_because text,
  is_released boolean not null,
  plan jsonb not null,
  updated_at timestamptz not null,
  unique (cycle_id, party)
);
create index request_workflow on request (workflow_id);
create table mail_out (
  id text primary key,
  step_key text not null unique,
  message_id text not null unique,
  kind text not null,
  party text,
  contact text,
  language text not null,
  to_name text not null,
  to_address text not null,
  reply_address text not null,
  envelope_from text not null,
  subject text not null,
  text text not null,
  html text not null,
  in_reply_to text,
  is_automatic_reply boolean not null,
  dated_at timestamptz not null,
  status text not null,
  attempts integer not null default 0,
  is_perhaps_doubled boolean not null default false,
  reply text,
  sent_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp()
);
create index mail_out_party on mail_out (party, dated_at);
create table mail_out_request (
  mail_out_id text not null references mail_out,
  request_id text not null references request,
  rung text not null,
  primary key (mail_out_id, request_id)
);
create index mail_out_request_request on mail_out_request (request_id);
create table dispatch (
  request_id text not null references request,
  rung text not null,
  contact text not null,
  role text not null,
  tone text not null,
  decide_at timestamptz not null,
  send_at timestamptz not null,
  status text not null,
  because text,
  mail_out_id text references mail_out,
  primary key (request_id, rung, contact)
);
create table receipt (
  id text primary key,
  raw_sha256 text not null,
  size integer not null,
  envelope_from text not null,
  recipient text not null,
  recipient_kind text not null,
  mail_out_id text references mail_out,
  remote_address text not null,
  received_at timestamptz not null,
  class text,
  why jsonb not null default '[]',
  outcome text,
  detail text,
  request_id text references request,
  summary jsonb,
  handled_at timestamptz,
  unique (raw_sha256, recipient)
);
create index receipt_unhandled on receipt (received_at) where handled_at is null;
create table submission (
  id text primary key,
  request_id text not null references request,
  via text not null,
  receipt_id text references receipt,
  contact text,
  sender text not null,
  received_at timestamptz not null,
  part integer not null check (part > 0),
  version integer not null check (version > 0),
  text text not null,
  is_late boolean not null,
  delivered_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (request_id, part, version)
);
create index submission_undelivered on submission (received_at) where delivered_at is null;
create table submission_file (
  submission_id text not null references submission,
  position integer not null,
  name text not null,
  type text not null,
  size integer not null,
  sha256 text not null,
  primary key (submission_id, position)
);
create index submission_file_sha256 on submission_file (sha256);
create table message (
  id text primary key,
  request_id text not null references request,
  receipt_id text references receipt,
  contact text,
  sender text not null,
  received_at timestamptz not null,
  text text not null,
  delivered_at timestamptz,
  accepted_as text references submission
);
create index message_request on message (request_id);
create table task (
  id text primary key,
  request_id text references request,
  receipt_id text references receipt,
  kind text not null,
  data jsonb not null,
  raised_at timestamptz not null,
  done_at timestamptz,
  done_because text
);
create index task_open on task (raised_at) where done_at is null;
create table case_log (
  request_id text not null references request,
  seq integer not null,
  key text not null,
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  data jsonb not null,
  primary key (request_id, seq),
  unique (request_id, key)
);
create function refuse_change_of_case_log() returns trigger language plpgsql as $$ begin raise exception 'the case log is append-only'; end $$;
create trigger case_log_is_append_only before update or delete on case_log for each row execute function refuse_change_of_case_log();
create table digest (
  date date primary key,
  composed_at timestamptz not null,
  mail_out_id text references mail_out
);
create table report (
  id integer generated always as identity primary key,
  cycle_id text not null references cycle,
  sha256 text not null,
  compiled_at timestamptz not null,
  because text not null
);
`;

/*
 * What a digest has told of is on record item by item: clocks do not decide whether an answer is new. A report is compiled
 * once for an instant.
 */
const DIGEST_AND_REPORT = `
create table digest_arrival (
  what text not null,
  id text not null,
  digest_date date not null references digest,
  primary key (what, id)
);
alter table report add constraint report_once unique (cycle_id, compiled_at);
`;

/*
 * What persons with authority did to the time of requests. An entry is never changed or removed; a pause is ended once.
 */
const LEDGER = `
create table ledger (
  seq integer generated always as identity primary key,
  id text not null unique,
  scope text not null,
  kind text not null,
  due_date date,
  from_date date,
  until_date date,
  authority text not null,
  reason text not null,
  recorded_by text not null,
  at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_because text
);
create index ledger_open on ledger (scope) where kind = 'pause' and until_date is null;
create table report_date (
  id text primary key,
  cycle_id text not null references cycle,
  date date not null,
  former_date date not null,
  authority text not null,
  reason text not null,
  recorded_by text not null,
  at timestamptz not null
);
alter table request add column paused_because text;
`;

/*
 * What a party says instead of an answer, and what waits for the Coordinator's word because of it. An absence names who decides
 * meanwhile, and is never removed.
 */
const LADDER_WITH_MANNERS = `
alter table request add column asks jsonb not null default '[]';
alter table submission add column kind text not null default 'answer';
alter table message add column ask text;
alter table message add column until_date date;
create table absence (
  id text primary key,
  from_date date not null,
  until_date date not null check (until_date > from_date),
  deputy_name text not null,
  deputy_address text not null,
  authority text not null,
  reason text not null,
  recorded_by text not null,
  at timestamptz not null
);
`;

/*
 * What became of the contacts that the mandate files gave: successors, addresses that take no mail, confirmations. Nothing is
 * ever removed.
 */
const CONTACTS = `
create table contact_change (
  id text primary key,
  seq bigint generated always as identity,
  party text not null,
  kind text not null,
  contact text,
  name text,
  address text,
  authority text not null,
  reason text not null,
  recorded_by text not null,
  at timestamptz not null
);
create index contact_change_party on contact_change (party, seq);
`;

/** What a party is due on one day, whatever the request, is looked for at each claim. */
const JOINT_POST = `
create index request_party on request (party);
`;

/*
 * What a cycle is for may be a part of a year. What is registered is told by its changes alone, which are never changed
 * themselves: an entry is what they say together, and what is said of it for one party stands beside what is said of it for all.
 */
const REGISTERS = `
alter table cycle add column period text;
update cycle set period = year::text;
alter table cycle alter column period set not null;
alter table cycle drop constraint cycle_obligation_year_key;
alter table cycle add constraint cycle_obligation_period_key unique (obligation, period);
create table register_change (
  seq integer generated always as identity primary key,
  register text not null,
  entry text not null,
  party text,
  fields jsonb not null,
  reason text not null,
  recorded_by text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index register_change_entry on register_change (register, entry);
create function refuse_change_of_register() returns trigger language plpgsql as $$ begin raise exception 'the registers are append-only'; end $$;
create trigger register_is_append_only before update or delete on register_change for each row execute function refuse_change_of_register();
`;

/** Why a message cannot count as the party's word without a person; and what its sender's system called itself. */
const DOUBT = `
alter table message add column doubt text;
alter table receipt add column helo text not null default '';
`;

/*
 * Which mails of a mailbox have been taken, by account, folder, UIDVALIDITY and UID; one that could not be is told apart by having no
 * hash. `since`: what came before the service first looked is left alone.
 */
const MAILBOX = `
create table mailbox (
  account text not null,
  folder text not null,
  since date not null,
  primary key (account, folder)
);
create table mailbox_mail (
  account text not null,
  folder text not null,
  uidvalidity bigint not null,
  uid bigint not null,
  raw_sha256 text,
  fault text,
  tries integer not null default 1,
  at timestamptz not null,
  primary key (account, folder, uidvalidity, uid)
);
`;

/*
 * What a mail lacks, and whether it waits for the scanner; and of which files the scanner says, or could not say, that they may be handed
 * out.
 */
const FILE_CHECK = `
alter table message add column lacks jsonb not null default '[]';
alter table message add column awaits_scan boolean not null default false;
create index message_awaits_scan on message (id) where awaits_scan;
create table file_check (
  sha256 text primary key,
  verdict text not null,
  because text not null,
  at timestamptz not null
);
`;

/** Mails that came back from an address without condemning it: how many there were lately decides. */
const SOFT_BOUNCE = `
create table soft_bounce (
  id text primary key,
  contact text not null,
  at timestamptz not null,
  words text not null
);
create index soft_bounce_contact on soft_bounce (contact, at);
`;

/** Who of the office forwarded an answer to the desk. */
const FORWARDED = `
alter table submission add column forwarded_by text;
`;

/*
 * What a capital has sent by itself: the day until which its mission may object, as the copy names it, and what the mission has said.
 * Nothing is ever removed.
 */
const STANDING = `
create table mission_copy (
  submission_id text primary key references submission,
  until_date date not null,
  at timestamptz not null
);
create table standing_word (
  id text primary key,
  seq bigint generated always as identity,
  submission_id text not null references submission,
  kind text not null,
  contact text not null,
  reason text not null,
  at timestamptz not null
);
create index standing_word_submission on standing_word (submission_id, seq);
`;

/** An answer that was filed by mistake stays on record, and counts nowhere. */
const WITHDRAWN = `
alter table submission add column withdrawn_at timestamptz;
alter table submission add column withdrawn_because text;
`;

/** The Coordinator may be back before the day that was planned. */
const BACK_EARLY = `
alter table absence add column back_date date;
alter table absence add column back_by text;
`;

/** Since when a mailbox cannot be read, and why; nobody writes to us where nobody hears. */
const MAILBOX_TROUBLE = `
alter table mailbox add column failing_since timestamptz;
alter table mailbox add column trouble text;
`;

/** The days off as the service read them at its starts: what has changed since is told to running requests. Nothing is ever removed. */
const CALENDAR_READING = `
create table calendar_reading (
  seq bigint generated always as identity primary key,
  days jsonb not null,
  at timestamptz not null
);
`;

/*
 * What a party has answered on the form of its duty, field by field; and what it has saved there and not sent yet. Each save stands
 * beside those before it, so that two officials at one form lose nothing.
 */
const QUESTIONNAIRE = `
alter table submission add column answers jsonb;
create table questionnaire_draft (
  seq bigint generated always as identity primary key,
  request_id text not null references request,
  contact text not null,
  answers jsonb not null,
  at timestamptz not null
);
create index questionnaire_draft_newest on questionnaire_draft (request_id, contact, seq);
`;

/** The places that mails take within the minute, in milliseconds since 1970 by the clock of the database; older ones go. */
const SENDING_PLACE = `
create table sending_place (
  domain text not null,
  at_ms bigint not null
);
create index sending_place_at on sending_place (at_ms);
`;

/** Where two delegations both speak for a state, what comes from it waits for a person. */
const HOLDS_MAIL = `
alter table ledger add column holds_mail boolean not null default false;
`;

/** A person's word on whether the content of an answer may be printed; null where nobody has said anything. The case log keeps them all. */
const PUBLICATION = `
alter table submission add column withheld boolean;
alter table submission add column withheld_because text;
`;

/*
 * How often a received mail could not be handled, and how often the process ended meanwhile. What was kept of mails before texts were
 * bounded is cut to the same lengths: the whole stands in the raw mails.
 */
const TRIES = `
alter table receipt add column failures integer not null default 0;
alter table receipt add column begun integer not null default 0;
alter table receipt add column trouble text;
update receipt set summary = jsonb_set(summary, '{subject}', to_jsonb(left(summary ->> 'subject', 1000)))
  where length(summary ->> 'subject') > 1000;
update receipt set summary = jsonb_set(summary, '{from}', '[]') where length(summary ->> 'from') > 8000;
update receipt set summary = jsonb_set(summary, '{messageId}', 'null') where length(summary ->> 'messageId') > 990;
update receipt set why = '["more than can be shown"]' where length(why::text) > 100000;
update receipt set detail = left(detail, 4000) where length(detail) > 4000;
update message set text = left(text, 1000000) where length(text) > 1000000;
`;

/** The one installation that this database belongs to. */
const INSTALLATION = `
create table installation (
  id text not null,
  is_only boolean primary key default true check (is_only),
  marked_at timestamptz not null default clock_timestamp()
);
`;

/** What the desk, a claim and a withdrawal look up by the other end of a reference. */
const INDEXES = `
create index dispatch_mail_out on dispatch (mail_out_id) where mail_out_id is not null;
create index message_receipt on message (receipt_id) where receipt_id is not null;
create index task_receipt on task (receipt_id) where receipt_id is not null;
create index receipt_request on receipt (request_id) where request_id is not null;
`;

/*
 * What was read of each mail, once, with the version of the reader; the reading itself is a document. The words of files stand by the
 * hash of the file, whatever mail or page brought it.
 */
const READING = `
create table reading (
  receipt_id text primary key references receipt,
  version integer not null,
  sha256 text not null
);
create table file_text (
  sha256 text primary key,
  version integer not null,
  kind text,
  ending text not null,
  pages jsonb not null
);
`;

/** Who has taken an answer away, beside why: nothing has to be read out of the words. Null in rows from before, which hold both in them. */
const WITHDRAWN_BY = `
alter table submission add column withdrawn_by text;
`;

export const MIGRATIONS: Record<string, Migration> = {
  '0001-first-light': statements(FIRST_LIGHT),
  '0002-digest-and-report': statements(DIGEST_AND_REPORT),
  '0003-ledger': statements(LEDGER),
  '0005-ladder-with-manners': statements(LADDER_WITH_MANNERS),
  '0006-contacts': statements(CONTACTS),
  '0007-registers': statements(REGISTERS),
  '0008-joint-post': statements(JOINT_POST),
  '0012-doubt': statements(DOUBT),
  '0013-mailbox': statements(MAILBOX),
  '0014-file-check': statements(FILE_CHECK),
  '0015-soft-bounce': statements(SOFT_BOUNCE),
  '0016-forwarded': statements(FORWARDED),
  '0017-standing': statements(STANDING),
  '0018-withdrawn': statements(WITHDRAWN),
  '0019-back-early': statements(BACK_EARLY),
  '0020-mailbox-trouble': statements(MAILBOX_TROUBLE),
  '0021-calendar-reading': statements(CALENDAR_READING),
  '0022-questionnaire': statements(QUESTIONNAIRE),
  '0023-sending-place': statements(SENDING_PLACE),
  '0024-holds-mail': statements(HOLDS_MAIL),
  '0025-publication': statements(PUBLICATION),
  '0026-tries': statements(TRIES),
  '0027-installation': statements(INSTALLATION),
  '0028-indexes': statements(INDEXES),
  '0029-reading': statements(READING),
  '0030-withdrawn-by': statements(WITHDRAWN_BY),
};
