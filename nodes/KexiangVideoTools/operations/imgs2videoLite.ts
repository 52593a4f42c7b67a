import { syncOperation } from '../../shared/operation/operation';
import { tool } from '../../shared/answers/endpoints';
import { singleImageBody, singleImageFields } from './singleImage';

/** Reference 2.2. */
export const imgs2videoLite = syncOperation({
	value: 'imgs2videoLite',
	resource: 'video',
	name: 'Make Video from One Image (Lite)',
	title: 'imgs2video_lite(单图合成视频)',
	summary: 'Make a still video of one picture with sound, in the lite version',
	action: 'Make video from one image with voice or music (lite)',
	section: '2.2',
	docId: 342940120,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/generate-lite'),
	alternatives: [tool('/video/generateLite')],
	fields: singleImageFields(),
	toBody: singleImageBody,
});
