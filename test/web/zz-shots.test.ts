import { chromium } from 'playwright-core';
import { createSession, SESSION_COOKIE } from '../../web/session.js';
import { openDesk, SESSION_KEY } from './desk.js';
import { formBody, hiddenField } from './form.js';

it('shots', async () => {
  const desk = await openDesk({
    settings: { isDemonstration: process.env.SHOT === 'release' ? false : true, mailboxUrl: 'http://127.0.0.1:8325' },
  });
  try {
    await desk.open({ isReleased: process.env.SHOT !== 'release' });
    if (process.env.SHOT !== 'release') {
      desk.clock.at = '2026-12-18T15:00:00.000Z';
      await desk.cases.pass(desk.clock.at);
      for (const party of ['BRA', 'ARG', 'CAN', 'HTI', 'JAM']) {
        const path = desk.answerPath(party);
        const page = await desk.read(path);
        const body = await formBody(
          {
            nonce: hiddenField(page.body, 'nonce'),
            text: `Informe de ${party}\n\nSegunda línea.`,
            name: 'Ana Pérez',
            function: 'Primera Secretaria',
          },
          [
            { name: `Informe ${party} 2026 – versión final.pdf`, bytes: new Uint8Array(123456) },
            { name: 'anexo.xlsx', bytes: new Uint8Array(4321) },
          ],
        );
        const res = await desk.post(path, body);
        expect(res.statusCode).toBe(303);
      }
      const mail = desk.addressing.identify('annual-report/2027/PER/request/mission');
      await desk.receive(
        'From: mision@peru.example\r\nTo: x@tip-desk.example\r\nSubject: Recibido\r\nMessage-ID: <1@peru.example>\r\n\r\nEstimados señores:\r\n\r\nHemos recibido la nota y la hemos enviado a nuestra capital.\r\n',
        mail.replyAddress,
        'reply',
        mail.id,
      );
      await desk.receive(
        'From: someone@else.example\r\nTo: desk@tip-desk.example\r\nSubject: Question about the <b>report</b>\r\nMessage-ID: <2@else.example>\r\n\r\nDear colleagues, where can I send our data?\r\n',
        'desk@tip-desk.example',
        'desk',
        null,
      );
      const d = '2026-12-18T15:00:00.000Z';
      for (const role of ['mission', 'capital'])
        await desk.cases.deliver('', 'annual-report/2027/SUR', {
          type: 'bounce',
          id: `b${role}`,
          at: d,
          contact: `SUR/${role}`,
          isHard: true,
          detail: '550 5.1.1 no such user',
        });
      await desk.cases.deliver('', 'annual-report/2027/GTM', {
        type: 'bounce',
        id: `bg`,
        at: d,
        contact: `GTM/capital`,
        isHard: true,
        detail: '550 5.1.1 no such user',
      });
    }
    const url = desk.url;
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const session = createSession(SESSION_KEY, desk.clock.now());
    const paths: Record<string, string> =
      process.env.SHOT === 'release'
        ? { overview0: '/desk', release: '/desk/cycles/annual-report/2027/release' }
        : {
            front: '/',
            overview: '/desk',
            request: '/desk/requests/annual-report/2027/ARG',
            message: '/desk/requests/annual-report/2027/PER',
            mail: '/desk/mail',
            sent: '/desk/mail/sent',
            answer: desk.answerPath('ECU'),
            answered: desk.answerPath('ARG'),
            unknown: '/answer/x',
            stranger: '/desk-none',
          };
    for (const width of [1200, 390]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      await context.addCookies([{ name: SESSION_COOKIE, value: session, url }]);
      const page = await context.newPage();
      page.on('console', (m) => console.log(m.text()));
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(url + path);
        if (name === 'release') await page.locator('details').first().locator('summary').first().click();
        if (name === 'release') await page.waitForTimeout(800);
        const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        if (over) console.log(name, width, 'overflow', over);
        await page.screenshot({
          path: `/tmp/w/shots/${name}-${width}.png`,
          fullPage: true,
          ...(name === 'release' ? { clip: { x: 0, y: 0, width, height: 2000 } } : {}),
        });
      }
      if (process.env.SHOT !== 'release') {
        await page.goto(url + desk.answerPath('ECU'));
        await page.fill('#text', 'Respuesta del Ecuador');
        await page.setInputFiles('#files', {
          name: `ley-${width}.pdf`,
          mimeType: 'application/pdf',
          buffer: Buffer.from(`x${width}`),
        });
        await page.click('button[type=submit]');
        await page.waitForURL(/received/);
        await page.screenshot({ path: `/tmp/w/shots/done-${width}.png`, fullPage: true });
        await page.goto(url + desk.answerPath('URY'));
        await page.click('button[type=submit]');
        await page.screenshot({ path: `/tmp/w/shots/error-${width}.png`, fullPage: true });
        const row = await desk.db
          .selectFrom('mail_out')
          .select('id')
          .where('party', '=', 'ARG')
          .executeTakeFirstOrThrow();
        await page.goto(`${url}/desk/mail/sent/${row.id}`);
        await page.waitForTimeout(500);
        await page.screenshot({ path: `/tmp/w/shots/sentone-${width}.png`, fullPage: true });
      }
      await context.close();
    }
    await browser.close();
    console.log(desk.warnings);
  } finally {
    await desk.stop();
  }
}, 180_000);
