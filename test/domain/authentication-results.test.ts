import fc from 'fast-check';
import { readAuthenticationResults } from '../../domain/authentication-results.js';

/** `dmarc=pass header.from=a.example`, for each result. */
const words = (field: string): string[] | undefined =>
  readAuthenticationResults(field)?.results.map(({ method, result, properties }) =>
    [`${method}=${result}`, ...properties.map(({ name, value }) => `${name}=${value}`)].join(' '),
  );
const isWellFormed = (field: string): boolean | undefined => readAuthenticationResults(field)?.isWellFormed;

describe('an Authentication-Results field', () => {
  it.each<[string, string, string[]]>([
    ['mx.example 1; none', 'mx.example', []],
    ['mx.example; none;', 'mx.example', []],
    ['mx.example; spf=pass smtp.mailfrom=b.example', 'mx.example', ['spf=pass smtp.mailfrom=b.example']],
    [
      'mx.example; auth=pass (cram-md5) smtp.auth=a@b.example; spf=pass smtp.mailfrom=b.example',
      'mx.example',
      ['auth=pass smtp.auth=a@b.example', 'spf=pass smtp.mailfrom=b.example'],
    ],
    [
      'mx.example; dkim=pass reason="good signature" header.i=@a.example; dkim=fail reason="bad" header.i=@b.example',
      'mx.example',
      ['dkim=pass reason=good signature header.i=@a.example', 'dkim=fail reason=bad header.i=@b.example'],
    ],
    [
      'mx.example (front (of the) office) 1 (one);\r\n dkim (odd) / 1 (v) = (so) fail\r\n policy (a) . (b) expired (c) = 7',
      'mx.example',
      ['dkim=fail policy.expired=7'],
    ],
    ['"mx.example";dmarc=pass header.from="a.example"', 'mx.example', ['dmarc=pass header.from=a.example']],
    ['MX.Example.;DMARC=PASS Header.From=A.example', 'mx.example', ['dmarc=pass header.from=A.example']],
    [
      'mx.example; spf=pass smtp.mailfrom="a ; dmarc=pass \\" header.from=x"@b.example; dmarc=fail header.from=a',
      'mx.example',
      ['spf=pass smtp.mailfrom=a ; dmarc=pass " header.from=x@b.example', 'dmarc=fail header.from=a'],
    ],
    [
      'mx.example; spf=pass smtp.mailfrom="a b" (c) @ (d) b.example',
      'mx.example',
      ['spf=pass smtp.mailfrom=a b@b.example'],
    ],
    ['mx.example; spf=pass smtp.mailfrom=<a@b.example>', 'mx.example', ['spf=pass smtp.mailfrom=<a@b.example>']],
    [
      'mx.example; dkim=pass header.b=ab/c+d==; iprev=pass policy.iprev=2001:db8::1',
      'mx.example',
      ['dkim=pass header.b=ab/c+d==', 'iprev=pass policy.iprev=2001:db8::1'],
    ],
    [
      'mx.example; dmarc=pass action=none header.from=a.example;compauth=pass reason=100',
      'mx.example',
      ['dmarc=pass action=none header.from=a.example', 'compauth=pass reason=100'],
    ],
  ])('%s', (field, authserv, results) => {
    expect(readAuthenticationResults(field)).toMatchObject({ authserv, isWellFormed: true });
    expect(words(field)).toEqual(results);
  });

  it('says what comments stand behind the result, however nested, and no other', () => {
    const [found] =
      readAuthenticationResults('mx (p=none); dmarc (x) = fail (p=REJECT (sp=\\)none)) header.from=a (p=none)')
        ?.results ?? [];
    expect(found).toMatchObject({ comment: 'p=REJECT (sp=)none)', properties: [{ name: 'header.from', value: 'a' }] });
  });

  it.each([
    ['a quoted string without an end', 'mx.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=a.example'],
    ['a comment without an end', 'mx.example; spf=pass (a; dmarc=pass header.from=a.example'],
    ['a comment that was not begun', 'mx.example; spf=pass a) smtp.mailfrom=b'],
    ['an escaped end of a comment', 'mx.example; spf=pass (a\\); dmarc=pass'],
    ['another version', 'mx.example 2; dmarc=pass header.from=a.example'],
    ['another version of the method', 'mx.example; dmarc/2=pass header.from=a.example'],
    ['words in place of the version', 'mx.example from=a.example; dkim=pass (ok)'],
    ['no result', 'mx.example'],
    ['no result but a semicolon', 'mx.example;'],
    ['an empty part', 'mx.example;; dmarc=pass header.from=a.example'],
    ['none beside a result', 'mx.example; none; dmarc=pass'],
    ['a result beside none', 'mx.example; dmarc=pass; none'],
    ['words in place of a property', 'mx.example; dmarc=pass header.from=a.example and more'],
    ['a property without a type', 'mx.example; dmarc=pass from=a.example'],
    ['a property without a value', 'mx.example; dmarc=pass header.from='],
    ['two results in one', 'mx.example; dmarc=fail dmarc=pass header.from=a.example'],
    ['a result that goes on', 'mx.example; dmarc=pass"" header.from=a.example'],
    ['a result in quotes', 'mx.example; dmarc="pass" header.from=a.example'],
    ['a method in quotes', 'mx.example; "dmarc"=pass header.from=a.example'],
    ['an encoded method', 'mx.example; =?utf-8?q?dmarc=3Dpass?= header.from=a.example'],
    ['properties that touch', 'mx.example; dmarc=pass header.from="a.example"header.d=b'],
    ['a zero byte', 'mx.example; dmarc=pass header.from=a.example\0'],
    ['a blank that is none', 'mx.example;\u00a0dmarc=pass header.from=a.example'],
    ['a vertical tab', 'mx.example;\vdmarc=pass header.from=a.example'],
  ])('is not well formed with %s', (_what, field) => {
    expect(isWellFormed(field)).toBe(false);
  });

  it.each(['', ' ', ';', '; dmarc=pass', '(mx.example); dmarc=pass', '"mx.example', 'mx.example); dmarc=pass'])(
    'of nobody: %j',
    (field) => {
      expect(readAuthenticationResults(field)?.isWellFormed ?? false).toBe(false);
    },
  );

  it('is of the server whose whole name it bears', () => {
    const authserv = (field: string): string | undefined => readAuthenticationResults(field)?.authserv;
    for (const field of [
      'mx.example@evil.example; x=pass',
      'mx.example @ evil.example; x=pass',
      'mx.example/1; x=pass',
    ])
      expect(authserv(field)).not.toBe('mx.example');
    expect(authserv('=?utf-8?q?mx.example?=; x=pass')).not.toBe('mx.example');
    expect(authserv('mx\\.example; x=pass')).not.toBe('mx.example');
  });

  it('reads what it can of a part that breaks the grammar, and the parts behind it', () => {
    expect(words('mx.example; dmarc=fail ???; (a) spf = pass smtp.helo=b')).toEqual([
      'dmarc=fail',
      'spf=pass smtp.helo=b',
    ]);
    expect(words('mx.example; "; dmarc=pass"; spf=fail')).toEqual(['spf=fail']);
    expect(words('mx.example; (; dmarc=pass); spf=fail')).toEqual(['spf=fail']);
  });

  const syntax = fc.constantFrom(
    ...';=.,/@"()\\ \t<>[]:?'.split(''),
    'dmarc', 'spf', 'pass', 'fail', 'none', 'header', 'from', 'mx.example', '1', '=?utf-8?q?', '?=', '\r\n ', 'é', '\0',
  ); // prettier-ignore
  const noise = fc.array(syntax, { maxLength: 40 }).map((parts) => parts.join(''));

  it('never throws, and finds no result that does not stand outside quotes and comments', () => {
    fc.assert(
      fc.property(noise, noise, (one, other) => {
        const quoted = one.replaceAll(/["\\]/g, '\\$&');
        const comment = other.replaceAll(/[()\\]/g, '\\$&');
        const field = `mx.example; spf=pass (${comment}) smtp.mailfrom="${quoted}"@b.example (${comment}); dmarc=fail`;
        expect(words(field)).toEqual([`spf=pass smtp.mailfrom=${one}@b.example`, 'dmarc=fail']);
        readAuthenticationResults(`${one}${other}`);
        readAuthenticationResults(`mx.example;${one};${other}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '(',
    '"',
    ';',
    '\\',
    'a ',
    '(a) ',
    ';a=b ',
    '@',
    '@ ',
    '. ',
    ';a=b c.d="',
    ' a.b=c',
    '/',
    '=',
    '(\\',
    '; "',
  ])('is read in time in proportion to its length: %j repeated', (part) => {
    const time = (times: number): number => {
      const field = `mx.example; a=b ${part.repeat(times)}`;
      const start = process.hrtime.bigint();
      readAuthenticationResults(field);
      return Number(process.hrtime.bigint() - start) / 1e6;
    };
    time(10_000);
    expect(time(300_000)).toBeLessThan(1_500);
  });
});
