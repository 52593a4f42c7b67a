import { submitOperation } from '../../shared/operation/operation';
import {
	duration,
	prompt,
	ratio,
	resolution,
	seed,
	watermark,
} from '../../shared/operation/common';
import { firstFrameUrl, lastFrameUrl } from '../../shared/operation/commonMedia';
import { flag } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 6.1. Its query is probably that of Jimeng (7.1), which has no submission. */
export const seedance1FirstLastFrame = submitOperation({
	value: 'seedance1FirstLastFrame',
	title: 'Seedance1.0-首尾帧',
	summary: 'Make a video that starts with one image and ends with another',
	action: 'Generate video from first and last frame: Seedance 1.0',
	section: '6.1',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzImg2Video'),
	alternatives: [tool('/volcengine/ai/fzFirstLastFrame'), tool('/volcengine/ai/seedance')],
	taskSource: 'jimengVideo',
	fields: {
		prompt: prompt(),
		firstFrameUrl: required(firstFrameUrl()),
		lastFrameUrl: required(lastFrameUrl()),
		resolution: resolution(['480p', '720p', '1080p'], { likely: '1080p' }),
		duration: duration({ min: 2, max: 12, taken: { likely: 5 } }),
		// The upstream ignores it if images are given.
		ratio: ratio(['16:9', '9:16', '1:1', '4:3', '3:4', '21:9']),
		cameraFixed: flag({
			label: 'Fixed Camera',
			description: 'Whether to keep the camera still',
			default: true,
		}),
		seed: seed(-1),
		watermark: watermark(false),
	},
	toBody: (p) => ({
		prompt: p.prompt,
		firstFrameUrl: p.firstFrameUrl,
		lastFrameUrl: p.lastFrameUrl,
		resolution: p.resolution,
		duration: p.duration,
		ratio: p.ratio,
		camera_fixed: p.cameraFixed,
		seed: p.seed,
		watermark: p.watermark,
	}),
});
