/** Waits until something has come about, however busy the machine is; fails with its words when it has not in time. */
export async function settled(holds: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`it did not come about within ${timeoutMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
