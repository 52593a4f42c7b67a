// A platform that repeats the headers it was sent: in answers, refusals, pages, headers and records.
import { startStandIn, type Answer, type HttpStandIn } from './httpStandIn';

/** One word as it is, and as it stands in a URL. */
export const spellingsOf = (word: string): string[] => [word, encodeURIComponent(word)];

const ID = 71001;

/** Ends of a submission, by a word of its prompt; without one it is accepted. */
const ENDS: Record<string, (said: string, key: string) => Answer> = {
	refuse: (said) => ({ status: 422, body: { detail: `no such input: ${said}` } }),
	unauthorized: (said) => ({ status: 401, body: { message: `bad key ${said}` } }),
	code: (said) => ({ body: { code: 50000, msg: said } }),
	page: (said) => ({ status: 502, ...text('text/html', `<html><body>${said}</body></html>`) }),
	odd: (said) => text('text/plain', `{"broken": "${said}`),
	redirect: (said, key) => {
		const location = `/elsewhere?key=${encodeURIComponent(key)}`;
		return { status: 302, headers: { location }, body: said };
	},
};
export const PROMPTS = ['accept', ...Object.keys(ENDS)];

const text = (type: string, body: string) => ({ headers: { 'content-type': type }, body });

/** Tasks fail. @param more what it says beside the key */
export async function startEchoPlatform(more: string): Promise<HttpStandIn> {
	return await startStandIn(({ method, headers, body }) => {
		const key = String(headers['x-api-key'] ?? '');
		const said = [key, more].flatMap(spellingsOf).join(' | ');
		const input = { [key]: said };
		const failed = {
			id: ID,
			status: 'failed',
			error_message: `refused: ${said}`,
			user_input: input,
		};
		const accepted = { body: { code: 200, data: { id: ID, note: said, [key]: key } } };
		const prompt = PROMPTS.find((word) => body.includes(word)) ?? '';
		const answer: Answer =
			method === 'GET'
				? { body: { code: 200, data: failed } }
				: (ENDS[prompt]?.(said, key) ?? accepted);
		return {
			...answer,
			headers: { 'x-echo': key, 'set-cookie': `k=${key}`, ...answer.headers },
		};
	});
}
