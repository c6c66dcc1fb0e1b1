/** A line that begins a point of a list: `- `, `• `, `2. `, `(b) `. */
const POINT = /\n(?=[^\S\n]*(?:[-–—•*·]|\(?\d{1,2}[.)°º]|\(?[a-h]\))\s)/gu;

/**
 * The sentences of a text, paragraph by paragraph; a point of a list is a paragraph of its own. Each stands on one line. A full stop
 * inside `No. 12` or `Sr. Pérez` cuts a sentence, which does no harm: what is asked for stands in one piece.
 */
export function paragraphsOf(text: string): string[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(POINT, '\n\n')
    .split(/\n{2,}/)
    .map((paragraph) =>
      paragraph
        .replace(/\s+/g, ' ')
        .split(/(?<=[.!?]) /)
        .map((sentence) => sentence.trim())
        .filter((sentence) => sentence !== ''),
    )
    .filter((sentences) => sentences.length > 0);
}
