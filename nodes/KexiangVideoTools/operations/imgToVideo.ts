import { syncOperation } from '../../shared/operation/operation';
import { tool } from '../../shared/answers/endpoints';
import { singleImageBody, singleImageFields } from './singleImage';

/** Reference 2.10: it answers with the video or with a trace id. The limit of its length: reference 16, B. */
export const imgToVideo = syncOperation({
	value: 'imgToVideo',
	resource: 'video',
	name: 'Make Video from One Image',
	title: 'imgToVideo(单张图片合成视频)',
	summary: 'Make a still video of one picture, of a given length or with sound',
	action: 'Make video from one image with given length',
	section: '2.10',
	docId: 342940132,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/img-to-video'),
	alternatives: [tool('/video/imgToVideo')],
	taskSource: 'toolTask',
	fields: singleImageFields({ maxSeconds: 60 }),
	toBody: singleImageBody,
});
