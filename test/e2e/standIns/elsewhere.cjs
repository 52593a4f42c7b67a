// Loaded into an n8n of the tests before n8n itself. E2E_ELSEWHERE says what differs from this machine:
// - names: they lead to this machine, as a hosts file has them;
// - aheadMs: how far the clock is ahead;
// - hosts: https requests to them go to stand-ins ({"host": "http://127.0.0.1:port"}), as some nodes of n8n know the
//   address of their service by heart.
const dns = require('node:dns');
const http = require('node:http');
const https = require('node:https');

const { names = [], aheadMs = 0, hosts = {} } = JSON.parse(process.env.E2E_ELSEWHERE || '{}');

const { lookup } = dns;
dns.lookup = (name, ...more) => lookup(names.includes(name) ? '127.0.0.1' : name, ...more);

const { now } = Date;
Date.now = () => now() + aheadMs;

const original = https.request;
https.request = (...args) => {
	const [first, second] = args;
	const isUrl = typeof first === 'string' || first instanceof URL;
	const asked = isUrl ? new URL(first) : first;
	const host = asked.hostname ?? String(asked.host ?? '').replace(/:\d+$/, '');
	if (!Object.hasOwn(hosts, host)) return original.apply(https, args);
	const { hostname, port } = new URL(hosts[host]);
	const given = isUrl ? { path: asked.pathname + asked.search, ...Object(second) } : first;
	const place = { protocol: 'http:', host: hostname, hostname, port };
	return http.request(
		{
			...given,
			...place,
			headers: { ...given.headers, host },
			agent: undefined,
			lookup: undefined,
		},
		args.find((argument) => typeof argument === 'function'),
	);
};
