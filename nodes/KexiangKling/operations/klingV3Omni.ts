import type { JsonObject } from '../../shared/util/json';
import { submitOperation, userTask } from '../../shared/operation/operation';
import { duration, prompt } from '../../shared/operation/common';
import {
	firstFrameUrl,
	imageUrls,
	lastFrameUrl,
	videoUrl,
} from '../../shared/operation/commonMedia';
import { inModes, required, type Values } from '../../shared/operation/field';
import { choice } from '../../shared/operation/scalarFields';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';
import {
	KLING_IMAGE,
	KLING_SUBMIT,
	PROMPT_LENGTH,
	klingModelName,
	klingOriginalSound,
	klingRatio,
	klingResolution,
	klingRoute,
	klingSound,
	klingWatermark,
	neededKlingRatio,
} from './kling';

/** What all omni submissions have in common (reference 11.2). */
const OMNI_SUBMIT = { ...KLING_SUBMIT, route: klingRoute('kling/video-edit') };

/** The fields of all four omni operations (reference 11.2). Three have a ratio; a first frame has its own. */
const omniFields = (promptTexts: { hint?: string } = {}) => ({
	prompt: prompt({ maxLength: PROMPT_LENGTH, ...promptTexts }),
	duration: duration({ min: 3, max: 15, taken: 5 }),
	resolution: klingResolution(),
	generateAudio: klingSound(),
	watermark: klingWatermark(),
	renamedModel: klingModelName('Kling-v3-omni'),
});

/** The body of an omni operation; `lists` are its images and videos. */
const omniBody = (
	modelType: string,
	p: Values<ReturnType<typeof omniFields>> & { ratio?: string | undefined },
	lists: JsonObject = {},
): JsonObject =>
	userTask({
		modelName: p.renamedModel ?? 'Kling-v3-omni',
		modelType,
		prompt: p.prompt,
		...lists,
		size: p.ratio,
		duration: p.duration,
		resolution: p.resolution,
		sound: p.generateAudio,
		logo_add: p.watermark,
	});

/** How a prompt refers to its input files. The form shows hints as HTML. */
const reference = (name: string) => `<code>&lt;&lt;&lt;${name}&gt;&gt;&gt;</code>`;

/** Images without a role. */
const images = (urls: readonly string[]): JsonObject[] => urls.map((url) => ({ image_url: url }));

/** Reference 11.2. */
export const klingV3OmniTextToVideo = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniTextToVideo',
	title: 'Kling-V3-omni-文生视频',
	summary: 'Make a video from text',
	action: 'Generate video from text: Kling V3 Omni',
	section: '11.2',
	docId: 460057895,
	fields: { ...omniFields(), ratio: neededKlingRatio() },
	toBody: (p) => omniBody('text2video', p),
});

/** Reference 11.3. */
export const klingV3OmniImageToVideo = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniImageToVideo',
	title: 'Kling-V3-omni-图生视频',
	summary: 'Make a video from one to seven images',
	action: 'Generate video from images: Kling V3 Omni',
	section: '11.3',
	docId: 468284947,
	fields: {
		...omniFields({
			hint: `Write ${reference('image_1')} for the first image, ${reference('image_2')} for the second, and so on`,
		}),
		// These images are references; none of them is a first frame.
		ratio: klingRatio(),
		imageUrls: required(imageUrls({ max: 7, ...KLING_IMAGE })),
	},
	toBody: (p) => omniBody('img2video', p, { image_list: images(p.imageUrls) }),
});

/** Reference 11.4. The word is `end_frame` here; Seedance says `last_frame`. */
export const klingV3OmniFirstLastFrame = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniFirstLastFrame',
	title: 'Kling-V3-omni-首尾帧生视频',
	summary: 'Make a video that starts with one image and ends with another',
	action: 'Generate video from first and last frame: Kling V3 Omni',
	section: '11.4',
	docId: 468291762,
	fields: {
		...omniFields(),
		firstFrameUrl: required(firstFrameUrl(KLING_IMAGE)),
		lastFrameUrl: required(lastFrameUrl(KLING_IMAGE)),
	},
	toBody: (p) =>
		omniBody('frame2video', p, {
			image_list: [
				{ image_url: p.firstFrameUrl, type: 'first_frame' },
				{ image_url: p.lastFrameUrl, type: 'end_frame' },
			],
		}),
});

const IMAGES = 'imageReferences';
const VIDEO = 'videoReference';
const BOTH = 'imageAndVideoReferences';

/** Reference 11.5: what is allowed together with a video. */
const WITH_VIDEO = { images: 4, seconds: 10 };

/** Reference 11.5. */
export const klingV3OmniReference = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniReference',
	title: 'Kling-V3-omni-全能参考',
	summary: 'Make a video from reference images, a reference video, or both, or edit a video',
	action: 'Generate video from references: Kling V3 Omni',
	section: '11.5',
	docId: 468299708,
	derivedFields: { 'video_list.refer_type': ['feature'], element_list: [] },
	fields: {
		mode: required(
			choice({
				label: 'Mode',
				default: IMAGES,
				values: [
					{ name: 'Images to Video', value: IMAGES },
					{ name: 'Images and Video to Video', value: BOTH },
					{ name: 'Video to Video', value: VIDEO },
				],
				description: 'What the result is made from',
			}),
		),
		...omniFields({
			hint: `Write ${reference('image_1')}, ${reference('image_2')} and so on for the images, and ${reference('video_1')} for the video`,
		}),
		ratio: klingRatio(),
		// With a video it must be off.
		generateAudio: inModes([IMAGES], klingSound()),
		imageUrls: inModes(
			[IMAGES, BOTH],
			required(
				imageUrls({
					max: 7,
					...KLING_IMAGE,
					description: 'Images to work from; at most 4 if there is a video',
				}),
			),
		),
		videoUrl: inModes(
			[VIDEO, BOTH],
			required(
				videoUrl({
					types: ['mp4', 'mov'],
					maxMb: 200,
					minSide: 720,
					maxSide: 2160,
					minSeconds: 3,
					maxSeconds: 10,
					grade: 'D',
				}),
			),
		),
		// It is doubtful which of the two is the platform's default, so it is always sent.
		videoUse: inModes(
			[VIDEO, BOTH],
			required(
				choice({
					label: 'Video Use',
					default: 'feature',
					values: [
						{ name: 'Edit This Video', value: 'base', description: 'The result keeps its length' },
						{
							name: 'Reference',
							value: 'feature',
							description: 'The result uses its motion, camera or style',
						},
					],
					description: 'What to use the video for',
				}),
			),
		),
		keepOriginalSound: inModes([VIDEO, BOTH], klingOriginalSound()),
	},
	toBody(p) {
		const lists = { ...(p.imageUrls && { image_list: images(p.imageUrls) }) };
		if (p.videoUrl === undefined) return omniBody('mixVideo', p, lists);
		refuseBesideVideo(p.imageUrls?.length ?? 0, p.duration);
		const video = {
			video_url: p.videoUrl,
			refer_type: p.videoUse,
			keep_original_sound: p.keepOriginalSound,
		};
		return omniBody('mixVideo', { ...p, generateAudio: 'off' }, { ...lists, video_list: [video] });
	},
});

function refuseBesideVideo(imageCount: number, seconds: number | undefined): void {
	if (imageCount > WITH_VIDEO.images) {
		throw new ParameterProblem(
			'Image URLs',
			words.holdsTooManyBesideVideo(imageCount, WITH_VIDEO.images),
		);
	}
	if (seconds !== undefined && seconds > WITH_VIDEO.seconds)
		throw new ParameterProblem('Duration', words.isTooLongBesideVideo(seconds, WITH_VIDEO.seconds));
}
