import type { JsonObject } from '../../shared/util/json';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

/** What a Seedance video is made from; the fields of other modes are undefined. */
interface SeedanceMaterial {
	mode: string;
	prompt?: string | undefined;
	firstFrameUrl?: string | undefined;
	lastFrameUrl?: string | undefined;
	imageUrls?: readonly string[] | undefined;
	videoUrls?: readonly string[] | undefined;
	audioUrls?: readonly string[] | undefined;
}

/**
 * The `content` list of Seedance (reference 6.5): the text first, then pictures, videos and sounds,
 * each with its role. Pure.
 * @throws ParameterProblem when references hold neither a picture nor a video
 */
export function seedanceContent(material: SeedanceMaterial): JsonObject[] {
	const { mode, prompt, firstFrameUrl, lastFrameUrl } = material;
	const { imageUrls = [], videoUrls = [], audioUrls = [] } = material;
	if (mode === 'mixVideo' && imageUrls.length + videoUrls.length === 0)
		throw withoutPicture(audioUrls);
	return [
		...(prompt === undefined ? [] : [{ type: 'text', text: prompt }]),
		...items('image_url', 'first_frame', some(firstFrameUrl)),
		...items('image_url', 'last_frame', some(lastFrameUrl)),
		...items('image_url', 'reference_image', imageUrls),
		...items('video_url', 'reference_video', videoUrls),
		...items('audio_url', 'reference_audio', audioUrls),
	];
}

const some = (url: string | undefined) => (url === undefined ? [] : [url]);

const items = (type: string, role: string, urls: readonly string[]): JsonObject[] =>
	urls.map((url) => ({ type, [type]: { url }, role }));

const withoutPicture = (audioUrls: readonly string[]) =>
	audioUrls.length > 0
		? new ParameterProblem('Audio URLs', words.isOnlyReference(), words.addPictureOrVideo())
		: new ParameterProblem('Image URLs', words.isEmptyLike(['Video URLs']), words.addReference());
