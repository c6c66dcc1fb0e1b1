/** A line on standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** One JSON object a line, for programs. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
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
