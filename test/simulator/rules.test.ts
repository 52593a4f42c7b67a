import { loadContract } from '../../simulator/contract';

/** Rules of the contract that depend on the mode: what is kept, and what breaks them. */

const { byId, bodyValidator } = loadContract();
type Fields = Record<string, unknown>;

const example = (id: string) => structuredClone(byId.get(id)?.examples[0]) as Fields;

function keeps(id: string, body: Fields): boolean {
	const operation = byId.get(id);
	if (!operation) throw new Error(`No operation ${id}`);
	return bodyValidator(operation)?.(JSON.parse(JSON.stringify(body))) ?? true;
}

const text = { type: 'text', text: 'slow zoom in' };
const image = (role: string) => ({
	type: 'image_url',
	image_url: { url: 'asset://asset-1' },
	role,
});
const url = (name: string) => ({ url: `https://a.example/${name}` });
const sound = { type: 'audio_url', audio_url: url('1.mp3'), role: 'reference_audio' };
const video = { type: 'video_url', video_url: url('1.mp4'), role: 'reference_video' };
const [first, last] = [image('first_frame'), image('last_frame')];
const reference = image('reference_image');
const picture = { image_url: 'https://a.example/1.png' };
const frame = (type: string) => ({ ...picture, type });
const content = (modelType: string, ...parts: unknown[]) => ({ modelType, content: parts });
const img2img = (more: Fields = {}) => ({ modelType: 'img2img', ...more });

/** The example of an operation with other values in user_input; undefined takes one out. */
function keepsWith({ id, values }: { id: string; values: Fields }): boolean {
	const body = example(id);
	return keeps(id, { ...body, user_input: { ...Object(body.user_input), ...values } });
}

it.each`
	id                          | values
	${'kbanana2OfficialSubmit'} | ${img2img({ image_urls: ['asset://asset-1'] })}
	${'kbanana2OfficialSubmit'} | ${{ modelName: 'gemini-9-image' }}
	${'seedance2VideoSubmit'}   | ${content('text2video', text)}
	${'seedance2VideoSubmit'}   | ${content('frame2video', text, first, last)}
	${'seedance2VideoSubmit'}   | ${content('mixVideo', reference, video, sound)}
	${'seedance2VideoSubmit'}   | ${{ duration: -1 }}
	${'klingV3Submit'}          | ${{ modelType: 'text2video', image_url: undefined }}
	${'klingV3Submit'}          | ${{ modelType: 'frame2video', image_tail_url: 'https://a.example/2.png' }}
	${'klingV3OmniReference'}   | ${{ image_list: undefined }}
	${'klingV3OmniReference'}   | ${{ video_list: [], sound: 'on' }}
	${'gptImage2ChannelSubmit'} | ${img2img({ urls: ['https://a.example/1.png'] })}
`('$id keeps its rules with $values', (row: { id: string; values: Fields }) => {
	expect(keepsWith(row)).toBe(true);
});

it.each`
	id                             | values
	${'kbanana2OfficialSubmit'}    | ${img2img()}
	${'kbanana2OfficialSubmit'}    | ${img2img({ image_urls: [] })}
	${'kbanana2OfficialSubmit'}    | ${{ resolution: '1K' }}
	${'kbanana2OfficialSubmit'}    | ${{ surprise: 1 }}
	${'kbananaProOfficialSubmit'}  | ${{ size: '8:1' }}
	${'seedance2VideoSubmit'}      | ${content('text2video', text, first)}
	${'seedance2VideoSubmit'}      | ${content('img2video', text)}
	${'seedance2VideoSubmit'}      | ${content('img2video', text, last)}
	${'seedance2VideoSubmit'}      | ${content('frame2video', text, first)}
	${'seedance2VideoSubmit'}      | ${content('mixVideo', text, sound)}
	${'seedance2VideoSubmit'}      | ${content('mixVideo', ...Array<object>(10).fill(reference))}
	${'seedance2VideoSubmit'}      | ${{ duration: 3 }}
	${'seedance2VideoSubmit'}      | ${{ modelName: 'KVideo2.0-Fast', resolution: '1080p' }}
	${'klingV3Submit'}             | ${{ duration: 5 }}
	${'klingV3Submit'}             | ${{ image_url: '' }}
	${'klingV3Submit'}             | ${{ modelType: 'text2video' }}
	${'klingV3Submit'}             | ${{ modelType: 'frame2video' }}
	${'klingV3OmniTextToVideo'}    | ${{ duration: '5' }}
	${'klingV3OmniTextToVideo'}    | ${{ image_list: [picture] }}
	${'klingV3OmniImageToVideo'}   | ${{ image_list: [frame('first_frame')] }}
	${'klingV3OmniImageToVideo'}   | ${{ image_list: [] }}
	${'klingV3OmniFirstLastFrame'} | ${{ image_list: [frame('first_frame')] }}
	${'klingV3OmniFirstLastFrame'} | ${{ image_list: [frame('first_frame'), frame('last_frame')] }}
	${'klingV3OmniReference'}      | ${{ sound: 'on' }}
	${'klingV3OmniReference'}      | ${{ video_list: undefined, image_list: undefined }}
	${'klingV3OmniReference'}      | ${{ image_list: Array(5).fill(picture) }}
	${'kImage2OfficialSubmit'}     | ${img2img()}
	${'gptImage2ChannelSubmit'}    | ${img2img()}
`('$id breaks its rules with $values', (row: { id: string; values: Fields }) => {
	expect(keepsWith(row)).toBe(false);
});

const voice = { audio_url: 'https://a.example/v.mp3' };
const film = { video_url: 'https://a.example/a.mp4' };
const images = ['https://a.example/1.png'];
const banana = example('kbanana2OfficialSubmit');
const kling = example('klingV3Submit');

it.each`
	what                                       | id                          | body                                                             | kept
	${'the three optional fields of any task'} | ${'kbanana2OfficialSubmit'} | ${{ ...banana, business_url: 'x/y', cost_type: 2, source: '0' }} | ${true}
	${'another price rule'}                    | ${'klingV3Submit'}          | ${{ ...kling, cost_type: 1 }}                                    | ${false}
	${'no route key and no price rule'}        | ${'klingV3Submit'}          | ${{ user_input: kling.user_input }}                              | ${false}
	${'a picture to lip-sync'}                 | ${'lipSyncSubmit'}          | ${{ ...voice, ...picture }}                                      | ${true}
	${'a video to lip-sync'}                   | ${'lipSyncSubmit'}          | ${{ ...voice, ...film, video_extension: true }}                  | ${true}
	${'both to lip-sync'}                      | ${'lipSyncSubmit'}          | ${{ ...voice, ...picture, ...film }}                             | ${false}
	${'neither to lip-sync'}                   | ${'lipSyncSubmit'}          | ${voice}                                                         | ${false}
	${'one picture for two persons'}           | ${'videoEffectSubmit'}      | ${{ template: 'hug', images }}                                   | ${false}
	${'one picture for one person'}            | ${'videoEffectSubmit'}      | ${{ template: 'fuzzy', images }}                                 | ${true}
`('$id takes $what: $kept', ({ id, body, kept }: { id: string; body: Fields; kept: boolean }) => {
	expect(keeps(id, body)).toBe(kept);
});
