/** Collects the values of an option that may be repeated. */
export function repeated(value: string, all: string[]): string[] {
  return [...all, value];
}
