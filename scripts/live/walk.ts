/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// The way of `live:check` and `contract:probe` over the platform's services: one after the other, each told as it ends.
import type { Refusal } from '../../nodes/shared/answers/read';

export interface Outcome {
	verdict: string;
	/** What was answered, or why it was not tried, for people. */
	detail: string;
}

/** A service as it is named to people. */
export interface Service {
	name: string;
	/** Method and path. */
	place: string;
}

/**
 * Asks service after service.
 * @param visit asks one of them, or says why it is not tried, by what was found before
 */
export async function walk<One extends Service, Found extends Outcome>(
	services: readonly One[],
	visit: (service: One, before: ReadonlyArray<One & Found>) => Promise<Found>,
	tell: (line: string) => void = () => {},
): Promise<Array<One & Found>> {
	const walked: Array<One & Found> = [];
	for (const service of services) {
		const one = { ...service, ...(await visit(service, walked)) };
		walked.push(one);
		tell(lineOf(one));
	}
	return walked;
}

export const notTried = (detail: string) => ({ verdict: 'not tried', detail }) as const;

export const lineOf = ({ name, place, verdict, detail }: Service & Outcome): string =>
	`${verdict.padEnd(13)}  ${name.padEnd(26)} ${place}${detail === '' ? '' : `: ${detail}`}`;

/** A refusal in words. */
export const said = (httpStatus: number, { kind, code, said: words }: Refusal): string =>
	[`HTTP ${httpStatus}`, code !== undefined && `code ${code}`, kind].filter(Boolean).join(', ') +
	(words === '' ? '' : `: ${words}`);

/** @throws Error without a key. A shorter text is none, and blotting it out would spoil every answer. */
export function keyFromEnvironment(): string {
	const key = process.env.KEXIANG_API_KEY?.trim() ?? '';
	if (key.length >= 8) return key;
	throw new Error('Put your KexiangAI key into the environment: KEXIANG_API_KEY');
}
