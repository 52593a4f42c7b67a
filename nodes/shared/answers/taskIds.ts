import { isObject, textOf } from '../util/json';
import { GENERAL } from './acceptors';
import { locate, type Located } from './located';
import type { TaskSourceName } from './sources';

/**
 * The id of a task that an answer names, or undefined. Read it from a refusal too: an id that was given must not
 * be lost. Pure.
 */
export const readTaskId = (answer: unknown, source?: TaskSourceName): string | undefined =>
	idOf(locate(answer, source));

export function idOf({ answer, acceptor, root, look }: Located): string | undefined {
	const named = first(look.at(root, acceptor.id).map(readId));
	if (named !== undefined) return named;
	const alone = look
		.at(answer, ['data', 'result'])
		.find((value) => isIdAlone(value, acceptor.from));
	if (alone !== undefined) return readId(alone);
	// What the envelope of a record names may be all that there is.
	return root === answer ? undefined : first(look.at(answer, GENERAL.answer.id).map(readId));
}

const first = (ids: Array<string | undefined>) => ids.find((id) => id !== undefined);

/** Ids are tokens or positive integers; 0, negative and fractional numbers are none, nor is a dash in their place. */
export function readId(value: unknown): string | undefined {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
	const text = textOf(value);
	if (text === undefined || /^(null|undefined|none|nan)$|\s|^https?:/i.test(text)) return undefined;
	if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
	return /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) && !/^0*[1-9]\d*$/.test(text) ? undefined : text;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{16,64}$/i;
const NUMBER = /^\d{1,30}$/;

/** Whether the value in place of `data` can be nothing but an id: a text in its place is a result. */
export function isIdAlone(value: unknown, from: 'answer' | 'record'): boolean {
	const id = typeof value === 'string' || typeof value === 'number' ? readId(value) : undefined;
	if (id === undefined) return false;
	return UUID.test(id) || HEX.test(id) || (from === 'record' && NUMBER.test(id));
}

/**
 * Whether an answer may be about the task that was asked for. An answer without an id is; so is one of several ids
 * where one fits, and one whose ids are of another make (the platform's own number beside a trace id). Pure.
 */
export function isAbout(answer: unknown, polledId: string, source?: TaskSourceName): boolean {
	const located = locate(answer, source);
	const polled = plain(polledId);
	const ids = idsIn(located);
	if (ids.includes(polled) || plain(idOf(located) ?? '') === polled) return true;
	return !ids.some((id) => makeOf(id) === makeOf(polled));
}

/** The ids that an answer gives to its task: an envelope's own is the request's (reference 16), a record's trace id a supplier's. */
function idsIn({ answer, acceptor, root, look }: Located): string[] {
	const isEnvelope = look.has(answer, 'code') || look.at(answer, ['data']).some(isObject);
	const isOfRequest = (place: string) =>
		acceptor.from === 'record' ? place === 'traceid' : isEnvelope && /^(trace)?id$/.test(place);
	const places = acceptor.id.filter((place) => !isOfRequest(place));
	const alone = look.at(answer, ['data']).filter((value) => isIdAlone(value, acceptor.from));
	// Around a record, this alone is plainly of a task.
	const around = root === answer ? [] : look.at(answer, ['taskid']);
	return [...look.at(root, places), ...alone, ...around].flatMap((value) => {
		const id = readId(value);
		return id === undefined ? [] : [plain(id)];
	});
}

/** One spelling of the same id. */
const plain = (id: string) =>
	id
		.trim()
		.toLowerCase()
		.replace(/^0+(?=\d+$)/, '');

const makeOf = (id: string) =>
	NUMBER.test(id) ? 'number' : UUID.test(id) ? 'uuid' : HEX.test(id) ? 'hex' : 'token';
