/*
 * Marks at the ends of a text, taken off in time that is in proportion to their number. An expression such as `[.\s]+$` begins anew at each
 * mark and takes the square of it.
 */

/** `text` without the characters at its end that `mark` matches; `mark` is an expression for one character, without the flag `g`. */
export function trimEnd(text: string, mark: RegExp): string {
  let end = text.length;
  while (end > 0 && mark.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `text` without such characters at either end. */
export function trimBoth(text: string, mark: RegExp): string {
  const bare = trimEnd(text, mark);
  let start = 0;
  while (start < bare.length && mark.test(bare.charAt(start))) start += 1;
  return bare.slice(start);
}
