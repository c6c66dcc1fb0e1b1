/*
 * A structured header field is text from outside: it is read from left to right, every character once. What stands
 * inside quotes or a comment is never taken for syntax, and an encoded word (RFC 2047) is never opened: it has no place
 * where syntax is expected.
 */

const BLANKS = new Set([' ', '\t', '\r', '\n']);
const DELIMITERS = new Set(['"', '(', ')']);
const LETTER = /^[A-Za-z0-9_-]$/;

/** Reads a structured field by the lexical rules of RFC 5322, section 3.2. */
export class FieldScanner {
  private at = 0;
  private isPastBlank = true;
  /** False once a quoted string or a comment has had no end. */
  isSound = true;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether a word cannot go on here: after or before a blank or a comment, before `;`, at the end. */
  get isBetween(): boolean {
    const next = this.text[this.at];
    return this.isPastBlank || next === undefined || BLANKS.has(next) || next === '(' || next === ';';
  }

  /** Whether a part of the field ends here. */
  get isAtBreak(): boolean {
    return this.isAtEnd || this.text[this.at] === ';';
  }

  /** Passes over blanks and comments, which may be nested, and returns the words of the comments. */
  skip(): string {
    const comments: string[] = [];
    while (!this.isAtEnd) {
      const next = this.text[this.at] ?? '';
      if (next === '(') comments.push(this.comment());
      else if (BLANKS.has(next)) this.at += 1;
      else break;
      this.isPastBlank = true;
    }
    return comments.join(' ');
  }

  /** Passes over one sign where it is the next. */
  take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    this.isPastBlank = false;
    return true;
  }

  /** Letters, digits, hyphens and underscores, in lower case; '' where none stands here. */
  keyword(): string {
    const start = this.at;
    while (LETTER.test(this.text[this.at] ?? '')) this.at += 1;
    if (this.at > start) this.isPastBlank = false;
    return this.text.slice(start, this.at).toLowerCase();
  }

  /**
   * A token, a quoted string, or an address whose local part may be one; null where none stands here. Blanks and
   * comments are allowed around the at sign alone. Quotes and escapes are taken off.
   */
  value(): string | null {
    let value = this.run();
    if (value === null) return null;
    for (;;) {
      const isOpen = this.text[this.at - 1] === '@';
      this.skip();
      const more = isOpen || this.text[this.at] === '@' ? this.run() : null;
      if (more === null) return value;
      value += more;
    }
  }

  /** What stands behind a word of its own, before the next `;`; null where the word does not stand there. */
  valueAfter(word: string): string | null {
    while (!this.isAtBreak) {
      this.skip();
      const found = this.run();
      this.skip();
      if (found?.toLowerCase() === word) return this.run();
      if (found === null) this.at += this.isAtBreak ? 0 : 1;
    }
    return null;
  }

  /** Goes on to the next such sign outside quotes and comments, or to the end. */
  seek(sign: string): void {
    while (!this.isAtEnd && this.text[this.at] !== sign) {
      const next = this.text[this.at];
      if (next === '(') this.comment();
      else if (next === '"') this.quoted();
      else this.at += 1;
    }
  }

  /** A quoted string, or whatever stands up to a blank, a quote, a comment or `;`. */
  private run(): string | null {
    this.isPastBlank = false;
    if (this.text[this.at] === '"') return this.quoted();
    const start = this.at;
    while (!this.isAtBreak && !BLANKS.has(this.text[this.at] ?? '') && !DELIMITERS.has(this.text[this.at] ?? ''))
      this.at += 1;
    return this.at === start ? null : this.text.slice(start, this.at);
  }

  private quoted(): string {
    const words: string[] = [];
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      if (this.text[this.at] === '"') {
        this.at += 1;
        return words.join('');
      }
      if (this.text[this.at] === '\\') this.at += 1;
      words.push(this.text[this.at] ?? '');
    }
    return this.endless(words);
  }

  private comment(): string {
    const words: string[] = [];
    let depth = 0;
    for (; this.at < this.text.length; this.at += 1) {
      const next = this.text[this.at] ?? '';
      if (next === '(') depth += 1;
      if (next === ')') depth -= 1;
      if (depth === 0) {
        this.at += 1;
        return words.slice(1).join('');
      }
      if (next === '\\') this.at += 1;
      words.push(this.text[this.at] ?? '');
    }
    return this.endless(words);
  }

  private endless(words: string[]): string {
    this.at = this.text.length;
    this.isSound = false;
    return words.join('');
  }
}
