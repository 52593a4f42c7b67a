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

/** What an envelope and an asset are told by. */
const ENVELOPE = ['code', 'data', 'result', 'url'];
const DATA = ['data'];
const RESULTS = ['data', 'result'];
/** The names of a task's id beside its record. What an envelope names may be all that there is. */
const AROUND = ['traceid', 'taskid', 'id', 'jobid', 'reqid'];
/** Names that only a task has. Whatever has an id may be a picture or a line of subtitles. */
const OF_TASK = new Set(
	'taskid traceid jobid reqid taskstatus taskstate jobstatus serviceoutput assetid'.split(' '),
);

/** One name on the way of a path. */
interface Step {
	readonly path: string;
	readonly next: Map<string, Step>;
}

const firstSteps = new WeakMap<AnswerRow, Step>();

/** The paths of a row as a tree of names. */
function firstStepOf(row: AnswerRow): Step {
	const known = firstSteps.get(row);
	if (known !== undefined) return known;
	const first: Step = { path: '', next: new Map() };
	const lists = Object.values(row).filter((value) => Array.isArray(value));
	for (const path of [...lists.flat(), ...ENVELOPE, ...AROUND, ...OF_TASK]) {
		let step = first;
		for (const name of path.split('.')) {
			const own = step.path === '' ? name : `${step.path}.${name}`;
			const next = step.next.get(name) ?? { path: own, next: new Map() };
			step.next.set(name, next);
			step = next;
		}
	}
	firstSteps.set(row, first);
	return first;
}

/** Characters that are kept of a word or a sentence of the platform. */
export const LONGEST_WORDS = 4_096;

/** What stands at the paths of a row below one value. */
export class Fields {
	/** By path, also what says nothing. */
	readonly values: ReadonlyMap<string, readonly unknown[]>;

	/** Looks through each object on the way once, without a call, as this takes most of the time of a poll. */
	constructor(value: unknown, row: AnswerRow) {
		const values = new Map<string, unknown[]>();
		const open = [{ value, step: firstStepOf(row) }];
		for (const { value: object, step } of open) {
			if (!isObject(object)) continue;
			for (const key of Object.keys(object)) {
				const next = step.next.get(folded.get(key) ?? fold(key));
				if (next === undefined) continue;
				const entry = object[key];
				const same = values.get(next.path);
				if (same === undefined) values.set(next.path, [entry]);
				else same.push(entry);
				if (next.next.size > 0) open.push({ value: entry, step: next });
			}
		}
		this.values = values;
	}

	/** Every value at one of the paths, in the order of the paths. */
	at(paths: readonly string[]): unknown[] {
		const found: unknown[] = [];
		for (const path of paths) {
			const values = this.values.get(path);
			if (values !== undefined) for (const value of values) found.push(value);
		}
		return found;
	}

	/** The first of them that says something. */
	text(paths: readonly string[]): string | undefined {
		for (const path of paths) {
			for (const value of this.values.get(path) ?? []) {
				const text = textOf(value);
				if (text !== undefined) return text.slice(0, LONGEST_WORDS);
			}
		}
		return undefined;
	}
}

/** An answer with the row by which it reads. */
export interface Located {
	answer: unknown;
	row: AnswerRow;
	/** Of the task: in its record, or in the whole answer. */
	fields: Fields;
	/** Of the whole answer. */
	around: Fields;
	/** The ids of a task that it names, the one to ask for first. */
	ids: readonly string[];
}

/** Finds the task in an answer: bare, in `data`, or alone in a list there (reference 1.3). Pure. */
export function locate(given: unknown, row: AnswerRow): Located {
	const answer = withoutList(given, row);
	const around = new Fields(answer, row);
	const [data] = around.at(DATA);
	const isWrapped = row.from === 'record' && isObject(data) && !isRecord(around);
	const fields = isWrapped ? new Fields(data, row) : around;
	const ids = [
		...idsIn(fields.at(row.ids)),
		...idsIn(around.at(RESULTS), row),
		...(isWrapped ? idsIn(around.at(AROUND)) : []),
	];
	return { answer, row, fields, around, ids };
}

/** The answer with the record of its task in place of a list that holds nothing else. */
function withoutList(answer: unknown, row: AnswerRow): unknown {
	if (Array.isArray(answer)) return isTaskAlone(answer, row) ? answer[0] : answer;
	if (!isObject(answer)) return answer;
	for (const [key, entry] of Object.entries(answer)) {
		if (Array.isArray(entry) && fold(key) === 'data' && isTaskAlone(entry, row))
			return { ...answer, [key]: entry[0] as unknown };
	}
	return answer;
}

function isTaskAlone([value, ...others]: readonly unknown[], row: AnswerRow): boolean {
	if (!isObject(value) || others.length > 0) return false;
	const names = Object.keys(value).map(fold);
	return names.some((name) => OF_TASK.has(name) || (row.from === 'record' && name === 'id'));
}

/**
 * A record without an envelope (reference 1.3, C's rule): its own `data` holds the details of a supplier. A record
 * may have a `code` of its own, an envelope may have an `id`.
 */
function isRecord({ values }: Fields): boolean {
	const isOfTask = values.has('taskstatus') || values.has('serviceoutput');
	if (values.has('code')) return isOfTask && values.has('id');
	return isOfTask || values.has('assetid') || values.has('id');
}

/**
 * Whether an answer may be about the task that was asked for: it names that task, or none of this make. An envelope's
 * own id is the request's (reference 16), a record's trace id a supplier's.
 */
export function isAbout({ row, fields, around, ids }: Located, taskId: string): boolean {
	const polled = plain(taskId);
	const [first] = ids;
	if (first !== undefined && plain(first) === polled) return true;
	const isWrapped = fields !== around;
	const isEnvelope = !isWrapped && (around.values.has('code') || around.at(DATA).some(isObject));
	const paths = row.ids.filter((path) => !isEnvelope || (path !== 'id' && path !== 'traceid'));
	const named = [
		...idsIn(fields.at(paths)),
		...idsIn(around.at(DATA), row),
		// Around a record, this alone is plainly of a task.
		...(isWrapped ? idsIn(around.at(['taskid'])) : []),
	].map(plain);
	return named.includes(polled) || !named.some((id) => makeOf(id) === makeOf(polled));
}

/** @param inPlaceOf the row whose result they stand in place of */
function idsIn(values: readonly unknown[], inPlaceOf?: AnswerRow): string[] {
	const ids: string[] = [];
	for (const value of values) {
		const id = inPlaceOf === undefined ? readId(value) : readIdAlone(value, inPlaceOf);
		if (id !== undefined) ids.push(id);
	}
	return ids;
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
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const id = readId(value);
	if (id === undefined || UUID.test(id) || HEX.test(id)) return id;
	return row.from === 'record' && NUMBER.test(id) ? id : undefined;
}

/** One spelling of the same id. */
const plain = (id: string) =>
	id
		.trim()
		.toLowerCase()
		.replace(/^0+(?=\d+$)/, '');

const makeOf = (id: string) =>
	NUMBER.test(id) ? 'number' : UUID.test(id) ? 'uuid' : HEX.test(id) ? 'hex' : 'token';
