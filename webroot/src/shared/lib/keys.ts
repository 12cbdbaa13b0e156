/** Whether a key was pressed alone, and not to type, to use a control or inside a dialog or menu. */
export function isPlainKey(event: KeyboardEvent, key: string): boolean {
  const at = event.target instanceof Element ? event.target : null;
  return (
    event.key.toLowerCase() === key &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.defaultPrevented &&
    !at?.closest('input, textarea, select, [contenteditable], dialog, [role="menu"], [role="grid"]')
  );
}
