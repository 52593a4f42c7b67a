import { syncOperation } from '../../shared/operation/operation';
import { audioUrl, videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { number } from '../../shared/operation/scalarFields';
import { tool } from '../../shared/answers/endpoints';

/**
 * Reference 2.11 and 16: if the lengths differ, the vendor's tool keeps one of them, and cuts the other or changes its
 * speed. The names of the fields that decide this are unknown.
 */
export const videoAddAudio = syncOperation({
	value: 'videoAddAudio',
	resource: 'video',
	title: 'videoAddAudio(为视频添加音频)',
	summary: 'Add audio to a video',
	action: 'Add audio to video',
	section: '2.11',
	docId: 342940133,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/add-audio'),
	alternatives: [tool('/video/addAudio')],
	fields: {
		videoUrl: required(videoUrl()),
		audioUrl: required(audioUrl({ description: 'Audio file to add' })),
		audioVolume: number({
			label: 'Audio Volume',
			description:
				'Volume of the audio, in percent. This field is a guess that no source confirms: leave it empty unless the platform documents it.',
			min: 0,
			max: 100,
			unit: 'percent',
			placeholder: 'e.g. 50',
		}),
	},
	toBody: (p) => ({ videoUrl: p.videoUrl, audioUrl: p.audioUrl, volume: p.audioVolume }),
});
