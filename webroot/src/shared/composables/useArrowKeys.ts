/** Moves the focus among the buttons of a group with the arrow keys, Home and End. */
export function moveFocus(event: KeyboardEvent) {
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const here = buttons.indexOf(document.activeElement as HTMLElement);
  const target = {
    ArrowRight: here + 1,
    ArrowDown: here + 1,
    ArrowLeft: here - 1,
    ArrowUp: here - 1,
    Home: 0,
    End: buttons.length - 1,
  }[event.key];
  if (target === undefined || buttons.length === 0) {
    return;
  }
  event.preventDefault();
  buttons[Math.min(Math.max(target, 0), buttons.length - 1)]?.focus();
}
