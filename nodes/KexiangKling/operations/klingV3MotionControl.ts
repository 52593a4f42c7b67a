import { submitOperation, userTask } from '../../shared/operation/operation';
import { optionalPrompt } from '../../shared/operation/common';
import { imageUrl, videoUrl } from '../../shared/operation/commonMedia';
import { choice } from '../../shared/operation/scalarFields';
import { required, inForm } from '../../shared/operation/field';
import {
	KLING_PICTURE,
	KLING_SUBMIT,
	PROMPT_LENGTH,
	klingModelName,
	klingOriginalSound,
	klingResolution,
	klingRoute,
	klingWatermark,
} from './kling';

/** Reference 11.6. No duration and no ratio: the video decides. */
export const klingV3MotionControl = submitOperation({
	...KLING_SUBMIT,
	value: 'klingV3MotionControl',
	title: 'Kling-V3-动作控制',
	summary: 'Let the person of a picture move as the person of a video does',
	action: 'Transfer motion: Kling V3',
	section: '11.6',
	docId: 460163820,
	derivedFields: { character_orientation: ['image'] },
	route: klingRoute('kling/motion-control'),
	fields: {
		imageUrl: required(
			imageUrl({
				description: 'Public URL of the picture of the person',
				...KLING_PICTURE,
			}),
		),
		videoUrl: required(
			videoUrl({
				description: 'Public URL of the video that shows the motion',
				types: ['mp4', 'mov'],
				maxMb: 100,
				minSide: 340,
				maxSide: 3850,
				minSeconds: 3,
				maxSeconds: 30,
				grade: 'D',
				when: [
					{
						field: 'characterOrientation',
						is: 'image',
						told: 'with the orientation of the image',
						limits: { maxSeconds: 10 },
					},
				],
			}),
		),
		characterOrientation: required(
			choice({
				label: 'Character Orientation',
				default: 'image',
				values: [
					{ name: 'As in the Image', value: 'image' },
					{ name: 'As in the Video', value: 'video' },
				],
				description: 'Which way the person faces',
			}),
		),
		prompt: inForm(optionalPrompt({ maxLength: PROMPT_LENGTH })),
		resolution: klingResolution(),
		keepOriginalSound: klingOriginalSound(),
		watermark: klingWatermark(),
		renamedModel: klingModelName('KlingMotionControl'),
	},
	toBody: (p) =>
		userTask({
			modelName: p.renamedModel ?? 'KlingMotionControl',
			modelType: 'motionControl',
			image_url: p.imageUrl,
			video_url: p.videoUrl,
			// As the source sends it, and the platform takes it, where there is none.
			prompt: p.prompt ?? '',
			resolution: p.resolution,
			keep_original_sound: p.keepOriginalSound,
			logo_add: p.watermark,
			character_orientation: p.characterOrientation,
		}),
});
