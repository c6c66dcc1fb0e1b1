import { byOperator } from '../../cli/operator.js';

describe('who enters an act by the command line', () => {
  it('is named by the account of the operating system', () => {
    expect(byOperator(() => 'mgarcia')).toBe('the command line (mgarcia)');
  });

  it('is nobody where the system knows no account', () => {
    const unknown = (): string => {
      throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
    };
    expect([byOperator(unknown), byOperator(() => '')]).toEqual(['the command line', 'the command line']);
  });
});
