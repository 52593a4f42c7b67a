import { submitOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 4.2. The answer's `statusUrl` is not used: it may lead to a host that must not see the key. */
export const longVideoTextExtract = submitOperation({
	value: 'longVideoTextExtract',
	resource: 'transcript',
	name: 'Extract Text from Long Video',
	title: '长视频文案提取',
	summary: 'Get what is spoken in a video of any length as text',
	action: 'Extract spoken text from long video',
	section: '4.2',
	docId: 355206439,
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C-', body: 'C-', response: 'C-' },
	endpoint: tool('/video-audio/video2txtAsync'),
	taskSource: 'toolTask',
	fields: { videoUrl: required(videoUrl()) },
	toBody: (p) => ({ videoUrl: p.videoUrl }),
});
