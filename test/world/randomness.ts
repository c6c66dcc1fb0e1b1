import { createHash } from 'node:crypto';

/** Choices that a seed decides: the same seed gives the same choices in the same order. */
export interface Randomness {
  /** A whole number from `low` up to and with `high`. */
  between(low: number, high: number): number;
  bytes(size: number): Buffer;
  /** The same members in another order. */
  shuffle<T>(members: readonly T[]): T[];
}

export function randomnessOf(seed: string): Randomness {
  let count = 0;
  const draw = (): Buffer => createHash('sha256').update(`${seed}/${count++}`).digest();
  const between = (low: number, high: number): number => low + (draw().readUInt32BE() % (high - low + 1));
  return {
    between,
    bytes: (size) => Buffer.concat(Array.from({ length: Math.ceil(size / 32) }, draw)).subarray(0, size),
    shuffle(members) {
      const left = [...members];
      return members.flatMap(() => left.splice(between(0, left.length - 1), 1));
    },
  };
}
