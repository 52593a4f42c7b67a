import { ExplainedError, type Failure } from '../util/failure';
import { type PathEvidence, type PlatformRequest, MAX_ANSWER_MB } from './endpoints';
import { outcomeOf, type Refusal } from './read';
import * as words from '../words/platform';

export const DOCS_URL = 'https://api.mathmind.cn/';

/** Why a request got no response, or only the beginning of one. */
export interface NetworkFault {
	/** Node's error code, such as ECONNREFUSED. Empty if unknown. */
	code: string;
	/** True if the request provably never reached the platform. */
	neverSent: boolean;
	/** Node's own message. */
	said: string;
	/** The beginning of the response, if it was interrupted. */
	beginning?: string;
}

/** The parts of a request that an explanation needs. */
export interface Circumstances {
	/** The operation's label. */
	operation: string;
	request: PlatformRequest;
	/** How reliable the path is. */
	pathEvidence: PathEvidence;
	/** Page of the platform's documentation. */
	docsUrl?: string;
	taskId?: string;
	/** What a submission should return. */
	wants?: 'task' | 'result';
}

/** A request that got no usable answer. The outermost layer turns it into n8n's error. */
export class PlatformProblem extends ExplainedError {
	readonly failure: Failure;

	constructor(
		{ message, description, details }: Omit<Failure, 'status'>,
		readonly cause: { refusal?: Refusal; fault?: NetworkFault },
	) {
		super(message);
		this.name = 'PlatformProblem';
		const status = cause.refusal?.status;
		this.failure = { message, description, details, ...(status !== undefined && { status }) };
	}
}

/** Explains an answer that is neither a task nor a result. Pure. */
export function problemOfRefusal(refusal: Refusal, context: Circumstances): PlatformProblem {
	const { kind, said, status, code, retryAfterSeconds, beginning } = refusal;
	const { message, advice } = explanationOf(refusal, context);
	const isUnclear = context.request.paid && outcomeOf(refusal) === 'unclear';
	const named = isUnclear ? refusal.taskId : undefined;
	const taskId = context.taskId ?? refusal.taskId;
	const asUnclear = named === undefined ? words.mayExist(message) : words.namesTask(message, named);
	const failure = {
		message: isUnclear ? asUnclear : message,
		description: words.sentences(
			said === '' || kind === 'empty' ? '' : words.platformSaid(said),
			advice,
			!isUnclear && isOfUnsurePath(refusal, context) ? words.NOT_CHARGED : '',
			named === undefined ? '' : words.askForNamedTask(named),
			isUnclear && named === undefined ? words.notSentAgain() : '',
			isUnclear && beginning ? words.answerBegan(beginning) : '',
		),
		details: {
			...detailsOf(context, taskId),
			status,
			...(code !== undefined && { platformCode: code }),
			platformMessage: said,
			taskMayExist: isUnclear,
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		},
	};
	return new PlatformProblem(failure, { refusal });
}

/** Nothing was found at a path that is derived, or that the user entered for a request. */
const isOfUnsurePath = ({ kind }: Refusal, { pathEvidence, taskId }: Circumstances): boolean =>
	kind === 'notFound' &&
	(pathEvidence === 'D' || (pathEvidence === 'user' && taskId === undefined));

/** Explains a request that got no response. Pure. */
export function problemOfFault(fault: NetworkFault, context: Circumstances): PlatformProblem {
	const { code, said, neverSent, beginning } = fault;
	const { paid, api } = context.request;
	const isUnclear = paid && !neverSent;
	const why = code || said;
	const message = neverSent ? words.notReached(why) : words.noAnswer(why);
	const advice = isUnclear
		? [words.notSentAgain(), beginning ? words.answerBegan(beginning) : '']
		: [words.checkNetwork(api === 'task' ? 'Task API URL' : 'Tool API URL'), words.NOT_CHARGED];
	const failure = {
		message: isUnclear ? words.mayExist(message) : message,
		description: words.sentences(...advice),
		details: { ...detailsOf(context, context.taskId), code, taskMayExist: isUnclear },
	};
	return new PlatformProblem(failure, { fault });
}

const detailsOf = ({ operation, request }: Circumstances, taskId: string | undefined) => ({
	operation,
	request: `${request.method} ${request.path}`,
	...(taskId !== undefined && { taskId }),
});

/**
 * Explains that a derived path and all its alternatives have no service: the last refusal, with every path that was
 * tried. Pure.
 */
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
		case 'proxy':
			return words.proxyRefused();
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
