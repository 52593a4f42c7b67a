import { loadContract } from '../../simulator/contract';

/** Rules of the contract that depend on the mode: what is kept, and what breaks them. */

const contract = loadContract();
type Body = { user_input: Record<string, unknown> } & Record<string, unknown>;

function example(id: string): Body {
	return structuredClone(contract.byId.get(id)?.examples[0]) as Body;
}

function keeps(id: string, body: unknown): boolean {
	const operation = contract.byId.get(id);
	if (!operation) throw new Error(`No operation ${id}`);
	return contract.bodyValidator(operation)?.(body) ?? true;
}

/** The example of an operation with other values in user_input; undefined takes one out. */
function changed(id: string, values: Record<string, unknown>): Body {
	const body = example(id);
	const input = { ...body.user_input, ...values };
	for (const [name, value] of Object.entries(input)) if (value === undefined) delete input[name];
	return { ...body, user_input: input };
}

const text = { type: 'text', text: 'slow zoom in' };
const image = (role: string) => ({
	type: 'image_url',
	image_url: { url: 'asset://asset-1' },
	role,
});
const sound = {
	type: 'audio_url',
	audio_url: { url: 'https://a.example/1.mp3' },
	role: 'reference_audio',
};
const video = {
	type: 'video_url',
	video_url: { url: 'https://a.example/1.mp4' },
	role: 'reference_video',
};
const picture = { image_url: 'https://a.example/1.png' };
const seedance = (modelType: string, content: unknown[]) => ({ modelType, content });
const ten = Array.from({ length: 10 }, () => image('reference_image'));

it.each<[string, Record<string, unknown>, boolean]>([
	['kbanana2OfficialSubmit', { modelType: 'img2img' }, false],
	['kbanana2OfficialSubmit', { modelType: 'img2img', image_urls: [] }, false],
	['kbanana2OfficialSubmit', { modelType: 'img2img', image_urls: ['asset://asset-1'] }, true],
	['kbanana2OfficialSubmit', { modelName: 'gemini-9-image' }, true],
	['kbanana2OfficialSubmit', { resolution: '1K' }, false],
	['kbanana2OfficialSubmit', { surprise: 1 }, false],
	['kbananaProOfficialSubmit', { size: '8:1' }, false],
	['seedance2VideoSubmit', seedance('text2video', [text]), true],
	['seedance2VideoSubmit', seedance('text2video', [text, image('first_frame')]), false],
	['seedance2VideoSubmit', seedance('img2video', [text]), false],
	['seedance2VideoSubmit', seedance('img2video', [text, image('last_frame')]), false],
	['seedance2VideoSubmit', seedance('frame2video', [text, image('first_frame')]), false],
	[
		'seedance2VideoSubmit',
		seedance('frame2video', [text, image('first_frame'), image('last_frame')]),
		true,
	],
	['seedance2VideoSubmit', seedance('mixVideo', [image('reference_image'), video, sound]), true],
	['seedance2VideoSubmit', seedance('mixVideo', [text, sound]), false],
	['seedance2VideoSubmit', seedance('mixVideo', ten), false],
	['seedance2VideoSubmit', { duration: -1 }, true],
	['seedance2VideoSubmit', { duration: 3 }, false],
	['seedance2VideoSubmit', { modelName: 'KVideo2.0-Fast', resolution: '1080p' }, false],
	['klingV3Submit', { duration: 5 }, false],
	['klingV3Submit', { image_url: '' }, false],
	['klingV3Submit', { modelType: 'text2video' }, false],
	['klingV3Submit', { modelType: 'text2video', image_url: undefined }, true],
	['klingV3Submit', { modelType: 'frame2video' }, false],
	['klingV3Submit', { modelType: 'frame2video', image_tail_url: 'https://a.example/2.png' }, true],
	['klingV3OmniTextToVideo', { duration: '5' }, false],
	['klingV3OmniTextToVideo', { image_list: [picture] }, false],
	['klingV3OmniImageToVideo', { image_list: [{ ...picture, type: 'first_frame' }] }, false],
	['klingV3OmniImageToVideo', { image_list: [] }, false],
	['klingV3OmniFirstLastFrame', { image_list: [{ ...picture, type: 'first_frame' }] }, false],
	[
		'klingV3OmniFirstLastFrame',
		{ image_list: ['first_frame', 'last_frame'].map((type) => ({ ...picture, type })) },
		false,
	],
	['klingV3OmniReference', { sound: 'on' }, false],
	['klingV3OmniReference', { video_list: undefined, image_list: undefined }, false],
	['klingV3OmniReference', { image_list: undefined }, true],
	['klingV3OmniReference', { video_list: [], sound: 'on' }, true],
	['klingV3OmniReference', { image_list: Array.from({ length: 5 }, () => picture) }, false],
	['kImage2OfficialSubmit', { modelType: 'img2img' }, false],
	['gptImage2ChannelSubmit', { modelType: 'img2img', urls: ['https://a.example/1.png'] }, true],
	['gptImage2ChannelSubmit', { modelType: 'img2img' }, false],
])('%s with %j: kept %s', (id, values, kept) => {
	expect(keeps(id, changed(id, values))).toBe(kept);
});

it('allows the three optional fields of every task body', () => {
	const more = { business_url: 'x/y', cost_type: 2, source: '0' };
	expect(keeps('kbanana2OfficialSubmit', { ...example('kbanana2OfficialSubmit'), ...more })).toBe(
		true,
	);
});

it('needs the route key and the price rule for Kling', () => {
	expect(keeps('klingV3Submit', { ...example('klingV3Submit'), cost_type: 1 })).toBe(false);
	expect(keeps('klingV3Submit', { user_input: example('klingV3Submit').user_input })).toBe(false);
});

it('takes a picture or a video to lip-sync, not both and not none', () => {
	const voice = { audio_url: 'https://a.example/v.mp3' };
	const video_url = 'https://a.example/a.mp4';
	expect(keeps('lipSyncSubmit', { ...voice, ...picture })).toBe(true);
	expect(keeps('lipSyncSubmit', { ...voice, video_url, video_extension: true })).toBe(true);
	expect(keeps('lipSyncSubmit', { ...voice, ...picture, video_url })).toBe(false);
	expect(keeps('lipSyncSubmit', voice)).toBe(false);
});

it('wants two pictures for the effects of two persons', () => {
	const images = ['https://a.example/1.png'];
	expect(keeps('videoEffectSubmit', { template: 'hug', images })).toBe(false);
	expect(keeps('videoEffectSubmit', { template: 'fuzzy', images })).toBe(true);
});
