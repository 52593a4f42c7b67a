/** Fields for files that several operations share; like those of `common.ts`, only label and meaning. */
import type { MediaRules } from '../util/mediaRules';
import { picturesToWorkFrom } from '../words/forms';
import { inModes, required, requiredExcept, type Field } from './field';
import { url, urls } from './mediaFields';
import { number } from './scalarFields';

/** Reference pictures of an image model, in its mode Image to Image. */
export const referenceImages = (max: number) => inModes(['img2img'], required(imageUrls({ max })));

/** Public URLs of pictures. */
export const imageUrls = (more: More = {}) =>
	urls({
		kind: 'image',
		label: 'Image URLs',
		description: picturesToWorkFrom(more.max),
		...more,
	});

/** A list that is sent empty where the user gave an empty one, as the vendor's own clients do. */
export const orEmptyList = (field: Field<string[] | undefined>): Field<string[] | undefined> => ({
	...field,
	parse: (raw) => field.parse(raw) ?? (isEmptyList(raw) ? [] : undefined),
});

const isEmptyList = (raw: unknown) =>
	Array.isArray(raw) || (typeof raw === 'string' && raw.trim().startsWith('['));

/** A list of references in the mode References to Video: in the form itself, and free to stay empty. */
export const inReferences = (field: Field<string[] | undefined>) =>
	inModes(['mixVideo'], requiredExcept(['mixVideo'], field));

/** What an operation says beyond the rest: what it takes, and texts for what no rule can say. */
type More = Omit<Partial<MediaRules>, 'kind'> & { description?: string; hint?: string };

export const videoUrls = (more: More = {}) =>
	urls({
		kind: 'video',
		label: 'Video URLs',
		description: 'Public URLs of the videos to work from',
		...more,
	});

export const audioUrls = (more: More = {}) =>
	urls({
		kind: 'audio',
		label: 'Audio URLs',
		description: 'Public URLs of the sounds to work from',
		...more,
	});

export const imageUrl = (more: More = {}) =>
	url({
		kind: 'image',
		label: 'Image URL',
		description: 'Public URL of the picture to work from',
		...more,
	});

export const firstFrameUrl = (more: More = {}) =>
	url({
		kind: 'image',
		label: 'First Frame URL',
		description: 'Public URL of the picture that the video begins with',
		...more,
	});

export const lastFrameUrl = (more: More = {}) =>
	url({
		kind: 'image',
		label: 'Last Frame URL',
		description: 'Public URL of the picture that the video ends with',
		...more,
	});

export const videoUrl = (more: More = {}) =>
	url({
		kind: 'video',
		label: 'Video URL',
		description: 'Public URL of the video to work from',
		...more,
	});

export const audioUrl = (more: More = {}) =>
	url({
		kind: 'audio',
		label: 'Audio URL',
		description: 'Public URL of the sound to work from',
		...more,
	});

export const voiceUrl = (more: More = {}) =>
	url({ kind: 'audio', label: 'Voice URL', description: 'Public URL of a voice-over', ...more });

export const backgroundMusicUrl = (more: More = {}) =>
	url({
		kind: 'audio',
		label: 'Background Music URL',
		description: 'Public URL of background music',
		...more,
	});

const files = required(
	urls({
		kind: 'any',
		label: 'Files',
		description: 'URLs, which are handed on as they are',
		placeholder: 'e.g. data',
	}),
);

/** What is read where links to files are all that is wanted. */
export const LINK_FIELDS = {
	// As n8n's own nodes call the binary field of a file.
	files: {
		...files,
		property: {
			...files.property,
			hint: 'Names of binary fields, such as data, or photo_* for all whose name begins so',
			default: 'data',
		},
	},
	linkHours: number({
		label: 'Link Validity (Hours)',
		description:
			'How long a link of n8n holds; one of your own bucket holds as its credential says',
		min: 1,
		max: 168,
		unit: 'hours',
		default: 24,
	}),
};
