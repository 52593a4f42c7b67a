import {
	duration,
	GENERATE_AUDIO,
	mode,
	optionalPrompt,
	ratio,
	resolution,
	seed,
	watermark,
} from '../../shared/operation/common';
import {
	audioUrls,
	firstFrameUrl,
	imageUrls,
	inReferences,
	lastFrameUrl,
	videoUrls,
} from '../../shared/operation/commonMedia';
import { inModes, required, requiredExcept, type Values } from '../../shared/operation/field';
import { flag, onOff } from '../../shared/operation/scalarFields';
import { userTask, type Preparation } from '../../shared/operation/operation';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import type { JsonObject } from '../../shared/util/json';
import { REVIEW_ASSETS_FIRST } from '../review/reviewFile';
import * as words from '../../shared/words/operations';
import { seedanceContent } from './seedanceContent';

const ASSET = 'or asset://... of an accepted asset';
const PICTURE = { maxMb: 30, grade: 'D' } as const;

/** Those of reference 6.5 that only the upstream has. */
export const SEEDANCE_DERIVED = { seed: [], return_last_frame: [] };

/** The fields of Seedance 2.0 and 2.5 (reference 6.5); their lists and limits are D. */
export const seedanceFields = () => ({
	mode: mode('text2video', 'img2video', 'frame2video', 'mixVideo'),
	prompt: requiredExcept(['mixVideo'], optionalPrompt()),
	firstFrameUrl: inModes(
		['img2video', 'frame2video'],
		required(
			firstFrameUrl({
				assets: true,
				...PICTURE,
				description: `Public URL of the picture that the video begins with, ${ASSET}`,
			}),
		),
	),
	lastFrameUrl: inModes(
		['frame2video'],
		required(
			lastFrameUrl({
				assets: true,
				...PICTURE,
				description: `Public URL of the picture that the video ends with, ${ASSET}`,
			}),
		),
	),
	imageUrls: inReferences(
		imageUrls({
			assets: true,
			max: 9,
			...PICTURE,
			description: `Public URLs of up to 9 reference pictures, ${ASSET}`,
		}),
	),
	videoUrls: inReferences(
		videoUrls({
			assets: true,
			max: 3,
			maxMb: 200,
			minSeconds: 2,
			maxSeconds: 15,
			grade: 'D',
			description: `Public URLs of up to 3 reference videos, 15 seconds together, ${ASSET}`,
		}),
	),
	audioUrls: inReferences(
		audioUrls({
			assets: true,
			max: 3,
			maxMb: 15,
			grade: 'D',
			description: `Public URLs of up to 3 sounds, 15 seconds together and not without a picture or video, ${ASSET}`,
		}),
	),
	ratio: ratio(['adaptive', '16:9', '9:16', '1:1', '4:3', '3:4', '21:9'], { likely: 'adaptive' }),
	resolution: resolution(['480p', '720p', '1080p', '4k'], '720p'),
	duration: duration({
		min: -1,
		max: 15,
		taken: 5,
		hint: '4 to 15 seconds; -1 lets the model decide',
	}),
	generateAudio: onOff({ ...GENERATE_AUDIO, on: true, off: false, taken: 'On' }),
	watermark: watermark(false),
	seed: seed(-1),
	reviewAssets: flag({
		label: REVIEW_ASSETS_FIRST,
		description:
			'Whether to have each picture, video and sound reviewed first and use it as an asset, as Seedance demands where real people are shown',
		default: false,
	}),
	returnLastFrame: flag({
		label: 'Return Last Frame',
		description: 'Whether to return the last picture of the video too',
		default: false,
	}),
});

/** Has the files reviewed first (reference 6.7), where the switch is on. */
export const REVIEW_ASSETS: Preparation = {
	field: 'reviewAssets',
	load: async () => await import('../review/reviewAssets'),
};

type SeedanceValues = Values<ReturnType<typeof seedanceFields>> & { modelName: string };

/** @throws ParameterProblem for materials or a length that the model does not take */
export function seedanceBody(p: SeedanceValues): JsonObject {
	if (p.duration !== undefined && p.duration !== -1 && p.duration < 4) {
		throw new ParameterProblem('Duration', words.isShorterThanSeedance(p.duration));
	}
	return userTask({
		modelName: p.modelName,
		modelType: p.mode,
		content: seedanceContent(p),
		ratio: p.ratio,
		resolution: p.resolution,
		duration: p.duration,
		generate_audio: p.generateAudio,
		watermark: p.watermark,
		seed: p.seed,
		return_last_frame: p.returnLastFrame,
	});
}
