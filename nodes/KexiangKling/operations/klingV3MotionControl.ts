import { submitOperation, userTask } from '../../shared/operation/operation';
import { optionalPrompt } from '../../shared/operation/common';
import { imageUrl, videoUrl } from '../../shared/operation/commonMedia';
import { choice } from '../../shared/operation/scalarFields';
import { required, inForm } from '../../shared/operation/field';
import {
	KLING_IMAGE,
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
	summary: 'Make the person in an image move like the person in a video',
	action: 'Transfer motion: Kling V3',
	section: '11.6',
	docId: 460163820,
	derivedFields: { character_orientation: ['image'] },
	route: klingRoute('kling/motion-control'),
	fields: {
		imageUrl: required(
			imageUrl({
				description: 'Image of the person',
				...KLING_IMAGE,
			}),
		),
		videoUrl: required(
			videoUrl({
				description: 'Video that shows the motion',
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
						told: 'with Character Orientation As in the Image',
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
			// Without a prompt, the source sends an empty one, and the platform accepts it.
			prompt: p.prompt ?? '',
			resolution: p.resolution,
			keep_original_sound: p.keepOriginalSound,
			logo_add: p.watermark,
			character_orientation: p.characterOrientation,
		}),
});
