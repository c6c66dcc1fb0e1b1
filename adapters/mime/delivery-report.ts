import type { DeliveryReport, DeliveryStatus } from '../../domain/mail-class.js';
import { decodeWords, readAddresses, readHeaderBlock, readMessageIds } from './header.js';
import type { RawHeader } from './header.js';
import type { Leaf } from './tree.js';

const STATUS_TYPES = new Set(['message/delivery-status', 'message/global-delivery-status']);
const ORIGINAL_TYPES = new Set(['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers']);
const ACTIONS = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);
const MAX_RECIPIENTS = 1000;
/** An address of RFC 5321, and none of X.400 or of a gateway's own. */
const PLAIN = /^[^@/\s][^@\s]*@[^@\s]+$/;

/**
 * The machine-readable part of a bounce: RFC 3464, 2: one group of fields about the message, then one for each
 * recipient, with blank lines between. Null when the mail has no such part.
 */
export function readDeliveryReport(leaves: Leaf[]): DeliveryReport | null {
  const status = leaves.find((leaf) => STATUS_TYPES.has(String(leaf.node.contentType)));
  if (status === undefined) return null;
  const groups = status.bytes
    .toString('latin1')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((group) => readHeaderBlock(Buffer.from(group, 'latin1')))
    .flatMap(recipientGroups)
    .filter((group) => group.length > 0);
  return {
    reportingMta: typedValue(groups.map((group) => field(group, 'reporting-mta')).find((value) => value !== '') ?? ''),
    originalMessageId: readOriginalId(leaves),
    recipients: groups.flatMap(readRecipient).slice(0, MAX_RECIPIENTS),
  };
}

/** Some servers leave out the blank line before the next recipient: the repeated field tells where it begins. */
function recipientGroups(group: RawHeader[]): RawHeader[][] {
  const groups: RawHeader[][] = [[]];
  for (const header of group) {
    const open = groups.at(-1) ?? [];
    const isNext = header.name === 'final-recipient' || header.name === 'original-recipient';
    if (isNext && open.some(({ name }) => name === header.name)) groups.push([header]);
    else open.push(header);
  }
  return groups;
}

/** The address as we wrote it comes before the one that it was forwarded to: only the first is on file. */
function readRecipient(group: RawHeader[]): DeliveryStatus[] {
  const address = typedValue(field(group, 'original-recipient')) || typedValue(field(group, 'final-recipient'));
  const final = typedValue(field(group, 'final-recipient'));
  if (address === '' && final === '') return [];
  const [status = ''] = /\d\.\d{1,3}\.\d{1,3}/.exec(field(group, 'status')) ?? [];
  const [named = ''] = /^[a-z-]+/.exec(field(group, 'action').toLowerCase().trim()) ?? [];
  // RFC 3464, 2.3.3 asks for an action; where it is missing or a word of the server's own, a permanent status says it.
  const action = !ACTIONS.has(named) && status.startsWith('5.') ? 'failed' : named;
  return [
    {
      address: [address, final].map(bareAddress).find((one) => PLAIN.test(one)) ?? bareAddress(final || address),
      action,
      status,
      diagnostic: decodeWords(typedValue(field(group, 'diagnostic-code'))),
    },
  ];
}

/** The returned mail, or its header, tells which of ours it was. */
function readOriginalId(leaves: Leaf[]): string | null {
  return readMessageIds(readReturnedHeader(leaves), 'message-id')[0] ?? null;
}

/** Whom the returned mail was sent to; empty when none came back. */
export function readReturnedTo(leaves: Leaf[]): string[] {
  return readAddresses(readReturnedHeader(leaves), 'to')
    .map(({ address }) => address)
    .filter((address) => address !== '');
}

function readReturnedHeader(leaves: Leaf[]): RawHeader[] {
  const original = leaves.find((leaf) => ORIGINAL_TYPES.has(String(leaf.node.contentType)));
  if (original === undefined) return [];
  const text = original.bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return readHeaderBlock(Buffer.from(text.slice(0, end), 'latin1'));
}

function field(group: RawHeader[], name: string): string {
  return group.find((header) => header.name === name)?.value ?? '';
}

/** `rfc822; ana@capital.example` without the type before the semicolon. */
function typedValue(value: string): string {
  return value.replace(/^[a-z0-9-]+\s*;/i, '').trim();
}

function bareAddress(value: string): string {
  return value.replace(/^.*<([^<>]*)>.*$/s, '$1').trim();
}
