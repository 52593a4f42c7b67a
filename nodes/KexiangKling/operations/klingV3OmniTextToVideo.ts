import { submitOperation } from '../../shared/operation/operation';
import { neededKlingRatio } from './kling';
import { OMNI_SUBMIT, omniBody, omniFields } from './klingV3Omni';

/** Reference 11.2. */
export const klingV3OmniTextToVideo = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniTextToVideo',
	name: 'Generate Video from Text: Kling V3 Omni',
	title: 'Kling-V3-omni-文生视频',
	summary: 'Make a video from text',
	action: 'Generate video from text with Kling V3 Omni',
	section: '11.2',
	docId: 460057895,
	fields: { ...omniFields(), ratio: neededKlingRatio() },
	toBody: (p) => omniBody('text2video', p),
});
