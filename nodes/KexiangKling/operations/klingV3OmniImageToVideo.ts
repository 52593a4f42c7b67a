import { submitOperation } from '../../shared/operation/operation';
import { imageUrls } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { KLING_PICTURE } from './kling';
import { OMNI_SUBMIT, omniBody, omniFields, pictures, reference } from './klingV3Omni';

/** Reference 11.3. */
export const klingV3OmniImageToVideo = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniImageToVideo',
	name: 'Generate Video from Images: Kling V3 Omni',
	title: 'Kling-V3-omni-图生视频',
	summary: 'Make a video from one to seven pictures',
	action: 'Generate video from images with Kling V3 Omni',
	section: '11.3',
	docId: 468284947,
	fields: {
		...omniFields(
			`Write ${reference('image_1')} for the first picture, ${reference('image_2')} for the second, and so on`,
		),
		imageUrls: required(imageUrls({ max: 7, ...KLING_PICTURE })),
	},
	toBody: (p) => omniBody('img2video', p, { image_list: pictures(p.imageUrls) }),
});
