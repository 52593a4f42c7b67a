/** Formats of files, by the usual ending of their names. */
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
 * What a field for media takes, declared once by its operation. The form's hint, the refusals and the checks come from
 * it, and the contract's `x-media` says the same of the field.
 */
export interface MediaRules {
	/** `media` is any of the three, `any` any file at all. */
	kind: 'image' | 'video' | 'audio' | 'media' | 'any';
	/** All formats that are taken, where they are known. */
	types?: readonly MediaType[];
	/** Largest file in MB. */
	maxMb?: number;
	/** Shortest side in pixels. */
	minSide?: number;
	/** Longest side in pixels. */
	maxSide?: number;
	/** So many times as long as the other may a side be. */
	ratio?: number;
	minSeconds?: number;
	maxSeconds?: number;
	/** How many files, in a field for several. */
	min?: number;
	max?: number;
	/** Takes `asset://` too. */
	assets?: boolean;
	/** Takes pages that a service reads for itself, such as share links of video sites. */
	pages?: boolean;
	/** How well the limits of a file are known, in the contract's grades of evidence. */
	grade?: 'A' | 'B' | 'C' | 'C-' | 'D';
	/** What holds in place of the limits above where another field of the operation has a value. */
	when?: readonly LimitsWhen[];
}

export interface LimitsWhen {
	field: string;
	is: string;
	/** How a person reads it: `with a picture`. */
	told: string;
	limits: Pick<
		MediaRules,
		'types' | 'maxMb' | 'minSide' | 'maxSide' | 'ratio' | 'minSeconds' | 'maxSeconds'
	>;
}

/** The rules that hold for the values of one item. */
export const rulesFor = (
	{ when = [], ...rules }: MediaRules,
	valueOf: (field: string) => unknown,
): MediaRules =>
	when.reduce(
		(all, { field, is, limits }) => (valueOf(field) === is ? { ...all, ...limits } : all),
		rules,
	);
