import { isObject, openedJson } from '../util/json';
import { fold, type Folded } from './folded';

/** Lists that hold the record of a task, and nothing but it where they are one long. */
const LISTS = ['tasks', 'task', 'tasklist', 'records', 'list'];
/** Names that only a task has. */
const OF_TASK =
	'taskid traceid jobid reqid taskstatus taskstate jobstatus status state serviceoutput assetid'.split(
		' ',
	);
/** What may stand beside a bare `id`: with anything else, such as a text, it may be a part of a result. */
const BESIDE_ID = new Set(
	'id code message msg prompt progress userinput createdat updatedat cost model modelname modeltype type'.split(
		' ',
	),
);

/**
 * The answer with the record of its task in the place where it usually stands: not alone in a list, and not written as
 * JSON text. Without a task in there, it is given as it is: a list and a text may be results. Pure.
 * @param isOfRecords whether whatever has an id is the record of a task
 */
export function unwrapped(answer: unknown, isOfRecords: boolean, look: Folded): unknown {
	const isTask = (value: unknown): boolean =>
		look.has(value, ...OF_TASK) ||
		(look.has(value, 'id') && (isOfRecords || isIdAmongWords(value)));
	const whole = typeof answer === 'string' ? openedJson(answer) : (alone(answer, isTask) ?? answer);
	if (!isObject(whole)) return answer;
	const entry = Object.entries(whole).find(([key]) => key.length < 8 && fold(key) === 'data');
	const found = entry && recordIn(entry[1], isTask, look);
	return entry === undefined || found === undefined ? whole : { ...whole, [entry[0]]: found };
}

/** The record that a list, a text or a page of records holds. */
function recordIn(value: unknown, isTask: (value: unknown) => boolean, look: Folded): unknown {
	const data = openedJson(value);
	const one = alone(data, isTask);
	if (one !== undefined) return one;
	if (isTask(data)) return data === value ? undefined : data;
	const [list] = look.at(data, LISTS);
	return isTask(list) ? list : alone(list, isTask);
}

const alone = (value: unknown, isTask: (value: unknown) => boolean): unknown =>
	Array.isArray(value) && value.length === 1 && isTask(value[0]) ? value[0] : undefined;

const isIdAmongWords = (value: unknown): boolean =>
	isObject(value) && Object.keys(value).every((key) => BESIDE_ID.has(fold(key)));
