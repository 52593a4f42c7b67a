import { kling } from '../../../nodes/KexiangKling/provider';
import {
	freshSimulator,
	testCoverage,
	testQueries,
	testRefusals,
	testRequests,
} from '../../support/operationCases';
import { inQuickTime } from '../../support/quickTime';
import { FIRST, referenceVideo, REQUESTS, v3 } from './klingRequests';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

describe('Kexiang Kling', () => {
	const simulator = freshSimulator();

	testRequests(simulator, 'kexiangKling', REQUESTS);

	testQueries(simulator, 'kexiangKling', [{ operation: 'klingQuery', after: v3 }]);

	testRefusals(simulator, 'kexiangKling', [
		{
			operation: 'klingV3OmniReference',
			parameters: { ...referenceVideo, imageUrls: Array(5).fill(FIRST) },
			message: 'Image URLs contains 5 URLs; the limit with a video is 4',
		},
		{
			operation: 'klingV3OmniReference',
			parameters: { ...referenceVideo, duration: 11 },
			message: 'Duration is 11; the limit with a video is 10',
		},
		{
			operation: 'klingV3OmniReference',
			parameters: { ...referenceVideo, mode: 'videoReference', videoUrl: '={{ [] }}' },
			message: 'Video URL is required but empty',
		},
		{
			operation: 'klingV3OmniReference',
			parameters: { ...referenceVideo, mode: 'text2video' },
			message: 'Mode is "text2video", but must be one of imageReferences',
		},
		{
			operation: 'klingV3OmniImageToVideo',
			parameters: { prompt: 'waves', imageUrls: Array(8).fill(FIRST) },
			message: 'Image URLs contains 8 URLs, but must contain 1 to 7',
		},
		{
			operation: 'klingV3OmniFirstLastFrame',
			parameters: { prompt: 'waves', firstFrameUrl: FIRST, lastFrameUrl: '={{ "" }}' },
			message: 'Last Frame URL is required but empty',
		},
		{
			operation: 'klingV3Submit',
			parameters: {
				mode: 'frame2video',
				prompt: 'waves',
				firstFrameUrl: FIRST,
				lastFrameUrl: '={{ "" }}',
			},
			message: 'Last Frame URL is required but empty',
		},
		{
			operation: 'klingV3Submit',
			parameters: { prompt: 'waves', advanced: { renamedModel: 'Kling-v3-omni' } },
			message: 'Renamed Model is Kling-v3-omni, the model of another operation',
		},
		{
			operation: 'klingV3Submit',
			parameters: { prompt: 'x'.repeat(2501) },
			message: 'Prompt has 2501 characters; the limit is 2500',
		},
	]);

	testCoverage(kling.operations);
});
