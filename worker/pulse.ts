/** What a program says to whoever watches over it: that its event loop turns, and so that it can answer. */
export const PULSE = 'alive';
const EVERY_MS = 2_000;

/** Says so until the process ends. Nothing is said to nobody: a program that was started by hand has no watcher. */
export function beginPulse(): void {
  if (process.send === undefined) return;
  // The channel keeps nobody from ending, on either side.
  process.channel?.unref();
  const timer = setInterval(() => {
    if (process.connected) process.send?.(PULSE, undefined, undefined, () => undefined);
  }, EVERY_MS);
  timer.unref();
}
