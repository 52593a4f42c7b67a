/** Fields for files that several operations share; like those of `common.ts`, only label and meaning. */
import { picturesToWorkFrom } from '../words/forms';
import { inModes, required, requiredExcept, type Field } from './field';
import { url, urls, type MediaSpec } from './mediaFields';
import { number } from './scalarFields';

/** What an operation says beyond the rest: what it takes, and texts for what no rule can say. */
type More = Omit<Partial<MediaSpec>, 'kind' | 'label' | 'placeholder'>;

/** Makes fields for one file, and for several. */
const oneFile =
	(texts: MediaSpec) =>
	(more: More = {}) =>
		url({ ...texts, ...more });
const files =
	(texts: MediaSpec) =>
	(more: More = {}) =>
		urls({ ...texts, ...more });

export const imageUrl = oneFile({
	kind: 'image',
	label: 'Image URL',
	description: 'Public URL of the picture to work from',
});

const FIRST_FRAME = {
	kind: 'image',
	label: 'First Frame URL',
	description: 'Public URL of the picture that the video begins with',
} as const;
export const firstFrameUrl = oneFile(FIRST_FRAME);

/** What a video begins with: the picture of Image to Video has one name in all nodes. */
export const startPictures = (more: More = {}) => ({
	imageUrl: inModes(
		['img2video'],
		required(imageUrl({ description: FIRST_FRAME.description, ...more })),
	),
	firstFrameUrl: inModes(['frame2video'], required(firstFrameUrl(more))),
});

/** The same where nodes of version 1 have the name of a first frame for both. */
export const formerStartPicture = (more: More = {}) => ({
	firstFrameUrl: inModes(['img2video', 'frame2video'], required(firstFrameUrl(more))),
});

export const lastFrameUrl = oneFile({
	kind: 'image',
	label: 'Last Frame URL',
	description: 'Public URL of the picture that the video ends with',
});

export const videoUrl = oneFile({
	kind: 'video',
	label: 'Video URL',
	description: 'Public URL of the video to work from',
});

export const audioUrl = oneFile({
	kind: 'audio',
	label: 'Audio URL',
	description: 'Public URL of the sound to work from',
});

export const voiceUrl = oneFile({
	kind: 'audio',
	label: 'Voice URL',
	description: 'Public URL of a voice-over',
});

export const backgroundMusicUrl = oneFile({
	kind: 'audio',
	label: 'Background Music URL',
	description: 'Public URL of background music',
});

export const videoUrls = files({
	kind: 'video',
	label: 'Video URLs',
	description: 'Public URLs of the videos to work from',
});

export const audioUrls = files({
	kind: 'audio',
	label: 'Audio URLs',
	description: 'Public URLs of the sounds to work from',
});

export const imageUrls = (more: More = {}) =>
	urls({
		kind: 'image',
		label: 'Image URLs',
		description: picturesToWorkFrom(more.max),
		...more,
	});

/** Reference pictures of an image model, in its mode Image to Image. */
export const referenceImages = (max: number) => inModes(['img2img'], required(imageUrls({ max })));

/** A list of references in the mode References to Video: in the form itself, and free to stay empty. */
export const inReferences = (field: Field<string[] | undefined>) =>
	inModes(['mixVideo'], requiredExcept(['mixVideo'], field));

/** A list that is sent empty where the user gave an empty one, as the vendor's own clients do. */
export const orEmptyList = (field: Field<string[] | undefined>): Field<string[] | undefined> => ({
	...field,
	parse: (raw) => field.parse(raw) ?? (isEmptyList(raw) ? [] : undefined),
});

const isEmptyList = (raw: unknown) =>
	Array.isArray(raw) || (typeof raw === 'string' && raw.trim().startsWith('['));

const filesToLink = required(
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
		...filesToLink,
		property: {
			...filesToLink.property,
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
