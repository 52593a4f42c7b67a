// Loaded into an n8n of the tests before n8n itself: names that lead to this machine, as a hosts file has them, and
// a clock that is ahead.
const dns = require('node:dns');

const { names = [], aheadMs = 0 } = JSON.parse(process.env.E2E_NAMES_AND_CLOCK || '{}');

const lookup = dns.lookup;
dns.lookup = (name, ...more) => lookup(names.includes(name) ? '127.0.0.1' : name, ...more);

const now = Date.now;
Date.now = () => now() + aheadMs;
