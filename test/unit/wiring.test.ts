import {
	isWaitAhead,
	outputForRefusal,
	wiringProblem,
	wiringProblemAhead,
	type WiredNode,
	type Wiring,
} from '../../nodes/shared/host/wiring';

const WAIT = 'n8n-nodes-kexiang.kexiangWaitForTask';
const DURABLE = 'n8n-nodes-kexiang.kexiangWaitForTaskDurable';
const SUBMIT = 'n8n-nodes-kexiang.kexiangGoogle';
const NO_OP = 'n8n-nodes-base.noOp';
const PAUSE = 'n8n-nodes-base.wait';
const LOOP = 'n8n-nodes-base.splitInBatches';

type Outputs = string[][];
/** Outputs by node, each with the nodes that it leads to. Every drawing has nodes that do nothing. */
function drawing(
	nodes: Record<string, string | WiredNode>,
	wires: Record<string, Outputs>,
): Wiring {
	const typed = Object.entries({ Done: NO_OP, Other: NO_OP, Back: NO_OP, ...nodes }).map(
		([name, node]) => [name, typeof node === 'string' ? { type: node } : node],
	);
	const wired = Object.entries(wires).map(([from, outputs]) => [
		from,
		{ main: outputs.map((names) => names.map((node) => ({ node, type: 'main', index: 0 }))) },
	]);
	return { nodes: Object.fromEntries(typed), connections: Object.fromEntries(wired) } as Wiring;
}
/** One node that waits, with these outputs. */
const waiting = (wait: string | WiredNode, Wait: Outputs, more: Record<string, Outputs> = {}) =>
	drawing({ Wait: wait }, { Wait, ...more });

const messageFor = (wiring: Wiring) => wiringProblem(wiring, 'Wait')?.message;
const LEADS_BACK = (output: string) =>
	`The output "${output}" leads directly back into the node "Wait"; remove that connection`;

describe('a durable wait', () => {
	const CONNECT = 'Connect the output "Ask Again" to the input of the node "Wait"';
	const onlyTo = (names: string) =>
		`Connect the output "Ask Again" only to the input of the node "Wait"; it leads to ${names}`;
	it.each<[string | undefined, Outputs]>([
		[undefined, [['Wait'], ['Done'], ['Other']]],
		// It may ask again for what is still running.
		[undefined, [['Wait'], ['Done'], ['Done'], ['Wait']]],
		[CONNECT, []],
		[CONNECT, [[], ['Done']]],
		[CONNECT, [[], ['Wait']]],
		[onlyTo('"Done"'), [['Done']]],
		[onlyTo('"Done", "Other"'), [['Wait', 'Done', 'Other']]],
		[onlyTo('"Back"'), [['Back']]],
		[LEADS_BACK('Success'), [['Wait'], ['Wait']]],
		[LEADS_BACK('Failed'), [['Wait'], ['Done'], ['Wait']]],
	])('%s: %j', (message, outputs) =>
		expect(messageFor(waiting(DURABLE, outputs, { Back: [['Wait']] }))).toBe(message),
	);

	it('is told how to draw it, by the name that it has there', () => {
		const problem = wiringProblem(waiting(DURABLE, [['Wait'], ['Wait']]), 'Wait', 'this node');
		expect(problem?.message).toBe(
			'The output "Success" leads directly back into this node; remove that connection',
		);
		expect(problem?.description).toContain('from "Ask Again"');
	});
});

describe('a wait in the process', () => {
	it('with the wires of a durable one is refused', () => {
		expect(messageFor(waiting(WAIT, [['Wait'], ['Done']]))).toBe(LEADS_BACK('Success'));
	});

	it('may lead what is still running back', () => {
		expect(messageFor(waiting(WAIT, [['Done'], ['Done'], ['Wait']]))).toBeUndefined();
	});

	it.each<[string, boolean, string | WiredNode]>([
		['a node that does nothing', false, NO_OP],
		['a pause', false, PAUSE],
		['a pause of a given time', false, { type: PAUSE, parameters: { resume: 'timeInterval' } }],
		['a node that is switched off', false, { type: LOOP, disabled: true }],
		['a loop over items', true, LOOP],
		['a decision', true, 'n8n-nodes-base.if'],
		['a new submission', true, SUBMIT],
		['a pause that a call ends', true, { type: PAUSE, parameters: { resume: 'webhook' } }],
	])('may come back by %s: %s', (_, isFine, between) => {
		const wires = { Wait: [['Other']], Other: [['Between']], Between: [['Wait'], ['Wait']] };
		const message = messageFor(drawing({ Wait: WAIT, Between: between }, wires));
		expect(message).toBe(isFine ? undefined : LEADS_BACK('Success'));
	});
});

describe('an error output', () => {
	const MORE = { onTimeout: 'output' };
	it.each<[boolean, string, object, Outputs]>([
		[false, WAIT, {}, [['Done'], [], ['Wait']]],
		[false, WAIT, MORE, [['Done'], [], ['Wait'], ['Wait']]],
		[false, WAIT, { ...MORE, operation: 'getStatus' }, [['Done'], [], ['Wait']]],
		[false, DURABLE, {}, [['Wait'], [], [], ['Wait']]],
		[false, DURABLE, MORE, [['Wait'], [], [], [], ['Wait']]],
		[true, WAIT, MORE, [['Done'], [], ['Wait'], ['Done']]],
		[true, DURABLE, MORE, [['Wait'], [], [], ['Wait'], ['Done']]],
	])('is fine: %s, of %s with %j and %j', (isFine, type, parameters, outputs) => {
		const wiring = waiting({ type, parameters, onError: 'continueErrorOutput' }, outputs);
		expect(messageFor(wiring)).toBe(isFine ? undefined : LEADS_BACK('Error'));
		if (!isFine) expect(outputForRefusal(wiring, 'Wait')).toBeUndefined();
	});
});

describe('a refusal', () => {
	it.each<[string, Outputs, number | undefined]>([
		[WAIT, [['Done']], 0],
		[WAIT, [['Wait']], 1],
		[WAIT, [['Wait'], ['Wait']], undefined],
		[DURABLE, [[], ['Done']], 1],
		[DURABLE, [['Wait'], ['Wait']], 2],
		[DURABLE, [['Wait'], ['Wait'], ['Wait']], undefined],
	])('of %s with outputs %j leaves by output %j', (type, outputs, output) =>
		expect(outputForRefusal(waiting(type, outputs), 'Wait')).toBe(output),
	);
});

describe('before a submission', () => {
	const nodes = { Submit: SUBMIT, Between: LOOP, Wait: DURABLE, Wait2: DURABLE };
	const ahead = (wiring: Wiring, willRun: (name: string) => boolean = () => true) =>
		wiringProblemAhead(wiring, 'Submit', willRun)?.message;
	const missing = drawing(nodes, { Submit: [['Wait']] });

	it.each<[string, Record<string, Outputs>]>([
		['right behind it', { Submit: [['Wait']] }],
		['on another branch', { Submit: [['Done', 'Wait']] }],
		['behind other nodes', { Submit: [['Done']], Done: [['Between']], Between: [[], ['Wait']] }],
		['behind a wait wired well', { Submit: [['Wait2']], Wait2: [['Wait2'], ['Wait']] }],
	])('a durable wait without its wire is told %s', (_, wires) => {
		expect(ahead(drawing(nodes, wires))).toMatch(/"Ask Again" to the input of the node "Wait"$/);
	});

	it('what is wired well, switched off, not reached or not run now is no hindrance', () => {
		const wiredWell = drawing(nodes, { Submit: [['Wait']], Wait: [['Wait'], ['Submit']] });
		const off = { ...nodes, Wait: { type: DURABLE, disabled: true } };
		const switchedOff = drawing(off, { Submit: [['Wait']] });
		const notReached = drawing(nodes, { Wait: [[], ['Done']] });
		for (const wiring of [wiredWell, switchedOff, notReached])
			expect(ahead(wiring)).toBeUndefined();
		expect(ahead(missing, (name) => name !== 'Wait')).toBeUndefined();
	});

	it('a name that a drawing does not have, or that objects have by nature, does no harm', () => {
		const wires = { Submit: [['Nowhere', 'constructor', '__proto__']] };
		expect(ahead(drawing(nodes, wires))).toBeUndefined();
		expect(wiringProblem(drawing(nodes, {}), 'constructor')).toBeUndefined();
	});

	it('a list of recent tasks waits for nothing, so that no wire of it is wrong', () => {
		const Wait = { type: WAIT, parameters: { operation: 'recentTasks' } };
		const wires = { Submit: [['Wait']], Wait: [['Wait']] };
		const wiring = drawing({ Submit: SUBMIT, Wait }, wires);
		expect([messageFor(wiring), ahead(wiring)]).toEqual([undefined, undefined]);
		expect([isWaitAhead(wiring, 'Submit'), isWaitAhead(missing, 'Submit')]).toEqual([false, true]);
	});
});
