import { videoTools } from '../../../nodes/KexiangVideoTools/provider';
import {
	images,
	others,
	videos,
	type Cases,
	type ProviderCases,
} from '../../support/operationCases';

const A = 'https://example.com/a.mp4';
const B = 'https://example.com/b.mp4';
const ONE = 'https://example.com/1.jpg';
const VOICE = 'https://example.com/voice.mp3';
const MUSIC = 'https://example.com/music.mp3';

const film = { videoUrl: A };
const still = { imageUrl: ONE };
const gif = { videoUrl: A, gifUrl: ONE };
const overlay = { videoUrl: A, overlayUrl: ONE };
const drift = { imageUrl: ONE, prompt: 'the boat drifts away', resolution: '720p' };
const tea = { markdown: '# Tea' };
const sound = { voiceUrl: VOICE, backgroundMusicUrl: MUSIC, backgroundMusicVolume: 0 };
const soundSent = { voiceUrl: VOICE, bgmUrl: MUSIC, bgmVolume: 0 };
const cover = { coverImageUrl: ONE, coverImageDuration: 0.5 };
const sticker = { startTime: 1.5, x: -5, y: 0, width: 80, height: 60 };
const cardSize = { width: 440, height: 586 };
const card = { ...cardSize, theme: 'apple', splitMode: 'hrSplit', mdxMode: false };

const spoken = { text: expect.stringContaining('boat') };
const line = expect.objectContaining({ start: 0, end: 1, text: expect.any(String) });
const subtitles = [line, expect.anything(), expect.anything()];

/** Two tools have these. */
const pictureToVideo: Cases = {
	minimal: [still, still],
	full: [
		{ ...still, duration: 2.5, options: sound },
		{ ...still, duration: 2.5, ...soundSent },
	],
};

const place = { startTime: 0, displayDuration: 4, x: 20, y: 30, width: 120, height: 90 };
const placeSent = { mStartTime: 0, mDuration: 4, mXY: [20, 30], Width: 120, Height: 90 };
const fade = { entryAnimation: 'fade', entryAnimationDuration: 0.5 };
const fadeSent = { mEntrAnimo: 'fade', mEntrAniDuration: 0.5 };
const slide = { exitAnimation: 'slide', exitAnimationDuration: 1 };
const slideSent = { mExitAnimo: 'slide', mExitAniDuration: 1 };
const margin = { verticalMargin: 12.5, backgroundColor: '#00000080' };
const font = { fontSize: 30, fontColor: '#FF0000', fontNumber: 3, autoFontSize: true, bold: false };
const look = { outlineColor: '#000000', outlineWidth: 2, ...margin };
const marginSent = { marginV: '12.5', textBgColor: '#00000080' };
const isFont = { isFontAuto: 1, isFontBold: 0 };
const fontSent = { fontSize: '30', primaryColor: '#FF0000', selectFont: 3, ...isFont };
const lookSent = { textStrokeColor: '#000000', textStrokeWidth: '2', ...marginSent };

export const VIDEO_TOOLS: ProviderCases = {
	type: 'kexiangVideoTools',
	operations: videoTools.operations,
	requests: {
		imgs2video: videos({
			minimal: [{ imageUrls: ONE }, { imageUrls: [ONE] }],
			full: [
				{ imageUrls: `${ONE}\n${ONE}`, options: { ...sound, ...cover, durationPerImage: 2 } },
				{ imageUrls: [ONE, ONE], ...soundSent, ...cover, durationPerImage: 2 },
			],
			example: {
				imageUrls: 'https://example.com/1.jpg, https://example.com/2.jpg',
				options: { ...sound, backgroundMusicVolume: 30 },
			},
		}),
		imgs2videoLite: videos({
			...pictureToVideo,
			example: { ...still, options: { voiceUrl: VOICE } },
		}),
		imgToVideo: videos({ ...pictureToVideo, example: { ...still, duration: 5 } }),
		video2video: videos({
			minimal: [{ videoUrls: A }, { videoFiles: [A] }],
			full: [
				{
					videoUrls: `["${A}","${B}"]`,
					options: { ...sound, ...cover, voiceVolume: 80, openingVideoUrl: A, closingVideoUrl: B },
				},
				{
					...soundSent,
					...cover,
					videoFiles: [A, B],
					voiceVolume: 80,
					headerVideoUrl: A,
					footerVideoUrl: B,
				},
			],
			example: {
				videoUrls: `${A}, ${B}`,
				options: { backgroundMusicUrl: 'https://example.com/m.mp3', backgroundMusicVolume: 20 },
			},
		}),
		videoCutRandom: videos({
			minimal: [film, film],
			'full, example': { ...film, options: { startPercent: 20, endPercent: 80 } },
		}),
		videoDuration: others({ result: { duration: 3 } }, { 'minimal, full, example': film }),
		videoFrames: others(
			{ imageUrls: expect.arrayContaining([expect.stringMatching(/\.png$/)]) },
			{
				'minimal, example': film,
				'full, by Additional Fields': [
					{ ...film, advanced: { additionalFields: '{"frameCount": 2, "interval": 1.5}' } },
					{ ...film, frameCount: 2, interval: 1.5 },
				],
			},
		),
		videoAddGif: videos({
			minimal: [gif, gif],
			full: [
				{ ...gif, options: { ...sticker, displayDuration: 2 } },
				{ ...gif, ...sticker, duration: 2 },
			],
			example: {
				videoUrl: A,
				gifUrl: 'https://example.com/s.gif',
				options: { startTime: 0, displayDuration: 4 },
			},
		}),
		videoAddAudio: videos({
			'minimal, example': { videoUrl: A, audioUrl: 'https://example.com/v.mp3' },
			full: [
				{ videoUrl: A, audioUrl: VOICE, options: { audioVolume: 40 } },
				{ videoUrl: A, audioUrl: VOICE, volume: 40 },
			],
		}),
		viduImageToVideo: videos({
			minimal: [still, { imageUrl: ONE, async: true }],
			full: [
				{ ...drift, duration: 8, options: { movementAmplitude: 'small', fileName: 'boat' } },
				{ ...drift, duration: 8, async: true, movementAmplitude: 'small', fileName: 'boat' },
			],
			example: { ...drift, duration: 4, options: { movementAmplitude: 'auto' } },
		}),
		pictureInPicture: videos({
			minimal: [overlay, { videoUrl: A, mUrl: ONE }],
			full: [
				{ ...overlay, options: { ...place, ...fade, ...slide } },
				{ videoUrl: A, mUrl: ONE, ...placeSent, ...fadeSent, ...slideSent },
			],
			example: {
				videoUrl: A,
				overlayUrl: 'https://example.com/logo.png',
				options: { startTime: 0, displayDuration: 4, x: 20, y: 20, width: 120, height: 120 },
			},
		}),
		markdownCard: images({
			minimal: [tea, tea],
			full: [
				{ ...tea, options: { ...card, hideOverflow: true } },
				{ ...tea, ...card, overHiddenMode: true },
			],
			example: {
				markdown: '# Tea\nGreen and black.',
				options: { ...cardSize, splitMode: 'noSplit' },
			},
		}),
		videoAddSubtitle: videos({
			minimal: [film, film],
			full: [
				{ ...film, options: { referenceText: 'a boat', ...font, ...look } },
				{ ...film, text: 'a boat', ...fontSent, ...lookSent },
			],
			example: { ...film, options: { fontSize: 24, fontColor: '#FFFFFF' } },
		}),
		subtitleRecognition: others(
			{ ...spoken, result: expect.objectContaining({ subtitles }) },
			{ 'minimal, full, example': film },
		),
		shortVideoTextExtract: others(spoken, { 'minimal, full, example': film }),
		longVideoTextExtract: others(spoken, {
			'minimal, full, example': { videoUrl: 'https://example.com/long.mp4' },
		}),
	},
	queries: {
		subTaskFetch: ['videoAddSubtitle'],
		longVideoTextExtractResult: ['longVideoTextExtract'],
		pictureInPictureQuery: ['pictureInPicture'],
	},
	refusals: {
		videoCutRandom: {
			'End (%) is 20, but must be greater than Start (%), which is 80': {
				options: { startPercent: 80, endPercent: 20 },
			},
			'End (%) is 100, but must be greater than Start (%), which is 100': {
				options: { startPercent: 100 },
			},
		},
		viduImageToVideo: { 'Duration must be 4 or 8, but is 5': { duration: 5 } },
		imgToVideo: { 'Duration must be 0.1 to 60, but is 60.5': { duration: 60.5 } },
		pictureInPicture: {
			'Y is not set, but X is': { options: { x: 5 } },
			'X is not set, but Y is': { options: { y: 5 } },
		},
		imgs2video: {
			'Background Music Volume must be 0 to 100, but is 101': {
				options: { backgroundMusicVolume: 101 },
			},
		},
		video2video: { 'Video URLs is required but empty': { videoUrls: '[]' } },
		videoFrames: {
			'Path must be a path without a host': {
				advanced: { path: 'https://example.com/minimalist/api/frames' },
			},
		},
	},
};
