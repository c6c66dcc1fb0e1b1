import { doubtOfProof, readProof } from '../../domain/authentication.js';
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
  ])('of %j is %s', (change, isDoubt) => {
    expect(doubtOfProof(proof(change)) !== null).toBe(isDoubt);
  });

  it('is none where nobody has looked', () => {
    expect(doubtOfProof(null)).toBeNull();
    expect(doubtOfProof(undefined)).toBeNull();
  });
});
