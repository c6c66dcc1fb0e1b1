/** A text without accents, in small letters: how words of several languages are compared, whatever a keyboard has made of them. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
