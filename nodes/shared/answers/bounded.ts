import { jsonText } from '../util/json';
import type { Task } from './task';

/** Characters. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_RESULT = 64 * 1024;
const LONGEST_URLS = 128 * 1024;

/**
 * Limits the size of a task's reading. n8n saves what a node remembers with the execution, so a large answer must
 * not be kept whole. An item built from the limited reading equals one built from the answer, unless `cut` is set.
 * Pure.
 */
export function bounded(task: Task): Task {
	const { result, written, otherResults, ...rest } = task;
	const hasLongText = rest.text !== undefined && rest.text.length > LONGEST_TEXT;
	const hasLongResult = result !== undefined && jsonText(result).length > LONGEST_RESULT;
	const hasLongOthers =
		otherResults !== undefined && jsonText(otherResults).length > LONGEST_RESULT;
	const urls = fitting(rest.urls);
	const isWhole = written === undefined || fitting(written) === written;
	if (!hasLongText && !hasLongResult && !hasLongOthers && urls === rest.urls && isWhole)
		return task;
	const kept = new Set(urls);
	const ofKind = (all: string[]) => all.filter((url) => kept.has(url));
	return {
		...rest,
		urls,
		imageUrls: ofKind(rest.imageUrls),
		videoUrls: ofKind(rest.videoUrls),
		audioUrls: ofKind(rest.audioUrls),
		...(rest.text !== undefined && { text: rest.text.slice(0, LONGEST_TEXT) }),
		...(result !== undefined && !hasLongResult && { result }),
		...(otherResults !== undefined && !hasLongOthers && { otherResults }),
		...(written !== undefined && isWhole && { written }),
		cut: true,
	};
}

/** The first URLs that fit within the limit together. */
function fitting(urls: string[]): string[] {
	let length = 0;
	for (const [place, url] of urls.entries()) {
		length += url.length;
		if (length > LONGEST_URLS) return urls.slice(0, place);
	}
	return urls;
}
