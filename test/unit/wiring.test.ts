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

/** Outputs by node, each with the nodes that it leads to. */
function drawing(nodes: Record<string, string | WiredNode>, wires: Record<string, string[][]>) {
	const wiring: Wiring = {
		nodes: Object.fromEntries(
			Object.entries(nodes).map(([name, node]) => [
				name,
				typeof node === 'string' ? { type: node } : node,
			]),
		),
		connections: Object.fromEntries(
			Object.entries(wires).map(([from, outputs]) => [
				from,
				{
					main: outputs.map((names) => names.map((node) => ({ node, type: 'main', index: 0 }))),
				},
			]),
		),
	};
	return wiring;
}

const messageFor = (wiring: Wiring, name = 'Wait') => wiringProblem(wiring, name)?.message;
const ahead = (wiring: Wiring, willRun: (name: string) => boolean = () => true) =>
	wiringProblemAhead(wiring, 'Submit', willRun)?.message;

describe('a durable wait', () => {
	const nodes = { Wait: DURABLE, Done: NO_OP, Other: NO_OP };

	it('works with one wire from Ask Again to itself', () => {
		const wiring = drawing(nodes, { Wait: [['Wait'], ['Done'], ['Other']] });
		expect(wiringProblem(wiring, 'Wait')).toBeUndefined();
	});

	it.each([
		['no wires at all', {}],
		['no wire from Ask Again', { Wait: [[], ['Done']] }],
		['finished items led back in its place', { Wait: [[], ['Wait']] }],
	])('with %s is told which wire to draw', (_, wires: Record<string, string[][]>) => {
		expect(messageFor(drawing(nodes, wires))).toBe(
			'Connect the output "Ask Again" to the input of the node "Wait"',
		);
	});

	it.each([
		['elsewhere', [['Done']], '"Done"'],
		['elsewhere too', [['Wait', 'Done', 'Other']], '"Done", "Other"'],
		['back by another node', [['Other']], '"Other"'],
	])('with Ask Again leading %s is refused', (_, outputs, names) => {
		expect(messageFor(drawing(nodes, { Wait: outputs, Other: [['Wait']] }))).toBe(
			`Connect the output "Ask Again" only to the input of the node "Wait"; it leads to ${names}`,
		);
	});

	it.each([
		['Success', [['Wait'], ['Wait']]],
		['Failed', [['Wait'], ['Done'], ['Wait']]],
	])('with %s leading back is refused', (label, outputs) => {
		const problem = wiringProblem(drawing(nodes, { Wait: outputs }), 'Wait', 'this node');
		expect(problem?.message).toBe(
			`The output "${label}" leads directly back into this node; remove that connection`,
		);
		expect(problem?.description).toContain('from "Ask Again"');
	});

	it('may ask again for what is still running', () => {
		const wiring = drawing(nodes, { Wait: [['Wait'], ['Done'], ['Done'], ['Wait']] });
		expect(wiringProblem(wiring, 'Wait')).toBeUndefined();
	});
});

describe('a wait in the process', () => {
	it('with the wires of a durable one is refused', () => {
		expect(messageFor(drawing({ Wait: WAIT }, { Wait: [['Wait'], ['Done']] }))).toMatch(
			/"Success" leads directly back/,
		);
	});

	it.each<[string, string | WiredNode]>([
		['a node that does nothing', NO_OP],
		['a pause', PAUSE],
		['a pause of a given time', { type: PAUSE, parameters: { resume: 'timeInterval' } }],
		['a node that is switched off', { type: LOOP, disabled: true }],
	])('is refused when Success comes back by %s', (_, between) => {
		const wiring = drawing(
			{ Wait: WAIT, Between: between, Between2: NO_OP },
			{ Wait: [['Between2']], Between2: [['Between']], Between: [['Wait']] },
		);
		expect(messageFor(wiring)).toMatch(/"Success" leads directly back/);
	});

	it.each<[string, string | WiredNode]>([
		['a loop over items', LOOP],
		['a decision', 'n8n-nodes-base.if'],
		['a new submission', SUBMIT],
		['a pause that a call ends', { type: PAUSE, parameters: { resume: 'webhook' } }],
	])('may stand in a loop with %s', (_, between) => {
		const wiring = drawing(
			{ Wait: WAIT, Between: between },
			{ Wait: [['Between']], Between: [['Wait'], ['Wait']] },
		);
		expect(wiringProblem(wiring, 'Wait')).toBeUndefined();
	});

	it('may lead what is still running back', () => {
		const wiring = drawing({ Wait: WAIT, Done: NO_OP }, { Wait: [['Done'], ['Done'], ['Wait']] });
		expect(wiringProblem(wiring, 'Wait')).toBeUndefined();
	});
});

describe('an error output', () => {
	const broken = (type: string, parameters: object, outputs: string[][]) =>
		drawing(
			{ Wait: { type, parameters, onError: 'continueErrorOutput' }, Done: NO_OP },
			{ Wait: outputs },
		);

	it.each([
		[WAIT, {}, [['Done'], [], ['Wait']]],
		[WAIT, { onTimeout: 'output' }, [['Done'], [], ['Wait'], ['Wait']]],
		[WAIT, { onTimeout: 'output', operation: 'getStatus' }, [['Done'], [], ['Wait']]],
		[DURABLE, {}, [['Wait'], [], [], ['Wait']]],
		[DURABLE, { onTimeout: 'output' }, [['Wait'], [], [], [], ['Wait']]],
	])('of %s with %j may not lead back', (type, parameters, outputs) => {
		const wiring = broken(type, parameters, outputs);
		expect(messageFor(wiring)).toMatch(/"Error" leads directly back/);
		expect(outputForRefusal(wiring, 'Wait')).toBeUndefined();
	});

	it.each([
		[WAIT, { onTimeout: 'output' }, [['Done'], [], ['Wait'], ['Done']]],
		[DURABLE, { onTimeout: 'output' }, [['Wait'], [], [], ['Wait'], ['Done']]],
	])('of %s with %j may lead on', (type, parameters, outputs) => {
		expect(messageFor(broken(type, parameters, outputs))).toBeUndefined();
	});
});

describe('a refusal', () => {
	it.each([
		[WAIT, [['Done']], 0],
		[WAIT, [['Wait']], 1],
		[WAIT, [['Wait'], ['Wait']], undefined],
		[DURABLE, [[], ['Done']], 1],
		[DURABLE, [['Wait'], ['Wait']], 2],
		[DURABLE, [['Wait'], ['Wait'], ['Wait']], undefined],
	])('of %s with outputs %j leaves by output %j', (type, outputs, output) => {
		const wiring = drawing({ Wait: type, Done: NO_OP }, { Wait: outputs });
		expect(outputForRefusal(wiring, 'Wait')).toBe(output);
	});
});

describe('before a submission', () => {
	const nodes = { Submit: SUBMIT, Between: LOOP, Wait: DURABLE, Wait2: DURABLE, Done: NO_OP };

	it.each([
		['right behind it', { Submit: [['Wait']] }],
		['on another branch', { Submit: [['Done', 'Wait']] }],
		['behind other nodes', { Submit: [['Done']], Done: [['Between']], Between: [[], ['Wait']] }],
		[
			'behind a wait that is wired well',
			{ Submit: [['Wait2']], Wait2: [['Wait2'], ['Wait']], Wait: [[], ['Done']] },
		],
	])('a durable wait without its wire is told %s', (_, wires: Record<string, string[][]>) => {
		expect(ahead(drawing(nodes, wires))).toMatch(/"Ask Again" to the input of the node "Wait"$/);
	});

	it('what is wired well, switched off, not reached or not run now is no hindrance', () => {
		const back = { Submit: [['Wait']], Wait: [['Wait'], ['Submit']] };
		expect(ahead(drawing(nodes, back))).toBeUndefined();
		const off = { ...nodes, Wait: { type: DURABLE, disabled: true } };
		expect(ahead(drawing(off, { Submit: [['Wait']] }))).toBeUndefined();
		expect(ahead(drawing(nodes, { Wait: [[], ['Done']] }))).toBeUndefined();
		const missing = drawing(nodes, { Submit: [['Wait']] });
		expect(ahead(missing, (name) => name !== 'Wait')).toBeUndefined();
		expect(ahead(missing)).toBeDefined();
	});

	it('a name that a drawing does not have, or that objects have by nature, does no harm', () => {
		const wires = { Submit: [['Nowhere', 'constructor', '__proto__']] };
		expect(ahead(drawing(nodes, wires))).toBeUndefined();
		expect(wiringProblem(drawing(nodes, {}), 'constructor')).toBeUndefined();
	});
});

describe('a list of recent tasks', () => {
	it('waits for nothing, so that no wire of it is wrong', () => {
		const node = { type: WAIT, parameters: { operation: 'recentTasks' } };
		const wiring = drawing(
			{ Submit: SUBMIT, Wait: node },
			{ Submit: [['Wait']], Wait: [['Wait']] },
		);
		expect(messageFor(wiring)).toBeUndefined();
		expect(ahead(wiring)).toBeUndefined();
		expect(isWaitAhead(wiring, 'Submit')).toBe(false);
	});
});
