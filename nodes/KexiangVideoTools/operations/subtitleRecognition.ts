import { syncOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 3.1: it answers with the subtitles or with an id to ask for. */
export const subtitleRecognition = syncOperation({
	value: 'subtitleRecognition',
	resource: 'subtitle',
	name: 'Recognize Subtitles',
	title: '字幕识别',
	summary: 'Get what is spoken in a video as text with times',
	action: 'Recognize subtitles of video as text with times',
	section: '3.1',
	docId: 355189087,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/audio/subtitle'),
	alternatives: [tool('/video-audio/subtitle')],
	taskSource: 'toolTask',
	fields: { videoUrl: required(videoUrl()) },
	toBody: (p) => ({ videoUrl: p.videoUrl }),
});
