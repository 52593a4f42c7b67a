import { visible } from '../util/addresses';
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

/** Where an answer of any row says more of its task. */
export const FACTS = {
	assetId: ['assetid', 'data.assetid'],
	progress: ['data.progress', 'progress'],
	cost: ['cost', 'data.cost'],
	createdAt: ['createdat', 'data.createdat'],
	updatedAt: ['updatedat', 'data.updatedat'],
	model: ['userinput.modelname', 'data.userinput.modelname'],
	/** A reason of failure, also beside a state that nobody knows. */
	failReason: ['serviceoutput.failreason'],
};
/** The names of a task's id beside its record. What an envelope names may be all that there is. */
const AROUND = ['traceid', 'taskid', 'id', 'jobid', 'reqid'];
/** Names that only a task has. Whatever has an id may be a picture or a line of subtitles. */
const OF_TASK = new Set(
	'taskid traceid jobid reqid taskstatus taskstate jobstatus serviceoutput assetid'.split(' '),
);
const ENVELOPE = ['code', 'data', 'result', 'url', ...AROUND, ...OF_TASK];

const pathsOfRows = new WeakMap<AnswerRow, ReadonlySet<string>>();

/** The paths by which the answers of a row are read, and all that lead there. */
function pathsOf(row: AnswerRow): ReadonlySet<string> {
	const known = pathsOfRows.get(row);
	if (known !== undefined) return known;
	const paths = new Set(ENVELOPE);
	for (const list of Object.values({ ...FACTS, ...row })) {
		for (const path of Array.isArray(list) ? list : []) {
			for (let end = path.indexOf('.'); end > 0; end = path.indexOf('.', end + 1))
				paths.add(path.slice(0, end));
			paths.add(path);
		}
	}
	pathsOfRows.set(row, paths);
	return paths;
}

/** Characters that are kept of a word or a sentence of the platform. */
export const LONGEST_WORDS = 4_096;

/** What stands at the paths of a row below one value. */
export class Fields {
	/** By path, also what says nothing. */
	readonly values = new Map<string, unknown[]>();

	/** Looks through each object on the way once, without a call, as this takes most of the time of a poll. */
	constructor(value: unknown, row: AnswerRow) {
		const paths = pathsOf(row);
		const open = [{ value, above: '' }];
		for (const { value: object, above } of open) {
			if (!isObject(object)) continue;
			for (const key of Object.keys(object)) {
				const path = above + (folded.get(key) ?? fold(key));
				if (!paths.has(path)) continue;
				const entry = object[key];
				const same = this.values.get(path);
				if (same === undefined) this.values.set(path, [entry]);
				else same.push(entry);
				if (typeof entry === 'object') open.push({ value: entry, above: `${path}.` });
			}
		}
	}

	/** Every value at one of the paths, in the order of the paths. */
	at(paths: readonly string[]): unknown[] {
		const found: unknown[] = [];
		for (const path of paths) {
			for (const value of this.values.get(path) ?? []) found.push(value);
		}
		return found;
	}

	/** The first of them that says something. */
	text(paths: readonly string[]): string | undefined {
		for (const value of this.at(paths)) {
			const text = textOf(value);
			if (text !== undefined) return text.slice(0, LONGEST_WORDS);
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
	/** It answers a request to make a task. */
	isSubmitted: boolean;
}

/**
 * Finds the task in an answer: bare, in `data`, or alone in a list there (reference 1.3). Pure.
 * @param isSubmitted whether it answers a request to make a task: one word in place of its data is the id then
 */
export function locate(given: unknown, row: AnswerRow, isSubmitted = false): Located {
	const answer = withoutList(given, row);
	const around = new Fields(answer, row);
	const [data] = around.at(['data']);
	const isWrapped = row.from === 'record' && isObject(data) && !isRecord(around);
	const fields = isWrapped ? new Fields(data, row) : around;
	const ids = [
		...idsIn(fields.at(row.ids)),
		...idsIn(around.at(['data', 'result']), isSubmitted ? readTokenAlone : readIdAlone(row)),
		...(isWrapped ? idsIn(around.at(AROUND)) : []),
	];
	return { answer, row, fields, around, ids, isSubmitted };
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
	const isEnvelope =
		!isWrapped && (around.values.has('code') || around.at(['data']).some(isObject));
	const paths = row.ids.filter((path) => !isEnvelope || (path !== 'id' && path !== 'traceid'));
	const named = [
		...idsIn(fields.at(paths)),
		...idsIn(around.at(['data']), readIdAlone(row)),
		// Around a record, this alone is plainly of a task.
		...(isWrapped ? idsIn(around.at(['taskid'])) : []),
	].map(plain);
	return named.includes(polled) || !named.some((id) => makeOf(id) === makeOf(polled));
}

function idsIn(values: readonly unknown[], read = readId): string[] {
	const ids: string[] = [];
	for (const value of values) {
		const id = read(value);
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

/** What a field or a cell holds that takes one id: look-ups of tables give a list of one, and copies bring signs that nobody sees. */
export function oneId(value: unknown): unknown {
	const one: unknown = Array.isArray(value) && value.length < 2 ? value[0] : value;
	return typeof one === 'string' ? visible(one) : one;
}

/** With an exponent, with signs between its thousands, or with nothing but zeros behind its point. */
const AS_NUMBER =
	/^\+?(\d+([.,]\d+)?e\+\d+|\d+[.,]\d+e\d+|\d+[.,]0+|\d{1,3}([.,，．'’٬\p{Zs}]\d{2,3})+([.,]0+)?)$/iu;

/** What a spreadsheet or a program made a number of: digits of an id that it was may be lost. */
export const isNumberOfId = (value: unknown): value is number | string =>
	typeof value === 'number'
		? Number.isFinite(value) && !Number.isSafeInteger(value)
		: typeof value === 'string' && AS_NUMBER.test(value.trim());

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{16,64}$/i;
const NUMBER = /^\d{1,30}$/;

/** The value in place of `data`, where it can be nothing but an id: a text in its place is a result. */
export const readIdAlone =
	({ from }: Pick<AnswerRow, 'from'>) =>
	(value: unknown): string | undefined => {
		const id = readId(value);
		if (id === undefined || UUID.test(id) || HEX.test(id)) return id;
		return from === 'record' && NUMBER.test(id) ? id : undefined;
	};

/** The same where a task was to be made, whose id no answer may lose: one word with a digit, as no text has it. */
function readTokenAlone(value: unknown): string | undefined {
	const id = readId(value);
	return id !== undefined && /^(?=.*\d)[\w.:-]{4,128}$/.test(id) ? id : undefined;
}

/** One spelling of the same id. */
const plain = (id: string) =>
	id
		.trim()
		.toLowerCase()
		.replace(/^0+(?=\d+$)/, '');

const makeOf = (id: string) =>
	NUMBER.test(id) ? 'number' : UUID.test(id) ? 'uuid' : HEX.test(id) ? 'hex' : 'token';
