import { at, isObject } from '../util/json';
import { fold } from './folded';
import { inputTexts, plainUrl } from './results';
import { isIdAlone } from './taskIds';

/**
 * What a tool's answer holds besides its envelope, without the platform's advertising: its `data`; where that says
 * nothing, the fields beside it (reference 16). Pure.
 */
export function toolData(body: unknown): unknown {
	if (!isObject(body)) return body;
	const data = at(body, 'data');
	if (data === undefined || (!hasToolData({ data }) && hasToolData(body)))
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
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errmsg errorcode failreason failurereason failmsg failcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'estimatedseconds estimatedtime eta queue queueposition queuelength waittime waitseconds uid userid ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);
const MAX_DEPTH = 12;

/**
 * Whether an answer holds data that a user would call a result: a number, a text or a list under a name that
 * is neither a word of the envelope nor an id, and that was not sent. The fields of a tool stand in `data` or beside
 * it (reference 16). Pure.
 */
export function hasToolData(body: unknown, sent?: unknown): boolean {
	if (!isObject(body)) return false;
	const inputs = inputTexts(undefined, sent);
	const { data } = body;
	if (!isIdAlone(data, 'answer') && holdsData(data, inputs)) return true;
	return holdsData({ ...body, data: undefined }, inputs);
}

function holdsData(value: unknown, inputs: ReadonlySet<string>, depth = 0): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '' && !inputs.has(plainUrl(value));
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, inputs, depth + 1));
	return (
		isObject(value) &&
		Object.entries(value).some(
			([key, entry]) => !NO_RESULT.has(fold(key)) && holdsData(entry, inputs, depth + 1),
		)
	);
}
