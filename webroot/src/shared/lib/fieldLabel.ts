/** How the page names a field: by its label, or by the legend of a group that is one field, as a date in three parts. */
export function labelOf(field: Element): string {
  const group = field.closest('fieldset');
  const label =
    group && isOneField(group, field)
      ? group.querySelector('legend')
      : (field as HTMLInputElement).labels?.[0];
  return label ? ownText(label) : '';
}

function isOneField(group: Element, field: Element): boolean {
  const name = field.getAttribute('name')!;
  return [...group.querySelectorAll('[name]')]
    .map((one) => one.getAttribute('name')!)
    .every((one) => one === name || one.startsWith(`${name}.`));
}

/** Without what is beside the words, as "(optional)". */
function ownText(label: Element): string {
  const words = [...label.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
  const own = words.map(({ textContent }) => textContent?.trim()).filter(Boolean);
  return own.join(' ') || (label.textContent?.trim() ?? '');
}
