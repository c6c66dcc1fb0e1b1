export { adjustment } from './adjustment.js';
export { cycle } from './cycle.js';
export { digest } from './digest.js';
export { incomingMail } from './mail.js';
export { openings } from './openings.js';
export { report } from './report.js';
export { requests } from './requests.js';
export { sweep } from './sweep.js';
