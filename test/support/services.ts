/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';

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
