import { submitOperation } from '../../shared/operation/operation';
import { videoUrl } from '../../shared/operation/commonMedia';
import { choice } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 8.3. */
export const videoStylizeSubmit = submitOperation({
	value: 'videoStylizeSubmit',
	title: '视频风格化',
	summary: 'Redraw a video as anime, cartoon or pixel art',
	action: 'Stylize video: Hunyuan',
	section: '8.3',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/hunyuan/videoStylize'),
	alternatives: [tool('/tencent/hunyuan/videoStylization')],
	taskSource: 'hunyuanStylization',
	fields: {
		videoUrl: required(
			videoUrl({
				types: ['mp4', 'mov'],
				maxMb: 200,
				minSide: 540,
				maxSide: 2056,
				minSeconds: 1,
				maxSeconds: 60,
				grade: 'D',
			}),
		),
		style: required(
			choice({
				label: 'Style',
				default: '2d_anime',
				values: [
					{ name: '2D Anime', value: '2d_anime' },
					{ name: '3D Cartoon', value: '3d_cartoon' },
					{ name: '3D Chinese', value: '3d_china' },
					{ name: 'Pixel Art', value: 'pixel_art' },
				],
				description: 'Look of the result',
			}),
		),
		styleStrength: choice({
			label: 'Style Strength',
			default: 'medium',
			values: ['low', 'medium', 'high'],
			description: 'How much the result differs from the video',
		}),
	},
	toBody: (p) => ({ videoUrl: p.videoUrl, styleId: p.style, styleStrength: p.styleStrength }),
});
