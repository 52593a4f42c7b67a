import { CREATE_TASK, tool, type PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { problemOfRefusal, type Circumstances } from '../../nodes/shared/answers/problem';
import {
	read,
	type Answer,
	type Asked,
	type PlatformResponse,
	type Refusal,
} from '../../nodes/shared/answers/read';

/** Responses of the platform, and what is read in them. */

export const NOW = Date.parse('2026-11-01T12:00:00Z');

export const response = (
	status: number,
	text: unknown = '',
	headers: PlatformResponse['headers'] = {},
): PlatformResponse => ({
	status,
	headers,
	text: typeof text === 'string' ? text : JSON.stringify(text),
});

export const readOf = (given: PlatformResponse, asked: Partial<Asked> = {}): Answer =>
	read(given, { for: 'task', source: 'toolTask', ...asked }, NOW);

export function refusalIn(given: PlatformResponse, asked: Partial<Asked> = {}): Refusal {
	const answer = readOf(given, asked);
	if (!('refusal' in answer)) throw new Error('was taken for a success');
	return answer.refusal;
}

/** Requests in the circumstances of a node, and what people read of the responses to them. */

export const PAID: PlatformRequest = {
	...CREATE_TASK,
	body: { user_input: { prompt: 'a boat' } },
	timeoutSeconds: 1,
	paid: true,
};

export const submitting: Circumstances = {
	operation: 'Generate Image',
	request: PAID,
	pathEvidence: 'B',
	docsUrl: 'https://api.mathmind.cn/1e0',
};
export const derived: Circumstances = {
	...submitting,
	request: { ...PAID, ...tool('/imgEditNBProAsync') },
	pathEvidence: 'D',
};
export const polling: Circumstances = {
	operation: 'Task (user_task)',
	request: {
		api: 'task',
		method: 'GET',
		path: '/api/v1/user_task/get/passAuth/33201',
		timeoutSeconds: 1,
		paid: false,
	},
	pathEvidence: 'A',
	taskId: '33201',
};
export const askingDerived: Circumstances = {
	...polling,
	request: { ...polling.request, ...tool('/imgEditNB/result') },
	pathEvidence: 'D',
};

/** What was asked in these circumstances. */
export const askedIn = ({ request, taskId, wants = 'task' }: Circumstances): Asked => ({
	for: request.paid ? wants : 'state',
	source: request.api === 'task' ? 'userTask' : 'toolTask',
	...(taskId !== undefined && { taskId }),
});

export const explain = (context: Circumstances, ...answer: Parameters<typeof response>) =>
	problemOfRefusal(refusalIn(response(...answer), askedIn(context)), context).failure;
