// Loaded into n8n before its own code: https requests to the hosts named in STAND_IN_HOSTS
// ({"host": "http://127.0.0.1:port"}) go to stand-ins on this machine, as some nodes of n8n know
// the address of their service by heart. Everything else goes where it wants to.
const http = require('node:http');
const https = require('node:https');

const hosts = JSON.parse(process.env.STAND_IN_HOSTS ?? '{}');
const original = https.request;

https.request = function request(...args) {
	const [first] = args;
	const asked = typeof first === 'string' || first instanceof URL ? new URL(first) : first;
	const host = asked.hostname ?? String(asked.host ?? '').replace(/:\d+$/, '');
	const target = Object.hasOwn(hosts, host) ? new URL(hosts[host]) : undefined;
	if (!target) return original.apply(https, args);
	const callback = args.find((argument) => typeof argument === 'function');
	const given =
		asked === first
			? first
			: { ...urlOptions(asked), ...(typeof args[1] === 'object' ? args[1] : {}) };
	const options = {
		...given,
		headers: { ...given.headers, host },
		protocol: 'http:',
		host: target.hostname,
		hostname: target.hostname,
		port: target.port,
		agent: undefined,
		lookup: undefined,
	};
	return http.request(options, callback);
};

const urlOptions = ({ pathname, search }) => ({ path: pathname + search });
