import { videoTools } from '../../../nodes/KexiangVideoTools/provider';
import { exampleOf } from '../../support/contractExample';
import {
	freshSimulator,
	type OperationCase,
	testCoverage,
	testQueries,
	testRefusals,
	testRequests,
} from '../../support/operationCases';
import { inQuickTime } from '../../support/quickTime';
import { A, ONE, spoken, subtitles, VIDEO } from './videoToolsRequests';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const TYPE = 'kexiangVideoTools';
/** The resource of each case is that of its operation. */
const inResource = <Case extends Pick<OperationCase, 'operation' | 'parameters'>>(
	one: Case,
): Case => {
	const found = videoTools.operations.find(({ value }) => value === one.operation);
	return { ...one, parameters: { resource: found?.resource ?? '', ...one.parameters } };
};

const SPEECH: OperationCase[] = [
	{
		name: 'minimal',
		operation: 'videoAddSubtitle',
		parameters: { videoUrl: A },
		sends: { videoUrl: A },
	},
	{
		name: 'full',
		operation: 'videoAddSubtitle',
		parameters: {
			videoUrl: A,
			options: {
				referenceText: 'a boat',
				fontSize: 30,
				fontColor: '#FF0000',
				verticalMargin: 12.5,
				autoFontSize: true,
				bold: false,
				outlineColor: '#000000',
				outlineWidth: 2,
				fontNumber: 3,
				backgroundColor: '#00000080',
			},
		},
		sends: {
			videoUrl: A,
			text: 'a boat',
			fontSize: '30',
			primaryColor: '#FF0000',
			marginV: '12.5',
			isFontAuto: 1,
			isFontBold: 0,
			textStrokeColor: '#000000',
			textStrokeWidth: '2',
			selectFont: 3,
			textBgColor: '#00000080',
		},
	},
	{
		name: 'reference 2.7',
		operation: 'videoAddSubtitle',
		parameters: { videoUrl: A, options: { fontSize: 24, fontColor: '#FFFFFF' } },
		sends: exampleOf('videoAddSubtitle'),
	},
	{
		name: 'minimal, full, reference 3.1',
		operation: 'subtitleRecognition',
		parameters: { videoUrl: A },
		sends: exampleOf('subtitleRecognition'),
		brings: { ...spoken, result: expect.objectContaining({ subtitles }) },
	},
	{
		name: 'minimal, full, reference 4.1',
		operation: 'shortVideoTextExtract',
		parameters: { videoUrl: A },
		sends: exampleOf('shortVideoTextExtract'),
		brings: spoken,
		sync: true,
	},
	{
		name: 'minimal, full, reference 4.2',
		operation: 'longVideoTextExtract',
		parameters: { videoUrl: 'https://example.com/long.mp4' },
		sends: exampleOf('longVideoTextExtract'),
		brings: spoken,
	},
];

describe('Kexiang Video Tools', () => {
	const simulator = freshSimulator();
	testRequests(simulator, TYPE, [...VIDEO, ...SPEECH].map(inResource));

	testQueries(
		simulator,
		TYPE,
		[
			{
				operation: 'subTaskFetch',
				after: { operation: 'videoAddSubtitle', parameters: { videoUrl: A } },
			},
			{
				operation: 'longVideoTextExtractResult',
				after: { operation: 'longVideoTextExtract', parameters: { videoUrl: A }, brings: spoken },
			},
			{
				operation: 'pictureInPictureQuery',
				after: { operation: 'pictureInPicture', parameters: { videoUrl: A, overlayUrl: ONE } },
			},
		].map(({ operation, after }) => ({
			...inResource({ operation, parameters: {} }),
			after: inResource(after),
		})),
	);

	testRefusals(
		simulator,
		TYPE,
		[
			{
				operation: 'videoCutRandom',
				parameters: { videoUrl: A, options: { startPercent: 80, endPercent: 20 } },
				message: 'End (%) is 20, but must be greater than Start (%), which is 80',
			},
			{
				operation: 'videoCutRandom',
				parameters: { videoUrl: A, options: { startPercent: 100 } },
				message: 'End (%) is 100, but must be greater than Start (%), which is 100',
			},
			{
				operation: 'viduImageToVideo',
				parameters: { imageUrl: ONE, duration: 5 },
				message: 'Duration must be 4 or 8, but is 5',
			},
			{
				operation: 'imgToVideo',
				parameters: { imageUrl: ONE, duration: 60.5 },
				message: 'Duration must be 0.1 to 60, but is 60.5',
			},
			{
				operation: 'pictureInPicture',
				parameters: { videoUrl: A, overlayUrl: ONE, options: { x: 5 } },
				message: 'Y is not set, but X is',
			},
			{
				operation: 'pictureInPicture',
				parameters: { videoUrl: A, overlayUrl: ONE, options: { y: 5 } },
				message: 'X is not set, but Y is',
			},
			{
				operation: 'imgs2video',
				parameters: { imageUrls: ONE, options: { backgroundMusicVolume: 101 } },
				message: 'Background Music Volume must be 0 to 100, but is 101',
			},
			{
				operation: 'video2video',
				parameters: { videoUrls: '[]' },
				message: 'Video URLs is required but empty',
			},
			{
				operation: 'videoFrames',
				parameters: {
					videoUrl: A,
					advanced: { path: 'https://example.com/minimalist/api/frames' },
				},
				message: 'Path must be a path without a host',
			},
		].map(inResource),
	);

	testCoverage(videoTools.operations);
});

describe('Kexiang Video Tools, where a tool answers the other way', () => {
	const simulator = freshSimulator({
		kinds: { videoAddGif: 'submit', imgToVideo: 'submit', subtitleRecognition: 'sync' },
	});
	testRequests(
		simulator,
		TYPE,
		[
			{
				name: 'with a task',
				operation: 'videoAddGif',
				parameters: { videoUrl: A, gifUrl: ONE },
				sends: { videoUrl: A, gifUrl: ONE },
			},
			{
				name: 'with a task',
				operation: 'imgToVideo',
				parameters: { imageUrl: ONE },
				sends: { imageUrl: ONE },
			},
			{
				name: 'at once',
				operation: 'subtitleRecognition',
				parameters: { videoUrl: A },
				sends: { videoUrl: A },
				brings: { ...spoken, result: expect.objectContaining({ subtitles }) },
				sync: true,
			},
			{
				name: 'at once, though it shall wait',
				operation: 'subtitleRecognition',
				parameters: { videoUrl: A, waitForCompletion: true },
				sends: { videoUrl: A },
				brings: spoken,
				sync: true,
			},
		].map(inResource),
	);
});
