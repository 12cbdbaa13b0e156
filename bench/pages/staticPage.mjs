const columnPx = 128;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * A page of nothing but a text.
 *
 * @param columns beside each other, each as wide as one of the board
 * @param search whether it has a field to type in
 */
export function staticPage(text, { columns, search } = {}) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const style = columns ? ` style="width: ${columns * columnPx}px; column-count: ${columns}"` : '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escape(lines[0])}</title>
  </head>
  <body${style}>
    <h1>${escape(lines[0])}</h1>${search ? '\n    <label>Search <input type="search" /></label>' : ''}
${lines.map((line) => `    <p>${escape(line)}</p>`).join('\n')}
  </body>
</html>
`;
}
