/** What can be read from a video: its length, its frames, and its speech. The video is the only input. */
import { tool } from '../../shared/answers/endpoints';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { submitOperation, syncOperation } from '../../shared/operation/operation';

const fields = { videoUrl: required(videoUrl()) };
const toBody = (p: { videoUrl: string }) => ({ videoUrl: p.videoUrl });

/** Reference 2.5. */
export const videoDuration = syncOperation({
	value: 'videoDuration',
	resource: 'video',
	title: 'videoDuration(获取视频时长)',
	summary: 'Get the length of a video',
	action: 'Get video duration',
	section: '2.5',
	docId: 342940125,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/duration'),
	alternatives: [tool('/video/getDuration'), tool('/video-audio/duration')],
	fields: { videoUrl: required(videoUrl({ description: 'Video to measure' })) },
	toBody,
});

/** Reference 2.6: the names of other fields are too uncertain to be offered. */
export const videoFrames = syncOperation({
	value: 'videoFrames',
	resource: 'video',
	title: 'videoFrames(视频截帧)',
	summary: 'Get frames of a video as images',
	action: 'Extract frames from video',
	section: '2.6',
	docId: 342940126,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/frames'),
	alternatives: [tool('/video/extract-frames'), tool('/video/videoFrames')],
	fields,
	toBody,
});

/** Reference 3.1: the response holds the subtitles or an id to poll. */
export const subtitleRecognition = syncOperation({
	value: 'subtitleRecognition',
	resource: 'subtitle',
	title: '字幕识别',
	summary: 'Get the speech of a video as text with timestamps',
	action: 'Recognize subtitles',
	section: '3.1',
	docId: 355189087,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/audio/subtitle'),
	alternatives: [tool('/video-audio/subtitle')],
	taskSource: 'toolTask',
	fields,
	toBody,
});

/** Reference 4.1. */
export const shortVideoTextExtract = syncOperation({
	value: 'shortVideoTextExtract',
	resource: 'transcript',
	title: '短视频文案提取',
	summary: 'Get the speech of a video of up to 5 minutes as text',
	action: 'Extract text from short video',
	section: '4.1',
	evidence: { path: 'B', body: 'B', response: 'D' },
	endpoint: tool('/video-audio/recognize'),
	fields: {
		videoUrl: required(
			videoUrl({
				hint: 'a file, or a share link of a video site such as Douyin (抖音)',
				pages: true,
			}),
		),
	},
	toBody,
});

/** Reference 4.2. The `statusUrl` of the response is not used, because it may lead to a host that must not see the key. */
export const longVideoTextExtract = submitOperation({
	value: 'longVideoTextExtract',
	resource: 'transcript',
	title: '长视频文案提取',
	summary: 'Get the speech of a video of any length as text',
	action: 'Extract text from long video',
	section: '4.2',
	docId: 355206439,
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C-', body: 'C-', response: 'C-' },
	endpoint: tool('/video-audio/video2txtAsync'),
	taskSource: 'toolTask',
	fields,
	toBody,
});
