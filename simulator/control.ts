/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FAULT_KINDS, parseFault, type FaultRule } from './faults';
import { json, readBody, type Reply } from './http';
import { send } from './misbehave';
import type { World } from './world';

/** The simulator's own pages under `/__simulator/`: what happened, and which faults to inject. */

interface ControlRequest {
	method: string;
	path: string;
	query: string;
}

export async function answerControl(
	world: World,
	received: ControlRequest,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const text = (await readBody(request)) ?? '';
	await send(response, controlReply(world, received, text), undefined, world.signal);
}

function controlReply(world: World, { method, path, query }: ControlRequest, text: string): Reply {
	switch (`${method} ${path}`) {
		case 'GET /__simulator/health':
			return json(200, { ok: true, tasks: world.store.size });
		case 'GET /__simulator/ledger':
			return json(200, ledgerPage(world, new URLSearchParams(query).has('full')));
		case 'DELETE /__simulator/ledger':
			world.ledger.clear();
			return json(200, { ok: true });
		case 'POST /__simulator/faults':
			return addFaults(world, text);
		case 'DELETE /__simulator/faults':
			world.faults.clear();
			return json(200, { ok: true });
		default:
			return json(404, { detail: 'Not Found' });
	}
}

function ledgerPage({ ledger }: World, full: boolean) {
	const summary = ledger.summary();
	if (!full) return summary;
	const { requests, tasks, violations, inputs } = ledger;
	return { summary, requests, tasks, violations, inputs };
}

/** Body: one rule or a list. A rule is an object or a text such as `submit:503:times=1`. */
function addFaults(world: World, text: string): Reply {
	try {
		const given = JSON.parse(text) as unknown;
		const rules = (Array.isArray(given) ? given : [given]).map(readRule);
		rules.forEach((rule) => world.faults.add(rule));
		return json(200, { added: rules });
	} catch (error) {
		return json(400, { detail: (error as Error).message });
	}
}

function readRule(given: unknown): FaultRule {
	if (typeof given === 'string') return parseFault(given);
	const { on, kind } = (given ?? {}) as Partial<FaultRule>;
	if (!on || !kind || !(kind in FAULT_KINDS))
		throw new Error('A rule needs "on" and a known "kind"');
	return given as FaultRule;
}
