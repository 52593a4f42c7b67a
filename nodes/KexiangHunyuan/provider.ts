import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import { videoEffectSubmit } from './operations/videoEffectSubmit';
import { videoStylizeSubmit } from './operations/videoStylizeSubmit';

/** Reference 8.2. */
export const videoEffectQuery = queryOperation({
	value: 'videoEffectQuery',
	title: '视频特效任务查询',
	summary: 'Poll a video effect task once for its state and result',
	action: 'Get result: Hunyuan video effect',
	section: '8.2',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'hunyuanEffect',
});

/** Reference 8.4. */
export const videoStylizeQuery = queryOperation({
	value: 'videoStylizeQuery',
	title: '视频风格化任务查询',
	summary: 'Poll a video stylization task once for its state and result',
	action: 'Get result: Hunyuan video stylization',
	section: '8.4',
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'hunyuanStylization',
});

/** Group 腾讯混元 of the official list. */
export const hunyuan: Provider = {
	name: 'Kexiang Hunyuan',
	operations: [videoEffectSubmit, videoEffectQuery, videoStylizeSubmit, videoStylizeQuery],
};

export const hunyuanForm = () => providerForm(hunyuan.operations);
