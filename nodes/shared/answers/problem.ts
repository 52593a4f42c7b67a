import { ExplainedError, type Failure } from '../util/failure';
import type { JsonObject } from '../util/json';
import { type PathEvidence, type PlatformRequest, MAX_ANSWER_MB } from './endpoints';
import { outcomeOf, type Refusal } from './read';
import * as words from '../words/platform';

export const DOCS_URL = 'https://api.mathmind.cn/';

/** Why a request brought no answer at all, or only the beginning of one. */
export interface NetworkFault {
	/** Node's code, such as ECONNREFUSED; empty when unknown. */
	code: string;
	/** True when the request provably never reached the platform. */
	neverSent: boolean;
	/** Node's own words. */
	said: string;
	/** How the answer began, where it broke off. */
	beginning?: string;
}

/** What was asked, as far as an explanation needs it. */
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
	/** What a submission is to bring. */
	wants?: 'task' | 'result';
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

/** Explains an answer that is neither a task nor a result. Pure. */
export function problemOfRefusal(refusal: Refusal, context: Circumstances): PlatformProblem {
	return new PlatformProblem(explainRefusal(refusal, context), { refusal });
}

/** Explains a request that brought no answer. Pure. */
export function problemOfFault(fault: NetworkFault, context: Circumstances): PlatformProblem {
	return new PlatformProblem(explainFault(fault, context), { fault });
}

export function explainRefusal(refusal: Refusal, context: Circumstances): Failure {
	const { paid } = context.request;
	const { said, status, code, retryAfterSeconds } = refusal;
	const taskId = context.taskId ?? refusal.taskId;
	const isUnclear = paid && outcomeOf(refusal) === 'unclear';
	const named = isUnclear ? refusal.taskId : undefined;
	const { message, advice } = explanationOf(refusal, context);
	const isFree = context.pathEvidence !== 'A' && refusal.kind === 'notFound' && !isUnclear;
	return {
		message:
			named !== undefined
				? words.namesTask(message, named)
				: isUnclear
					? words.mayExist(message)
					: message,
		description: words.sentences(
			said === '' || refusal.kind === 'empty' ? '' : words.platformSaid(said),
			advice,
			isFree && isOwnOrDerived(context) ? words.NOT_CHARGED : '',
			named !== undefined ? words.askForNamedTask(named) : '',
			isUnclear && named === undefined ? words.notSentAgain() : '',
			isUnclear && refusal.beginning ? words.answerBegan(refusal.beginning) : '',
		),
		details: detailsOf(context, {
			status,
			...(code !== undefined && { platformCode: code }),
			platformMessage: said,
			taskMayExist: isUnclear,
			...(taskId !== undefined && { taskId }),
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		}),
	};
}

const isOwnOrDerived = ({ pathEvidence, taskId }: Circumstances) =>
	pathEvidence === 'D' || (pathEvidence === 'user' && taskId === undefined);

export function explainFault(fault: NetworkFault, context: Circumstances): Failure {
	const { request, taskId } = context;
	const isUnclear = request.paid && !fault.neverSent;
	const why = fault.code || fault.said;
	const message = fault.neverSent ? words.notReached(why) : words.noAnswer(why);
	return {
		message: isUnclear ? words.mayExist(message) : message,
		description: isUnclear
			? words.sentences(
					words.notSentAgain(),
					fault.beginning ? words.answerBegan(fault.beginning) : '',
				)
			: words.sentences(
					words.checkNetwork(request.api === 'task' ? 'Task API URL' : 'Tool API URL'),
					words.NOT_CHARGED,
				),
		details: detailsOf(context, {
			code: fault.code,
			taskMayExist: isUnclear,
			...(taskId !== undefined && { taskId }),
		}),
	};
}

/** A derived path and all its alternatives have no service: the last refusal, with every path that was asked. Pure. */
export function problemOfNowhere(
	last: PlatformProblem,
	asked: ReadonlyArray<Pick<PlatformRequest, 'method' | 'path'>>,
): PlatformProblem {
	const triedPaths = asked.map(({ method, path }) => `${method} ${path}`);
	const { description, details } = last.failure;
	return new PlatformProblem(
		{
			message: words.noServiceAnywhere(triedPaths),
			description,
			details: { ...details, triedPaths },
		},
		last.cause,
	);
}

function explanationOf(refusal: Refusal, context: Circumstances): words.Explanation {
	const { kind, status, said } = refusal;
	const { request, taskId, docsUrl: docs = DOCS_URL } = context;
	switch (kind) {
		case 'key':
			return status === 401 ? words.keyRefused() : words.keyHasNoRights();
		case 'balance':
			return words.insufficientBalance();
		case 'notFound':
			if (context.pathEvidence === 'D')
				return words.noServiceAtDerivedPath(request.path, status, {
					docs,
					isPoll: taskId !== undefined,
				});
			if (taskId !== undefined) return words.taskNotKnown(taskId, status);
			return context.pathEvidence === 'user'
				? words.noServiceAtOwnPath(request.path, status, docs)
				: words.noServiceAtKnownPath(request.path, status, docs);
		case 'input':
			return words.inputRefused(said, status, docs);
		case 'slowDown':
			return words.slowDown(refusal.retryAfterSeconds);
		case 'unavailable':
			return words.notAvailable(request.paid);
		case 'server':
			return words.serverFault(status, request.paid);
		case 'redirect':
			return words.redirected(status);
		case 'notJson':
			return words.notJson();
		case 'tooLarge':
			return words.answerTooLarge(MAX_ANSWER_MB);
		case 'otherTask':
			return words.otherTask(taskId ?? '', refusal.taskId);
		case 'code':
			return words.unknownCode(refusal.code ?? '', said, docs);
		case 'empty':
			return words.nothingInAnswer(context.wants ?? 'result', said);
		case 'other':
			return words.unknownStatus(status, docs);
	}
}

const detailsOf = (context: Circumstances, facts: JsonObject): JsonObject => ({
	operation: context.operation,
	request: `${context.request.method} ${context.request.path}`,
	...facts,
});
