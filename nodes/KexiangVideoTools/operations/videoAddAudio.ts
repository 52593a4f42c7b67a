import { syncOperation } from '../../shared/operation/operation';
import { audioUrl, videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { number } from '../../shared/operation/scalarFields';
import { tool } from '../../shared/answers/endpoints';

/**
 * Reference 2.11 and 16: where the lengths differ, the vendor's tool lets one of them rule, and cuts the other or
 * changes its speed; the names of the fields that say so are unknown.
 */
export const videoAddAudio = syncOperation({
	value: 'videoAddAudio',
	resource: 'video',
	title: 'videoAddAudio(为视频添加音频)',
	summary: 'Lay a sound under a video',
	action: 'Add audio to video',
	section: '2.11',
	docId: 342940133,
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/video/add-audio'),
	alternatives: [tool('/video/addAudio')],
	fields: {
		videoUrl: required(videoUrl()),
		audioUrl: required(audioUrl({ description: 'Public URL of the sound to add' })),
		audioVolume: number({
			label: 'Audio Volume',
			description:
				'Volume of the sound, in percent; a guess that no source confirms, so leave it empty unless the platform documents it',
			min: 0,
			max: 100,
			unit: 'percent',
			placeholder: 'e.g. 50',
		}),
	},
	toBody: (p) => ({ videoUrl: p.videoUrl, audioUrl: p.audioUrl, volume: p.audioVolume }),
});
