import type { Provider } from '../shared/run/execute';
import { lipSyncSubmit } from './operations/lipSyncSubmit';
import { lipSyncQuery, videoCharacterSwapQuery, wan25TextToVideoQuery } from './operations/queries';
import { videoCharacterSwapSubmit } from './operations/videoCharacterSwapSubmit';
import { wan25TextToVideoSubmit } from './operations/wan25TextToVideoSubmit';
import { zImage } from './operations/zImage';

/** Group 通义万相 of the official list. */
export const wanxiang: Provider = {
	name: 'Kexiang Wanxiang',
	operations: [
		zImage,
		videoCharacterSwapSubmit,
		videoCharacterSwapQuery,
		lipSyncSubmit,
		lipSyncQuery,
		wan25TextToVideoSubmit,
		wan25TextToVideoQuery,
	],
};
