import { looksSigned, readAddress } from '../../domain/reply-address.js';
import { DELIVERED_TO_FIELDS, readAddresses, readHeaderBlock } from '../mime/header.js';
import type { ReceiptRecipient } from '../smtp/listener.js';

/** Where the address that a mail was delivered to may stand, the surest first. */
const RECIPIENT_FIELDS = [...DELIVERED_TO_FIELDS, 'to', 'cc'];

/** All that the envelope of a mail is read from. */
export const ENVELOPE_FIELDS = [...RECIPIENT_FIELDS, 'return-path', 'from'];

export interface RecipientOptions {
  /** The domain of our signed addresses. */
  domain: string;
  /** Secrets that signatures hold under, the newest first. */
  secrets: readonly string[];
  /** What a mail without a signed address was sent to. */
  deskAddress: string;
  /** Where members of the office forward what came to them. */
  fileAddress: string;
  isKnown: (id: string) => Promise<boolean>;
}

/**
 * The envelope of a mail that a provider has kept for us, as its header fields tell it: every signed address of ours
 * among its recipients, each once, else the desk's: by the address of ours that it names, where that cannot be placed.
 * The sender is that of Return-Path, else of From.
 */
export async function readEnvelope(
  block: Buffer,
  options: RecipientOptions,
): Promise<{ from: string; recipients: ReceiptRecipient[] }> {
  const headers = readHeaderBlock(block);
  const recipients = new Map<string, ReceiptRecipient>();
  let desk: ReceiptRecipient = { address: options.deskAddress, kind: 'desk', id: null };
  for (const { address } of RECIPIENT_FIELDS.flatMap((name) => readAddresses(headers, name))) {
    if (address.toLowerCase() === options.fileAddress.toLowerCase() && options.fileAddress !== options.deskAddress)
      recipients.set('file', { address, kind: 'file', id: null });
    const signed = readAddress(address, options.domain, options.secrets);
    const key = signed === null ? '' : `${signed.purpose}/${signed.id}`;
    if (signed === null || !(await options.isKnown(signed.id))) {
      if (desk.address === options.deskAddress && looksSigned(address, options.domain)) desk = { ...desk, address };
      continue;
    }
    if (recipients.has(key)) continue;
    recipients.set(key, { address, kind: signed.purpose, id: signed.id });
  }
  const [returnPath] = headers.filter(({ name }) => name === 'return-path');
  const from = readAddresses(headers, returnPath ? 'return-path' : 'from')[0]?.address ?? '';
  return { from, recipients: recipients.size === 0 ? [desk] : [...recipients.values()] };
}
