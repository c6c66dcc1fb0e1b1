/** RFC 2606 and RFC 6761: names that no mail server serves. Data of a demonstration lives in them. */
const RESERVED_TOP = new Set(['example', 'test', 'invalid', 'localhost']);
const RESERVED_SECOND = new Set(['example.com', 'example.org', 'example.net']);

/** True when an address can belong to nobody, because its domain is reserved for examples and tests. */
export function isReservedAddress(address: string): boolean {
  const labels = address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/, '')
    .split('.');
  return RESERVED_TOP.has(labels.at(-1) ?? '') || RESERVED_SECOND.has(labels.slice(-2).join('.'));
}

/** Whether an address cannot be used where mail really leaves; in the demonstration, whose data lives in reserved domains, each can. */
export function unusableIn({ isDemonstration }: { isDemonstration: boolean }): (address: string) => boolean {
  return isDemonstration ? () => false : isReservedAddress;
}
