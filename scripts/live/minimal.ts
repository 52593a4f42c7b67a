// The smallest body that the contract allows for a service, made from the contract's own example. Pure.
import { isObject, type JsonObject } from '../../nodes/shared/util/json';
import type { Contract, Operation } from '../../simulator/contract';

/** Public URLs that the platform works from, by what they show. */
export type Media = Partial<Record<'picture' | 'video' | 'audio', string>>;

/** What decides the price stays small, as in the example, instead of becoming the platform's default. */
const KEPT = /^(resolution|duration|size|imageSize|aspectRatio|ratio|quality|n|mode)$/;

export function minimalBody(
	contract: Contract,
	operation: Operation,
	media: Media,
): { body: JsonObject } | { problem: string } {
	const [example] = operation.examples;
	const validate = contract.bodyValidator(operation);
	if (!isObject(example) || !validate) return { problem: 'it is no service that is submitted' };
	const body = structuredClone(example);
	shrink(body, () => validate(body) === true);
	const missing = new Set<string>();
	// The example's addresses lead nowhere: they become the user's own.
	const filled = JSON.stringify(body).replace(/"https?:[^"]*"/g, (address) => {
		const kind = kindOf(address.slice(0, -1));
		if (media[kind] === undefined) missing.add(`--${kind}`);
		return JSON.stringify(media[kind] ?? '');
	});
	if (missing.size > 0) return { problem: `it needs ${[...missing].join(' and ')}` };
	return { body: JSON.parse(filled) as JsonObject };
}

/** Takes out every field without which the body is still valid. */
function shrink(part: Record<string, unknown>, isValid: () => boolean): void {
	for (const [name, value] of Object.entries(part)) {
		if (KEPT.test(name)) continue;
		delete part[name];
		if (isValid()) continue;
		part[name] = value;
		if (isObject(value)) shrink(value, isValid);
	}
}

function kindOf(address: string): keyof Media {
	if (/\.(png|jpe?g|webp|gif)$/i.test(address)) return 'picture';
	return /\.(mp3|wav)$/i.test(address) ? 'audio' : 'video';
}
