import { operatorOf } from '../../cli/operator.js';
import { actorWords } from '../../domain/actor.js';

describe('who enters an act by the command line', () => {
  it('is named by the account of the operating system', () => {
    expect(actorWords(operatorOf(() => 'mgarcia'))).toBe('the command line (mgarcia)');
  });

  it('is nobody where the system knows no account', () => {
    const unknown = (): string => {
      throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
    };
    expect([unknown, () => ''].map((account) => actorWords(operatorOf(account)))).toEqual([
      'the command line',
      'the command line',
    ]);
  });
});
