import fc from 'fast-check';

// The same cases in every run; the first that fails kills a mutant, and what has not failed so soon hardly will.
fc.configureGlobal({
  seed: 20_270_301,
  endOnFailure: true,
  interruptAfterTimeLimit: 5_000,
  markInterruptAsFailure: false,
});
