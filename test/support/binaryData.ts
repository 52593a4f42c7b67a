/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import { BinaryDataService } from 'n8n-core';

/** From now on n8n keeps files on disk, in its user folder, as it does by default since 2.0. */
export async function storeOnDisk(): Promise<BinaryDataService> {
	// n8n-core keeps its services in its own copy of the container.
	const home = path.dirname(require.resolve('n8n-core'));
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { Container } = require(require.resolve('@n8n/di', { paths: [home] })) as {
		Container: { get<T>(type: new (...services: never[]) => T): T };
	};
	const service = Container.get(BinaryDataService);
	await service.init();
	return service;
}
