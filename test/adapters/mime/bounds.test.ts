import { readMail } from '../../../adapters/mime/mail.js';

/* Whatever is made of a mail can be kept, shown and sent: the places that hold it are finite. */
const mail = (head: string[], body = 'words') => readMail(Buffer.from([...head, '', body].join('\r\n')));

it('takes so many files and says how many there were', async () => {
  const file = '--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n';
  const { attachments, faults } = await mail(['Content-Type: multipart/mixed; boundary=x'], `${file.repeat(600)}--x--`);
  expect(attachments).toHaveLength(500);
  expect(faults[0]).toEqual({
    code: 'too-many-parts',
    detail: 'it holds 600 files, of which 500 were taken: the rest stands in the raw mail',
  });
});

it('cuts words and says so, and a subject and a name without a word', async () => {
  const long = await mail(
    [`Subject: ${'s'.repeat(5000)}`, `From: "${'n'.repeat(5000)}" <a@b.example>`],
    'w'.repeat(600_000),
  );
  expect([long.subject.length, long.from[0]?.name.length, long.text.length]).toEqual([1000, 200, 500_000]);
  expect(long.faults[0]?.code).toBe('too-large');
});

it('cuts no address and no id, which would be another’s: they are left out', async () => {
  const address = `${'a'.repeat(300)}@b.example`;
  const read = await mail([
    `From: <${address}>`,
    `Message-ID: <${'m'.repeat(2000)}@a>`,
    `References: <${'r'.repeat(2000)}@a> <b@c>`,
  ]);
  expect(read.from).toEqual([{ name: address.slice(0, 200), address: '' }]);
  expect([read.messageId, read.references]).toEqual([null, ['b@c']]);
});

it('names so many authors that nobody can be taken for one of them', async () => {
  const { from } = await mail([`From: ${'<a@b.example>, '.repeat(100)}<c@d.example>`]);
  expect(from).toHaveLength(20);
});
