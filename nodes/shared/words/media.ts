/** Why a file or an address in a media field is refused. */
import type { MediaRules } from '../util/mediaRules';
import { range, type Refusal } from './fields';

/** As much of a file of n8n as is said of it. */
export interface FileTold {
	fileName?: string;
	mimeType: string;
}

/** The binary fields that a field for media may name. */
interface BinaryFieldsTold {
	binary?: Record<string, FileTold> | undefined;
	/** They are those of the agent's item, whose tool the node is. */
	isOfAgent?: boolean;
}

const TAKEN: Record<MediaRules['kind'], string> = {
	image: 'a picture',
	video: 'a video',
	audio: 'a sound',
	media: 'a picture, a video or a sound',
	any: 'a file',
};

/** Of one file. */
export type Limits = Omit<MediaRules, 'kind'>;

export const sides = ({ minSide, maxSide }: Limits) => `sides of ${range(minSide, maxSide)} pixels`;
export const narrowest = ({ ratio }: Limits) => `one side up to ${ratio} times the other`;
export const lengths = ({ minSeconds, maxSeconds }: Limits) =>
	`${range(minSeconds, maxSeconds)} seconds`;

/** `JPG, PNG or WebP` */
export const typesOf = ({ types }: Limits): string | undefined =>
	types
		?.map((type) => (type === 'webp' ? 'WebP' : type.toUpperCase()))
		.join(', ')
		.replace(/, (\w+)$/, ' or $1');

// Files.

/** `cat.png (image/png)`: what a person knows of a file. */
export const fileTold = ({ fileName, mimeType }: FileTold): string =>
	fileName === undefined || fileName === ''
		? `of the type ${mimeType}`
		: `${fileName.slice(0, 80)} (${mimeType})`;

/** What stands where a link would: in a preview, which makes none, and in messages. */
export const linkToFile = (file: FileTold, property?: string): string =>
	`<link to the file ${property === undefined ? '' : `${property}: `}${fileTold(file)}>`;

/** n8n deletes the files of old executions, and pinned data keeps their names. */
export const isUnreadable = (file: FileTold, cause: unknown): Refusal => ({
	reason: `holds the file ${fileTold(file)}, which n8n cannot read any more (${cause instanceof Error ? cause.message : String(cause)})`,
	advice: 'Run the node that makes or reads the file again.',
});

export const isEmptyFile = (file: FileTold): Refusal => ({
	reason: `holds the file ${fileTold(file)}, which is empty`,
	advice: 'Run the node again that downloads or makes it.',
});

/** What cuts a file off cannot be seen from its name. */
export const isTruncated = (file: FileTold): Refusal => ({
	reason: `holds the file ${fileTold(file)}, which is incomplete: its end is missing`,
	advice: `Run the node again that downloads or makes it. ${allTheSame()}`,
});

const allTheSame = (): string =>
	'To send the file all the same, pass a public URL of it, or add Options > Check Files and leave it off.';

/** How to go on where a limit is passed. Nobody has seen the platform refuse by a derived one. */
const changeFile = (change: string, { grade }: MediaRules): string =>
	grade === 'D'
		? `${change} This limit is only derived from the upstream provider's own. ${allTheSame()}`
		: change;

/** A number with as many digits as show that it is above another. */
const above = (value: number, limit = 0): string =>
	[1, 2, 3, 4, 5].map((digits) => value.toFixed(digits)).find((text) => Number(text) > limit) ??
	`${value}`;

export const isTooLarge = (rules: MediaRules, file: FileTold, mb: number): Refusal => ({
	reason: `holds the file ${fileTold(file)} of ${above(mb, rules.maxMb)} MB, but takes ${rules.maxMb} MB at most`,
	advice: changeFile('Make the file smaller before this node.', rules),
});

export const isOfOtherSides = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `holds the file ${fileTold(file)} of ${width} x ${height} pixels, but takes ${sides(rules)}`,
	advice: changeFile('Scale it before this node.', rules),
});

export const isTooNarrow = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `holds the file ${fileTold(file)} of ${width} x ${height} pixels, but takes ${narrowest(rules)}`,
	advice: changeFile('Cut it before this node.', rules),
});

export const isOfOtherLength = (rules: MediaRules, file: FileTold, seconds: number): Refusal => ({
	reason: `holds the file ${fileTold(file)} of ${seconds.toFixed(1)} seconds, but takes ${lengths(rules)}`,
	advice: changeFile('Make it shorter or longer before this node.', rules),
});

/** @param found the type of the file by its bytes, where they are of any that is known */
export function isOfOtherKind(rules: MediaRules, file: FileTold, found?: string): Refusal {
	const taken = TAKEN[rules.kind];
	const types = typesOf(rules);
	const instead = found === undefined ? `is not ${taken}` : `is ${found}`;
	return {
		reason: `takes ${taken}${types === undefined ? '' : ` (${types})`}, but the file ${fileTold(file)} ${instead}`,
		advice: changeFile('Convert it before this node, or take another one.', rules),
	};
}

/** @param what holds it */
export const holdsEncodedTwice = (what: string): Refusal => ({
	reason: `holds base64 of base64 in place of a file (${what})`,
	advice:
		'Encode the content once only: leave out the node or the expression that encodes it again.',
});

// What a field holds. Where it can hold no files of n8n, as they are shared already, none are spoken of.

const wanted = (canHoldFiles: boolean) => `must hold URLs${canHoldFiles ? ' or files' : ''}`;

export const holdsValue = (canHoldFiles: boolean, value: unknown): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but holds ${String(value)}`,
	advice: 'Take the field that holds the address, such as {{ $json.url }}.',
});

export const holdsListsOfLists = (canHoldFiles: boolean): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but holds lists of lists`,
	advice: 'Give one list with all entries, such as {{ $json.images.flat() }}.',
});

/** @param names of its fields */
export const holdsOtherObject = (canHoldFiles: boolean, names: readonly string[]): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but holds an object without a url`,
	advice: `${takeAddressOfObject()}${names.length === 0 ? '' : ` It has the fields ${names.slice(0, 8).join(', ').slice(0, 200)}.`}`,
});

const MAKE_LINK =
	'JSON is sent as it is. Make a link first with Kexiang Video Tools > File > Get Public URL of File, and put {{ $json.url }} in its place.';

/** @param key of the JSON, empty where there is none */
export const jsonHoldsFile = (key: string): Refusal => ({
	reason: `holds what n8n says of a file${key === '' ? '' : ` in ${key.slice(0, 60)}`}, which the platform cannot open`,
	advice: MAKE_LINK,
});

export const jsonHoldsName = (key: string, name: string): Refusal => ({
	reason: `holds the name of the binary field ${name.slice(0, 60)} in ${key.slice(0, 60)}, where the platform wants an address`,
	advice: MAKE_LINK,
});

export const takeAddressOfObject = (): string =>
	'Take the field of it that holds the address, such as {{ $json.image.url }}.';

export const isNoJson = (): Refusal => ({
	reason: 'begins like JSON, but is not valid JSON',
	advice: 'Check quotes, commas and brackets, or write each entry in a line of its own.',
});

export const holdsContent = (): Refusal => ({
	reason: 'holds file content (base64), but the platform takes public URLs only',
	advice: 'Upload the file to public storage first (S3, OSS, a web server) and pass its URL.',
});

export const holdsBrokenDataUri = (): Refusal => ({
	reason: 'holds a data: URI that says no type of a file, or cannot be read',
	advice: 'It must be whole, and begin like data:image/png;base64, with the type of the file.',
});

export const holdsOddSign = (sign: string, entry: string): Refusal => ({
	reason: `must be a public http(s) URL, but holds ${/[\s\p{Cc}]/u.test(sign) ? 'a blank' : sign} in ${shown(entry)}`,
	advice:
		'Write each URL in a line of its own. A sign that belongs to a URL is written percent-encoded.',
});

export const takesNoAssets = (entry: string, canHoldFiles: boolean): Refusal => ({
	reason: `takes no assets, but holds ${shown(entry)}`,
	advice: `Enter ${entriesTaken(canHoldFiles, false)}.`,
});

/** @param address that is meant */
export const isMiswritten = (entry: string, address: string): Refusal => ({
	reason: `must be a public http(s) URL, but holds ${shown(entry)}, which ${/^https?:\/\//i.test(entry) ? 'begins with https:// twice' : 'does not begin with https://'}`,
	advice: `Write ${address.slice(0, 100)}${address.length > 100 ? '...' : ''} if that is what you mean.`,
});

/** @param fields where the field can hold files of n8n */
export const isPathOfDisk = (entry: string, fields?: BinaryFieldsTold): Refusal => ({
	reason: `must be a public http(s) URL, but holds ${shown(entry)}, a path on a disk`,
	advice: [
		'The platform cannot see your disk. Upload the file by an n8n form, or read it with Read/Write Files from Disk, and enter the name of its binary field.',
		...(fields ? [binaryFields(fields)] : []),
	].join(' '),
});

export const isUnknownEntry = (entry: string, canHoldFiles: boolean, assets = false): string =>
	`must be ${entriesTaken(canHoldFiles, assets)}, but holds ${shown(entry)}`;

export const copyAddress = (): string =>
	'Copy the whole address of the file, which begins with https://.';

const entriesTaken = (canHoldFiles: boolean, assets: boolean): string =>
	[
		'a public http(s) URL',
		...(assets ? ['asset://...'] : []),
		...(canHoldFiles ? ['the name of a binary field of the item'] : []),
	]
		.join(', ')
		.replace(/, ([^,]+)$/, ' or $1');

export const shown = (entry: string) => `"${entry.slice(0, 60)}${entry.length > 60 ? '...' : ''}"`;

export const takesOne = (count: number): Refusal => ({
	reason: `takes one URL or file, but holds ${count}`,
	advice: 'Leave one of them. For one task of each, give each an item of its own.',
});

export const holdsTooManyOrFew = (
	count: number,
	{ min = 1, max = Infinity }: Partial<MediaRules>,
): Refusal => ({
	reason: `holds ${count} URLs; allowed is ${min === max ? `exactly ${min}` : range(min, Number.isFinite(max) ? max : undefined)}`,
	advice: count > max ? 'Leave some of them out.' : 'Add what is missing.',
});

/** A model would believe that its file was used. */
export const isOfOtherMode = (label: string, modes: readonly string[], mode: string): Refusal => ({
	reason: `is used with Mode ${modes.join(' or ')} only, but Mode is ${mode}`,
	advice: `Set Mode to ${modes.join(' or ')} to use the file, or leave ${label} empty.`,
});

export const isEmptyByExpression = (fields: BinaryFieldsTold): Refusal => ({
	reason: 'is empty: its expression finds no file',
	advice: `Enter a URL, or the name of a binary field. ${binaryFields(fields)}`,
});

export const holdsForeignFile = (fields: BinaryFieldsTold): Refusal => ({
	reason: 'holds a file that this item does not have',
	advice: `Pass its binary data on to this node and enter the name of its field. ${binaryFields(fields)}`,
});

/** n8n keeps files in memory without an id, and shows an expression all but their content. */
export const isOneOfAlike = (names: readonly string[]): Refusal => ({
	reason: `holds a file without its content, which may be any of ${names.slice(0, 8).join(', ')}`,
	advice: 'Enter the name of the binary field that is meant, without an expression.',
});

export const holdsFileName = (fileName: string, fields: BinaryFieldsTold): Refusal => ({
	reason: `holds the name of the file "${fileName.slice(0, 60)}", not the file`,
	advice: `Enter the name of its binary field. ${binaryFields(fields)}`,
});

export const enterFieldOfFile = (name: string): string =>
	`That is the name of a file; enter the name of its binary field: ${name}.`;

/** n8n gives this where one asks for the content of a file in its storage. */
export const leaveDataOut = (fields: BinaryFieldsTold): string =>
	`That is where n8n keeps a file: leave .data out at the end of the expression. ${binaryFields(fields)}`;

/** @param labels of the form that n8n calls alike, as it writes _ for all but Latin letters and digits */
export const isOneOfForm = (name: string, labels: readonly string[]): Refusal => ({
	reason: `holds the file ${name}, but n8n's form has kept one file only for its fields ${labels.slice(0, 8).join(', ').slice(0, 200)}`,
	advice: `To n8n all of them are called ${name}, and the others are lost. Rename the fields of the form: take Latin letters, or labels of different lengths.`,
});

export const enterFormNames = (names: readonly string[], fields: BinaryFieldsTold): string =>
	`n8n's form writes _ for such letters: enter ${names.join(', ')}. ${binaryFields(fields)}`;

export function binaryFields({ binary = {}, isOfAgent = false }: BinaryFieldsTold): string {
	const all = Object.entries(binary).map(([name, file]) => `${name}: ${fileTold(file)}`);
	if (all.length === 0)
		return isOfAgent
			? 'The input item of the agent has no binary fields, or n8n does not tell which of several items it is.'
			: "The item has no binary fields. Put a node before this one that reads the file, or take it from a node further back: {{ $('Name of the node').item.binary.data }}.";
	// As far as a person reads.
	const more = all.length > 8 ? ` and ${all.length - 8} more` : '';
	return `${isOfAgent ? 'The input item of the agent' : 'The item'} has the binary fields ${all.slice(0, 8).join(', ')}${more}.`;
}
