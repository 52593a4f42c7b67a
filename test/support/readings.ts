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
