import { seedanceContent } from '../../nodes/KexiangVolcengine/operations/seedance';

const image = (url: string, role: string) => ({ type: 'image_url', image_url: { url }, role });

describe('content of a Seedance video', () => {
	it('is the text alone for a video from text', () => {
		expect(seedanceContent({ mode: 'text2video', prompt: 'a boat' })).toEqual([
			{ type: 'text', text: 'a boat' },
		]);
	});

	it('holds the first frame after the text', () => {
		const material = { mode: 'img2video', prompt: 'a boat', firstFrameUrl: 'https://a.b/1' };
		expect(seedanceContent(material)).toEqual([
			{ type: 'text', text: 'a boat' },
			image('https://a.b/1', 'first_frame'),
		]);
	});

	it('holds the first frame before the last one', () => {
		expect(
			seedanceContent({
				lastFrameUrl: 'asset://asset-2',
				firstFrameUrl: 'https://a.b/1',
				prompt: 'a boat',
				mode: 'frame2video',
			}),
		).toEqual([
			{ type: 'text', text: 'a boat' },
			image('https://a.b/1', 'first_frame'),
			image('asset://asset-2', 'last_frame'),
		]);
	});

	it('orders references by kind and keeps the order within', () => {
		expect(
			seedanceContent({
				mode: 'mixVideo',
				prompt: 'a boat',
				audioUrls: ['https://a.b/s1', 'https://a.b/s2'],
				videoUrls: ['https://a.b/v'],
				imageUrls: ['https://a.b/2', 'asset://asset-1'],
			}),
		).toEqual([
			{ type: 'text', text: 'a boat' },
			image('https://a.b/2', 'reference_image'),
			image('asset://asset-1', 'reference_image'),
			{ type: 'video_url', video_url: { url: 'https://a.b/v' }, role: 'reference_video' },
			{ type: 'audio_url', audio_url: { url: 'https://a.b/s1' }, role: 'reference_audio' },
			{ type: 'audio_url', audio_url: { url: 'https://a.b/s2' }, role: 'reference_audio' },
		]);
	});

	it('does without text where there are references', () => {
		expect(seedanceContent({ mode: 'mixVideo', videoUrls: ['https://a.b/v'] })).toEqual([
			{ type: 'video_url', video_url: { url: 'https://a.b/v' }, role: 'reference_video' },
		]);
	});

	it('refuses a sound alone, and no reference at all', () => {
		const sound = { mode: 'mixVideo', prompt: 'a boat', audioUrls: ['https://a.b/s'] };
		expect(() => seedanceContent(sound)).toThrow('Audio URLs cannot be the only reference');
		expect(() => seedanceContent({ mode: 'mixVideo', prompt: 'a boat', imageUrls: [] })).toThrow(
			'Image URLs is empty, and so is Video URLs',
		);
	});
});
