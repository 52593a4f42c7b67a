import { submitOperation } from '../../shared/operation/operation';
import { KEEP_ORIGINAL_SOUND } from '../../shared/operation/common';
import { imageUrls, videoUrl } from '../../shared/operation/commonMedia';
import { choice, switchOf } from '../../shared/operation/scalarFields';
import { inModes, required } from '../../shared/operation/field';
import { KLING_PICTURE, klingSound } from './kling';
import { OMNI_SUBMIT, omniBody, omniFields, pictures, reference } from './klingV3Omni';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

const IMAGES = 'imageReferences';
const VIDEO = 'videoReference';
const BOTH = 'imageAndVideoReferences';

/** Reference 11.5: what a video allows beside it. */
const WITH_VIDEO = { pictures: 4, seconds: 10 };

/** Reference 11.5. */
export const klingV3OmniReference = submitOperation({
	...OMNI_SUBMIT,
	value: 'klingV3OmniReference',
	name: 'Generate Video from References: Kling V3 Omni',
	title: 'Kling-V3-omni-全能参考',
	summary: 'Make a video after reference pictures, a reference video, or both, or edit a video',
	action: 'Generate or edit video from references (images, video) with Kling V3 Omni',
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
		...omniFields(
			`Write ${reference('image_1')}, ${reference('image_2')} and so on for the pictures, ${reference('video_1')} for the video`,
		),
		// With a video it must be off.
		generateAudio: inModes([IMAGES], klingSound()),
		imageUrls: inModes(
			[IMAGES, BOTH],
			required(
				imageUrls({
					max: 7,
					...KLING_PICTURE,
					description: 'Public URLs of the pictures to work from, at most 7, or 4 beside a video',
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
		// Which of the two the platform takes for itself is doubtful, so it is always said.
		videoUse: inModes(
			[VIDEO, BOTH],
			required(
				choice({
					label: 'Video Use',
					default: 'feature',
					values: [
						{ name: 'Edit This Video', value: 'base', description: 'Keeps its length' },
						{ name: 'Reference', value: 'feature', description: 'Motion, camera, style' },
					],
					description: 'What the video is for',
				}),
			),
		),
		keepOriginalSound: inModes(
			[VIDEO, BOTH],
			switchOf({ ...KEEP_ORIGINAL_SOUND, on: 'yes', off: 'no' }),
		),
	},
	toBody(p) {
		const lists = { ...(p.imageUrls && { image_list: pictures(p.imageUrls) }) };
		if (p.videoUrl === undefined) return omniBody('mixVideo', p, lists);
		refuseBesideVideo(p);
		const video = {
			video_url: p.videoUrl,
			refer_type: p.videoUse,
			keep_original_sound: p.keepOriginalSound,
		};
		return omniBody('mixVideo', { ...p, generateAudio: 'off' }, { ...lists, video_list: [video] });
	},
});

function refuseBesideVideo(p: { imageUrls?: string[] | undefined; duration?: number | undefined }) {
	const pictureCount = p.imageUrls?.length ?? 0;
	if (pictureCount > WITH_VIDEO.pictures) {
		throw new ParameterProblem(
			'Image URLs',
			words.holdsTooManyBesideVideo(pictureCount, WITH_VIDEO.pictures),
		);
	}
	if (p.duration !== undefined && p.duration > WITH_VIDEO.seconds) {
		throw new ParameterProblem(
			'Duration',
			words.isTooLongBesideVideo(p.duration, WITH_VIDEO.seconds),
		);
	}
}
