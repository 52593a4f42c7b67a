/** Videos made from images or from other videos, with a voice-over and music. */
import { tool } from '../../shared/answers/endpoints';
import { backgroundMusicVolume, duration } from '../../shared/operation/common';
import {
	backgroundMusicUrl,
	imageUrl,
	imageUrls,
	videoUrls,
	voiceUrl,
} from '../../shared/operation/commonMedia';
import { required, type Values } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { syncOperation } from '../../shared/operation/operation';
import { number } from '../../shared/operation/scalarFields';
import { lengthOrVoice } from '../../shared/words/forms';

/** A sound track of voice-over and music (reference 2.1). */
const soundFields = {
	voiceUrl: voiceUrl(),
	backgroundMusicUrl: backgroundMusicUrl(),
	backgroundMusicVolume: backgroundMusicVolume(),
};

const soundBody = (p: Values<typeof soundFields>) => ({
	voiceUrl: p.voiceUrl,
	bgmUrl: p.backgroundMusicUrl,
	bgmVolume: p.backgroundMusicVolume,
});

/** An image that is shown first (reference 2.1 and 2.3). */
const coverFields = {
	coverImageUrl: url({
		kind: 'image',
		label: 'Cover Image URL',
		description: 'Image to show at the start',
	}),
	coverImageDuration: number({
		label: 'Cover Image Duration',
		description: 'How many seconds to show the cover image',
		min: 0.01,
		unit: 'seconds',
		default: 0.1,
		precision: 2,
	}),
};

const coverBody = (p: Values<typeof coverFields>) => ({
	coverImageUrl: p.coverImageUrl,
	coverImageDuration: p.coverImageDuration,
});

/** Reference 2.1. */
export const imgs2video = syncOperation({
	value: 'imgs2video',
	resource: 'video',
	title: 'imgs2video(图片数组合成视频)',
	summary: 'Make a slideshow video from several images, with voice-over and music',
	action: 'Make video from images',
	section: '2.1',
	docId: 342940119,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/video/generate'),
	fields: {
		imageUrls: required(imageUrls({ hint: 'in the order in which the video shows them' })),
		...soundFields,
		voiceUrl: voiceUrl({
			description: 'Audio file with the voice-over, which sets the length of the video',
		}),
		...coverFields,
		durationPerImage: number({
			label: 'Duration per Image',
			description: 'How many seconds to show each image; the platform may ignore it',
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
		...coverBody(p),
	}),
});

/** The fields of both tools that make a video from one image (reference 2.2 and 2.10, D). */
const singleImageFields = (limits: { max?: number } = {}) => ({
	imageUrl: required(imageUrl({ description: 'Image that the video shows' })),
	duration: duration({ min: 0.1, ...limits, integer: false, hint: lengthOrVoice(limits.max) }),
	...soundFields,
});

const singleImageBody = (p: Values<ReturnType<typeof singleImageFields>>) => ({
	imageUrl: p.imageUrl,
	duration: p.duration,
	...soundBody(p),
});

/** Reference 2.2. */
export const imgs2videoLite = syncOperation({
	value: 'imgs2videoLite',
	resource: 'video',
	title: 'imgs2video_lite(单图合成视频)',
	summary: 'Make a still video from one image with audio',
	action: 'Make video from one image (Lite)',
	section: '2.2',
	docId: 342940120,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/generate-lite'),
	alternatives: [tool('/video/generateLite')],
	fields: singleImageFields(),
	toBody: singleImageBody,
});

/** Reference 2.10: the response holds the video or a trace id. The limit of its length: reference 16, B. */
export const imgToVideo = syncOperation({
	value: 'imgToVideo',
	resource: 'video',
	title: 'imgToVideo(单张图片合成视频)',
	summary: 'Make a still video from one image, with a given length or audio',
	action: 'Make video from one image',
	section: '2.10',
	docId: 342940132,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/img-to-video'),
	alternatives: [tool('/video/imgToVideo')],
	taskSource: 'toolTask',
	fields: singleImageFields({ max: 60 }),
	toBody: singleImageBody,
});

/** Reference 2.3. */
export const video2video = syncOperation({
	value: 'video2video',
	resource: 'video',
	title: 'video2video(视频合成视频)',
	summary: 'Merge videos into one, with voice-over, music, opening clip and closing clip',
	action: 'Merge videos',
	section: '2.3',
	docId: 342940121,
	evidence: { path: 'B', body: 'B', response: 'D' },
	endpoint: tool('/video/concat'),
	fields: {
		videoUrls: required(videoUrls()),
		...soundFields,
		voiceVolume: number({
			label: 'Voice Volume',
			description: 'Volume of the voice-over, in percent',
			min: 0,
			max: 100,
			unit: 'percent',
			default: 100,
		}),
		openingVideoUrl: url({
			kind: 'video',
			label: 'Opening Video URL',
			description: 'Clip to play first',
		}),
		closingVideoUrl: url({
			kind: 'video',
			label: 'Closing Video URL',
			description: 'Clip to play last',
		}),
		...coverFields,
	},
	toBody: (p) => ({
		videoFiles: p.videoUrls,
		...soundBody(p),
		voiceVolume: p.voiceVolume,
		headerVideoUrl: p.openingVideoUrl,
		footerVideoUrl: p.closingVideoUrl,
		...coverBody(p),
	}),
});
