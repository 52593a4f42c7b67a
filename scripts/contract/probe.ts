/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Which of the paths where a derived service may be do exist, asked without paying.
import { setTimeout as sleep } from 'node:timers/promises';

import { isNoService } from './noService';
import { tool, type Endpoint, type PlatformRequest } from '../../nodes/shared/answers/endpoints';
import type { Contract, Operation } from '../../simulator/contract';
import type { Send, Reply, Silence } from '../live/platform';
import type { Asked } from '../../nodes/shared/answers/read';
import { sourceOfApi } from '../../nodes/shared/answers/sources';

export interface Candidate {
	id: string;
	endpoint: Endpoint;
	/** The path that the nodes ask first. */
	isDerived: boolean;
	/** Nothing is made by it, whatever it answers. */
	isQuery: boolean;
	/** Why it is not asked, if so. */
	withheld?: string;
}

export type Verdict = 'exists' | 'no service' | 'key refused' | 'TOOK IT' | 'unclear' | 'not asked';

export interface Probed extends Candidate {
	verdict: Verdict;
	/** What was answered, for people. */
	answer: string;
}

/** An id that no task has, for questions. */
const NO_TASK = '0';
const TIMEOUT_SECONDS = 30;
const PREFIX = '/minimalist/api';

/** Every derived path and its safe alternatives; those of other services are known to exist. */
export function candidates(contract: Contract, only: readonly string[] = []): Candidate[] {
	return contract.operations
		.filter(
			({ id, pathEvidence }) => pathEvidence === 'D' && (only.length === 0 || only.includes(id)),
		)
		.flatMap((operation) => {
			const isQuery = operation.kind === 'query';
			const places = [operation, ...operation.alternatives.filter(({ safe }) => safe)];
			const withheld = isQuery ? undefined : whyNot(contract, operation);
			return places.map((place, index) => ({
				id: operation.id,
				endpoint: tool(place.path.slice(PREFIX.length), place.method),
				isDerived: index === 0,
				isQuery,
				...(withheld !== undefined && { withheld }),
			}));
		});
}

/** An empty body costs nothing only where the contract says that none is accepted. */
function whyNot(contract: Contract, operation: Operation): string | undefined {
	const validate = contract.bodyValidator(operation);
	if (validate === undefined) return 'the contract knows no body of it';
	return validate({}) ? 'the contract would accept an empty body' : undefined;
}

/** Asks each place once, one after the other. A refused key ends it, as no further answer could tell anything. */
export async function probe(
	send: Send,
	all: readonly Candidate[],
	{ pauseMs = 500, tell }: { pauseMs?: number; tell?: (one: Probed) => void } = {},
): Promise<Probed[]> {
	const probed: Probed[] = [];
	const known = new Map<string, Pick<Probed, 'verdict' | 'answer'>>();
	let isRefused = false;
	for (const candidate of all) {
		const { method, path } = candidate.endpoint;
		const key = `${method} ${path.replace(/\{\w+\}/, '{}')}`;
		const withheld: string | undefined =
			candidate.withheld ?? (isRefused ? 'the key was refused' : undefined);
		let found = known.get(key);
		if (withheld !== undefined) found = { verdict: 'not asked', answer: withheld };
		else if (found === undefined) {
			if (known.size > 0) await sleep(pauseMs);
			found = verdictOf(await send(requestFor(candidate), askedOf(candidate)), candidate.isQuery);
			known.set(key, found);
		}
		isRefused ||= found.verdict === 'key refused';
		const one = { ...candidate, ...found };
		probed.push(one);
		tell?.(one);
	}
	return probed;
}

const requestFor = ({ endpoint }: Candidate): PlatformRequest => ({
	...endpoint,
	path: endpoint.path.replace(/\{\w+\}/, NO_TASK),
	...(endpoint.method === 'POST' && { body: {} }),
	timeoutSeconds: TIMEOUT_SECONDS,
	paid: false,
});

const askedOf = ({ endpoint, isQuery }: Candidate): Asked => ({
	for: isQuery ? 'state' : 'result',
	source: sourceOfApi(endpoint.api),
});

/** Pure. */
export function verdictOf(
	reply: Reply | Silence,
	isQuery: boolean,
): Pick<Probed, 'verdict' | 'answer'> {
	if ('silence' in reply) return { verdict: 'unclear', answer: reply.silence };
	const { answer: read, status, text } = reply;
	if ('task' in read) return { verdict: isQuery ? 'exists' : 'TOOK IT', answer: String(status) };
	const { refusal } = read;
	const code = refusal.code === undefined ? '' : ` code ${refusal.code}`;
	const answer = `${status}${code} ${refusal.said.slice(0, 80)}`.trim();
	if (isNoService(refusal, text)) return { verdict: 'no service', answer };
	if (refusal.kind === 'key') return { verdict: 'key refused', answer };
	// Whoever speaks of the input, or of something that is not there, has looked at it.
	const isOwn = ['input', 'notFound', 'code'].includes(refusal.kind);
	return { verdict: isOwn ? 'exists' : 'unclear', answer };
}

/** One line. Pure. */
export const lineOf = ({ id, endpoint, isDerived, verdict, answer }: Probed): string =>
	`${verdict.padEnd(11)}  ${id.padEnd(26)} ${endpoint.method.padEnd(4)} ${endpoint.path}${isDerived ? '  (asked first)' : ''}${answer === '' ? '' : `: ${answer}`}`;

/** What it means, in a sentence for each service that is elsewhere. Pure. */
export function conclusions(probed: readonly Probed[]): string[] {
	const ids = [...new Set(probed.map(({ id }) => id))];
	const lines = ids.flatMap((id) => {
		const own = probed.filter((one) => one.id === id);
		const there = own.filter(({ verdict }) => verdict === 'exists' || verdict === 'TOOK IT');
		const [first] = there;
		if (own.every(({ verdict }) => verdict === 'no service'))
			return [`${id}: at none of these paths. Please look at its page in the documentation.`];
		return first === undefined || first.isDerived
			? []
			: [`${id}: at ${first.endpoint.method} ${first.endpoint.path}. Please tell us.`];
	});
	const took = probed.filter(({ verdict }) => verdict === 'TOOK IT');
	return [
		...lines,
		...(took.length > 0
			? [
					`An empty body was accepted by ${took.map(({ id }) => id).join(', ')}: look at your task list.`,
				]
			: []),
	];
}
