import type { DeliveryStatus } from './delivery-status.js';

/** What a sending service tells in JSON instead of a report of RFC 3464. */
export interface ServiceNotice {
  kind: 'bounce' | 'complaint' | 'delivery';
  recipients: DeliveryStatus[];
}

const MAX_TEXT = 64 * 1024;

/** A notice of Amazon SES as its subscribers get it by mail; null when the words are none. */
export function readNotice(text: string): ServiceNotice | null {
  const start = text.search(/\S/);
  if (
    start < 0 ||
    text[start] !== '{' ||
    !/"(notificationType|eventType)/.test(text.slice(0, MAX_TEXT).replaceAll('\\', ''))
  )
    return null;
  const outer = parse(text.slice(start, start + MAX_TEXT));
  // A topic's envelope holds the notice as a string.
  const notice = typeof outer?.['Message'] === 'string' ? parse(outer['Message']) : outer;
  const kind = /^(bounce|complaint|delivery)$/i.exec(
    wordOf(notice?.['notificationType'] ?? notice?.['eventType']),
  )?.[1];
  if (notice === null || kind === undefined) return null;
  const bounce = notice['bounce'] as { bouncedRecipients?: unknown } | undefined;
  const listed = Array.isArray(bounce?.bouncedRecipients)
    ? (bounce.bouncedRecipients as Record<string, unknown>[])
    : [];
  return {
    kind: kind.toLowerCase() as ServiceNotice['kind'],
    recipients: listed.slice(0, 1000).map((one) => ({
      address: wordOf(one['emailAddress']),
      action: wordOf(one['action']) || 'failed',
      status: wordOf(one['status']),
      diagnostic: wordOf(one['diagnosticCode']).replace(/^smtp;\s*/i, ''),
    })),
  };
}

/** Mail programs wrap long lines, and a footer follows: the object ends at a closing brace. */
function parse(text: string): Record<string, unknown> | null {
  const joined = text.replaceAll(/\r?\n/g, '');
  for (let end = joined.lastIndexOf('}'); end > 0; end = joined.lastIndexOf('}', end - 1)) {
    try {
      return JSON.parse(joined.slice(0, end + 1)) as Record<string, unknown>;
    } catch {
      if (joined.length - end > 4000) return null;
    }
  }
  return null;
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
