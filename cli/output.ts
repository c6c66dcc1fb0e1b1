/** Controls that a terminal obeys (C0, C1), breaks of lines that are none, and marks that turn the writing round. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A line on standard output. What strangers have written is in many: nothing of it is an order to the terminal. */
export function print(line = ''): void {
  process.stdout.write(`${line.replaceAll(CONTROLS, '\ufffd')}\n`);
}

/** One JSON object a line, for programs. */
export function printJson(value: unknown): void {
  const escaped = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  process.stdout.write(`${JSON.stringify(value).replaceAll(CONTROLS, escaped)}\n`);
}

/** A table with columns as wide as their widest cell; the last column is not padded. */
export function printTable(header: string[], rows: string[][]): void {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  for (const row of [header, ...rows])
    print(
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
}
