import { CREATE_TASK } from '../../shared/answers/endpoints';
import {
	duration,
	GENERATE_AUDIO,
	mode,
	modelName,
	optionalPrompt,
	ratio,
	renamedModel,
	resolution,
	seed,
	watermark,
} from '../../shared/operation/common';
import {
	audioUrls,
	formerStartImage,
	imageUrls,
	inReferences,
	lastFrameUrl,
	startImages,
	videoUrls,
} from '../../shared/operation/commonMedia';
import { inModes, required, requiredExcept, type Values } from '../../shared/operation/field';
import { flag, onOff } from '../../shared/operation/scalarFields';
import { submitOperation, userTask, type Preparation } from '../../shared/operation/operation';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import type { JsonObject } from '../../shared/util/json';
import { peopleAreReviewed } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';
import { REVIEW_ASSETS_FIRST } from './seedance2AssetReviewSubmit';

const IMAGE = { assets: true, maxMb: 30, grade: 'D' } as const;

/** The fields of reference 6.5 that only the upstream has. */
const SEEDANCE_DERIVED = { seed: [], return_last_frame: [] };

/** The fields of Seedance 2.0 and 2.5, except for the first frame (reference 6.5); their lists and limits are D. */
const seedanceFields = {
	mode: mode('text2video', 'img2video', 'frame2video', 'mixVideo'),
	prompt: requiredExcept(['mixVideo'], optionalPrompt()),
	lastFrameUrl: inModes(['frame2video'], required(lastFrameUrl(IMAGE))),
	imageUrls: inReferences(imageUrls({ max: 9, ...IMAGE, description: 'Up to 9 reference images' })),
	videoUrls: inReferences(
		videoUrls({
			assets: true,
			max: 3,
			maxMb: 200,
			minSeconds: 2,
			maxSeconds: 15,
			grade: 'D',
			description: 'Up to 3 reference videos, 15 seconds in total',
		}),
	),
	audioUrls: inReferences(
		audioUrls({
			assets: true,
			max: 3,
			maxMb: 15,
			grade: 'D',
			description:
				'Up to 3 reference audio files, 15 seconds in total; they need an image or a video',
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
			'Whether to have each image, video and audio file reviewed first and to send it as an asset, which Seedance requires if real people are shown',
		default: true,
	}),
	returnLastFrame: flag({
		label: 'Return Last Frame',
		description: 'Whether to return the last frame of the video too',
		default: true,
	}),
};

/** Has the files reviewed first (reference 6.7) if the switch is on. */
const REVIEW_ASSETS: Preparation = {
	field: 'reviewAssets',
	notice: {
		text: peopleAreReviewed(REVIEW_ASSETS_FIRST),
		modes: ['img2video', 'frame2video', 'mixVideo'],
	},
	load: async () => await import('../review/reviewAssets'),
};

type SeedanceValues = Values<typeof seedanceFields> & {
	modelName: string;
	imageUrl?: string | undefined;
	firstFrameUrl?: string | undefined;
};

/** @throws ParameterProblem for input files or a length that the model does not accept */
function seedanceBody(p: SeedanceValues): JsonObject {
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

/**
 * The `content` list of Seedance (reference 6.5): the text first, then images, videos and audio, each with its role.
 * Pure.
 * @throws ParameterProblem if the references hold neither an image nor a video
 */
export function seedanceContent(p: Partial<SeedanceValues>): JsonObject[] {
	const { imageUrls = [], videoUrls = [], audioUrls = [] } = p;
	const first = p.imageUrl ?? p.firstFrameUrl;
	if (p.mode === 'mixVideo' && imageUrls.length + videoUrls.length === 0)
		throw withoutPicture(audioUrls);
	return [
		...(p.prompt === undefined ? [] : [{ type: 'text', text: p.prompt }]),
		...items('image_url', 'first_frame', first ? [first] : []),
		...items('image_url', 'last_frame', p.lastFrameUrl ? [p.lastFrameUrl] : []),
		...items('image_url', 'reference_image', imageUrls),
		...items('video_url', 'reference_video', videoUrls),
		...items('audio_url', 'reference_audio', audioUrls),
	];
}

const items = (type: string, role: string, urls: readonly string[]): JsonObject[] =>
	urls.map((url) => ({ type, [type]: { url }, role }));

const withoutPicture = (audioUrls: readonly string[]) =>
	audioUrls.length > 0
		? new ParameterProblem('Audio URLs', words.isOnlyReference(), words.addPictureOrVideo())
		: new ParameterProblem('Image URLs', words.isEmptyLike(['Video URLs']), words.addReference());

/** The models that make only small videos (reference 6.5, D). */
const SMALL_MODELS = ['KVideo2.0-Fast', 'KVideo2.0-Mini'];
const SMALL = ['480p', '720p'];

/** Reference 6.5. */
const SEEDANCE_2 = {
	value: 'seedance2VideoSubmit',
	title: 'seedance2.0视频生成',
	summary: 'Make a video from text, a first frame, first and last frame, or references',
	action: 'Generate video: Seedance 2.0',
	section: '6.5',
	docId: 442053340,
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: SEEDANCE_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	preparation: REVIEW_ASSETS,
	toBody(p: SeedanceValues) {
		if (
			p.resolution !== undefined &&
			!SMALL.includes(p.resolution) &&
			SMALL_MODELS.includes(p.modelName)
		) {
			throw new ParameterProblem(
				'Resolution',
				words.isTooFineForModel(p.resolution, p.modelName, SMALL),
				words.chooseSmallerResolution('KVideo2.0'),
			);
		}
		return seedanceBody(p);
	},
} as const;
const seedance2Fields = { ...seedanceFields, modelName: modelName('KVideo2.0', ...SMALL_MODELS) };

export const seedance2VideoSubmit = submitOperation({
	...SEEDANCE_2,
	fields: { ...startImages(IMAGE), ...seedance2Fields },
});
export const formerSeedance2VideoSubmit = submitOperation({
	...SEEDANCE_2,
	fields: { ...formerStartImage(IMAGE), ...seedance2Fields },
});

/** Reference 12: the model's name is C; the fields are those of Seedance 2.0. */
const SEEDANCE_25 = {
	value: 'seedance25VideoSubmit',
	title: 'Seedance 2.5',
	summary: 'Make a video from text, frames or references with the successor of Seedance 2.0',
	action: 'Generate video: Seedance 2.5',
	section: '12',
	docId: 499638158,
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: SEEDANCE_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	preparation: REVIEW_ASSETS,
	toBody: (p: Omit<SeedanceValues, 'modelName'> & { renamedModel: string | undefined }) =>
		seedanceBody({ ...p, modelName: p.renamedModel ?? 'KVideo2.5' }),
} as const;
const seedance25Fields = { ...seedanceFields, renamedModel: renamedModel('KVideo2.5') };

export const seedance25VideoSubmit = submitOperation({
	...SEEDANCE_25,
	fields: { ...startImages(IMAGE), ...seedance25Fields },
});
export const formerSeedance25VideoSubmit = submitOperation({
	...SEEDANCE_25,
	fields: { ...formerStartImage(IMAGE), ...seedance25Fields },
});
