import { BinaryDataService } from 'n8n-core';

import { services } from './services';

/** From now on n8n keeps files on disk, in its user folder, as it does by default since 2.0. */
export async function storeOnDisk(): Promise<BinaryDataService> {
	const service = services.get(BinaryDataService);
	await service.init();
	return service;
}
