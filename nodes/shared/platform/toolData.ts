import { at, isObject } from '../json';

/**
 * What a tool's answer holds besides its envelope, without the platform's advertising: its `data`; where that says
 * nothing, the fields beside it (reference 16). Pure.
 */
export function toolData(body: unknown): unknown {
	if (!isObject(body)) return body;
	const data = at(body, 'data');
	if (data === undefined || (!holdsData(data, 0) && hasToolData(body)))
		return without(body, BESIDE);
	return without(data, ABOUT);
}

const ABOUT = ['aboutUrl'];
const BESIDE = ['aboutUrl', 'data'];

const without = (value: unknown, names: readonly string[]): unknown =>
	isObject(value)
		? Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)))
		: value;

/** Spelled without case and underscores: what an answer says of itself, of its task, and of what it was given. */
const NO_RESULT = new Set(
	(
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errorcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);
const MAX_DEPTH = 12;

/**
 * Whether an answer holds data that a user would call a result: a number, a text or a list under a name that
 * is neither a word of the envelope nor an id. The fields of a tool stand in `data` or beside it (reference 16). Pure.
 */
export function hasToolData(body: unknown): boolean {
	if (!isObject(body)) return false;
	const { data } = body;
	return holdsData(data, 0) || holdsData({ ...body, data: undefined }, 0);
}

function holdsData(value: unknown, depth: number): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '';
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, depth + 1));
	return (
		isObject(value) &&
		Object.entries(value).some(
			([key, entry]) =>
				!NO_RESULT.has(key.toLowerCase().replaceAll('_', '')) && holdsData(entry, depth + 1),
		)
	);
}
