/** File formats, by their usual extension. */
type MediaType =
	| 'jpg'
	| 'png'
	| 'webp'
	| 'bmp'
	| 'tiff'
	| 'gif'
	| 'mp4'
	| 'mov'
	| 'avi'
	| 'mp3'
	| 'wav'
	| 'aac';

/**
 * What a media field accepts, declared once by its operation. The form's hint, the refusals and the checks come from
 * these rules, and the contract's `x-media` says the same about the field.
 */
export interface MediaRules {
	/** `media` is any of the three, `any` is any file. */
	kind: 'image' | 'video' | 'audio' | 'media' | 'any';
	/** All accepted formats, if they are known. */
	types?: readonly MediaType[];
	/** Largest file in MB. */
	maxMb?: number;
	/** Shortest side in pixels. */
	minSide?: number;
	/** Longest side in pixels. */
	maxSide?: number;
	/** How many times as long as the other a side may be. */
	ratio?: number;
	minSeconds?: number;
	maxSeconds?: number;
	/** How many files, in a field for several files. */
	min?: number;
	max?: number;
	/** Also accepts `asset://`. */
	assets?: boolean;
	/** Also accepts pages that the service reads by itself, such as share links of video sites. */
	pages?: boolean;
	/** How reliable a file's limits are, in the contract's grades of evidence. */
	grade?: 'A' | 'B' | 'C' | 'C-' | 'D';
	/** Limits that replace those above if another field of the operation has some value; all entries name one field. */
	when?: readonly LimitsWhen[];
}

export interface LimitsWhen {
	field: string;
	is: string;
	/** How the form says it: `with an image`. */
	told: string;
	limits: Pick<
		MediaRules,
		'types' | 'maxMb' | 'minSide' | 'maxSide' | 'ratio' | 'minSeconds' | 'maxSeconds'
	>;
}

/** The rules for the values of one item. */
export const rulesFor = (
	{ when = [], ...rules }: MediaRules,
	valueOf: (field: string) => unknown,
): MediaRules =>
	when.reduce(
		(all, { field, is, limits }) => (valueOf(field) === is ? { ...all, ...limits } : all),
		rules,
	);
