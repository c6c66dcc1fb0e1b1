import { isUtf8 } from 'node:buffer';
import libmime from 'libmime';
import addressparser from 'nodemailer/lib/addressparser';
import type { MailAddress, MailHeader } from '../../domain/mail-class.js';
import { decodeText } from './charset.js';

/** A header field before any word of it is decoded. */
export interface RawHeader {
  name: string;
  value: string;
}

/** Fields in which servers keep the address that a mail was delivered to, the surest first. */
export const DELIVERED_TO_FIELDS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'];

/** Exchange and some phones join ids by commas, others break lines inside the list: only the brackets can be trusted. */
const MESSAGE_ID = /<([^<>\s]+)>/g;
/** A hostile header repeats itself for megabytes: what is needed of it stands at its beginning. */
const MAX_ADDRESS_FIELD = 64 * 1024;
const MAX_IDS = 200;
const MAX_ENCODED_FIELD = 64 * 1024;

/**
 * The fields of a header block, unfolded, in order; raw eight-bit bytes are read as UTF-8, else as Windows-1252, field
 * by field. Lines that are no field (a stray mbox `From ` line, noise) are passed over.
 */
export function readHeaderBlock(block: Buffer): RawHeader[] {
  return splitFields(block).map(({ name, value }) => ({ name, value: decodeEightBit(value) }));
}

/**
 * The same fields for whoever reads their syntax: every byte of ASCII is itself. In Chinese or Japanese a backslash
 * or a bracket may be half a letter, so that what is guessed to be that would take signs away from the syntax.
 */
export function readRawFields(block: Buffer): RawHeader[] {
  return splitFields(block).map(({ name, value }) => ({ name, value: decodeAsciiSafe(value) }));
}

/** Each byte is a letter still. */
function splitFields(block: Buffer): RawHeader[] {
  const headers: RawHeader[] = [];
  for (const line of block.toString('latin1').split(/\r\n|\n|\r/)) {
    const previous = headers.at(-1);
    if (/^[ \t]/.test(line) && previous !== undefined) {
      previous.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0 || /\s/.test(line.slice(0, colon).trimEnd())) continue;
    headers.push({ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() });
  }
  return headers;
}

function decodeAsciiSafe(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1;
}

/** Raw bytes inside a Q-encoded word belong to the charset of that word, so they are encoded as they should have been. */
function decodeEightBit(latin1: string): string {
  const escaped = latin1.replaceAll(/=\?[^?\s]{1,60}\?q\?[^?]*\?=/gi, (word) =>
    word.replaceAll(/[\u0080-\u00ff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return decodeText(Buffer.from(escaped, 'latin1'), null).text;
}

/**
 * Encoded words become words. Line breaks and other controls that an encoded word hides become a blank, since a subject or a name is
 * one line wherever it is shown or sent on; U+0000, which PostgreSQL cannot hold, goes. Never throws.
 */
export function decodeWords(given: string): string {
  // Each encoded word costs more than its letters: what is shown of a field stands at its beginning.
  const value = given.slice(0, MAX_ENCODED_FIELD);
  let words = value;
  try {
    words = libmime.decodeWords(value);
  } catch {
    // As it stands.
  }
  if (words.includes(UNREAD) && !value.includes(UNREAD)) words = decodeMislabelled(value);
  return stripNulls(words).replaceAll(/[\u0001-\u001f\u007f]+/g, ' ');
}

const UNREAD = '\ufffd';
/** RFC 2047, with the language of RFC 2231. */
const ENCODED_WORD = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,40})?\?([qb])\?([^?]*)\?=(?:\s+(?==\?[^?\s]{1,100}\?[qb]\?))?/gi;

/** Words in another charset than they say (`unknown-8bit`, Latin-1 called UTF-8) are read as the words of a text part are. */
function decodeMislabelled(value: string): string {
  return value.replaceAll(ENCODED_WORD, (_whole, charset: string, encoding: string, content: string) => {
    const bytes =
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64')
        : Buffer.from(
            content
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          );
    return decodeText(bytes, charset).text;
  });
}

export function decodeHeaders(headers: RawHeader[]): MailHeader[] {
  return headers.map(({ name, value }) => ({ name, value: decodeWords(value) }));
}

export function stripNulls(text: string): string {
  return text.replaceAll('\u0000', '');
}

/** Every value of a field, in order; empty when the field is missing. */
export function fieldValues(headers: RawHeader[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}

/**
 * The addresses of a field, over all its repetitions: a second From field or a second address in the first is a
 * trick that a reader must be able to see. Split before encoded words are decoded, so that a comma in a name is no end.
 */
export function readAddresses(headers: RawHeader[], name: string): MailAddress[] {
  return fieldValues(headers, name).flatMap((value) => {
    try {
      return addressparser(value.slice(0, MAX_ADDRESS_FIELD), { flatten: true })
        .map((entry) => ({ name: decodeWords(entry.name), address: lowerDomain(decodeWords(entry.address)) }))
        .filter((entry) => entry.name !== '' || entry.address !== '');
    } catch {
      return [{ name: decodeWords(value.slice(0, MAX_ADDRESS_FIELD)), address: '' }];
    }
  });
}

/** The message ids of a field, without their brackets, in order, each once. */
export function readMessageIds(headers: RawHeader[], name: string): string[] {
  const ids = fieldValues(headers, name).flatMap((value) => [...value.matchAll(MESSAGE_ID)].map(([, id]) => id ?? ''));
  return [...new Set(ids.map(stripNulls))].slice(0, MAX_IDS);
}

/** The instant of a Date field, ISO 8601 in UTC; null when it is missing or means nothing. Never used to judge lateness. */
export function readDate(headers: RawHeader[]): string | null {
  const [value] = fieldValues(headers, 'date');
  if (value === undefined) return null;
  // RFC 5322, 3.3 lets comments in parentheses stand anywhere; obsolete dates end in one: `+0100 (CET)`.
  const instant = new Date(
    value
      .slice(0, 200)
      .replaceAll(/\([^()]*\)/g, ' ')
      .trim(),
  );
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}
