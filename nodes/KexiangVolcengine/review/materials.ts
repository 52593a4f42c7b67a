/** The pictures, videos and sounds in the request of a Seedance video. Pure. */
import { isObject, type JsonObject, type JsonValue } from '../../shared/util/json';

/** Kinds of materials in a request, and what the review calls them (reference 6.5, 6.7). */
const KINDS: Readonly<Record<string, string>> = {
	image_url: 'Image',
	video_url: 'Video',
	audio_url: 'Audio',
};

/** A file that a request shows. */
export interface Material {
	url: string;
	assetType: string;
}

/** Every file of a request that is no asset yet, each once. */
export function materialsOf(body: JsonObject): Material[] {
	const found = new Map<string, Material>();
	for (const entry of contentOf(body)) {
		for (const [key, assetType] of Object.entries(KINDS)) {
			const holder = isObject(entry) ? entry[key] : undefined;
			if (!isObject(holder) || typeof holder.url !== 'string') continue;
			const { url } = holder;
			if (!/^asset:/i.test(url)) found.set(url, { url, assetType });
		}
	}
	return [...found.values()];
}

const contentOf = ({ user_input: input }: JsonObject): readonly unknown[] =>
	isObject(input) && Array.isArray(input.content) ? input.content : [];

/** The body with assets in place of their URLs. */
export function withAssets(body: JsonObject, assetOf: ReadonlyMap<string, string>): JsonObject {
	const replaced = (value: JsonValue | undefined): JsonValue | undefined => {
		if (Array.isArray(value)) return value.map((entry) => replaced(entry) ?? null);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => {
				const asset = key === 'url' && typeof entry === 'string' ? assetOf.get(entry) : undefined;
				return [key, asset === undefined ? replaced(entry) : `asset://${asset}`];
			}),
		);
	};
	const input = body.user_input;
	if (typeof input !== 'object' || input === null || Array.isArray(input)) return body;
	return { ...body, user_input: { ...input, content: replaced(input.content) } };
}
