import { syncOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 2.5. */
export const videoDuration = syncOperation({
	value: 'videoDuration',
	resource: 'video',
	name: 'Get Video Duration',
	title: 'videoDuration(获取视频时长)',
	summary: 'Measure the length of a video',
	action: 'Get duration of video in seconds',
	section: '2.5',
	docId: 342940125,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/duration'),
	alternatives: [tool('/video/getDuration'), tool('/video-audio/duration')],
	fields: { videoUrl: required(videoUrl({ description: 'Public URL of the video to measure' })) },
	toBody: (p) => ({ videoUrl: p.videoUrl }),
});
