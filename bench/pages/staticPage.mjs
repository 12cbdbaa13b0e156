const columnPx = 128;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * A page of nothing but a text.
 *
 * @param columns beside each other, each as wide as one of the board
 */
export function staticPage(text, columns) {
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
    <h1>${escape(lines[0])}</h1>
${lines.map((line) => `    <p>${escape(line)}</p>`).join('\n')}
  </body>
</html>
`;
}
