/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import type { IHttpRequestOptions } from 'n8n-workflow';

interface Outbound {
	requests(): { request(options: IHttpRequestOptions): Promise<unknown> };
}

/** n8n's own HTTP helper, as it gives it to nodes and credentials. */
export function requestsOfN8n(): (options: IHttpRequestOptions) => Promise<unknown> {
	const paths = [path.dirname(require.resolve('n8n-core'))];
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const load = (name: string): unknown => require(require.resolve(name, { paths }));
	const { Container } = load('@n8n/di') as { Container: { get(type: unknown): Outbound } };
	const { OutboundHttp } = load('@n8n/backend-network') as { OutboundHttp: unknown };
	return async (options) => await Container.get(OutboundHttp).requests().request(options);
}
