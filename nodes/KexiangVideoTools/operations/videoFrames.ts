import { syncOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 2.6: the names of further fields are too unsure to be offered. */
export const videoFrames = syncOperation({
	value: 'videoFrames',
	resource: 'video',
	name: 'Extract Frames from Video',
	title: 'videoFrames(视频截帧)',
	summary: 'Get pictures out of a video',
	action: 'Extract frames from video as images',
	section: '2.6',
	docId: 342940126,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/frames'),
	alternatives: [tool('/video/extract-frames'), tool('/video/videoFrames')],
	fields: { videoUrl: required(videoUrl()) },
	toBody: (p) => ({ videoUrl: p.videoUrl }),
});
