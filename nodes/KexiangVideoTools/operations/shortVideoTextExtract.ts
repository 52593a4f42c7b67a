import { syncOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 4.1. */
export const shortVideoTextExtract = syncOperation({
	value: 'shortVideoTextExtract',
	resource: 'transcript',
	name: 'Extract Text from Short Video',
	title: '短视频文案提取',
	summary: 'Get what is spoken in a video of up to 5 minutes as text',
	action: 'Extract spoken text from short video',
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
	toBody: (p) => ({ videoUrl: p.videoUrl }),
});
