import { jsonText, toJson, type JsonValue } from '../util/json';
import type { Task } from './task';
import { toolData } from './toolData';

/**
 * All that is kept of an answer, as plain JSON: what it says of a task, and a tool's own data. An item made of it
 * is the same as one made of the answer.
 */
export interface TaskReading extends Task {
	/** A tool's own data, such as a duration or subtitles with times. */
	result?: JsonValue;
	/** True where something was too large to be kept. */
	cut?: boolean;
}

/** Characters. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_RESULT = 64 * 1024;
const LONGEST_URLS = 128 * 1024;

/** Everything that an answer says, whatever its size. Pure. */
export function wholeReadingOf(task: Task, body: unknown): TaskReading {
	const result = toolData(body);
	return result === undefined || result === null ? task : { ...task, result: toJson(result) };
}

/**
 * What an answer says, within bounds: n8n saves with the execution what a node remembers, so a large answer must
 * not go there whole. Pure.
 */
export function readingOf(task: Task, body: unknown): TaskReading {
	const { result, ...rest } = wholeReadingOf(task, body);
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

/** The task of a reading, without a tool's own data. */
export function taskOf(reading: TaskReading): Task {
	const task = { ...reading };
	delete task.result;
	delete task.cut;
	return task;
}

/** The first URLs that fit together. */
function fitting(urls: readonly string[]): string[] {
	let length = 0;
	const tooMany = urls.findIndex((url) => (length += url.length) > LONGEST_URLS);
	return urls.slice(0, tooMany === -1 ? undefined : tooMany);
}
