import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { logWords } from '../../domain/log-words.js';
import {
  isBecause,
  isSameReason,
  readRungReason,
  reasonFacts,
  rungReasonWords,
} from '../../domain/request/rung-reason.js';
import type { RungReason } from '../../domain/request/rung-reason.js';

/* Why a rung is left out: a code since version 0.5.0, words before. What was written before is read for ever. */

const REASONS: [RungReason, string][] = [
  [{ code: 'answered' }, 'answered'],
  [{ code: 'answeredInPart' }, 'answered in part'],
  [{ code: 'justified' }, 'justified'],
  [{ code: 'notReached' }, 'the party was not reached'],
  [{ code: 'closed' }, 'closed'],
  [{ code: 'answerOnRecord' }, 'an answer was on record before it left'],
  [{ code: 'overtaken', by: 'reminder-1' }, 'overtaken by reminder-1'],
  [{ code: 'declined', by: 'the desk', because: 'too soon: wait' }, 'declined by the desk: too soon: wait'],
  [{ code: 'passedWhenMoved' }, 'its day had passed when the dates were changed'],
  [{ code: 'passedWhenNoteLeft' }, 'its day had passed when the note left'],
  [{ code: 'passedWhenLadderWentOn' }, 'its day had passed when the ladder went on'],
  [{ code: 'tooSoonAfterNote', days: 14 }, 'it would leave within 14 days of the note'],
  [{ code: 'afterClosing' }, 'the text closes first'],
  [{ code: 'clockStandsStill' }, 'the clock stands still'],
  [{ code: 'held' }, 'held: the party has written'],
  [{ code: 'planChanged' }, 'the plan has changed'],
  [{ code: 'asked', ask: 'assistance' }, 'it asks for assistance'],
  [{ code: 'asked', ask: 'extensionRequested' }, 'it asks for a later date'],
  [{ code: 'asked', ask: 'justification' }, 'it says why no answer comes'],
];

describe('why a rung is left out', () => {
  it.each(REASONS)('%j is worded, and its words are read', (reason, words) => {
    expect(rungReasonWords(reason)).toBe(words);
    expect(readRungReason(words)).toEqual(reason);
    expect(readRungReason(reason)).toBe(reason);
    expect(isSameReason(reason, words)).toBe(true);
    expect(isBecause(words, reason.code)).toBe(true);
    expect(isBecause(reason, 'said')).toBe(false);
  });

  it('is in the words of a person, or of a server, where it is theirs', () => {
    expect(rungReasonWords({ code: 'ended', because: 'the state has left' })).toBe('the state has left');
    expect(rungReasonWords({ code: 'failed', detail: 'BRA/mission: 550' })).toBe('BRA/mission: 550');
    expect(readRungReason('the state has left')).toEqual({ code: 'said', words: 'the state has left' });
  });

  it('is worded as it was, whatever words were stored', () => {
    fc.assert(fc.property(fc.string(), (words) => expect(rungReasonWords(readRungReason(words))).toBe(words)));
  });

  it('is none, or the same as none', () => {
    expect([isBecause(null, 'answered'), isSameReason(null, null), isSameReason(null, 'answered')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('reads alike in a log of today and in one from before', () => {
    for (const [reason, words] of REASONS) {
      const today = logWords({ kind: 'rungSkipped', data: { rung: 'recall-1', ...reasonFacts(reason) } });
      expect(today).toBe(logWords({ kind: 'rungSkipped', data: { rung: 'recall-1', because: words } }));
    }
    const overtaken = { rung: 'recall-1', ...reasonFacts({ code: 'overtaken', by: 'reminder-1' }) };
    expect(logWords({ kind: 'rungSkipped', data: overtaken })).toBe(
      'The first recall was left out: overtaken by the first reminder.',
    );
  });
});

describe('what earlier versions have stored', () => {
  const words = new Set([...inHistories(), ...inInstallations()]);

  it('is there to be read', () => {
    expect(words.size).toBeGreaterThan(4);
  });

  it('is read to a code: none of it is in the words of a person or a server', () => {
    expect([...words].filter((one) => readRungReason(one).code === 'said')).toEqual([]);
  });
});

function inHistories(): string[] {
  const folder = path.resolve('test/histories');
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const payloads = [...text.matchAll(/"data": ?"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) => data);
    return payloads.flatMap((data) => reasonsIn(Buffer.from(data, 'base64').toString('utf8')));
  });
}

function inInstallations(): string[] {
  const folder = path.resolve('test/installations');
  return readdirSync(folder).flatMap((name) =>
    reasonsIn(gunzipSync(readFileSync(path.join(folder, name, 'rows.json.gz'))).toString()),
  );
}

/** Every reason of a rung in a piece of JSON: in its progress, its plan, or the log. */
function reasonsIn(json: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const { reason, dropped, kind, data } = value as Record<string, unknown>;
    if ('attempts' in value && 'decideAt' in value && typeof reason === 'string') found.push(reason);
    if (typeof dropped === 'string') found.push(dropped);
    const because = (data as { because?: unknown } | undefined)?.because;
    if (kind === 'rungSkipped' && typeof because === 'string') found.push(because);
    Object.values(value).forEach(walk);
  };
  try {
    walk(JSON.parse(json));
  } catch {
    // Not every payload is JSON.
  }
  return found;
}
