/** Media fields that several operations share. As in `common.ts`, they share only label and meaning. */
import { inModes, required, requiredExcept, type Field } from './field';
import { url, urls, type MediaSpec } from './mediaFields';
import { number } from './scalarFields';

/** What an operation adds: what it accepts, and texts for what no rule can say. */
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
	description: 'Image to work from',
});

const FIRST_FRAME = {
	kind: 'image',
	label: 'First Frame URL',
	description: 'Image that the video starts with',
} as const;
export const firstFrameUrl = oneFile(FIRST_FRAME);

/** What a video starts with. The image of Image to Video has the same name in all nodes. */
export const startImages = (more: More = {}) => ({
	imageUrl: inModes(
		['img2video'],
		required(imageUrl({ description: FIRST_FRAME.description, ...more })),
	),
	firstFrameUrl: inModes(['frame2video'], required(firstFrameUrl(more))),
});

/** The same in nodes of version 1, which use the name of a first frame for both. */
export const formerStartImage = (more: More = {}) => ({
	firstFrameUrl: inModes(['img2video', 'frame2video'], required(firstFrameUrl(more))),
});

export const lastFrameUrl = oneFile({
	kind: 'image',
	label: 'Last Frame URL',
	description: 'Image that the video ends with',
});

export const videoUrl = oneFile({
	kind: 'video',
	label: 'Video URL',
	description: 'Video to work from',
});

export const audioUrl = oneFile({
	kind: 'audio',
	label: 'Audio URL',
	description: 'Audio file to work from',
});

export const voiceUrl = oneFile({
	kind: 'audio',
	label: 'Voice URL',
	description: 'Audio file with the voice-over',
});

export const backgroundMusicUrl = oneFile({
	kind: 'audio',
	label: 'Background Music URL',
	description: 'Audio file with the background music',
});

export const videoUrls = files({
	kind: 'video',
	label: 'Video URLs',
	description: 'Videos to work from',
});

export const audioUrls = files({
	kind: 'audio',
	label: 'Audio URLs',
	description: 'Audio files to work from',
});

export const imageUrls = (more: More = {}) =>
	urls({
		kind: 'image',
		label: 'Image URLs',
		description: 'Images to work from',
		...more,
	});

/** Reference images of an image model, in its mode Image to Image. */
export const referenceImages = (max: number) => inModes(['img2img'], required(imageUrls({ max })));

/** A list of references in the mode References to Video: in the form itself, where it may stay empty. */
export const inReferences = (field: Field<string[] | undefined>) =>
	inModes(['mixVideo'], requiredExcept(['mixVideo'], field));

/** A list that is sent empty if the user gave an empty one, as the vendor's own clients do. */
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
		description: 'Files to make links for; URLs are returned as they are',
		placeholder: 'e.g. data',
	}),
);

/** The fields of an operation that only makes links to files. */
export const LINK_FIELDS = {
	// The default is the name that n8n's own nodes give to the binary field of a file.
	files: {
		...filesToLink,
		property: {
			...filesToLink.property,
			hint: 'Names of binary fields, such as data, or photo_* for all names that begin with photo_',
			default: 'data',
		},
	},
	linkHours: number({
		label: 'Link Validity (Hours)',
		description:
			'How long a link of n8n is valid; for links of your own bucket, the credential sets the time',
		min: 1,
		max: 168,
		unit: 'hours',
		default: 24,
	}),
};
