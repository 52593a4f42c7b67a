import { syncOperation } from '../../shared/operation/operation';
import { videoUrls } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';
import { number } from '../../shared/operation/scalarFields';
import { tool } from '../../shared/answers/endpoints';
import { coverFields, soundBody, soundFields } from './sound';

/** Reference 2.3. */
export const video2video = syncOperation({
	value: 'video2video',
	resource: 'video',
	name: 'Merge Videos',
	title: 'video2video(视频合成视频)',
	summary: 'Join videos to one, with voice-over, music, opening and closing',
	action: 'Merge videos into one video',
	section: '2.3',
	docId: 342940121,
	evidence: { path: 'B', body: 'B', response: 'D' },
	endpoint: tool('/video/concat'),
	fields: {
		videoUrls: required(videoUrls()),
		...soundFields,
		voiceVolume: number({
			label: 'Voice Volume',
			description: 'Volume of the voice-over, in percent',
			min: 0,
			max: 100,
			unit: 'percent',
			default: 100,
		}),
		openingVideoUrl: url({
			kind: 'video',
			label: 'Opening Video URL',
			description: 'Public URL of a clip that comes first',
		}),
		closingVideoUrl: url({
			kind: 'video',
			label: 'Closing Video URL',
			description: 'Public URL of a clip that comes last',
		}),
		...coverFields,
	},
	toBody: (p) => ({
		videoFiles: p.videoUrls,
		...soundBody(p),
		voiceVolume: p.voiceVolume,
		headerVideoUrl: p.openingVideoUrl,
		footerVideoUrl: p.closingVideoUrl,
		coverImageUrl: p.coverImageUrl,
		coverImageDuration: p.coverImageDuration,
	}),
});
