import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import { lipSyncSubmit } from './operations/lipSyncSubmit';
import { videoCharacterSwapSubmit } from './operations/videoCharacterSwapSubmit';
import { wan25TextToVideoSubmit } from './operations/wan25TextToVideoSubmit';
import { zImage } from './operations/zImage';

/** Reference 9.3: the path is real; that this service uses it is derived. */
export const videoCharacterSwapQuery = queryOperation({
	value: 'videoCharacterSwapQuery',
	title: '视频换人查询',
	summary: 'Poll a character swap task once for its state and result',
	action: 'Get result: character swap',
	section: '9.3',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
});

/** Reference 9.5: the path is real; that this service uses it is derived. */
export const lipSyncQuery = queryOperation({
	value: 'lipSyncQuery',
	title: '数字人-对口型查询',
	summary: 'Poll a lip sync task once for its state and result',
	action: 'Get result: Digital Human',
	section: '9.5',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
});

/** Reference 9.7: the path is real; that this service uses it is derived. */
export const wan25TextToVideoQuery = queryOperation({
	value: 'wan25TextToVideoQuery',
	title: '文生视频-wan2.5查询',
	summary: 'Poll a Wan 2.5 video task once for its state and result',
	action: 'Get result: Wan 2.5',
	section: '9.7',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
});

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

export const wanxiangForm = () => providerForm(wanxiang.operations);
