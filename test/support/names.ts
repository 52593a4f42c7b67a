/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import dns from 'node:dns';

/** Lets host names of tests lead to this machine, as a hosts file does; undone after each test file. */
export function namesOfThisMachine(...names: RegExp[]): void {
	const lookup = dns.lookup;
	const ours = ((name: string, options: unknown, done?: unknown) => {
		const isOurs = names.some((pattern) => pattern.test(name));
		return (lookup as (...all: unknown[]) => void)(isOurs ? '127.0.0.1' : name, options, done);
	}) as typeof dns.lookup;
	beforeAll(() => void (dns.lookup = ours));
	afterAll(() => void (dns.lookup = lookup));
}
