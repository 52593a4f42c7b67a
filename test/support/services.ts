/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import type { IHttpRequestOptions } from 'n8n-workflow';

/** What n8n's engine keeps of its own. */

interface Container {
	get<T>(type: new (...services: never[]) => T): T;
}

/** A module that n8n-core uses: it may have a copy of its own, which is the one that counts. */
export function moduleOfCore<Exports>(name: string): Exports {
	const home = path.dirname(require.resolve('n8n-core'));
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(require.resolve(name, { paths: [home] })) as Exports;
}

/** n8n's services, each made when it is first asked for. */
export const { Container: services } = moduleOfCore<{ Container: Container }>('@n8n/di');

interface Outbound {
	requests(): { request(options: IHttpRequestOptions): Promise<unknown> };
}

/** n8n's own HTTP helper, as it gives it to nodes and credentials. */
export function requestsOfN8n(): (options: IHttpRequestOptions) => Promise<unknown> {
	type Module = { OutboundHttp: new () => Outbound };
	const { OutboundHttp } = moduleOfCore<Module>('@n8n/backend-network');
	return async (options) => await services.get(OutboundHttp).requests().request(options);
}
