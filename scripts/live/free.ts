// Questions that cost nothing: is each API there, and does it let the key in?
import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import type { Send } from './platform';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';

export interface FreeAnswer {
	question: string;
	ok: boolean;
	answer: string;
}

const QUESTIONS: Array<{ question: string; source: TaskSourceName; id: string }> = [
	{ question: 'task API: a task that is not yours', source: 'userTask', id: '1' },
	{
		question: 'tool API: a task that does not exist',
		source: 'toolTask',
		id: '00000000-0000-4000-8000-000000000000',
	},
];

export async function sendFree(send: Send): Promise<FreeAnswer[]> {
	const answers: FreeAnswer[] = [];
	for (const { question, source, id } of QUESTIONS) {
		const reply = await send(queryRequest(source, id), { for: 'state', source, taskId: id });
		if ('silence' in reply) {
			answers.push({ question, ok: false, answer: `no answer (${reply.silence})` });
			continue;
		}
		const { answer: read, status } = reply;
		const refusal = 'refusal' in read ? read.refusal : undefined;
		const kind = refusal?.kind ?? 'success';
		answers.push({
			question,
			// A task that is not there is refused in some way; what must not come is a refused key or another world.
			ok: !['key', 'redirect', 'notJson', 'server', 'unavailable', 'slowDown'].includes(kind),
			answer: `HTTP ${status}, ${kind}${refusal === undefined || refusal.said === '' ? '' : `: ${refusal.said}`}`,
		});
	}
	return answers;
}
