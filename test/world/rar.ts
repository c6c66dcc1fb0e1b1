import { crc32 } from 'node:zlib';

export interface RarEntry {
  name: string;
  bytes: Buffer;
  /** The size that it claims to unpack to; its own when left out. */
  claims?: number;
  isProtected?: boolean;
}

/** A RAR archive as the RAR 5.0 technical note has it, with entries stored as they are; it may claim what is not so. */
export function packRar(entries: RarEntry[]): Buffer {
  const files = entries.map(({ name, bytes, claims = bytes.length, isProtected = false }) => {
    const names = Buffer.from(name, 'utf8');
    const flags = Buffer.from([0x04]); // a checksum follows
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(bytes));
    const fields = [flags, vint(claims), vint(0o644), sum, vint(0), vint(1), vint(names.length), names];
    // Encryption record, version 0: flags, count of rounds, salt and vector.
    const record = Buffer.concat([vint(1), vint(0), vint(0), Buffer.from([15]), Buffer.alloc(32, 7)]);
    const extra = isProtected ? Buffer.concat([vint(record.length), record]) : null;
    return Buffer.concat([header(2, fields, { extra, data: bytes.length }), bytes]);
  });
  return Buffer.concat([SIGNATURE, header(1, [vint(0)]), ...files, header(5, [vint(0)])]);
}

/** One whose list of contents is encrypted, too: nothing of it can be read. */
export function packSealedRar(): Buffer {
  const fields = [vint(0), vint(0), Buffer.from([15]), Buffer.alloc(16, 7)];
  return Buffer.concat([SIGNATURE, header(4, fields), Buffer.alloc(64, 9)]);
}

const SIGNATURE = Buffer.from('526172211a070100', 'hex');

function header(type: number, fields: Buffer[], more: { extra?: Buffer | null; data?: number } = {}): Buffer {
  const { extra = null, data } = more;
  const flags = (extra === null ? 0 : 1) | (data === undefined ? 0 : 2);
  const body = Buffer.concat([
    vint(type),
    vint(flags),
    ...(extra === null ? [] : [vint(extra.length)]),
    ...(data === undefined ? [] : [vint(data)]),
    ...fields,
    ...(extra === null ? [] : [extra]),
  ]);
  const sized = Buffer.concat([vint(body.length), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(sized));
  return Buffer.concat([sum, sized]);
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function vint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}
