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
	image: 'an image',
	video: 'a video',
	audio: 'an audio file',
	media: 'an image, a video or an audio file',
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
		? `of type ${mimeType}`
		: `${fileName.slice(0, 80)} (${mimeType})`;

/** What stands where a link would: in a preview, which makes none, and in messages. */
export const linkToFile = (file: FileTold, property?: string): string =>
	`<link to the file ${property === undefined ? '' : `${property}: `}${fileTold(file)}>`;

/** n8n deletes the files of old executions, and pinned data keeps their names. */
export const isUnreadable = (file: FileTold, cause: unknown): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which n8n can no longer read (${cause instanceof Error ? cause.message : String(cause)})`,
	advice: 'Run the node that creates or reads the file again.',
});

export const isEmptyFile = (file: FileTold): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is empty`,
	advice: 'Run the node that downloads or creates the file again.',
});

/** What cuts a file off cannot be seen from its name. */
export const isTruncated = (file: FileTold): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is incomplete: its end is missing`,
	advice: `Run the node that downloads or creates the file again. ${toSendAnyway()}`,
});

const toSendAnyway = (): string =>
	'To send the file anyway, enter a public URL of it, or add Options > Check Files and leave it switched off.';

/** How to go on where a limit is passed. Nobody has seen the platform refuse by a derived one. */
const changeFile = (change: string, { grade }: MediaRules): string =>
	grade === 'D'
		? `${change} This limit is the upstream provider's and is not confirmed by the platform. ${toSendAnyway()}`
		: change;

/** A number with as many digits as show that it is above another. */
const above = (value: number, limit = 0): string =>
	[1, 2, 3, 4, 5].map((digits) => value.toFixed(digits)).find((text) => Number(text) > limit) ??
	`${value}`;

export const isTooLarge = (rules: MediaRules, file: FileTold, mb: number): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is ${above(mb, rules.maxMb)} MB; the limit is ${rules.maxMb} MB`,
	advice: changeFile('Reduce the size of the file before this node.', rules),
});

export const isOfOtherSides = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is ${width} x ${height} pixels; each side must be ${range(rules.minSide, rules.maxSide)} pixels`,
	advice: changeFile('Resize the image before this node.', rules),
});

export const isTooNarrow = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is ${width} x ${height} pixels; the longer side must be at most ${rules.ratio} times the shorter one`,
	advice: changeFile('Crop the image before this node.', rules),
});

export const isOfOtherLength = (rules: MediaRules, file: FileTold, seconds: number): Refusal => ({
	reason: `contains the file ${fileTold(file)}, which is ${seconds.toFixed(1)} seconds long; it must be ${lengths(rules)} long`,
	advice: changeFile('Make the file shorter or longer before this node.', rules),
});

/** @param found the type of the file by its bytes, where they are of any that is known */
export function isOfOtherKind(rules: MediaRules, file: FileTold, found?: string): Refusal {
	const taken = TAKEN[rules.kind];
	const types = typesOf(rules);
	const instead = found === undefined ? `is not ${taken}` : `is ${found}`;
	return {
		reason: `accepts ${taken}${types === undefined ? '' : ` (${types})`}, but the file ${fileTold(file)} ${instead}`,
		advice: changeFile('Convert the file before this node, or use another one.', rules),
	};
}

/** @param what holds it */
export const holdsEncodedTwice = (what: string): Refusal => ({
	reason: `contains a file that was base64-encoded twice (${what})`,
	advice: 'Encode the content only once: remove the node or the expression that encodes it again.',
});

// What a field holds. Where it can hold no files of n8n, as they are shared already, none are spoken of.

const wanted = (canHoldFiles: boolean) => `must contain URLs${canHoldFiles ? ' or files' : ''}`;

export const holdsValue = (canHoldFiles: boolean, value: unknown): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but contains ${String(value)}`,
	advice: 'Use the field that contains the URL, such as {{ $json.url }}.',
});

export const holdsListsOfLists = (canHoldFiles: boolean): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but contains nested lists`,
	advice: 'Enter one flat list, such as {{ $json.images.flat() }}.',
});

/** @param names of its fields */
export const holdsOtherObject = (canHoldFiles: boolean, names: readonly string[]): Refusal => ({
	reason: `${wanted(canHoldFiles)}, but contains an object without a url`,
	advice: `${takeAddressOfObject()}${names.length === 0 ? '' : ` The object has the fields ${names.slice(0, 8).join(', ').slice(0, 200)}.`}`,
});

const MAKE_LINK =
	'Create a link first with Kexiang Video Tools > File > Get Public URL of File, and enter {{ $json.url }} instead. JSON is sent unchanged.';

/** @param key of the JSON, empty where there is none */
export const jsonHoldsFile = (key: string): Refusal => ({
	reason: `contains n8n's own data about a file${key === '' ? '' : ` in ${key.slice(0, 60)}`}, which the platform cannot open`,
	advice: MAKE_LINK,
});

export const jsonHoldsName = (key: string, name: string): Refusal => ({
	reason: `contains the name of the binary field ${name.slice(0, 60)} in ${key.slice(0, 60)}, where the platform expects a URL`,
	advice: MAKE_LINK,
});

export const takeAddressOfObject = (): string =>
	'Use the field of the object that contains the URL, such as {{ $json.image.url }}.';

export const isNoJson = (): Refusal => ({
	reason: 'begins like JSON but is not valid JSON',
	advice: 'Check the quotes, commas and brackets, or write each entry on a line of its own.',
});

export const holdsContent = (): Refusal => ({
	reason: 'contains file content (base64), but the platform only accepts public URLs',
	advice: 'Upload the file to public storage first (S3, OSS, a web server) and enter its URL.',
});

export const holdsBrokenDataUri = (): Refusal => ({
	reason: 'contains a data: URI that has no file type or cannot be read',
	advice: 'Enter the complete URI, beginning with its file type, such as data:image/png;base64.',
});

export const holdsOddSign = (sign: string, entry: string): Refusal => ({
	reason: `must be a public http(s) URL, but ${shown(entry)} contains ${/[\s\p{Cc}]/u.test(sign) ? 'a space or control character' : sign}`,
	advice: 'Write each URL on a line of its own. Percent-encode special characters in a URL.',
});

export const takesNoAssets = (entry: string, canHoldFiles: boolean): Refusal => ({
	reason: `does not accept assets, but contains ${shown(entry)}`,
	advice: `Enter ${entriesTaken(canHoldFiles, false)}.`,
});

/** @param address that is meant */
export const isMiswritten = (entry: string, address: string): Refusal => ({
	reason: `must be a public http(s) URL, but contains ${shown(entry)}, which ${/^https?:\/\//i.test(entry) ? 'begins with https:// twice' : 'does not begin with https://'}`,
	advice: `Enter ${address.slice(0, 100)}${address.length > 100 ? '...' : ''} if that is what you mean.`,
});

/** @param fields where the field can hold files of n8n */
export const isPathOfDisk = (entry: string, fields?: BinaryFieldsTold): Refusal => ({
	reason: `must be a public http(s) URL, but contains ${shown(entry)}, a path on a disk`,
	advice: [
		'Upload the file with an n8n form or read it with Read/Write Files from Disk, then enter the name of its binary field. The platform cannot read your disk.',
		...(fields ? [binaryFields(fields)] : []),
	].join(' '),
});

export const isUnknownEntry = (entry: string, canHoldFiles: boolean, assets = false): string =>
	`must be ${entriesTaken(canHoldFiles, assets)}, but contains ${shown(entry)}`;

export const copyAddress = (): string => 'Enter the full URL of the file, beginning with https://.';

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
	reason: `accepts one URL or file, but contains ${count}`,
	advice: 'Keep one of them. To create a task for each, put each in an item of its own.',
});

export const holdsTooManyOrFew = (
	count: number,
	{ min = 1, max = Infinity }: Partial<MediaRules>,
): Refusal => ({
	reason: `contains ${count} ${count === 1 ? 'URL' : 'URLs'}, but must contain ${min === max ? `exactly ${min}` : range(min, Number.isFinite(max) ? max : undefined)}`,
	advice: count > max ? 'Remove some of them.' : 'Add the missing ones.',
});

/** A model would believe that its file was used. */
export const isOfOtherMode = (label: string, modes: readonly string[], mode: string): Refusal => ({
	reason: `is only used with Mode ${modes.join(' or ')}, but Mode is ${mode}`,
	advice: `Set Mode to ${modes.join(' or ')} to use the file, or leave ${label} empty.`,
});

export const isEmptyByExpression = (fields: BinaryFieldsTold): Refusal => ({
	reason: 'is empty, because its expression finds no file',
	advice: `Enter a URL, or the name of a binary field. ${binaryFields(fields)}`,
});

export const holdsForeignFile = (fields: BinaryFieldsTold): Refusal => ({
	reason: 'contains a file that this item does not have',
	advice: `Pass its binary data on to this node, and enter the name of its binary field. ${binaryFields(fields)}`,
});

/** n8n keeps files in memory without an id, and shows an expression all but their content. */
export const isOneOfAlike = (names: readonly string[]): Refusal => ({
	reason: `contains a file that may be any of ${names.slice(0, 8).join(', ')}`,
	advice: 'Enter the name of the binary field instead of an expression.',
});

export const holdsFileName = (fileName: string, fields: BinaryFieldsTold): Refusal => ({
	reason: `contains the file name "${fileName.slice(0, 60)}", not the file`,
	advice: `Enter the name of its binary field. ${binaryFields(fields)}`,
});

export const enterFieldOfFile = (name: string): string =>
	`That is the name of a file. Enter the name of its binary field: ${name}.`;

/** n8n gives this where one asks for the content of a file in its storage. */
export const leaveDataOut = (fields: BinaryFieldsTold): string =>
	`That is where n8n stores the file. Remove .data from the end of the expression. ${binaryFields(fields)}`;

/** @param labels of the form that n8n calls alike, as it writes _ for all but Latin letters and digits */
export const isOneOfForm = (name: string, labels: readonly string[]): Refusal => ({
	reason: `contains the file ${name}, but n8n's form kept only one file for its fields ${labels.slice(0, 8).join(', ').slice(0, 200)}`,
	advice: `Rename these fields of the form with Latin letters, or give them labels of different lengths. n8n gives all of them the name ${name}, and the other files are lost.`,
});

export const enterFormNames = (names: readonly string[], fields: BinaryFieldsTold): string =>
	`n8n's form replaces such letters with _. Enter ${names.join(', ')}. ${binaryFields(fields)}`;

export function binaryFields({ binary = {}, isOfAgent = false }: BinaryFieldsTold): string {
	const all = Object.entries(binary).map(([name, file]) => `${name}: ${fileTold(file)}`);
	if (all.length === 0)
		return isOfAgent
			? "The agent's input item has no binary fields, or n8n does not say which of several items it is."
			: "The item has no binary fields. Add a node before this one that reads the file, or use the file of an earlier node: {{ $('Name of the node').item.binary.data }}.";
	// As far as a person reads.
	const more = all.length > 8 ? ` and ${all.length - 8} more` : '';
	return `${isOfAgent ? "The agent's input item" : 'The item'} has the binary fields ${all.slice(0, 8).join(', ')}${more}.`;
}
