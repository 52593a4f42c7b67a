import { exampleOf } from '../../support/contractExample';
import type { OperationCase } from '../../support/operationCases';

/** What the operations of Kexiang Video Tools that make videos send. */

export const A = 'https://example.com/a.mp4';
const B = 'https://example.com/b.mp4';
export const ONE = 'https://example.com/1.jpg';
const VOICE = 'https://example.com/voice.mp3';
const MUSIC = 'https://example.com/music.mp3';

const sound = {
	voiceUrl: VOICE,
	backgroundMusicUrl: MUSIC,
	backgroundMusicVolume: 0,
};
const soundSent = { voiceUrl: VOICE, bgmUrl: MUSIC, bgmVolume: 0 };
const cover = { coverImageUrl: ONE, coverImageDuration: 0.5 };
export const subtitles = [
	expect.objectContaining({ start: 0, end: 1, text: expect.any(String) }),
	expect.anything(),
	expect.anything(),
];
export const spoken = { text: expect.stringContaining('boat') };
const frames = { imageUrls: expect.arrayContaining([expect.stringMatching(/\.png$/)]) };

export const VIDEO: OperationCase[] = [
	{
		name: 'minimal',
		operation: 'imgs2video',
		parameters: { imageUrls: ONE },
		sends: { imageUrls: [ONE] },
		sync: true,
	},
	{
		name: 'full',
		operation: 'imgs2video',
		parameters: {
			imageUrls: `${ONE}\n${ONE}`,
			options: { ...sound, ...cover, durationPerImage: 2 },
		},
		sends: { imageUrls: [ONE, ONE], ...soundSent, ...cover, durationPerImage: 2 },
		sync: true,
	},
	{
		name: 'reference 2.1',
		operation: 'imgs2video',
		parameters: {
			imageUrls: 'https://example.com/1.jpg, https://example.com/2.jpg',
			options: { voiceUrl: VOICE, backgroundMusicUrl: MUSIC, backgroundMusicVolume: 30 },
		},
		sends: exampleOf('imgs2video'),
		sync: true,
	},
	...['imgs2videoLite', 'imgToVideo'].flatMap((operation): OperationCase[] => [
		{
			name: 'minimal',
			operation,
			parameters: { imageUrl: ONE },
			sends: { imageUrl: ONE },
			sync: true,
		},
		{
			name: 'full',
			operation,
			parameters: { imageUrl: ONE, duration: 2.5, options: { ...sound } },
			sends: { imageUrl: ONE, duration: 2.5, ...soundSent },
			sync: true,
		},
	]),
	{
		name: 'reference 2.2',
		operation: 'imgs2videoLite',
		parameters: { imageUrl: ONE, options: { voiceUrl: VOICE } },
		sends: exampleOf('imgs2videoLite'),
		sync: true,
	},
	{
		name: 'reference 2.10',
		operation: 'imgToVideo',
		parameters: { imageUrl: ONE, duration: 5 },
		sends: exampleOf('imgToVideo'),
		sync: true,
	},
	{
		name: 'minimal',
		operation: 'video2video',
		parameters: { videoUrls: A },
		sends: { videoFiles: [A] },
		sync: true,
	},
	{
		name: 'full',
		operation: 'video2video',
		parameters: {
			videoUrls: `["${A}","${B}"]`,
			options: { ...sound, ...cover, voiceVolume: 80, openingVideoUrl: A, closingVideoUrl: B },
		},
		sends: {
			videoFiles: [A, B],
			...soundSent,
			...cover,
			voiceVolume: 80,
			headerVideoUrl: A,
			footerVideoUrl: B,
		},
		sync: true,
	},
	{
		name: 'reference 2.3',
		operation: 'video2video',
		parameters: {
			videoUrls: `${A}, ${B}`,
			options: { backgroundMusicUrl: 'https://example.com/m.mp3', backgroundMusicVolume: 20 },
		},
		sends: exampleOf('video2video'),
		sync: true,
	},
	{
		name: 'minimal',
		operation: 'videoCutRandom',
		parameters: { videoUrl: A },
		sends: { videoUrl: A },
		sync: true,
	},
	{
		name: 'full, reference 2.4',
		operation: 'videoCutRandom',
		parameters: { videoUrl: A, options: { startPercent: 20, endPercent: 80 } },
		sends: exampleOf('videoCutRandom'),
		sync: true,
	},
	{
		name: 'minimal, full, reference 2.5',
		operation: 'videoDuration',
		parameters: { videoUrl: A },
		sends: exampleOf('videoDuration'),
		brings: { result: { duration: 3 } },
		sync: true,
	},
	{
		name: 'minimal, reference 2.6',
		operation: 'videoFrames',
		parameters: { videoUrl: A },
		sends: exampleOf('videoFrames'),
		brings: frames,
		sync: true,
	},
	{
		name: 'full, by Additional Fields',
		operation: 'videoFrames',
		parameters: {
			videoUrl: A,
			advanced: { additionalFields: '{"frameCount": 2, "interval": 1.5}' },
		},
		sends: { videoUrl: A, frameCount: 2, interval: 1.5 },
		brings: frames,
		sync: true,
	},
	{
		name: 'minimal',
		operation: 'videoAddGif',
		parameters: { videoUrl: A, gifUrl: ONE },
		sends: { videoUrl: A, gifUrl: ONE },
		sync: true,
	},
	{
		name: 'full',
		operation: 'videoAddGif',
		parameters: {
			videoUrl: A,
			gifUrl: ONE,
			options: { startTime: 1.5, displayDuration: 2, x: -5, y: 0, width: 80, height: 60 },
		},
		sends: {
			videoUrl: A,
			gifUrl: ONE,
			startTime: 1.5,
			duration: 2,
			x: -5,
			y: 0,
			width: 80,
			height: 60,
		},
		sync: true,
	},
	{
		name: 'reference 2.9',
		operation: 'videoAddGif',
		parameters: {
			videoUrl: A,
			gifUrl: 'https://example.com/s.gif',
			options: { startTime: 0, displayDuration: 4 },
		},
		sends: exampleOf('videoAddGif'),
		sync: true,
	},
	{
		name: 'minimal, reference 2.11',
		operation: 'videoAddAudio',
		parameters: { videoUrl: A, audioUrl: 'https://example.com/v.mp3' },
		sends: exampleOf('videoAddAudio'),
		sync: true,
	},
	{
		name: 'full',
		operation: 'videoAddAudio',
		parameters: { videoUrl: A, audioUrl: VOICE, options: { audioVolume: 40 } },
		sends: { videoUrl: A, audioUrl: VOICE, volume: 40 },
		sync: true,
	},
	{
		name: 'minimal',
		operation: 'viduImageToVideo',
		parameters: { imageUrl: ONE },
		sends: { imageUrl: ONE, async: true },
	},
	{
		name: 'example of the contract',
		operation: 'viduImageToVideo',
		parameters: {
			imageUrl: ONE,
			prompt: 'the boat drifts away',
			duration: 4,
			resolution: '720p',
			options: { movementAmplitude: 'auto' },
		},
		sends: exampleOf('viduImageToVideo'),
	},
	{
		name: 'full',
		operation: 'viduImageToVideo',
		parameters: {
			imageUrl: ONE,
			prompt: 'the boat drifts away',
			duration: 8,
			resolution: '720p',
			options: { movementAmplitude: 'small', fileName: 'boat' },
		},
		sends: {
			imageUrl: ONE,
			prompt: 'the boat drifts away',
			async: true,
			duration: 8,
			resolution: '720p',
			movementAmplitude: 'small',
			fileName: 'boat',
		},
	},
	{
		name: 'minimal',
		operation: 'pictureInPicture',
		parameters: { videoUrl: A, overlayUrl: ONE },
		sends: { videoUrl: A, mUrl: ONE },
	},
	{
		name: 'example of the contract',
		operation: 'pictureInPicture',
		parameters: {
			videoUrl: A,
			overlayUrl: 'https://example.com/logo.png',
			options: { startTime: 0, displayDuration: 4, x: 20, y: 20, width: 120, height: 120 },
		},
		sends: exampleOf('pictureInPicture'),
	},
	{
		name: 'full',
		operation: 'pictureInPicture',
		parameters: {
			videoUrl: A,
			overlayUrl: ONE,
			options: {
				startTime: 0,
				displayDuration: 4,
				x: 20,
				y: 30,
				width: 120,
				height: 90,
				entryAnimation: 'fade',
				entryAnimationDuration: 0.5,
				exitAnimation: 'slide',
				exitAnimationDuration: 1,
			},
		},
		sends: {
			videoUrl: A,
			mUrl: ONE,
			mStartTime: 0,
			mDuration: 4,
			mXY: [20, 30],
			Width: 120,
			Height: 90,
			mEntrAnimo: 'fade',
			mEntrAniDuration: 0.5,
			mExitAnimo: 'slide',
			mExitAniDuration: 1,
		},
	},
	{
		name: 'minimal',
		operation: 'markdownCard',
		parameters: { markdown: '# Tea' },
		sends: { markdown: '# Tea' },
		gives: 'imageUrls',
		sync: true,
	},
	{
		name: 'example of the contract',
		operation: 'markdownCard',
		parameters: {
			markdown: '# Tea\nGreen and black.',
			options: { width: 440, height: 586, splitMode: 'noSplit' },
		},
		sends: exampleOf('markdownCard'),
		gives: 'imageUrls',
		sync: true,
	},
	{
		name: 'full',
		operation: 'markdownCard',
		parameters: {
			markdown: '# Tea',
			options: {
				width: 440,
				height: 586,
				theme: 'apple',
				splitMode: 'hrSplit',
				mdxMode: false,
				hideOverflow: true,
			},
		},
		sends: {
			markdown: '# Tea',
			width: 440,
			height: 586,
			theme: 'apple',
			splitMode: 'hrSplit',
			mdxMode: false,
			overHiddenMode: true,
		},
		gives: 'imageUrls',
		sync: true,
	},
];
