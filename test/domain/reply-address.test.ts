import fc from 'fast-check';
import {
  looksSigned,
  mailKey,
  readAddress,
  readToken,
  signAddress,
  signToken,
  withoutTokens,
} from '../../domain/reply-address.js';

const DOMAIN = 'desk.example';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const id = fc.array(fc.constantFrom(...ALPHABET), { minLength: 10, maxLength: 16 }).map((letters) => letters.join(''));
const secret = fc.string({ minLength: 16, maxLength: 40 });
const purpose = fc.constantFrom('reply' as const, 'bounce' as const);

describe('signed addresses', () => {
  it('read back what was signed, in at most 64 octets before the at sign', () => {
    fc.assert(
      fc.property(id, secret, purpose, (id, secret, purpose) => {
        const address = signAddress({ purpose, id }, DOMAIN, secret);
        expect(address.indexOf('@')).toBeLessThanOrEqual(64);
        expect(address).toMatch(/^[rb]-[a-z2-7]{10,16}-[a-z2-7]{16}@desk\.example$/);
        expect(readAddress(address, DOMAIN, [secret])).toEqual({ purpose, id });
      }),
    );
  });

  it('are read in any case, with l typed as 1 and o typed as 0, and within angle brackets', () => {
    fc.assert(
      fc.property(id, secret, purpose, fc.infiniteStream(fc.boolean()), (id, secret, purpose, coin) => {
        const toss = coin[Symbol.iterator]();
        const typed = [...signAddress({ purpose, id }, DOMAIN, secret)]
          .map((letter) => (toss.next().value === true ? letter.toUpperCase() : letter))
          .map((letter) =>
            toss.next().value === true ? ({ l: '1', L: '1', o: '0', O: '0' }[letter] ?? letter) : letter,
          )
          .join('')
          // The domain is never repaired: only the part that we made is ours to read generously.
          .replace(/@.*$/, '@DESK.example');
        expect(readAddress(` <${typed}> `, DOMAIN, [secret])).toEqual({ purpose, id });
        const [local = '', domain = ''] = typed.split('@');
        for (const other of [`"${local}"@${domain}`, `${local}+copy@${domain}`, `"${local}+a"@${domain}`]) {
          expect(readAddress(other, DOMAIN, [secret])).toEqual({ purpose, id });
          expect(looksSigned(other, DOMAIN)).toBe(true);
        }
      }),
    );
  });

  it('do not hold when any letter of id or signature is another', () => {
    fc.assert(
      fc.property(id, secret, purpose, fc.nat(), fc.constantFrom(...ALPHABET), (id, secret, purpose, place, letter) => {
        const address = signAddress({ purpose, id }, DOMAIN, secret);
        const local = address.slice(0, address.indexOf('@'));
        const index = 2 + (place % (local.length - 2));
        if (local[index] === letter || local[index] === '-') return;
        const forged = `${local.slice(0, index)}${letter}${local.slice(index + 1)}@${DOMAIN}`;
        expect(readAddress(forged, DOMAIN, [secret])).toBeNull();
      }),
    );
  });

  it('do not hold for another purpose, domain or secret', () => {
    const reply = signAddress({ purpose: 'reply', id: 'abcdefghij' }, DOMAIN, 'first secret of ours');
    expect(readAddress(reply.replace(/^r-/, 'b-'), DOMAIN, ['first secret of ours'])).toBeNull();
    expect(readAddress(reply, 'other.example', ['first secret of ours'])).toBeNull();
    expect(readAddress(reply, DOMAIN, ['second secret of ours'])).toBeNull();
    expect(readAddress(reply, DOMAIN, [])).toBeNull();
    expect(readToken('link', reply.slice(2, reply.indexOf('@')), ['first secret of ours'])).toBeNull();
  });

  it('hold while their secret is still listed after a rotation', () => {
    const reply = signAddress({ purpose: 'reply', id: 'abcdefghij' }, DOMAIN, 'old');
    expect(readAddress(reply, DOMAIN, ['new', 'old'])).toEqual({ purpose: 'reply', id: 'abcdefghij' });
  });

  it('never throw on what strangers write', () => {
    fc.assert(fc.property(fc.string(), (text) => readAddress(text, DOMAIN, ['s']) === null));
    fc.assert(fc.property(fc.string(), (text) => readAddress(`r-${text}@${DOMAIN}`, DOMAIN, ['s']) === null));
  });

  it('refuse to sign an id outside the alphabet', () => {
    expect(() => signAddress({ purpose: 'reply', id: 'BRA/2027/01' }, DOMAIN, 's')).toThrow(
      "'BRA/2027/01' cannot be signed: expected 10 to 16 characters of a-z and 2-7",
    );
  });
});

describe('a text without what was signed', () => {
  it('holds no address and no link by which its reader could answer, and all its other words', () => {
    fc.assert(
      fc.property(id, secret, purpose, (id, secret, purpose) => {
        const address = signAddress({ purpose, id }, DOMAIN, secret);
        const token = signToken('link', id, secret);
        const text = `By mail (${address.toUpperCase()}), or https://desk.example/answer/${token}?language=en. Thank you.`;
        const left = withoutTokens(text);
        expect(left).not.toContain(token);
        expect(left.toLowerCase()).not.toContain(address.slice(2, 12));
        expect(left).toMatch(/^By mail \(.*\), or .* Thank you\.$/);
      }),
    );
  });

  it('keeps ordinary words with hyphens', () => {
    const text = 'governmental-responsibilities, r-rated, annual-report/2027/BRA, focal.bra@capital-bra.example';
    expect(withoutTokens(text)).toBe(text);
  });
});

describe('link tokens and step names', () => {
  it('read back a signed link and no other', () => {
    const token = signToken('link', 'abcdefghij', 's');
    expect(readToken('link', token, ['s'])).toBe('abcdefghij');
    expect(readToken('link', `${token}a`, ['s'])).toBeNull();
  });

  it('give one step one name of 16 letters, and other steps others', () => {
    const name = mailKey('annual-report/2027/BRA/request/mission');
    expect(name).toMatch(/^[a-z2-7]{16}$/);
    expect(mailKey('annual-report/2027/BRA/request/mission')).toBe(name);
    expect(mailKey('annual-report/2027/BRA/request/capital')).not.toBe(name);
    expect(() => signToken('reply', name, 's')).not.toThrow();
  });
});
