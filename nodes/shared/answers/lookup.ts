import { visible } from '../util/addresses';
import { isObject, textOf } from '../util/json';
import type { AnswerRow } from './sources';

/** Cache of folded names. Responses use the same few names. */
const folded = new Map<string, string>();
const MOST_NAMES = 2_000;
const LONGEST_NAME = 40;

/**
 * Gives `task_status`, `taskStatus` and `TaskStatus` the same spelling, because each supplier behind the platform
 * has its own.
 */
export function fold(name: string): string {
	const known = folded.get(name);
	if (known !== undefined) return known;
	const word = name.toLowerCase().replace(/[_-]/g, '');
	if (name.length <= LONGEST_NAME && folded.size < MOST_NAMES) folded.set(name, word);
	return word;
}

/** Where the answers of any row contain more about their task. */
export const FACTS = {
	assetId: ['assetid', 'data.assetid'],
	progress: ['data.progress', 'progress'],
	cost: ['cost', 'data.cost'],
	createdAt: ['createdat', 'data.createdat'],
	updatedAt: ['updatedat', 'data.updatedat'],
	model: ['userinput.modelname', 'data.userinput.modelname'],
	/** Reasons of failure, also accepted beside an unknown state. */
	failReason: ['serviceoutput.failreason'],
};
/** Names of a task's id outside its record. An envelope may contain nothing but the id. */
const AROUND = ['traceid', 'taskid', 'id', 'jobid', 'reqid'];
/** Names that only a task has. An object with an id may also be a picture or a line of subtitles. */
const OF_TASK = new Set(
	'taskid traceid jobid reqid taskstatus taskstate jobstatus serviceoutput assetid'.split(' '),
);
const ENVELOPE = ['code', 'data', 'result', 'url', ...AROUND, ...OF_TASK];

const pathsOfRows = new WeakMap<AnswerRow, ReadonlySet<string>>();

/** The paths by which a row's answers are read, and every prefix of them. */
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

/** Most characters kept of a word or sentence from the platform. */
export const LONGEST_WORDS = 4_096;

/** The values at the paths of a row, below one value. */
export class Fields {
	/** By path, empty values included. */
	readonly values = new Map<string, unknown[]>();

	/** Visits each object on the way once and without function calls, because this takes most of a poll's time. */
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

	/** Every value at any of the paths, in the order of the paths. */
	at(paths: readonly string[]): unknown[] {
		const found: unknown[] = [];
		for (const path of paths) {
			for (const value of this.values.get(path) ?? []) found.push(value);
		}
		return found;
	}

	/** The first value at these paths that is a non-empty text or a number, as text. */
	text(paths: readonly string[]): string | undefined {
		for (const value of this.at(paths)) {
			const text = textOf(value);
			if (text !== undefined) return text.slice(0, LONGEST_WORDS);
		}
		return undefined;
	}
}

/** An answer together with the row that reads it. */
export interface Located {
	answer: unknown;
	row: AnswerRow;
	/** Fields of the task: in its record, or in the whole answer. */
	fields: Fields;
	/** Fields of the whole answer. */
	around: Fields;
	/** The task ids that the answer names. The first is the one to poll with. */
	ids: readonly string[];
	/** True if it answers a request to create a task. */
	isSubmitted: boolean;
}

/**
 * Finds the task in an answer: bare, in `data`, or as the only entry of a list there (reference 1.3). Pure.
 * @param isSubmitted true if this answers a request to create a task. Then a single word in place of its data is the
 * id.
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

/** The answer with its task's record in place of a list that contains nothing else. */
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
 * Whether this is a record without an envelope (reference 1.3, C's rule): its own `data` contains a supplier's
 * details. A record may have its own `code`, and an envelope may have an `id`.
 */
function isRecord({ values }: Fields): boolean {
	const isOfTask = values.has('taskstatus') || values.has('serviceoutput');
	if (values.has('code')) return isOfTask && values.has('id');
	return isOfTask || values.has('assetid') || values.has('id');
}

/**
 * Whether an answer may be about the polled task: it names that task, or no id of the same format. An envelope's own
 * id belongs to the request (reference 16), and a record's trace id to a supplier.
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
		// Outside a record, only this name clearly belongs to a task.
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

/** Ids are tokens or positive integers. Zero, negative and fractional numbers are not ids, and neither is a dash. */
export function readId(value: unknown): string | undefined {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
	const text = textOf(value);
	if (text === undefined || /^(null|undefined|none|nan)$|\s|^https?:/i.test(text)) return undefined;
	if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
	return /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) && !/^0*[1-9]\d*$/.test(text) ? undefined : text;
}

/**
 * Reads a field or cell that should contain one id. Table look-ups return a list of one, and copied text may contain
 * invisible characters.
 */
export function oneId(value: unknown): unknown {
	const one: unknown = Array.isArray(value) && value.length < 2 ? value[0] : value;
	return typeof one === 'string' ? visible(one) : one;
}

/** With an exponent, thousands separators, or only zeros after the decimal point. */
const AS_NUMBER =
	/^\+?(\d+([.,]\d+)?e\+\d+|\d+[.,]\d+e\d+|\d+[.,]0+|\d{1,3}([.,，．'’٬\p{Zs}]\d{2,3})+([.,]0+)?)$/iu;

/** Whether a spreadsheet or program turned an id into a number, so that digits may be lost. */
export const isNumberOfId = (value: unknown): value is number | string =>
	typeof value === 'number'
		? Number.isFinite(value) && !Number.isSafeInteger(value)
		: typeof value === 'string' && AS_NUMBER.test(value.trim());

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{16,64}$/i;
const NUMBER = /^\d{1,30}$/;

/** The value in place of `data`, if it can only be an id. A text there is a result. */
export const readIdAlone =
	({ from }: Pick<AnswerRow, 'from'>) =>
	(value: unknown): string | undefined => {
		const id = readId(value);
		if (id === undefined || UUID.test(id) || HEX.test(id)) return id;
		return from === 'record' && NUMBER.test(id) ? id : undefined;
	};

/** The same for the creation of a task, whose id must not be lost: one word with a digit, which is never a text. */
function readTokenAlone(value: unknown): string | undefined {
	const id = readId(value);
	return id !== undefined && /^(?=.*\d)[\w.:-]{4,128}$/.test(id) ? id : undefined;
}

/** One spelling for the same id. */
const plain = (id: string) =>
	id
		.trim()
		.toLowerCase()
		.replace(/^0+(?=\d+$)/, '');

const makeOf = (id: string) =>
	NUMBER.test(id) ? 'number' : UUID.test(id) ? 'uuid' : HEX.test(id) ? 'hex' : 'token';
