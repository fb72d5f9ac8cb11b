// `npm run judge`: what others say of all that is here, and what is said of it as a whole. Apart from `npm test`, which is run all the time.
/** @type {import('jest').Config} */
module.exports = { ...require('./jest.config'), testMatch: ['**/*.judge.ts'] };
