import { submitOperation } from '../../shared/operation/operation';
import { firstFrameUrl, lastFrameUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { KLING_PICTURE } from './kling';
import { OMNI_SUBMIT, omniBody, omniFields } from './klingV3Omni';

/** Reference 11.4. The word is `end_frame` here; Seedance says `last_frame`. */
export const klingV3OmniFirstLastFrame = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniFirstLastFrame',
	name: 'Generate Video from First and Last Frame: Kling V3 Omni',
	title: 'Kling-V3-omni-首尾帧生视频',
	summary: 'Make a video that leads from a first picture to a last one',
	action: 'Generate video from first and last frame with Kling V3 Omni',
	section: '11.4',
	docId: 468291762,
	fields: {
		...omniFields(),
		firstFrameUrl: required(firstFrameUrl(KLING_PICTURE)),
		lastFrameUrl: required(lastFrameUrl(KLING_PICTURE)),
	},
	toBody: (p) =>
		omniBody('frame2video', p, {
			image_list: [
				{ image_url: p.firstFrameUrl, type: 'first_frame' },
				{ image_url: p.lastFrameUrl, type: 'end_frame' },
			],
		}),
});
