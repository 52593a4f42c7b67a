import type { Contract, Operation, Schema } from './contract';

/** Finds the file addresses in a body, by the contract's description of its fields. */

export type MediaKind = 'image' | 'video' | 'audio' | 'media';

/** One address that the platform reads. */
export interface InputField {
	/** For example ["body", "user_input", "image_urls", 0]. */
	loc: Array<string | number>;
	kind: MediaKind;
	url: string;
	/** Largest accepted file, bytes. Absent if no limit is known. */
	maxBytes?: number;
	/** The address may also be a page that the service reads itself. */
	mayBePage?: true;
}

const MB = 1024 * 1024;
/** Keywords whose schemas describe the same value. */
const BESIDE = ['allOf', 'anyOf', 'oneOf'] as const;
const BRANCHES = ['then', 'else'] as const;

/** Each http address once per place, in the contract's order. `asset://` and empty texts don't count. */
export function inputFields(
	contract: Pick<Contract, 'resolve'>,
	{ body: schema }: Pick<Operation, 'body'>,
	body: unknown,
): InputField[] {
	const found = new Map<string, InputField>();
	const take = (field: InputField) => {
		if (/^https?:\/\//i.test(field.url)) found.set(JSON.stringify([field.loc, field.url]), field);
	};
	if (schema) walk(contract, schema, body, ['body'], take);
	return [...found.values()];
}

function walk(
	contract: Pick<Contract, 'resolve'>,
	schema: Schema,
	value: unknown,
	loc: InputField['loc'],
	take: (field: InputField) => void,
): void {
	const again = (inner: unknown, at: unknown, ...more: InputField['loc']) => {
		if (isNode(inner)) walk(contract, inner, at, [...loc, ...more], take);
	};
	const media = mediaIn(schema);
	if (media !== undefined) {
		const { kind, maxMb, pages } = media;
		for (const url of addressesIn(value))
			take({
				loc,
				url,
				kind,
				...(maxMb !== undefined && { maxBytes: maxMb * MB }),
				...(pages === true && { mayBePage: true }),
			});
		return;
	}
	if (schema.$ref) again(contract.resolve(schema.$ref), value);
	for (const keyword of BESIDE) for (const inner of listOf(schema[keyword])) again(inner, value);
	for (const keyword of BRANCHES) again(schema[keyword], value);
	if (isNode(value))
		for (const [name, inner] of Object.entries(schema.properties ?? {}))
			if (Object.hasOwn(value, name)) again(inner, value[name], name);
	if (!Array.isArray(value)) return;
	const first = listOf(schema.prefixItems);
	value.forEach((entry, place) => again(first[place] ?? schema.items, entry, place));
}

/** A text may contain several addresses, with their own commas encoded. An object contains one as `url`. */
function addressesIn(value: unknown): string[] {
	if (isNode(value)) return typeof value.url === 'string' ? [value.url] : [];
	if (typeof value !== 'string') return [];
	return value.split(/,(?=https?:\/\/|asset:\/\/)/i);
}

const isNode = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The contract's description of a field with a file address. Only the kind, if nothing else is known. */
export interface InputMedia {
	kind: MediaKind;
	maxMb?: number;
	pages?: boolean;
	[fact: string]: unknown;
}

export function mediaIn({ 'x-media': media }: Record<string, unknown>): InputMedia | undefined {
	if (isKind(media)) return { kind: media };
	return isNode(media) && isKind(media.kind) ? { ...media, kind: media.kind } : undefined;
}

const isKind = (value: unknown): value is MediaKind =>
	typeof value === 'string' && ['image', 'video', 'audio', 'media'].includes(value);
