/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Which of the paths where a derived service may be do exist, asked without paying.
import { setTimeout as sleep } from 'node:timers/promises';

import type { PlatformRequest } from '../../nodes/shared/answers/endpoints';
import type { Contract, Operation } from '../../simulator/contract';
import { isNoService } from './noService';
import { notTried, said, walk, type Outcome, type Send, type Service } from './platform';

export interface Candidate extends Service {
	method: 'GET' | 'POST';
	path: string;
	/** The path that the nodes ask first. */
	isDerived: boolean;
	/** Nothing is made by it, whatever it answers. */
	isQuery: boolean;
	/** Why it is not asked, if so. */
	withheld?: string;
}

export interface Found extends Outcome {
	verdict: 'exists' | 'no service' | 'key refused' | 'TOOK IT' | 'unclear' | 'not tried';
}

export type Probed = Candidate & Found;

const TIMEOUT_SECONDS = 30;

/** Every derived path and its safe alternatives; those of other services are known to exist. */
export const candidates = (contract: Contract, only: readonly string[] = []): Candidate[] =>
	contract.operations
		.filter(({ pathEvidence }) => pathEvidence === 'D')
		.filter(({ id }) => only.length === 0 || only.includes(id))
		.flatMap((operation) => {
			const isQuery = operation.kind === 'query';
			const withheld = isQuery ? undefined : whyNot(contract, operation);
			const places = [operation, ...operation.alternatives.filter(({ safe }) => safe)];
			return places.map(({ method, path }, index) => ({
				name: operation.id,
				place: `${method} ${path}`,
				method,
				path,
				isDerived: index === 0,
				isQuery,
				...(withheld !== undefined && { withheld }),
			}));
		});

/** An empty body costs nothing only where the contract says that none is accepted. */
function whyNot(contract: Contract, operation: Operation): string | undefined {
	const validate = contract.bodyValidator(operation);
	if (validate === undefined) return 'the contract knows no body of it';
	return validate({}) ? 'the contract would accept an empty body' : undefined;
}

/** Asks each place once. A refused key ends it, as no further answer could tell anything. */
export const probe = async (
	send: Send,
	all: readonly Candidate[],
	{ pauseMs = 500, tell }: { pauseMs?: number; tell?: (line: string) => void } = {},
): Promise<Probed[]> =>
	await walk<Candidate, Found>(
		all,
		async (candidate, before) => {
			if (candidate.withheld !== undefined) return notTried(candidate.withheld);
			if (before.some(({ verdict }) => verdict === 'key refused'))
				return notTried('the key was refused');
			const asked = before.filter(({ verdict }) => verdict !== 'not tried');
			const same = asked.find((one) => withoutId(one.place) === withoutId(candidate.place));
			if (same) return { verdict: same.verdict, detail: same.detail };
			if (asked.length > 0) await sleep(pauseMs);
			return await ask(send, candidate);
		},
		tell,
	);

/** What two services may have in common, whatever they call the place of an id. */
const withoutId = (place: string, id = '{}') => place.replace(/\{\w+\}/, id);

async function ask(send: Send, { method, path, isQuery }: Candidate): Promise<Found> {
	const request: PlatformRequest = {
		api: 'tool',
		method,
		// No task has this id.
		path: withoutId(path, '0'),
		...(method === 'POST' && { body: {} }),
		timeoutSeconds: TIMEOUT_SECONDS,
		paid: false,
	};
	const asked = { for: isQuery ? 'state' : 'result', source: 'toolTask' } as const;
	const reply = await send(request, asked);
	if ('silence' in reply) return { verdict: 'unclear', detail: reply.silence };
	const { answer, status, text } = reply;
	if ('task' in answer)
		return { verdict: isQuery ? 'exists' : 'TOOK IT', detail: `HTTP ${status}` };
	const { refusal } = answer;
	const detail = said(status, refusal);
	if (isNoService(refusal, text)) return { verdict: 'no service', detail };
	if (refusal.kind === 'key') return { verdict: 'key refused', detail };
	// Whoever speaks of the input, or of something that is not there, has looked at it.
	const isOwn = ['input', 'notFound', 'code'].includes(refusal.kind);
	return { verdict: isOwn ? 'exists' : 'unclear', detail };
}

/** What it means, in a sentence for each service that is elsewhere. Pure. */
export function conclusions(probed: readonly Probed[]): string[] {
	const took = probed.filter(({ verdict }) => verdict === 'TOOK IT').map(({ name }) => name);
	const accepted = `An empty body was accepted by ${took.join(', ')}: look at your task list.`;
	const names = [...new Set(probed.map(({ name }) => name))];
	const lines = names.flatMap((name) => {
		const own = probed.filter((one) => one.name === name);
		const there = own.find(({ verdict }) => verdict === 'exists' || verdict === 'TOOK IT');
		if (there) return there.isDerived ? [] : [`${name}: at ${there.place}. Please tell us.`];
		return own.every(({ verdict }) => verdict === 'no service')
			? [`${name}: at none of these paths. Please look at its page in the documentation.`]
			: [];
	});
	return [...lines, ...(took.length > 0 ? [accepted] : [])];
}
