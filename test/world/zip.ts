import { crc32 } from 'node:zlib';

export interface ZipEntry {
  name: string;
  bytes: Buffer;
  /** The size that it claims to unpack to; its own when left out. */
  claims?: number;
  isProtected?: boolean;
  /** That `bytes` are packed already. */
  isDeflated?: boolean;
}

/** A ZIP archive as PKWARE's APPNOTE has it, with entries stored as they are; it may claim what is not so. */
export function packZip(entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, isProtected = false, isDeflated = false, ...entry } of entries) {
    // Its key stands before the bytes of a protected entry.
    const claims = entry.claims ?? bytes.length - (isProtected ? 12 : 0);
    const names = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (isProtected ? 1 : 0), 2);
    common.writeUInt16LE(isDeflated || entry.claims !== undefined ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(claims, 18);
    common.writeUInt16LE(names.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, names, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, tail, names]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
