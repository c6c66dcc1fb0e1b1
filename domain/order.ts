/** The order of instants, dates and codes: by code unit, which reads no locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
