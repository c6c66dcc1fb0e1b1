// Stands where the service or the mailbox stands: says two lines, is ready, and ends in good order when it is asked to.
console.log('the first step');
console.log('> what was loaded');
console.log(`Ready with ${process.env.DATABASE_URL ? 'a database' : 'no database'}`);
const alive = setInterval(() => undefined, 1_000);
process.on('SIGTERM', () => clearInterval(alive));
