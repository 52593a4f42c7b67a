import { syncOperation } from '../../shared/operation/operation';
import { imageUrls, voiceUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { number } from '../../shared/operation/scalarFields';
import { tool } from '../../shared/answers/endpoints';
import { coverFields, soundBody, soundFields } from './sound';

/** Reference 2.1. */
export const imgs2video = syncOperation({
	value: 'imgs2video',
	resource: 'video',
	name: 'Make Video from Images',
	title: 'imgs2video(图片数组合成视频)',
	summary: 'Make a slideshow video of several pictures, with voice-over and music',
	action: 'Make slideshow video from images with voice and music',
	section: '2.1',
	docId: 342940119,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/video/generate'),
	fields: {
		imageUrls: required(imageUrls({ hint: 'in the order of the video' })),
		...soundFields,
		voiceUrl: voiceUrl({
			description: 'Public URL of a voice-over, which sets the length of the video',
		}),
		...coverFields,
		durationPerImage: number({
			label: 'Duration per Image',
			description: 'How many seconds each picture is shown; the platform may ignore it',
			min: 0.1,
			unit: 'seconds',
			default: 3,
			precision: 1,
		}),
	},
	toBody: (p) => ({
		imageUrls: p.imageUrls,
		...soundBody(p),
		durationPerImage: p.durationPerImage,
		coverImageUrl: p.coverImageUrl,
		coverImageDuration: p.coverImageDuration,
	}),
});
