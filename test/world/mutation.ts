/** Small, fast and the same everywhere (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let one = Math.imul(state ^ (state >>> 15), 1 | state);
    one = (one + Math.imul(one ^ (one >>> 7), 61 | one)) ^ one;
    return ((one ^ (one >>> 14)) >>> 0) % below;
  };
}

/** What breaks parsers: structure where none is expected, and fields without end. */
const TOKENS = [
  '\r\n\r\n',
  '\n--\n',
  '\r\n--x\r\n',
  '\r\n--x--\r\n',
  'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEA\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-Type: text/plain; charset=utf-7\r\n',
  'Content-Type: text/html; charset="\r\n',
  'Content-Disposition: attachment; filename*0="a; filename*1*=%ff\r\n',
  'From: a@b.example, c@d.example\r\n',
  `Subject: ${'=?utf-8?Q?=F0=9F?= '.repeat(200)}\r\n`,
  `X-Long: ${'a'.repeat(20_000)}\r\n`,
  'References: <a@b>,<c@d>,,<<>>\r\n',
  'begin 644 x\n',
  '> '.repeat(500),
  '\u0000'.repeat(64),
  '<div>'.repeat(400),
  '('.repeat(3_000),
];

type Mutation = (raw: Buffer, random: (below: number) => number, other: Buffer) => Buffer;

/** What may happen to the bytes of a mail. */
export const MUTATIONS: Mutation[] = [
  (raw, random) => {
    const copy = Buffer.from(raw);
    for (let count = random(20); count >= 0 && copy.length > 0; count -= 1) copy[random(copy.length)] = random(256);
    return copy;
  },
  (raw, random) => raw.subarray(0, random(raw.length + 1)),
  (raw, random) => without(raw, random(raw.length + 1), random(2_000)),
  (raw, random) => inserted(raw, random(raw.length + 1), Buffer.from(TOKENS[random(TOKENS.length)] ?? '')),
  (raw, random, other) => {
    const from = random(other.length + 1);
    return inserted(raw, random(raw.length + 1), other.subarray(from, from + random(4_000)));
  },
  (raw, random) => {
    const at = random(raw.length + 1);
    const piece = raw.subarray(at, at + random(300));
    return inserted(raw, at, Buffer.concat(Array.from({ length: random(60) }, () => piece)));
  },
];

function without(raw: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([raw.subarray(0, at), raw.subarray(at + length)]);
}

function inserted(raw: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([raw.subarray(0, at), piece, raw.subarray(at)]);
}
