// The smallest body that the contract allows for a service, made from the contract's own example. Pure.
import type { Contract, Operation } from '../../simulator/contract';

type Json = Record<string, unknown>;
/** Public URLs that the platform works from, by what they show. */
export interface Media {
	picture?: string;
	video?: string;
	audio?: string;
}

export type Minimal = { body: Json } | { problem: string };

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What decides the price stays small, as in the example, instead of becoming the platform's default. */
const KEPT = /^(resolution|duration|size|imageSize|aspectRatio|ratio|quality|n|mode)$/;

export function minimalBody(contract: Contract, operation: Operation, media: Media): Minimal {
	const [example] = operation.examples;
	const validate = contract.bodyValidator(operation);
	if (!isObject(example) || !validate) return { problem: 'it is no service that is submitted' };
	const body = structuredClone(example);
	shrink(body, () => validate(body) === true);
	const missing = new Set<string>();
	const filled = withMedia(body, media, missing);
	if (missing.size > 0) {
		return { problem: `it needs ${[...missing].map((kind) => `--${kind}`).join(' and ')}` };
	}
	return { body: filled as Json };
}

/** Takes out every field without which the body is still valid. */
function shrink(part: Json, isValid: () => boolean): void {
	for (const [name, value] of Object.entries(part)) {
		if (KEPT.test(name)) continue;
		delete part[name];
		if (isValid()) continue;
		part[name] = value;
		if (isObject(value)) shrink(value, isValid);
	}
}

const KINDS: Array<[keyof Media, RegExp]> = [
	['picture', /\.(png|jpe?g|webp|gif)$/i],
	['video', /\.(mp4|mov)$/i],
	['audio', /\.(mp3|wav)$/i],
];

/** The example's addresses lead nowhere: they become the user's own. */
function withMedia(value: unknown, media: Media, missing: Set<string>): unknown {
	if (Array.isArray(value)) return value.map((one) => withMedia(one, media, missing));
	if (isObject(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([name, one]) => [name, withMedia(one, media, missing)]),
		);
	}
	if (typeof value !== 'string' || !/^https?:\/\//.test(value)) return value;
	const [kind] = KINDS.find(([, pattern]) => pattern.test(value)) ?? ['video' as const];
	if (media[kind] === undefined) missing.add(kind);
	return media[kind] ?? value;
}
