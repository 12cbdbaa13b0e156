/**
 * Resolves in the browser's next task: it answers presses and draws in between. By a message, because timers and frames
 * stop in a tab that is not seen.
 */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
