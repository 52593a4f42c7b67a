import { CREATE_TASK, tool, type PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { problemOfRefusal, type Circumstances } from '../../nodes/shared/answers/problem';
import { read, type Asked, type PlatformResponse } from '../../nodes/shared/answers/read';

/** Requests in the circumstances of a node, and what people read of the responses to them. */

export const NOW = Date.parse('2026-11-01T12:00:00Z');

export const PAID: PlatformRequest = {
	...CREATE_TASK,
	body: { user_input: { prompt: 'a boat' } },
	timeoutSeconds: 1,
	paid: true,
};

export const QUERY: PlatformRequest = {
	api: 'task',
	method: 'GET',
	path: '/api/v1/user_task/get/passAuth/33201',
	timeoutSeconds: 1,
	paid: false,
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
	request: QUERY,
	pathEvidence: 'A',
	taskId: '33201',
};

export const askingDerived: Circumstances = {
	...polling,
	request: { ...QUERY, ...tool('/imgEditNB/result') },
	pathEvidence: 'D',
};

/** What was asked in these circumstances. */
export const askedIn = ({
	request: { paid, api },
	taskId,
	wants = 'task',
}: Circumstances): Asked => ({
	for: paid ? wants : 'state',
	source: api === 'task' ? 'userTask' : 'toolTask',
	...(taskId !== undefined && { taskId }),
});

export function refusalIn(
	context: Circumstances,
	status: number,
	body: unknown = '',
	headers: PlatformResponse['headers'] = {},
) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const answer = read({ status, headers, text }, askedIn(context), NOW);
	if (!('refusal' in answer)) throw new Error('was taken for a success');
	return answer.refusal;
}

export const explain = (
	context: Circumstances,
	...answer: [number, unknown?, Record<string, string>?]
) => problemOfRefusal(refusalIn(context, ...answer), context).failure;
