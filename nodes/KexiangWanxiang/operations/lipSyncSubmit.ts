import { submitOperation } from '../../shared/operation/operation';
import { resolution } from '../../shared/operation/common';
import { audioUrl, imageUrl, videoUrl } from '../../shared/operation/commonMedia';
import { choice, flag } from '../../shared/operation/scalarFields';
import { inModes, required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { tool } from '../../shared/answers/endpoints';

/** Reference 9.4. It is not known whether the upstream takes an image (s2v) or a video (videoretalk); never send both. */
export const lipSyncSubmit = submitOperation({
	value: 'lipSyncSubmit',
	title: '数字人-对口型',
	summary: 'Make the person in an image or a video lip-sync to a voice recording',
	action: 'Sync lips to voice: Digital Human',
	section: '9.4',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	taskSource: 'wanxiang',
	endpoint: tool('/tywx/s2v'),
	alternatives: [tool('/tywx/lipSync'), tool('/tywx/videoretalk')],
	// Reference 9.5, D.
	queryAlternatives: [
		{ endpoint: tool('/tywx/s2vQuery'), idField: 'taskId' },
		{ endpoint: tool('/tywx/lipSyncQuery'), idField: 'taskId' },
	],
	fields: {
		mode: required(
			choice({
				label: 'Mode',
				default: 'picture',
				values: [
					{ name: 'Image', value: 'picture' },
					{ name: 'Video', value: 'video' },
				],
				description:
					'What shows the person. It is not known which of the two the platform accepts.',
			}),
		),
		imageUrl: inModes(
			['picture'],
			required(
				imageUrl({
					description: 'Image of the person',
					types: ['jpg', 'png', 'bmp', 'webp'],
					minSide: 400,
					maxSide: 7000,
					grade: 'D',
				}),
			),
		),
		videoUrl: inModes(
			['video'],
			required(
				videoUrl({
					description: 'Video of the person',
					types: ['mp4', 'avi', 'mov'],
					maxMb: 300,
					minSide: 640,
					maxSide: 2048,
					minSeconds: 2,
					maxSeconds: 120,
					grade: 'D',
				}),
			),
		),
		audioUrl: required(
			audioUrl({
				description: 'Audio file with the voice',
				// What one of the two modes accepts; each accepts less.
				types: ['wav', 'mp3', 'aac'],
				maxMb: 30,
				maxSeconds: 120,
				grade: 'D',
				when: [
					{
						field: 'mode',
						is: 'picture',
						told: 'with an image',
						limits: { types: ['wav', 'mp3'], maxMb: 15, maxSeconds: 20 },
					},
					{ field: 'mode', is: 'video', told: 'with a video', limits: { minSeconds: 2 } },
				],
			}),
		),
		resolution: inModes(['picture'], resolution(['480P', '720P'], { likely: '480P' })),
		faceImageUrl: inModes(
			['video'],
			url({
				kind: 'image',
				label: 'Face Image URL',
				description: 'Image of the face to sync, if the video shows several',
			}),
		),
		extendVideo: inModes(
			['video'],
			flag({
				label: 'Extend Video',
				description: 'Whether to extend the video to the length of the voice',
				default: true,
			}),
		),
	},
	toBody: (p) => ({
		image_url: p.imageUrl,
		audio_url: p.audioUrl,
		resolution: p.resolution,
		video_url: p.videoUrl,
		ref_image_url: p.faceImageUrl,
		video_extension: p.extendVideo,
	}),
});
