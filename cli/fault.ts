/** A command that cannot do what was asked, with words for the person; `exitCode` 2 is wrong use, 1 anything else. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
