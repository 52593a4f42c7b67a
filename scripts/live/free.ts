// Questions that cost nothing: is each API there, and does it let the key in?
import { queryRequest } from '../../nodes/shared/answers/queryRequest';
import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { said, walk, type Outcome, type Send, type Service } from './platform';

type Question = Service & { source: TaskSourceName; id: string };
type Found = Outcome & { verdict: 'as expected' | 'NOT EXPECTED' };
export type FreeAnswer = Question & Found;

const NOBODY = '00000000-0000-4000-8000-000000000000';
const QUESTIONS: Question[] = [
	{ name: 'task API', place: 'a task that is not yours', source: 'userTask', id: '1' },
	{ name: 'tool API', place: 'a task that does not exist', source: 'toolTask', id: NOBODY },
];

/** A task that is not there is refused in some way; what must not come is a refused key or another world. */
const WRONG = ['key', 'redirect', 'notJson', 'server', 'unavailable', 'slowDown'];

async function ask(send: Send, { source, id }: Question): Promise<Found> {
	const reply = await send(queryRequest(source, id), { for: 'state', source, taskId: id });
	if ('silence' in reply)
		return { verdict: 'NOT EXPECTED', detail: `no answer (${reply.silence})` };
	const { answer, status } = reply;
	if (!('refusal' in answer)) return { verdict: 'as expected', detail: `HTTP ${status}` };
	const isWrong = WRONG.includes(answer.refusal.kind);
	const verdict = isWrong ? 'NOT EXPECTED' : 'as expected';
	return { verdict, detail: said(status, answer.refusal) };
}

export const askFree = async (send: Send, tell?: (line: string) => void): Promise<FreeAnswer[]> =>
	await walk(QUESTIONS, async (question) => await ask(send, question), tell);
