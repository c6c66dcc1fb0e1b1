/** The text that every RTF begins with, as a dictionary (MS-OXRTFCP, 2.1.2.1). */
const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
const WINDOW = 4096;
const MAX_SIZE = 16 * 1024 * 1024;

/** The RTF that Outlook packs into PR_RTF_COMPRESSED; as far as it goes where it is cut short, null where it is none. */
export function decompressRtf(packed: Buffer): Buffer | null {
  if (packed.length < 16) return null;
  const size = Math.min(packed.readUInt32LE(4), MAX_SIZE);
  const kind = packed.readUInt32LE(8);
  if (kind === PLAIN) return packed.subarray(16, 16 + size);
  return kind === COMPRESSED ? unpack(packed, size) : null;
}

function unpack(packed: Buffer, size: number): Buffer {
  const window = Buffer.alloc(WINDOW);
  window.write(DICTIONARY, 'latin1');
  let write = DICTIONARY.length;
  const out = Buffer.alloc(size);
  let length = 0;
  const emit = (byte: number) => {
    out[length] = byte;
    length += 1;
    window[write] = byte;
    write = (write + 1) % WINDOW;
  };
  for (let at = 16; at < packed.length && length < size;) {
    const control = packed[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < packed.length && length < size; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        emit(packed[at] ?? 0);
        at += 1;
        continue;
      }
      const token = ((packed[at] ?? 0) << 8) | (packed[at + 1] ?? 0);
      at += 2;
      const offset = token >> 4;
      // A reference to where the next byte goes is the end.
      if (offset === write) return out.subarray(0, length);
      for (let step = 0; step < (token & 15) + 2 && length < size; step += 1)
        emit(window[(offset + step) % WINDOW] ?? 0);
    }
  }
  return out.subarray(0, length);
}
