import { hunyuan } from '../../../nodes/KexiangHunyuan/provider';
import { videos, type ProviderCases } from '../../support/operationCases';

const A = 'https://example.com/a.jpg';
const B = 'https://example.com/b.jpg';
const VIDEO = 'https://example.com/a.mp4';

export const HUNYUAN: ProviderCases = {
	type: 'kexiangHunyuan',
	operations: hunyuan.operations,
	requests: {
		videoEffectSubmit: videos({
			minimal: [
				{ template: 'pinch', imageUrls: A },
				{ template: 'pinch', images: [A] },
			],
			full: [
				{
					template: 'other',
					templateOther: 'dance',
					imageUrls: `${A}\n${B}`,
					resolution: '360p',
					options: { backgroundMusic: true, watermark: false },
				},
				{ template: 'dance', images: [A, B], resolution: '360p', bgm: true, logoAdd: 0 },
			],
			example: { template: 'hug', imageUrls: `${A}, ${B}`, resolution: '720p' },
		}),
		videoStylizeSubmit: videos({
			minimal: [{ videoUrl: VIDEO }, { videoUrl: VIDEO, styleId: '2d_anime' }],
			full: [
				{ videoUrl: VIDEO, style: '3d_china', options: { styleStrength: 'high' } },
				{ videoUrl: VIDEO, styleId: '3d_china', styleStrength: 'high' },
			],
			example: { videoUrl: VIDEO, style: '2d_anime', options: { styleStrength: 'medium' } },
		}),
	},
	queries: { videoEffectQuery: ['videoEffectSubmit'], videoStylizeQuery: ['videoStylizeSubmit'] },
	refusals: {
		videoEffectSubmit: {
			'Image URLs must contain 2 URLs for the template kissing, but contains 1': {
				template: 'kissing',
			},
			'Image URLs must contain 1 URL for the template longhair, but contains 2': {
				template: 'longhair',
				imageUrls: [A, B],
			},
			'Image URLs contains 3 URLs, but must contain 1 to 2': {
				template: 'other',
				templateOther: 'dance',
				imageUrls: [A, B, A],
			},
		},
	},
};
