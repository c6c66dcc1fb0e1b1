/**
 * The rooms of `domain/` that decide, each with the tests that hold it. A mutant meets the tests of its room alone, quick ones first,
 * since the first that fails ends it: thousands are tried in an hour. The seeded years and the simulations would kill more, and tell less.
 */
export const ROOMS = {
  posting: {
    what: 'whether a rung may leave now',
    mutate: ['domain/posting/*.ts'],
    tests: ['handover', 'last-post', 'post-ruling', 'joint-post'],
  },
  admission: {
    what: 'what becomes of a received mail',
    mutate: ['domain/admission/*.ts'],
    tests: [
      'admission/rule',
      'admission/boundary',
      'admission/verdict',
      'admission/reason',
      'admission/assumption',
      'admission/mail',
    ],
  },
  ladder: {
    what: 'which rung follows, and when',
    mutate: [
      'domain/request.ts',
      'domain/request/{approval,ladder,parking,posting,projection,retry,rung,stage,tone,wake}.ts',
    ],
    tests: ['tone', 'stage', 'request', 'ladder-manners', 'ended', 'own-duty', 'seeded-lives'],
  },
  reasons: {
    what: 'why a rung is left out, by codes and by the words of earlier versions',
    mutate: ['domain/request/rung-reason.ts'],
    tests: ['rung-reason'],
  },
  lateness: {
    what: 'whether an answer is late, and whether anything is still due',
    mutate: ['domain/request/{answer,closing,lateness}.ts', 'domain/{answered,submission}.ts'],
    tests: ['answered', 'submission', 'judged', 'withdrawn', 'ladder-manners', 'ended', 'request', 'seeded-lives'],
  },
  sender: {
    what: 'who may answer, and which request a mail is about',
    mutate: ['domain/sender.ts', 'domain/match.ts', 'domain/try-limit.ts'],
    tests: ['match', 'sender', 'try-limit'],
  },
  publication: {
    what: 'what of an answer may be printed',
    mutate: ['domain/publication.ts'],
    tests: ['publication'],
  },
};
