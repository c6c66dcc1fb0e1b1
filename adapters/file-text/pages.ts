import { cleanName, cleanText, FILE_TEXT_VERSION, withoutText } from '../../domain/file-text.js';
import type { FileText, FileTextBounds, FileTextKind, TextPage } from '../../domain/file-text.js';

/** Why the reading of a file ended before its end. */
export class Bounded extends Error {
  override readonly name = 'Bounded';
  constructor(readonly ending: 'tooLong' | 'timedOut') {
    super(ending);
  }
}

/** Collects the words of a file page by page, and ends the reading where a bound is met. */
export class Pages {
  private readonly done: TextPage[] = [];
  private readonly until: number;
  private number = 1;
  private title: string | undefined;
  private pieces: string[] = [];
  private kept = 0;

  constructor(private readonly bounds: FileTextBounds) {
    this.until = performance.now() + bounds.milliseconds;
  }

  /**
   * Adds words to the page that is open.
   * @throws Bounded where no more words are taken.
   */
  add(text: string): void {
    const room = this.bounds.characters - this.kept;
    const taken = text.length > room ? text.slice(0, room) : text;
    this.kept += taken.length;
    this.pieces.push(taken);
    if (taken.length < text.length) throw new Bounded('tooLong');
  }

  /** Opens a page, and closes the one before. @throws Bounded where no more pages are taken. */
  turn(number: number = this.number + 1, title?: string): void {
    this.close();
    if (number > this.bounds.pages) throw new Bounded('tooLong');
    this.number = number;
    this.title = title;
    this.check();
  }

  /** Whether something stands on the page that is open. */
  get isBegun(): boolean {
    return this.pieces.some((piece) => piece.trim() !== '');
  }

  /** To be asked between two pieces of work. @throws Bounded where the time is over. */
  check(): void {
    if (performance.now() > this.until) throw new Bounded('timedOut');
  }

  /** What was read, after `read` has ended by itself or by a bound. */
  async fill(kind: FileTextKind, read: (pages: this) => void | Promise<void>): Promise<FileText> {
    let ending: FileText['ending'] = 'text';
    try {
      await read(this);
    } catch (fault) {
      if (!(fault instanceof Bounded)) throw fault;
      ending = fault.ending;
    }
    this.close();
    if (this.done.length === 0) return withoutText(kind, ending === 'text' ? 'none' : ending);
    return { version: FILE_TEXT_VERSION, kind, ending, pages: this.done };
  }

  private close(): void {
    const text = withoutEdges(cleanText(this.pieces.join(''), this.bounds.characters));
    this.pieces = [];
    if (text === '') return;
    const name = this.title === undefined ? {} : { name: cleanName(this.title) };
    this.done.push({ page: this.number, ...name, text });
  }
}

/** Without empty lines before the first word, and blanks after the last. */
function withoutEdges(text: string): string {
  const first = text.search(/\S/);
  return first < 0 ? '' : text.slice(text.lastIndexOf('\n', first) + 1).trimEnd();
}
