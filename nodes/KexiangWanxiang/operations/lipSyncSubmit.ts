import { submitOperation } from '../../shared/operation/operation';
import { resolution } from '../../shared/operation/common';
import { audioUrl, imageUrl, videoUrl } from '../../shared/operation/commonMedia';
import { choice, flag } from '../../shared/operation/scalarFields';
import { inModes, required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { tool } from '../../shared/answers/endpoints';

/** Reference 9.4. Whether the upstream takes a picture (s2v) or a video (videoretalk) is unknown: never both. */
export const lipSyncSubmit = submitOperation({
	value: 'lipSyncSubmit',
	title: '数字人-对口型',
	summary: 'Let the person of a picture or a video speak a voice recording',
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
					{ name: 'Picture', value: 'picture' },
					{ name: 'Video', value: 'video' },
				],
				description: 'What shows the person; which of the two the platform takes is not known',
			}),
		),
		imageUrl: inModes(
			['picture'],
			required(
				imageUrl({
					description: 'Public URL of the portrait',
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
					description: 'Public URL of the video of the person',
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
				description: 'Public URL of the voice',
				// What both modes take together; each takes less.
				types: ['wav', 'mp3', 'aac'],
				maxMb: 30,
				maxSeconds: 120,
				grade: 'D',
				when: [
					{
						field: 'mode',
						is: 'picture',
						told: 'with a picture',
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
				description: 'Public URL of a picture of the face to follow, where the video shows several',
			}),
		),
		extendVideo: inModes(
			['video'],
			flag({
				label: 'Extend Video',
				description: 'Whether to lengthen the video to the length of the voice',
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
