import { join } from 'node:path';
import { CONFIG_VARIABLES, environmentOf, loadConfig } from '../../worker/config.js';

describe('loadConfig', () => {
  it('needs nothing for the demonstration, and keeps everything on loopback', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      data: join(config.root, '.data'),
      mandates: join(config.root, 'mandates'),
      bind: '127.0.0.1',
      webPort: 8300,
      temporal: null,
      databaseUrl: null,
      isDemonstration: true,
      smtpUrl: 'smtp://127.0.0.1:2526',
      publicUrl: 'http://127.0.0.1:8300',
      temporalUiBaseUrl: 'http://127.0.0.1:8233',
      mailDomain: 'tip-desk.example',
      setSize: 1,
      deputyAfterWorkingDays: 3,
    });
  });

  it('names every fault in one error', () => {
    const env = {
      COORDINATOR_WEB_PORT: '70000',
      COORDINATOR_SMTP_PORT: 'mail',
      COORDINATOR_BIND: 'everywhere',
      COORDINATOR_SET_SIZE: '501',
      COORDINATOR_LOG_LEVEL: 'loud',
      TEMPORAL_ADDRESS: 'temporal.example',
      DATABASE_URL: 'mysql://secret@db.example',
    };
    const faults = Object.keys(env).map((name) => expect.stringContaining(`\n  ${name} `));
    let message = '';
    try {
      loadConfig(env);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const fault of faults) expect(message).toEqual(fault);
    expect(message).not.toContain('secret');
    expect(message).toMatchInlineSnapshot(`
      "The configuration cannot be used:
        COORDINATOR_BIND must be an IP address of this machine (it is 'everywhere')
        COORDINATOR_WEB_PORT must be a port, 1 to 65535 (it is '70000')
        COORDINATOR_SMTP_PORT must be a port, 1 to 65535 (it is 'mail')
        COORDINATOR_SET_SIZE must be a whole number, 1 to 500 (it is '501')
        COORDINATOR_LOG_LEVEL is not usable: invalid option: expected one of "trace"|"debug"|"info"|"warn"|"error" (it is 'loud')
        TEMPORAL_ADDRESS must be a host and a port: temporal.example:7233 (it is 'temporal.example')
        DATABASE_URL must be a URL that begins with postgres:// or postgresql://"
    `);
  });

  it('reads a mailbox at a provider, with a password or a token', () => {
    const { mailbox, oauth } = loadConfig({ IMAP_URL: 'imaps://tip%40oas.example:a%2Fb@imap.oas.example' });
    expect(mailbox).toEqual({
      host: 'imap.oas.example',
      port: 993,
      isSecure: true,
      user: 'tip@oas.example',
      password: 'a/b',
      folder: 'INBOX',
      name: 'tip@oas.example@imap.oas.example',
    });
    expect(oauth).toBeNull();
    const byToken = loadConfig({
      IMAP_URL: 'imap://tip%40oas.example@127.0.0.1:1143/TIP/Notes',
      MAIL_OAUTH_TOKEN_URL: 'https://login.oas.example/token',
      MAIL_OAUTH_CLIENT_ID: 'coordinator',
    });
    expect(byToken.mailbox).toMatchObject({ port: 1143, isSecure: false, password: null, folder: 'TIP/Notes' });
    expect(byToken.oauth).toMatchObject({ clientId: 'coordinator', clientSecret: null, refreshToken: null });
  });

  it.each([
    [{ IMAP_URL: 'imaps://imap.oas.example/INBOX' }, /IMAP_URL must be a URL such as imaps:.*with a user$/],
    [{ IMAP_URL: 'pop3://tip:hush@pop.oas.example' }, /IMAP_URL must be a URL such as imaps:/],
    [{ IMAP_URL: 'imaps://tip@imap.oas.example' }, /MAIL_OAUTH_TOKEN_URL must be set where IMAP_URL holds no password/],
    [{ MAIL_OAUTH_TOKEN_URL: 'https://x.example/t' }, /MAIL_OAUTH_CLIENT_ID must be set together/],
    [
      {
        SMTP_URL: 'smtp://m.example',
        COORDINATOR_SHARED_ADDRESS: 'tip@oas.example',
        COORDINATOR_ADDRESS: 'c@oas.example',
      },
      /IMAP_URL must be set together with COORDINATOR_SHARED_ADDRESS: answers come into that mailbox/,
    ],
    [{ COORDINATOR_TLS_CERT: 'a.pem' }, /COORDINATOR_TLS_KEY must be set together with COORDINATOR_TLS_CERT/],
    [{ COORDINATOR_MAILS_PER_MINUTE: '0' }, /COORDINATOR_MAILS_PER_MINUTE/],
    [{ CLAMD_URL: 'clamd' }, /CLAMD_URL must be tcp:.*\(it is 'clamd'\)/],
    [{ COORDINATOR_SHARED_ADDRESS: 'tip' }, /COORDINATOR_SHARED_ADDRESS must be a mail address \(it is 'tip'\)/],
  ])('refuses %j', (env, words) => {
    expect(() => loadConfig(env)).toThrow(words);
    try {
      loadConfig(env);
    } catch (error) {
      expect((error as Error).message).not.toContain('hush');
    }
  });

  it('takes the domain of its Message-IDs from the one shared address', () => {
    expect(loadConfig({ COORDINATOR_SHARED_ADDRESS: 'TIP@oas.example' })).toMatchObject({
      sharedAddress: 'tip@oas.example',
      mailDomain: 'oas.example',
    });
  });

  it('asks for the addresses of the desk when real mail is sent', () => {
    expect(() => loadConfig({ SMTP_URL: 'smtp://mail.example' })).toThrow(
      /COORDINATOR_MAIL_DOMAIN must be set together with SMTP_URL\n {2}COORDINATOR_ADDRESS must be/,
    );
  });

  it('takes an option before the environment, and an empty variable as not set', () => {
    const env = { COORDINATOR_WEB_PORT: '9000', COORDINATOR_SMTP_PORT: '' };
    expect(loadConfig(env, { COORDINATOR_WEB_PORT: '9001' })).toMatchObject({ webPort: 9001, smtpPort: 2525 });
    expect(loadConfig(env, { COORDINATOR_WEB_PORT: '9001' }).publicUrl).toBe('http://127.0.0.1:9001');
  });

  it('reads a real Temporal by the variables of its SDK', () => {
    const env = { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'oas', TEMPORAL_API_KEY: 'key' };
    expect(loadConfig(env).temporal).toMatchObject({
      namespace: 'oas',
      connectionOptions: { address: 'temporal.example:7233', apiKey: 'key', tls: true },
    });
    expect(loadConfig(env).temporalUiBaseUrl).toBeNull();
  });

  it('gives a started process the same configuration, with the servers that run', () => {
    const config = loadConfig({ HOME: '/home/desk' }, { COORDINATOR_WEB_PORT: '9001', COORDINATOR_DATA: '/srv/desk' });
    const running = { databaseUrl: 'postgres://a:b@127.0.0.1:1/c', temporalAddress: '127.0.0.1:2' };
    const { environment, ...child } = loadConfig(environmentOf(config, running));
    const { environment: ours, ...parent } = config;
    expect(child).toEqual({
      ...parent,
      databaseUrl: running.databaseUrl,
      temporal: { connectionOptions: expect.objectContaining({ address: '127.0.0.1:2' }), namespace: 'default' },
    });
    expect(environment).toMatchObject(ours);
  });
});

describe('CONFIG_VARIABLES', () => {
  it('tells the defaults that are really taken', () => {
    const told = CONFIG_VARIABLES.filter((one) => one.default !== null && !one.default.includes('<'));
    // Setting each told default changes nothing.
    const env = Object.fromEntries(told.map((one) => [one.name, one.default ?? '']));
    const { root, environment, ...set } = loadConfig({ ...env, COORDINATOR_DATA: '', COORDINATOR_MANDATES: '' });
    const { environment: none, ...unset } = loadConfig({});
    expect({ root, ...set }).toEqual(unset);
    expect([environment.COORDINATOR_WEB_PORT, none]).toEqual(['8300', {}]);
  });
});
