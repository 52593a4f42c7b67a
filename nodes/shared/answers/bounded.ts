import { jsonText } from '../util/json';
import type { Task } from './task';

/** Characters. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_RESULT = 64 * 1024;
const LONGEST_URLS = 128 * 1024;

/**
 * What an answer says, within bounds: n8n saves with the execution what a node remembers, so a large answer must not
 * go there whole. An item made of it is the same as one made of the answer, unless `cut` says otherwise. Pure.
 */
export function bounded(task: Task): Task {
	const { result, ...rest } = task;
	const urls = fitting(rest.urls);
	const kept = new Set(urls);
	const ofKind = (all: string[]) => all.filter((url) => kept.has(url));
	const resultFits = result !== undefined && jsonText(result).length <= LONGEST_RESULT;
	const cut =
		kept.size < rest.urls.length ||
		(rest.text?.length ?? 0) > LONGEST_TEXT ||
		(result !== undefined && !resultFits);
	return {
		...rest,
		urls,
		imageUrls: ofKind(rest.imageUrls),
		videoUrls: ofKind(rest.videoUrls),
		audioUrls: ofKind(rest.audioUrls),
		...(rest.text !== undefined && { text: rest.text.slice(0, LONGEST_TEXT) }),
		...(resultFits && { result }),
		...(cut && { cut }),
	};
}

/** The first URLs that fit together. */
function fitting(urls: readonly string[]): string[] {
	let length = 0;
	const tooMany = urls.findIndex((url) => (length += url.length) > LONGEST_URLS);
	return urls.slice(0, tooMany === -1 ? undefined : tooMany);
}
