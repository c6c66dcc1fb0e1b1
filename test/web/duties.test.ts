import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/** The duties beside the annual report, as the desk and the parties see them. */

describe('a duty of the Coordinator and the letters to organs', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openedDesk();
    await desk.open({ obligation: 'assembly-report' });
    await desk.open({ obligation: 'organ-report' });
    await desk.open({ obligation: 'fund-contributions' });
  });
  afterAll(async () => desk.stop());

  it('opens with the annual report, and says where else a decision waits', async () => {
    const { body } = await desk.page('/desk');
    expect(body).toContain('<h1>Annual report to the Permanent Council on trafficking in persons, 2027</h1>');
    expect(body).toContain('More waits elsewhere:');
    expect(body).toContain(
      'Report to the General Assembly on the implementation of AG/RES. 2019, 2027</a> (1 decision)',
    );
  });

  it('calls the duty by what it is, with its day and how it is done', async () => {
    const { body } = await desk.page('/desk?cycle=assembly-report%2F2027');
    expect(body).toContain('A duty of yours is due');
    expect(body).toContain('Due 2027-05-10');
    expect(body).toContain('npx coordinator file');
    expect(body).not.toContain('More waits elsewhere');
  });

  it('lists every organ as a party of the cycle, and says on its request what it is', async () => {
    const { body } = await desk.page('/desk?cycle=organ-report%2F2027');
    expect(body).toContain('Inter-American Commission of Women');
    expect(body).not.toContain('Brazil');
    expect((await desk.page('/desk/requests/organ-report/2027/CIM')).body).toContain(
      'Organ of the inter-American system',
    );
    expect((await desk.page('/desk/requests/fund-contributions/2027/ESP')).body).toContain('Permanent observer');
  });

  it('is answered by an organ on its own page, in its language, under its own heading', async () => {
    const { link } = desk.addressing.identify('organ-report/2027/IIN/request/secretariat');
    const { body, statusCode } = await desk.read(new URL(link).pathname);
    expect(statusCode).toBe(200);
    expect(body).toContain('<html lang="es"');
    expect(body).toContain('Órgano u organización');
    expect(body).not.toContain('<dt>Estado</dt>');
  });
});
