import { seededRandom } from './random';

/** The fault rules of the simulator, and the choice of the rule for a request. */

/** The purpose of a request: a paid POST, a task poll, a result file. */
export type FaultPoint = 'submit' | 'query' | 'result';

/** Every kind, with a one-line description (shown by --help). */
export const FAULT_KINDS = {
	resetBeforeRead: 'close the socket before the request is read',
	resetAfterAccept: 'make the task, then close the socket',
	slowHeaders: 'wait `seconds` before the first byte',
	slowBody: 'spread the body over `seconds`',
	hang: 'never answer; nothing is made',
	hangAfterAccept: 'make the task, then never answer',
	'401': 'key refused',
	'403': 'key without rights',
	'404': 'not found',
	'422': 'body refused, with a detail list',
	'429': 'too many requests; `retryAfter=5` seconds, `retryAfterDate=5` as a date, or no hint',
	'500': 'HTML page',
	'500text': 'plain text "Internal Server Error"',
	'502': 'HTML page of a proxy; `accepted=true`: after the task was made',
	'503': 'JSON, service busy',
	truncatedJson: 'half of the JSON, shorter than announced',
	wrongContentType: 'the right JSON, called text/html',
	html200: 'an HTML page with status 200',
	code: 'status 200 with `code` (50000 unless given) and an errorMessage',
	denied: 'status 200 with {"success": false, "msg": ...}',
	named: 'status 500 that names the task all the same',
	spelled: 'status 422 with `message` in every spelling that JSON, HTML and URLs have for it',
	deep: 'the right JSON, with 6,000 nested lists in front',
	oversized: 'the right JSON, with `bytes` more at its end (17 MB unless given)',
	hugeId: 'a task whose id is a number beyond 2^53',
	supplierIds: "the right JSON, with a supplier's ids in front",
	otherTask: 'the state of another task',
	emptyBody: 'status 200 with no body',
	emptyObject: 'status 200 with {}',
	unknownState: 'a state that nobody knows',
	stateBackwards: 'an earlier state than the true one',
	successWithoutUrl: 'state success with no result URL',
	nullOutput: 'state success with a null output',
	dataUrls: 'results as data: URLs, which hold the files themselves',
	base64: 'results as base64 of the files',
	relativeUrls: 'results as paths on the host that was asked; it serves them',
	otherScheme: 'results as addresses that begin with oss://',
	result404: 'the result is gone',
	resultSlow: 'the result trickles over `seconds`',
	resultHuge: 'a result of `bytes` bytes',
	resultHtml: 'an HTML page in place of the result',
	resultTruncated: 'half of the result, then the socket is closed',
	redirectApi: '302 to the same path on the result host',
	redirectResult: '302 to the same file on another host',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export interface FaultRule {
	on: FaultPoint | 'any';
	kind: FaultKind;
	/** How often the fault occurs. Always if absent. */
	times?: number;
	/** Probability of the fault, 0 to 1. 1 if absent. */
	probability?: number;
	/** The number of matching requests to let through first. */
	after?: number;
	/** Only for this task. A result's name contains its task's id. */
	taskId?: string;
	operationId?: string;
	/**
	 * Only for requests whose body contains this text, and for polls and results of a task whose submission contained
	 * it.
	 */
	contains?: string;
	/** True: the request is carried out (the task is created and charged) before the fault. */
	accepted?: boolean;
	/** Real seconds, for the slow kinds. */
	seconds?: number;
	/** Size of a huge result, or of the padding in an oversized answer. */
	bytes?: number;
	/** Seconds, sent as a number or as a date. */
	retryAfter?: number;
	retryAfterDate?: number;
	/** Text for errorMessage, detail or the page. */
	message?: string;
	/** For the kind `code`: a number, or a name such as PARAM_ERROR. */
	code?: string;
}

/** Kinds that need the true answer, so the request is carried out first. */
const CARRIED_OUT = new Set<FaultKind>([
	'resetAfterAccept',
	'hangAfterAccept',
	'slowHeaders',
	'slowBody',
	'truncatedJson',
	'wrongContentType',
	'emptyBody',
	'emptyObject',
	'unknownState',
	'stateBackwards',
	'successWithoutUrl',
	'nullOutput',
	'dataUrls',
	'base64',
	'relativeUrls',
	'otherScheme',
	'named',
	'deep',
	'oversized',
	'hugeId',
	'supplierIds',
	'otherTask',
	'resultSlow',
	'resultHuge',
	'resultTruncated',
]);

export function isCarriedOut(rule: FaultRule): boolean {
	return rule.accepted ?? CARRIED_OUT.has(rule.kind);
}

/** What is known about a request when its fault is chosen. */
export interface FaultTarget {
	point: FaultPoint | undefined;
	/** The request has been read. Resets before reading are chosen earlier than all other faults. */
	read: boolean;
	operationIds: string[];
	taskId?: string;
	/** The body, once it has been read. For a poll or a result, the body that created its task. */
	text?: string;
	/** Value of the header x-simulator-fault. */
	header?: string;
}

export interface Faults {
	add(rule: FaultRule): void;
	clear(): void;
	/** The rule that applies now. Counts its use. */
	strike(target: FaultTarget): FaultRule | undefined;
}

interface Armed {
	rule: FaultRule;
	seen: number;
	struck: number;
}

export function createFaults(seed: number, rules: FaultRule[] = []): Faults {
	const random = seededRandom(seed ^ 0x5eed);
	let armed: Armed[] = rules.map(arm);
	const strikes = (one: Armed, target: FaultTarget) => {
		if (!concerns(one.rule, target)) return false;
		const { times = Infinity, after = 0, probability = 1 } = one.rule;
		one.seen++;
		if (one.seen <= after || one.struck >= times) return false;
		if (probability < 1 && random() >= probability) return false;
		one.struck++;
		return true;
	};
	return {
		add: (rule) => void armed.push(arm(rule)),
		clear: () => {
			armed = [];
		},
		strike: (target) => {
			const own = target.header === undefined ? undefined : parseFault(`any:${target.header}`);
			if (own && concerns(own, target)) return own;
			return armed.find((one) => strikes(one, target))?.rule;
		},
	};
}

function arm(rule: FaultRule): Armed {
	return { rule, seen: 0, struck: 0 };
}

function concerns(rule: FaultRule, target: FaultTarget): boolean {
	if ((rule.kind === 'resetBeforeRead') === target.read) return false;
	if (rule.on !== 'any' && rule.on !== target.point) return false;
	if (rule.operationId !== undefined && !target.operationIds.includes(rule.operationId)) {
		return false;
	}
	if (rule.contains !== undefined && !target.text?.includes(rule.contains)) return false;
	return rule.taskId === undefined || rule.taskId === target.taskId;
}

const POINTS: string[] = ['submit', 'query', 'result', 'any'];
const NUMBERS = [
	'times',
	'probability',
	'after',
	'seconds',
	'bytes',
	'retryAfter',
	'retryAfterDate',
] as const;
const TEXTS = ['taskId', 'operationId', 'contains', 'message', 'code'] as const;

/** Parses `submit:503:times=1` and `query:429:retryAfter=2:probability=0.5`. Throws a plain message. */
export function parseFault(text: string): FaultRule {
	const [on = '', kind = '', ...parameters] = text.split(':');
	if (!POINTS.includes(on)) throw new Error(`Fault "${text}": begin with ${POINTS.join(', ')}`);
	if (!(kind in FAULT_KINDS)) throw new Error(`Fault "${text}": there is no kind "${kind}"`);
	const rule: FaultRule = { on: on as FaultRule['on'], kind: kind as FaultKind };
	for (const parameter of parameters) {
		const [name = '', value = ''] = parameter.split('=');
		const number = NUMBERS.find((one) => one === name);
		const word = TEXTS.find((one) => one === name);
		if (number && value !== '' && Number.isFinite(Number(value))) rule[number] = Number(value);
		else if (word) rule[word] = value;
		else if (name === 'accepted') rule.accepted = value !== 'false';
		else throw new Error(`Fault "${text}": cannot read "${parameter}"`);
	}
	return rule;
}
