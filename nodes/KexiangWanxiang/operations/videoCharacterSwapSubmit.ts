import { submitOperation } from '../../shared/operation/operation';
import { imageUrl, videoUrl } from '../../shared/operation/commonMedia';
import { choice, flag } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 9.2. */
export const videoCharacterSwapSubmit = submitOperation({
	value: 'videoCharacterSwapSubmit',
	title: '视频换人',
	summary: 'Replace the person in a video with the person in an image',
	action: 'Swap character in video: Wan 2.2',
	section: '9.2',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
	endpoint: tool('/tywx/animateMix'),
	alternatives: [tool('/tywx/videoSwap'), tool('/tywx/wanAnimateMix')],
	// Reference 9.3, D.
	queryAlternatives: [
		{ endpoint: tool('/tywx/animateMixQuery'), idField: 'taskId' },
		{ endpoint: tool('/tywx/task/{id}', 'GET') },
	],
	fields: {
		imageUrl: required(
			imageUrl({
				description: 'Image of the new person',
				maxMb: 5,
				minSide: 200,
				maxSide: 4096,
				grade: 'D',
			}),
		),
		videoUrl: required(
			videoUrl({
				types: ['mp4', 'avi', 'mov'],
				maxMb: 200,
				minSeconds: 2,
				maxSeconds: 30,
				grade: 'D',
			}),
		),
		quality: required(
			choice({
				label: 'Quality',
				default: 'wan-std',
				values: [
					{ name: 'Pro', value: 'wan-pro' },
					{ name: 'Standard', value: 'wan-std' },
				],
				description: 'Quality of the result; Pro costs more',
			}),
		),
		checkImage: flag({
			label: 'Check Image',
			description: 'Whether to check first that the image can be used',
			default: true,
		}),
	},
	toBody: (p) => ({
		image_url: p.imageUrl,
		video_url: p.videoUrl,
		mode: p.quality,
		check_image: p.checkImage,
	}),
});
