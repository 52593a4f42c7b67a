import type { Provider } from '../shared/run/execute';
import { videoEffectQuery, videoStylizeQuery } from './operations/queries';
import { videoEffectSubmit } from './operations/videoEffectSubmit';
import { videoStylizeSubmit } from './operations/videoStylizeSubmit';

/** Group 腾讯混元 of the official list. */
export const hunyuan: Provider = {
	name: 'Kexiang Hunyuan',
	operations: [videoEffectSubmit, videoEffectQuery, videoStylizeSubmit, videoStylizeQuery],
};
