const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/**
 * A Ctrl-C under npm arrives twice, from the terminal and passed on by npm; what comes within this time is one wish. A person's
 * second Ctrl-C comes later.
 */
const SAME_WISH_MS = 1_000;

/** The operator's wish to stop, by signal. It owns these signals until `dispose`. */
export interface StopRequest {
  /** Resolves at the first signal. */
  asked: Promise<void>;
  /** Aborted at the first signal. */
  signal: AbortSignal;
  /** Resolves when it was asked again: now stop at once. */
  insisted: Promise<void>;
  dispose(): void;
}

export function listenForStop(): StopRequest {
  let askedAtMs: number | null = null;
  const asking = new AbortController();
  let insist: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => asking.signal.addEventListener('abort', () => resolve()));
  const insisted = new Promise<void>((resolve) => (insist = resolve));
  const onSignal = (): void => {
    const now = performance.now();
    if (askedAtMs !== null && now - askedAtMs > SAME_WISH_MS) insist();
    askedAtMs ??= now;
    asking.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    asked,
    insisted,
    signal: asking.signal,
    dispose() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
