import { isObject, textOf } from '../util/json';
import type { AnswerRow } from './sources';

/** Folded names that were met before; answers use the same few. */
const folded = new Map<string, string>();
const MOST_NAMES = 2_000;
const LONGEST_NAME = 40;

/** One spelling for `task_status`, `taskStatus` and `TaskStatus`: each supplier behind the platform has its own. */
export function fold(name: string): string {
	const known = folded.get(name);
	if (known !== undefined) return known;
	const word = name.toLowerCase().replace(/[_-]/g, '');
	if (name.length <= LONGEST_NAME && folded.size < MOST_NAMES) folded.set(name, word);
	return word;
}

/** The names of dotted paths that were followed before; the rows use the same few. */
const segments = new Map<string, readonly string[]>();

/**
 * Looks into an answer by dotted paths of folded names. Each object is folded once. Its loops call nothing, as they
 * take most of the time of a poll.
 */
export class Lookup {
	private readonly known = new Map<object, ReadonlyMap<string, readonly unknown[]>>();

	/** Every value at one of the paths, in the order of the paths. */
	at(value: unknown, paths: readonly string[]): unknown[] {
		const found: unknown[] = [];
		if (typeof value !== 'object' || value === null) return found;
		for (const path of paths) {
			let names = segments.get(path);
			if (names === undefined) segments.set(path, (names = path.split('.')));
			let level: readonly unknown[] = [value];
			for (const name of names) {
				const next: unknown[] = [];
				for (const one of level) {
					if (typeof one !== 'object' || one === null || Array.isArray(one)) continue;
					const values = (this.known.get(one) ?? this.namesOf(one)).get(name);
					if (values !== undefined) for (const entry of values) next.push(entry);
				}
				level = next;
				if (next.length === 0) break;
			}
			for (const entry of level) found.push(entry);
		}
		return found;
	}

	/** Whether the object has one of the names, whatever the value. */
	has(value: unknown, ...names: string[]): boolean {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
		const known = this.known.get(value) ?? this.namesOf(value);
		for (const name of names) if (known.has(name)) return true;
		return false;
	}

	private namesOf(value: object): ReadonlyMap<string, readonly unknown[]> {
		const names = new Map<string, unknown[]>();
		for (const [key, entry] of Object.entries(value)) {
			const name = folded.get(key) ?? fold(key);
			const same = names.get(name);
			if (same === undefined) names.set(name, [entry]);
			else same.push(entry);
		}
		this.known.set(value, names);
		return names;
	}
}

/** An answer with the row by which it reads, and what the row's paths start from. */
export interface Located {
	answer: unknown;
	row: AnswerRow;
	root: unknown;
	look: Lookup;
}

/** Finds the task in an answer: bare, in `data`, or alone in a list there (reference 1.3). Pure. */
export function locate(given: unknown, row: AnswerRow): Located {
	const look = new Lookup();
	const answer = withoutList(given, row, look);
	const [data] = look.at(answer, ['data']);
	const isWrapped = row.from === 'record' && isObject(data) && !isRecord(answer, look);
	return { answer, row, root: isWrapped ? data : answer, look };
}

/** The answer with the record of its task in place of a list that holds nothing else. */
function withoutList(answer: unknown, row: AnswerRow, look: Lookup): unknown {
	const alone = (value: unknown) =>
		Array.isArray(value) && value.length === 1 && isTask(value[0], row, look)
			? { record: value[0] as unknown }
			: undefined;
	const whole = alone(answer);
	if (whole) return whole.record;
	if (!isObject(answer)) return answer;
	const entry = Object.entries(answer).find(([key]) => key.length < 8 && fold(key) === 'data');
	const inData = entry && alone(entry[1]);
	return entry && inData ? { ...answer, [entry[0]]: inData.record } : answer;
}

/** Names that only a task has. Whatever has an id may be a picture or a line of subtitles. */
const OF_TASK =
	'taskid traceid jobid reqid taskstatus taskstate jobstatus serviceoutput assetid'.split(' ');

const isTask = (value: unknown, row: AnswerRow, look: Lookup): boolean =>
	look.has(value, ...OF_TASK) || (row.from === 'record' && look.has(value, 'id'));

/**
 * A record without an envelope (reference 1.3, C's rule): its own `data` holds the details of a supplier. A record
 * may have a `code` of its own, an envelope may have an `id`.
 */
function isRecord(value: unknown, look: Lookup): boolean {
	const isOfTask = look.has(value, 'taskstatus', 'serviceoutput');
	if (look.has(value, 'code')) return isOfTask && look.has(value, 'id');
	return isOfTask || look.has(value, 'assetid', 'id');
}

/** What the envelope of a record names may be all that there is. */
const AROUND = 'traceid taskid id jobid reqid'.split(' ');

/** The ids of a task that an answer names, the one to ask for first. */
export function idsIn({ answer, row, root, look }: Located): string[] {
	const values = [
		...look.at(root, row.ids).map(readId),
		...look.at(answer, ['data', 'result']).map((value) => readIdAlone(value, row)),
		...(root === answer ? [] : look.at(answer, AROUND).map(readId)),
	];
	return values.filter((id) => id !== undefined);
}

/**
 * Whether an answer may be about the task that was asked for: it names that task, or none of this make. An envelope's
 * own id is the request's (reference 16), a record's trace id a supplier's.
 */
export function isAbout(located: Located, taskId: string): boolean {
	const { answer, row, root, look } = located;
	const polled = plain(taskId);
	if (idsIn(located).some((id, place) => place === 0 && plain(id) === polled)) return true;
	const isEnvelope = look.has(answer, 'code') || look.at(answer, ['data']).some(isObject);
	const paths = row.ids.filter(
		(path) => !(isEnvelope && root === answer && /^(trace)?id$/.test(path)),
	);
	const named = [
		...look.at(root, paths).map(readId),
		...look.at(answer, ['data']).map((value) => readIdAlone(value, row)),
		// Around a record, this alone is plainly of a task.
		...(root === answer ? [] : look.at(answer, ['taskid']).map(readId)),
	].flatMap((id) => (id === undefined ? [] : [plain(id)]));
	return named.includes(polled) || !named.some((id) => makeOf(id) === makeOf(polled));
}

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

/** The value in place of `data`, where it can be nothing but an id: a text in its place is a result. */
export function readIdAlone(value: unknown, row: Pick<AnswerRow, 'from'>): string | undefined {
	const id = typeof value === 'string' || typeof value === 'number' ? readId(value) : undefined;
	if (id === undefined) return undefined;
	return UUID.test(id) || HEX.test(id) || (row.from === 'record' && NUMBER.test(id))
		? id
		: undefined;
}

/** One spelling of the same id. */
const plain = (id: string) =>
	id
		.trim()
		.toLowerCase()
		.replace(/^0+(?=\d+$)/, '');

const makeOf = (id: string) =>
	NUMBER.test(id) ? 'number' : UUID.test(id) ? 'uuid' : HEX.test(id) ? 'hex' : 'token';
