import { deflateSync } from 'node:zlib';
import { deflateRawSync } from 'node:zlib';
import { createInspector } from '../../../adapters/files/inspect.js';
import { packRar, packSealedRar } from '../../world/rar.js';
import { packZip } from '../../world/zip.js';

const inspect = createInspector(null);
const verdict = async (name: string, bytes: Buffer): Promise<string> => {
  const {
    finding: { verdict: is, because },
  } = await inspect({ name, bytes });
  return because === '' ? is : `${is}: ${because}`;
};
const pdf = (trailer: string): Buffer =>
  Buffer.from(`%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<${trailer}>>\n%%EOF\n`);
/** The trailer of a disk image of Apple. */
const KOLY = Buffer.concat([Buffer.from('koly'), Buffer.alloc(508)]);
const MZ = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)]);

/** Made with 7-Zip 24.09 of a.txt, `hello`, and setup.exe; with a password; and with its list encrypted, too. */
const SEVEN_ZIP = {
  plain: Buffer.from(
    'N3q8ryccAARRocGKcQAAAAAAAAAgAAAAAAAAAMUZ9nEBAAloZWxsb01aeHh4AAAAgTMHrg/Ox1yBCSqu06qFJigV5+7h5KJ205XIjDVNSRTo/zcYGo7kb680gTmS9JTCNRyeSKc7s5pdGKqgWLEPqteWu/y0LUxQu0id9Ec4ki8e0WwgE2zL3L/Z64nuz+AAABcGDgEJYwAHCwEAASMDAQEFXQAQAAAMdgoB7G3qCgAA',
    'base64',
  ),
  locked: Buffer.from(
    'N3q8ryccAAR7fbRoEAAAAAAAAABiAAAAAAAAANpkMIGnAfBnJgSYYtAvZXDh0uJxAQQGAAEJEAAHCwEAAiQG8QcBElMP0bZXoy0zEpnjrYeSLIafXSEhAQABAAwJBQAICgGGphA2AAAFARkBABENAGEALgB0AHgAdAAAABQKAQAwYMgONX/dARUGAQAggLaBAAA=',
    'base64',
  ),
  sealed: Buffer.from(
    'N3q8ryccAATP9KOlgAAAAAAAAAAuAAAAAAAAAIo+RmHpzjSzaves1pmH3k29zsOpgDlYzlZ6PiDzWyi+XwmNFliQE6EPI8UirW7dl/gTdMktsbFUm9C/vsvJ2Qj6L9AXV/tmS26/XOdMmUM0KBEkV/3D5u3SbWiWPaPrmpwDjdM5mpDlSDenFgypwwPEu3hpSN8uyMjgj8B7HFZ7lUrnbRcGEAEJcAAHCwEAASQG8QcBElMPNS3rLeJWWqE1k5yUZBIBlAxiCgFFte5tAAA=',
    'base64',
  ),
};

describe('what the bytes of a file tell', () => {
  it.each<[string, string, Buffer, string | RegExp]>([
    ['a PDF', 'a.pdf', pdf('/Root 1 0 R'), 'sound'],
    ['a protected PDF', 'a.pdf', pdf('/Root 1 0 R /Encrypt 5 0 R'), /^protected: a\.pdf/],
    ['a PDF that speaks of encryption', 'a.pdf', pdf('/Title (Encrypt)'), 'sound'],
    ['an old Word file', 'a.doc', CFB, 'sound'],
    ['a protected Word file', 'a.docx', Buffer.concat([CFB, Buffer.from('EncryptedPackage', 'utf16le')]), /^protected/],
    ['text', 'a.csv', Buffer.from('a;b\n1;2\n'), 'sound'],
    ['nothing', 'a.csv', Buffer.alloc(0), /^empty/],
    ['a program in disguise', 'a.pdf', MZ, /^dangerous: a\.pdf is a program/],
    ['a table that begins with the code of Mozambique', 'a.csv', Buffer.from('MZ;12;34\nBR;1;2\n'.repeat(20)), 'sound'],
    ['what zlib has packed', 'a.bin', deflateSync(Buffer.alloc(4000, 7), { level: 1 }), 'sound'],
    ['a disk image', 'a.bin', Buffer.concat([Buffer.from([0x78, 1]), Buffer.alloc(900), KOLY]), /^dangerous: a\.bin/],
    ['an archive', 'a.zip', packZip([{ name: 'x/ñandú.pdf', bytes: pdf('') }]), 'sound'],
    ['an archive with a program', 'a.zip', packZip([{ name: 'x.exe', bytes: MZ }]), /^dangerous: a\.zip holds x\.exe/],
    ['a protected archive', 'a.zip', packZip([{ name: 'x.pdf', bytes: pdf(''), isProtected: true }]), /^protected/],
    [
      'an archive that climbs out of its folder',
      'a.zip',
      packZip([{ name: '../../x.pdf', bytes: pdf('') }]),
      /^dangerous/,
    ],
    ['an archive that breaks off', 'a.zip', packZip([{ name: 'x.pdf', bytes: pdf('') }]).subarray(0, 60), /^dangerous/],
    [
      'a bomb',
      'a.zip',
      packZip([{ name: 'x', bytes: Buffer.alloc(10), claims: 2 ** 31 }]),
      /^dangerous: .* unpacks to 2048/,
    ],
    ['a RAR', 'a.rar', packRar([{ name: 'x/ñandú.pdf', bytes: pdf('') }]), 'sound'],
    ['a RAR with a program', 'a.rar', packRar([{ name: 'x.exe', bytes: MZ }]), /^dangerous: a\.rar holds x\.exe/],
    ['a protected RAR', 'a.rar', packRar([{ name: 'x.pdf', bytes: pdf(''), isProtected: true }]), /^protected/],
    ['a RAR with a protected list', 'a.rar', packSealedRar(), /^protected/],
    ['a RAR that breaks off', 'a.rar', packRar([{ name: 'x.pdf', bytes: pdf('') }]).subarray(0, 30), /^dangerous/],
    [
      'a RAR that is a bomb',
      'a.rar',
      packRar([{ name: 'x', bytes: Buffer.alloc(10), claims: 1.5 * 2 ** 30 }]),
      /^dangerous: .* unpacks to 1536/,
    ],
    ['a 7-Zip with a program', 'a.7z', SEVEN_ZIP.plain, /^dangerous: a\.7z holds setup\.exe/],
    ['a protected 7-Zip', 'a.7z', SEVEN_ZIP.locked, /^protected/],
    ['a 7-Zip with a protected list', 'a.7z', SEVEN_ZIP.sealed, /^protected/],
    ['a 7-Zip that breaks off', 'a.7z', SEVEN_ZIP.plain.subarray(0, 60), /^dangerous: a\.7z cannot be looked into/],
  ])('%s', async (_what, name, bytes, expected) => {
    const found = await verdict(name, bytes);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatch(expected);
  });

  it('unpacks nothing', async () => {
    const zeros = Buffer.alloc(300 * 1024 * 1024);
    const packed = deflateRawSync(zeros.subarray(0, 64 * 1024 * 1024));
    const bomb = packZip([{ name: 'zeros', bytes: packed, claims: zeros.length, isDeflated: true }]);
    const before = process.memoryUsage().rss;
    expect(await verdict('a.zip', bomb)).toMatch(/unpacks to 300 MiB/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});
