/** A fault that a page shows to the reader, with what to do next. */
export class PageFault extends Error {
  override readonly name = 'PageFault';
  constructor(
    readonly statusCode: number,
    readonly title: string,
    /** What to do, in one or two sentences. */
    readonly advice: string,
  ) {
    super(title);
  }
}

export function notFound(what: string): PageFault {
  return new PageFault(
    404,
    `There is no such ${what}`,
    'The address may be mistyped. The overview lists what there is.',
  );
}
