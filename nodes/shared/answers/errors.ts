import { ExplainedError, type Failure } from '../util/failure';
import { at, jsonText, textOf, type JsonObject } from '../util/json';
import { readMessage, type NetworkFault, type Refusal } from './answer';
import { saysNoBalance, TOP_UP } from './balance';
import type { PathEvidence, PlatformRequest } from './endpoints';
import { outcomeOf, type EndedByAnswer } from './outcome';
import { readTaskId } from './taskIds';

export type { NetworkFault };

export const DOCS_URL = 'https://api.mathmind.cn/';

export interface Circumstances {
	/** The operation's label. */
	operation: string;
	request: PlatformRequest;
	/** How sure the path is. */
	pathEvidence: PathEvidence;
	/** Page of the platform's documentation. */
	docsUrl?: string;
	/** The task that a query asked for. */
	taskId?: string;
}

/** A call of the platform that brought no usable answer. The edge turns it into n8n's error. */
export class PlatformProblem extends ExplainedError {
	readonly failure: Failure;

	constructor(
		failure: Failure,
		readonly cause: { refusal?: Refusal; fault?: NetworkFault },
	) {
		super(failure.message);
		this.name = 'PlatformProblem';
		const { message, description, details } = failure;
		const { status } = this;
		this.failure = { message, description, details, ...(status !== undefined && { status }) };
	}

	get status(): number | undefined {
		return this.cause.refusal?.status;
	}
}

const NOT_CHARGED = 'Nothing was charged by this call.';

/** Explains a refusal of the platform. Pure. */
export function explainRefusal(refusal: Refusal, context: Circumstances): Failure {
	const taskId = context.taskId ?? readTaskId(refusal.body);
	const outcome = context.request.paid ? outcomeOf({ refusal }) : undefined;
	const uncertain = outcome === 'unknown';
	const named = outcome === 'taken';
	const { message, advice: usual } = wording(refusal, context, uncertain || named);
	const advice = saysNoBalance(refusal.said) ? TOP_UP : usual;
	return {
		message: uncertain
			? `${message}; the task may have been created`
			: named
				? `${message}; the answer names task ${taskId ?? ''}`
				: message,
		description: [
			refusal.said === '' ? '' : sentence(`The platform said: ${refusal.said}`),
			advice,
			named ? `The answer names task ${taskId}: ask for it before you submit again.` : '',
			uncertain && !named ? MAY_EXIST : '',
		]
			.filter((part) => part !== '')
			.join(' '),
		details: details(context, {
			status: refusal.status,
			...(refusal.code !== undefined && { platformCode: refusal.code }),
			platformMessage: refusal.said,
			taskMayExist: uncertain || named,
			...(taskId !== undefined && { taskId }),
			...(refusal.retryAfterSeconds !== undefined && {
				retryAfterSeconds: refusal.retryAfterSeconds,
			}),
		}),
	};
}

/** A poll that was answered with another task; asked again, it may be answered rightly. Pure. */
export function otherTask(body: unknown, context: Circumstances): PlatformProblem {
	const refusal: Refusal = { kind: 'otherTask', status: 200, said: '', body };
	return new PlatformProblem(explainRefusal(refusal, context), { refusal });
}

/** A derived path and all its alternatives have no service: the last refusal, with every place that was asked. Pure. */
export function explainNowhere(
	last: Failure,
	polled: ReadonlyArray<Pick<PlatformRequest, 'method' | 'path'>>,
): Failure {
	const tried = polled.map(({ method, path }) => `${method} ${path}`);
	return {
		message: `The platform has no service at any known path: ${tried.join(', ')}`,
		description: last.description,
		details: { ...last.details, triedPaths: tried },
	};
}

/** Explains a request that brought no answer. Pure. */
export function explainFault(fault: NetworkFault, context: Circumstances): Failure {
	const uncertain = context.request.paid && !fault.neverSent;
	const where = context.request.api === 'task' ? 'Task API URL' : 'Tool API URL';
	return {
		message: uncertain
			? `No answer came from the platform (${fault.code || fault.said}); the task may have been created`
			: fault.neverSent
				? `The platform could not be reached (${fault.code || fault.said})`
				: `No answer came from the platform (${fault.code || fault.said})`,
		description: uncertain
			? MAY_EXIST
			: `Check the network, and the ${where} in the credential. ${NOT_CHARGED}`,
		details: details(context, {
			code: fault.code,
			taskMayExist: uncertain,
			...(context.taskId !== undefined && { taskId: context.taskId }),
		}),
	};
}

/** A paid request whose answer broke off, but not before it named a task. Pure. */
export function explainBrokenOff(
	fault: NetworkFault,
	taskId: string,
	context: Circumstances,
): Failure {
	const { description, details } = explainFault(fault, context);
	return {
		message: `The platform broke off its answer, which names task ${taskId}; the task may have been created`,
		description: `${description} The answer names task ${taskId}: ask for it before you submit again.`,
		details: { ...details, taskId },
	};
}

/** An answer to a paid request that names no task and holds no result. Pure. */
export function explainMissingResult(ended: EndedByAnswer, context: Circumstances): Failure {
	const platformMessage = readMessage(ended.body);
	const began = `The answer began: ${jsonText(ended.body).slice(0, 300)}`;
	// Of a text in place of data, too.
	const isPoor = saysNoBalance(
		platformMessage?.said,
		ended.task.failReason,
		textOf(at(ended.body, 'data')),
	);
	const facts = { ...(platformMessage && { platformMessage: platformMessage.said }) };
	if (outcomeOf(ended) === 'notTaken') {
		return {
			message: `The platform refused the request: ${platformMessage?.said ?? ''}`,
			description: `${isPoor ? TOP_UP : adviceOnInput(context)} ${began}`,
			details: details(context, { ...facts, taskMayExist: false }),
		};
	}
	const what = ended.kind === 'submit' ? 'names no task' : 'holds no result';
	const said = platformMessage?.ofFailure === true ? `: ${platformMessage.said}` : '';
	return {
		message: `The platform answered, but the answer ${what}${said}; the task may have been created`,
		description: `${isPoor ? `${TOP_UP} ` : ''}${MAY_EXIST} ${began}`,
		details: details(context, { ...facts, taskMayExist: true }),
	};
}

const sentence = (text: string) => (/[.!?。！？]$/.test(text) ? text : `${text}.`);

const MAY_EXIST =
	'It was not sent again, because that could be charged twice. Look at the task list on the platform before you submit again; ' +
	'if the task is there, pass its id to Kexiang Wait for Task.';

const adviceOnInput = ({ docsUrl = DOCS_URL }: Circumstances) =>
	`Correct the named fields; missing ones can be added under Advanced > Additional Fields. The fields are described at ${docsUrl}.`;

function wording(
	refusal: Refusal,
	context: Circumstances,
	mayBeCharged: boolean,
): { message: string; advice: string } {
	const { status } = refusal;
	const free = mayBeCharged ? '' : ` ${NOT_CHARGED}`;
	const docs = context.docsUrl ?? DOCS_URL;
	const option =
		context.taskId === undefined
			? 'Advanced > Path'
			: 'Advanced > Query Path in Kexiang Wait for Task, or in a node that submits and waits';
	switch (refusal.kind) {
		case 'key':
			return status === 401
				? {
						message: 'The platform refused the API key (401)',
						advice: 'Check the API Key in the credential; keys are made at https://kexiangai.com.',
					}
				: {
						message: 'The API key may not use this service (403)',
						advice: 'Check the rights and the balance of the key at https://kexiangai.com.',
					};
		case 'notFound':
			if (context.pathEvidence === 'D') {
				return {
					message: `The platform has no service at ${context.request.path} (${status})`,
					advice:
						`This path is derived, not confirmed. Look up the real one at ${docs} and enter it under ${option}.` +
						free,
				};
			}
			return context.taskId === undefined
				? {
						message: `The platform has no service at ${context.request.path} (${status})`,
						advice:
							context.pathEvidence === 'user'
								? `Compare the path, the method and the base URLs in the credential with ${docs}.${free}`
								: `Check the base URLs in the credential; the service may also have moved: ${docs}.`,
					}
				: {
						message: `The platform does not know task ${context.taskId} (${status})`,
						advice:
							'Check the Task ID and the Task Source; a task is known only to the API and to the account that created it.',
					};
		case 'input':
			return {
				message: `The platform refused the input (${status})${refusal.said === '' ? '' : `: ${refusal.said}`}`,
				advice: adviceOnInput(context),
			};
		case 'slowDown':
			return {
				message: 'The platform asks to slow down (429)',
				advice:
					refusal.retryAfterSeconds === undefined
						? 'Wait a minute, then run again with fewer requests at a time.'
						: `Try again after ${Math.ceil(refusal.retryAfterSeconds)} seconds, with fewer requests at a time.`,
			};
		case 'unavailable':
			return {
				message: 'The platform is not available right now (503)',
				advice: context.request.paid ? '' : 'Try again in a few minutes.',
			};
		case 'server':
			return {
				message: `The platform stopped with a fault of its own (${status})`,
				advice: context.request.paid
					? 'One known cause: pictures passed as base64 instead of as public URLs.'
					: 'Try again in a few minutes.',
			};
		case 'redirect':
			return {
				message: `The platform answered with a redirect (${status}), which is not followed to keep the key safe`,
				advice: 'Enter the final address as base URL in the credential.',
			};
		case 'notJson':
			return {
				message: 'The platform did not answer with JSON',
				// What names a task came from the API.
				advice:
					readTaskId(refusal.body) !== undefined
						? ''
						: 'Usually the base URL in the credential leads to a web site or a proxy instead of the API.',
			};
		case 'otherTask':
			return {
				message: `The platform answered about another task, ${readTaskId(refusal.body) ?? 'unnamed'}`,
				advice: `Task ${context.taskId ?? ''} was asked for. Check the Task Source; what came of the other task is not handed on.`,
			};
		case 'code':
			return {
				message: `The platform answered with code ${refusal.code ?? ''}${refusal.said === '' ? '' : `: ${refusal.said}`}`,
				advice: `What the service expects is described at ${docs}.`,
			};
		default:
			return { message: `The platform answered with HTTP ${status}`, advice: `See ${docs}.` };
	}
}

const details = (context: Circumstances, facts: JsonObject): JsonObject => ({
	operation: context.operation,
	request: `${context.request.method} ${context.request.path}`,
	...facts,
});
