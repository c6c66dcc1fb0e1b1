import fc from 'fast-check';
import { doubtOfProof, isSameAuthors, normalDomain, readProof, settleProof } from '../../domain/authentication.js';
import type { SenderProof } from '../../domain/authentication.js';

const AUTHSERV = 'mx.office.example';
const headers = (...values: string[]) => values.map((value) => ({ name: 'authentication-results', value }));
const read = (...values: string[]): SenderProof | null => readProof(headers(...values), AUTHSERV, 'ministry.example');

describe('what the mail server in front has found', () => {
  it('is read from its own field, whatever stands in the comments', () => {
    expect(
      read(
        'MX.office.example 1; spf=pass (dmarc=fail is what a forger writes) smtp.mailfrom=a@ministry.example; dkim=fail reason="x"; dkim=pass header.d=ministry.example; dmarc=pass (p=REJECT) header.from=ministry.example',
      ),
    ).toEqual({ by: 'header', domain: 'ministry.example', spf: 'pass', dkim: 'pass', dmarc: 'pass', policy: 'reject' });
  });

  it('counts by the topmost of its fields, and by nobody else’s', () => {
    expect(read('evil.example; dmarc=pass')).toBeNull();
    expect(read('evil.example; dmarc=pass', `${AUTHSERV}; dmarc=fail`, `${AUTHSERV}; dmarc=pass`)?.dmarc).toBe('fail');
    expect(read(`${AUTHSERV}.evil.example; dmarc=pass`)).toBeNull();
  });

  const dmarcOf = (...values: string[]): string | undefined => read(...values)?.dmarc;
  const PASS = 'dmarc=pass header.from=ministry.example';
  const FAIL = 'dmarc=fail (p=REJECT) header.from=ministry.example';

  it.each<[string, string]>([
    ['a quoted local part', `spf=pass smtp.mailfrom="a ${PASS}"@evil.example; ${FAIL}`],
    ['a quoted local part with semicolons', `spf=pass smtp.mailfrom="; ${PASS} ;"@evil.example; ${FAIL}`],
    ['an escaped quote', `spf=pass smtp.mailfrom="\\"; ${PASS}; x=y \\""@evil.example; ${FAIL}`],
    ['a comment', `spf=pass (; ${PASS};) smtp.mailfrom=evil.example; ${FAIL}`],
    ['a nested comment', `spf=pass (a (b) ; ${PASS};) smtp.mailfrom=evil.example; ${FAIL}`],
    ['an escaped end of a comment', `spf=pass (a \\) ; ${PASS};) smtp.mailfrom=evil.example; ${FAIL}`],
    ['a reason', `spf=fail reason="; ${PASS}" smtp.mailfrom=evil.example; ${FAIL}`],
    ['an encoded word', `spf=pass smtp.mailfrom==?utf-8?q?=3B_dmarc=3Dpass_header.from=3Dministry.example?=; ${FAIL}`],
    ['a property', `spf=pass smtp.dmarc=pass smtp.helo=dmarc=pass; ${FAIL}`],
    ['another method', `x-dmarc=pass header.from=ministry.example; arc-dmarc=pass; ${FAIL}`],
    ['a second result', `${PASS}; ${FAIL}`],
  ])('takes no pass out of %s', (_where, results) => {
    expect(doubtOfProof(read(`${AUTHSERV}; ${results}`))).toContain('DMARC fails');
    expect(dmarcOf(`${AUTHSERV}; ${results.replace(FAIL, 'iprev=pass')}`)).toBe(
      _where === 'a second result' ? 'pass' : 'unknown',
    );
  });

  it.each<[string, string[]]>([
    ['the domain of the author is not named', [`${AUTHSERV}; dmarc=pass`]],
    ['it is named twice', [`${AUTHSERV}; ${PASS} header.from=ministry.example`]],
    ['only the organisation is named', [`${AUTHSERV}; dmarc=pass header.from=example`]],
    ['an address is named', [`${AUTHSERV}; dmarc=pass header.from=a@ministry.example`]],
    ['the result stands twice', [`${AUTHSERV}; ${PASS}; ${PASS}`]],
    ['the field breaks the grammar', [`${AUTHSERV}; ${PASS}; spf=`]],
    ['the field ends in a quoted string', [`${AUTHSERV}; ${PASS}; spf=pass smtp.mailfrom="a`]],
    ['the version is another', [`${AUTHSERV} 2; ${PASS}`]],
    ['the version of the method is another', [`${AUTHSERV}; dmarc/2=pass header.from=ministry.example`]],
    ['it stands in a further field of the server', [`${AUTHSERV}; spf=pass`, `${AUTHSERV}; ${PASS}`]],
    ['the field above breaks the grammar', [`${AUTHSERV}; spf=pass (`, `${AUTHSERV}; ${PASS}`]],
  ])('is no pass where %s', (_where, values) => {
    const proof = read(...values);
    expect(proof?.dmarc).toBe('unknown');
    expect(doubtOfProof(proof)).toBeNull();
  });

  it.each(['evil.example', 'sub.ministry.example', 'inistry.example', 'a.example', 'a@evil.example', '""'])(
    'is a doubt where it was found for %s',
    (author) => {
      const proof = read(`${AUTHSERV}; dmarc=pass header.from=${author}`);
      expect(proof).toMatchObject({ dmarc: 'unknown', ambiguity: 'author' });
      expect(doubtOfProof(proof)).toContain('two senders');
    },
  );

  it.each([
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'MÜNCHEN.example.'],
    ['ministry.example', 'Ministry.EXAMPLE.'],
    ['ministry.example', '"ministry.example"'],
  ])('is of %s where it names %s', (domain, named) => {
    expect(readProof(headers(`${AUTHSERV}; dmarc=pass header.from=${named}`), AUTHSERV, domain)?.dmarc).toBe('pass');
  });

  it('counts against the author wherever it bears the name of the server', () => {
    expect(dmarcOf(`${AUTHSERV}; ${PASS}`, `${AUTHSERV}; ${FAIL}`)).toBe('fail');
    expect(dmarcOf(`${AUTHSERV}; spf=pass`, `${AUTHSERV}; ${FAIL}`)).toBe('fail');
    expect(dmarcOf(`${AUTHSERV}; ${FAIL}; spf="`)).toBe('fail');
    expect(dmarcOf(`evil.example; ${FAIL}`, `${AUTHSERV}; ${PASS}`)).toBe('pass');
    expect(read(`${AUTHSERV}; dmarc=none`, `${AUTHSERV}; spf=fail`)?.spf).toBe('fail');
    expect(read(`${AUTHSERV}; dmarc=none`, `${AUTHSERV}; spf=pass; dkim=pass`)).toMatchObject({
      spf: 'unknown',
      dkim: 'unknown',
    });
  });

  it('asks for what the domain asks for by its own comment alone, and by the strictest', () => {
    const policyOf = (results: string): string | undefined => read(`${AUTHSERV}; ${results}`)?.policy;
    expect(policyOf('dmarc=fail (p=NONE dis=NONE) header.from=ministry.example')).toBe('none');
    expect(policyOf('dmarc=fail (policy=quarantine) header.from=ministry.example')).toBe('quarantine');
    expect(policyOf('dmarc=fail (p=NONE sp=REJECT) header.from=ministry.example')).toBe('reject');
    expect(policyOf('spf=pass (p=none) smtp.mailfrom="p=none"@a; dmarc=fail header.from=ministry.example')).toBe('');
    expect(policyOf('dmarc=fail (p=none); dmarc=fail (p=reject)')).toBe('reject');
    expect(policyOf('dmarc=fail; dmarc=fail (p=none)')).toBe('');
    const forged = `${AUTHSERV}; dmarc=fail (p=none) header.from=ministry.example`;
    expect(doubtOfProof(read(`${AUTHSERV}; dmarc=fail header.from=ministry.example`, forged))).toContain('DMARC fails');
    expect(doubtOfProof(read(forged))).toBeNull();
  });

  it.each([
    'spf=pass smtp.mailfrom="a"b"@evil.example; dmarc=fail (p=none) header.from=ministry.example',
    'spf=pass (a (b) smtp.mailfrom=evil.example; dmarc=fail header.from=ministry.example',
    'spf=pass smtp.mailfrom="a\\"@evil.example; dmarc = fail header.from=ministry.example',
  ])('is a fail where that stands in a field that breaks the grammar: %s', (results) => {
    expect(doubtOfProof(read(`${AUTHSERV}; ${results}`))).toContain('DMARC fails');
  });

  const received = (by: string) => ({ name: 'received', value: `from a (b by c) by ${by} (d) with ESMTP; Mon` });
  const [passing = { name: '', value: '' }] = headers(`${AUTHSERV}; ${PASS}`);
  const from = { name: 'from', value: 'a@ministry.example' };

  it.each([
    ['above the Received of the server', 'pass', [passing, received(AUTHSERV), received('a.example'), from]],
    ['right below it', 'pass', [received(AUTHSERV), passing, received('a.example'), from]],
    ['below the Received of a relay', 'pass', [received('relay.example'), passing, received(AUTHSERV), from]],
    ['below a Received from before', 'unknown', [received(AUTHSERV), received('a.example'), passing, from]],
    ['among the fields of the author', 'unknown', [received(AUTHSERV), from, passing]],
    ['below the subject', 'unknown', [{ name: 'subject', value: 'a' }, passing, from]],
  ])('counts %s: %s', (_where, expected, fields) => {
    expect(readProof(fields, AUTHSERV, 'ministry.example')?.dmarc).toBe(expected);
  });

  const syntax = fc.constantFrom('"', '\\', '(', ')', ';', '=', ' ', '@', AUTHSERV, 'dmarc=pass', 'dmarc=fail (p=none)',
    'header.from=', 'ministry.example', 'spf=pass', 'dkim=pass', '=?utf-8?b?', '?=', '\t', '1', '.', 'é'); // prettier-ignore

  it('says the same whatever stands in quotes, comments, encoded words and foreign fields', () => {
    const text = fc.array(syntax, { maxLength: 30 }).map((parts) => parts.join(''));
    const result = fc.constantFrom(PASS, FAIL, 'dmarc=none header.from=ministry.example', 'dkim=fail');
    fc.assert(
      fc.property(text, text, text, result, (quoted, comment, encoded, results) => {
        const octets = [...Buffer.from(encoded)].map((one) => `=${one.toString(16).padStart(2, '0')}`);
        const word = `=?utf-8?q?${octets.join('')}?=`;
        const quote = `"${quoted.replaceAll(/["\\]/g, '\\$&')}"`;
        const remark = `(${comment.replaceAll(/[()\\]/g, '\\$&')})`;
        const mailfrom = `smtp.mailfrom=${quote} ${remark} @evil.example`;
        const hostile = `spf=neutral ${remark} reason=${quote} ${mailfrom} smtp.helo=${word}`;
        const found = read(
          `evil.example; ${quoted}`,
          `"${AUTHSERV}" ${remark} 1; ${hostile} ${remark}; ${results} ${remark}; ${hostile}`,
        );
        expect(found).toEqual(read(`${AUTHSERV}; spf=neutral; ${results}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is unknown where it says nothing', () => {
    expect(read(`${AUTHSERV}; none`)).toMatchObject({ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', policy: '' });
    expect(read(`${AUTHSERV}; dmarc=bestguesspass`)).toMatchObject({ dmarc: 'unknown' });
  });
});

describe('a doubt', () => {
  const proof = (change: Partial<SenderProof>): SenderProof => ({
    by: 'dns',
    domain: 'ministry.example',
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
    policy: '',
    ...change,
  });

  it.each<[Partial<SenderProof>, boolean]>([
    [{}, false],
    [{ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' }, false],
    [{ dmarc: 'fail', policy: 'reject' }, true],
    [{ dmarc: 'fail', policy: '' }, true],
    [{ dmarc: 'fail', policy: 'none' }, false],
    [{ spf: 'fail' }, true],
    [{ spf: 'fail', dkim: 'pass' }, false],
    [{ spf: 'fail', dmarc: 'pass' }, false],
    [{ spf: 'softfail' }, false],
    [{ dkim: 'fail' }, false],
    [{ dmarc: 'temperror' }, false],
    [{ ambiguity: 'author' }, true],
    [{ dmarc: 'fail', policy: 'none', ambiguity: 'header' }, true],
  ])('of %j is %s', (change, isDoubt) => {
    expect(doubtOfProof(proof(change)) !== null).toBe(isDoubt);
  });

  it('is none where nobody has looked', () => {
    expect(doubtOfProof(null)).toBeNull();
    expect(doubtOfProof(undefined)).toBeNull();
  });
});

describe('a pass', () => {
  const proof: SenderProof = {
    by: 'dns',
    domain: 'ministry.example',
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    policy: 'reject',
  };
  const minister = { address: 'minister@ministry.example' };
  const fields = ['received', 'received', 'from', 'to', 'subject'].map((name) => ({ name, value: '' }));

  it('stands for one author in one field', () => {
    expect(settleProof(proof, { from: [minister], fields }, null)).toEqual(proof);
  });

  it.each([
    ['nobody', []],
    ['two authors', [minister, { address: 'a@evil.example' }]],
    ['two at signs', [{ address: '"a@ministry.example"@evil.example' }]],
    ['no domain', [{ address: 'minister' }]],
  ])('stands for %s never', (_who, from) => {
    expect(settleProof(proof, { from, fields }, null).dmarc).toBe('unknown');
  });

  it.each(['Subject', 'to', 'in-reply-to', 'references', 'content-type', 'date'])(
    'is a doubt where the field %s stands twice',
    (name) => {
      const twice = [...fields, ...[name, name].map((one) => ({ name: one.toLowerCase(), value: '' }))];
      const settled = settleProof(proof, { from: [minister], fields: twice }, null);
      expect(settled).toMatchObject({ dmarc: 'unknown', ambiguity: 'repeated' });
      expect(doubtOfProof(settled)).toContain('twice');
      expect(
        doubtOfProof(settleProof({ ...proof, dmarc: 'none' }, { from: [minister], fields: twice }, null)),
      ).toBeNull();
    },
  );

  it('is a doubt, as anything else is, where the author stands twice, word for word', () => {
    const twice = [...fields, { name: 'from', value: '' }];
    for (const dmarc of ['pass', 'unknown'] as const)
      expect(settleProof({ ...proof, dmarc }, { from: [minister, minister], fields: twice }, null)).toMatchObject({
        dmarc: 'unknown',
        ambiguity: 'author',
      });
  });

  it('is none of a mail that was read in two ways, and a fail stays one', () => {
    expect(settleProof(proof, { from: [minister], fields }, 'author')).toMatchObject({ dmarc: 'unknown' });
    expect(settleProof({ ...proof, dmarc: 'fail' }, { from: [minister], fields }, 'author').dmarc).toBe('fail');
  });
});

describe('authors', () => {
  it.each([
    [['a@b.example'], ['a@B.Example.'], true],
    [['a@münchen.example'], ['a@xn--mnchen-3ya.example'], true],
    [[''], [], true],
    [['a@b.example'], [], false],
    [['a@b.example'], ['c@b.example'], false],
    [['a@b.example'], ['a@b.example', 'a@b.example'], false],
    [['a@'], ['b@'], false],
  ])('%j and %j are the same: %s', (one, other, isSame) => {
    expect(isSameAuthors(one, other)).toBe(isSame);
  });

  it('have domains that no syntax hides in', () => {
    expect(normalDomain('é%67ov.example')).toBe('é%67ov.example');
    expect(normalDomain('a.example/é')).toBe('a.example/é');
    expect(normalDomain('é@a.example')).toBe('é@a.example');
  });
});
