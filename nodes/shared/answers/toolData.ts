/** What an answer contains besides files: a tool's own data. Pure. */
import { isObject } from '../util/json';
import { fold, readIdAlone } from './lookup';
import type { InputTexts } from './results';

/** Deeper than any meaningful answer. */
const MAX_DEPTH = 12;

/** Spelled without case and underscores: what an answer says about itself, its task and the task's input. */
const NO_RESULT = new Set(
	(
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errmsg errorcode failreason failurereason failmsg failcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'estimatedseconds estimatedtime eta queue queueposition queuelength waittime waitseconds uid userid ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);

/** A tool's data outside its envelope. */
export interface ToolData {
	/** Without the platform's advertising. */
	data: unknown;
	/**
	 * Whether a user would call it a result: a number, a text or a list that was not sent, under a name that is
	 * neither an id nor part of the envelope.
	 */
	hasData: boolean;
}

/** The `data` of a tool's answer. If that is empty, the fields beside it (reference 16). Pure. */
export function toolData(answer: unknown, inputs: InputTexts): ToolData {
	if (!isObject(answer)) return { data: answer, hasData: false };
	const { data, ...beside } = withoutAdvertising(answer);
	const isId = readIdAlone({ from: 'answer' })(data) !== undefined;
	const isInData = !isId && holdsData(data, inputs);
	const isBeside = !isInData && !saysError(beside) && holdsData(beside, inputs);
	if (data === undefined || isBeside) return { data: beside, hasData: isBeside };
	return { data: isObject(data) ? withoutAdvertising(data) : data, hasData: isInData };
}

function withoutAdvertising(value: Record<string, unknown>): Record<string, unknown> {
	const copy = { ...value };
	delete copy.aboutUrl;
	return copy;
}

/** Values beside an error, such as a machine name, are not a result. */
const saysError = ({ error }: Record<string, unknown>): boolean =>
	typeof error === 'string' ? error.trim() !== '' : isObject(error);

export function holdsData(value: unknown, inputs: InputTexts, depth = 0): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '' && !inputs.has(value);
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, inputs, depth + 1));
	return isObject(value) && Object.keys(telling(value, inputs, depth)).length > 0;
}

/** The members of an object that contain data. */
export const telling = (
	value: Record<string, unknown>,
	inputs: InputTexts,
	depth = 0,
): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(value).filter(
			([key, entry]) => !NO_RESULT.has(fold(key)) && holdsData(entry, inputs, depth + 1),
		),
	);
