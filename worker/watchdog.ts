import type { Child } from '../adapters/embedded/child.js';

export interface WatchdogOptions {
  /** So long a program may be silent, in milliseconds; it says every two seconds that it lives (`pulse.ts`). */
  silentMs: number;
  /** Told once, when the child is being ended. */
  onSilent: (seconds: number) => void;
}

/** A program that is busy with one thing for a minute answers nobody: neither mail nor page nor signal. */
export const SILENT_MS = 60_000;

/**
 * Ends a child that has stopped saying that it lives; whoever keeps it running then starts it again. It is killed: a process whose
 * event loop stands still hears no other signal. Returns how to stop watching.
 */
export function watchOver(child: Child, { silentMs, onSilent }: WatchdogOptions): () => void {
  const everyMs = silentMs / 10;
  let looked = performance.now();
  let heard = child.heardAt();
  let since = looked;
  const timer = setInterval(() => {
    const now = performance.now();
    // Where we have slept ourselves, with the machine or for want of it, the child was not silent but unheard.
    const wasAsleep = now - looked > 3 * everyMs;
    looked = now;
    if (wasAsleep || child.heardAt() !== heard) {
      heard = child.heardAt();
      since = now;
    }
    if (now - since <= silentMs || child.hasExited()) return;
    clearInterval(timer);
    onSilent(Math.round((now - since) / 1000));
    void child.stop(true);
  }, everyMs);
  timer.unref();
  void child.exited.then(() => clearInterval(timer));
  return () => clearInterval(timer);
}
