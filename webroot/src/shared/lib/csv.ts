/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/;

function field(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as RFC 4180 writes it, with a byte order mark, by which spreadsheets know that it is UTF-8. */
export function csv(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(field).join(',') + '\r\n').join('')}`;
}
