import fc from 'fast-check';
import { readRawFields } from '../../../adapters/mime/header.js';

describe('fields that are read for their syntax', () => {
  it('keep every sign of ASCII where it stands, whatever letters are around it', () => {
    const byte = fc.oneof(
      fc.integer({ min: 0x21, max: 0x7e }),
      fc.constantFrom(0x5c, 0x22, 0x3b),
      fc.integer({ min: 0xa1, max: 0xfe }),
    );
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 200 }), (bytes) => {
        const [field] = readRawFields(Buffer.concat([Buffer.from('A: '), Buffer.from(bytes)]));
        const ascii = (text: string): string => text.replaceAll(/[^\u0000-\u007f]/g, '');
        expect(ascii(field?.value ?? '')).toBe(ascii(Buffer.from(bytes).toString('latin1')));
      }),
    );
  });

  it('are UTF-8 where they are that, and show no encoded word', () => {
    const block = Buffer.from('A: münchen\r\n =?utf-8?q?=3B?=\r\nB: x', 'utf8');
    expect(readRawFields(block)).toEqual([
      { name: 'a', value: 'münchen =?utf-8?q?=3B?=' },
      { name: 'b', value: 'x' },
    ]);
    expect(readRawFields(Buffer.from('A: m\u00fcnchen', 'latin1'))).toEqual([{ name: 'a', value: 'münchen' }]);
  });
});
