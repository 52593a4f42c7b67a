import { hunyuan } from '../../../nodes/KexiangHunyuan/provider';
import { exampleOf } from '../../support/contractExample';
import {
	freshSimulator,
	testCoverage,
	testQueries,
	testRefusals,
	testRequests,
} from '../../support/operationCases';
import { inQuickTime } from '../../support/quickTime';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const A = 'https://example.com/a.jpg';
const B = 'https://example.com/b.jpg';
const VIDEO = 'https://example.com/a.mp4';

const effect = {
	operation: 'videoEffectSubmit',
	parameters: { template: 'pinch', imageUrls: A },
};
const stylize = {
	operation: 'videoStylizeSubmit',
	parameters: { videoUrl: VIDEO },
};

describe('Kexiang Hunyuan', () => {
	const simulator = freshSimulator();

	testRequests(simulator, 'kexiangHunyuan', [
		{ ...effect, name: 'minimal', sends: { template: 'pinch', images: [A] } },
		{
			operation: 'videoEffectSubmit',
			name: 'full',
			parameters: {
				template: 'other',
				templateOther: 'dance',
				imageUrls: `${A}\n${B}`,
				resolution: '360p',
				options: { backgroundMusic: true, watermark: false },
			},
			sends: { template: 'dance', images: [A, B], resolution: '360p', bgm: true, logoAdd: 0 },
		},
		{
			operation: 'videoEffectSubmit',
			name: 'example of reference 8.1',
			parameters: { template: 'hug', imageUrls: `${A}, ${B}`, resolution: '720p' },
			sends: exampleOf('videoEffectSubmit'),
		},
		{ ...stylize, name: 'minimal', sends: { videoUrl: VIDEO, styleId: '2d_anime' } },
		{
			operation: 'videoStylizeSubmit',
			name: 'full',
			parameters: { videoUrl: VIDEO, style: '3d_china', options: { styleStrength: 'high' } },
			sends: { videoUrl: VIDEO, styleId: '3d_china', styleStrength: 'high' },
		},
		{
			operation: 'videoStylizeSubmit',
			name: 'example of reference 8.3',
			parameters: { videoUrl: VIDEO, style: '2d_anime', options: { styleStrength: 'medium' } },
			sends: exampleOf('videoStylizeSubmit'),
		},
	]);

	testQueries(simulator, 'kexiangHunyuan', [
		{ operation: 'videoEffectQuery', after: effect },
		{ operation: 'videoStylizeQuery', after: stylize },
	]);

	testRefusals(simulator, 'kexiangHunyuan', [
		{
			operation: 'videoEffectSubmit',
			parameters: { template: 'kissing', imageUrls: A },
			message: 'Image URLs must contain 2 URLs for the template kissing, but contains 1',
		},
		{
			operation: 'videoEffectSubmit',
			parameters: { template: 'longhair', imageUrls: [A, B] },
			message: 'Image URLs must contain 1 URL for the template longhair, but contains 2',
		},
		{
			operation: 'videoEffectSubmit',
			parameters: { template: 'other', templateOther: 'dance', imageUrls: [A, B, A] },
			message: 'Image URLs contains 3 URLs, but must contain 1 to 2',
		},
	]);

	testCoverage(hunyuan.operations);
});
