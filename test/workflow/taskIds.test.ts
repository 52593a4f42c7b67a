import type { INode } from 'n8n-workflow';

import { isNumberOfId } from '../../nodes/shared/answers/lookup';
import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import {
	askAgain,
	durable,
	itemsOf,
	run,
	submitImage,
	wait,
	type ChainNode,
} from '../support/kexiang';

/** IDs of which a spreadsheet or JavaScript made a number are never asked for, and never taken for no task. */

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.05, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => simulator.ledger.clear());

/** 19 digits in JavaScript's hands: the last ones are lost. */
const ROUNDED = Number('1234567890123456789');

const NUMBERS: unknown[] = [
	ROUNDED,
	1e21,
	33203.5,
	'1.23457E+18',
	'1,23457E+18',
	'1e+21',
	'1.2345e18',
	' 1,234,567 ',
	'1.234.567',
	'1’234’567',
	'1 234 567',
	'1\u00a0234\u00a0567',
	'1\u202f234\u202f567',
	'12,34,567',
	'1，234，567',
	'1,234,567.00',
	'33203.0',
	'33203,00',
];

it.each(NUMBERS)('%s is the number of an ID', (value) => expect(isNumberOfId(value)).toBe(true));

it.each([
	33203,
	'33203',
	'1234567890123456789',
	'0033203',
	'1e21e0d2-1111-4222-8333-444455556666',
	'12345e67',
	'cgt-20260101-1.2',
	'task_1.5',
	'33203,33204',
	'pending',
	'',
	null,
	undefined,
	{},
])('%s is none', (value) => expect(isNumberOfId(value)).toBe(false));

const WHY = /: a spreadsheet or a program turned the ID into a number, which may have lost digits/;

describe.each([ROUNDED, 1e21, '1.23457E+18', ' 1,234,567 '])('%s', (given) => {
	const input = itemsOf({ prompt: 'a boat', taskId: given as string, cell: given as string });

	it.each<[string, ChainNode, object?]>([
		['Kexiang Wait for Task', wait()],
		['Get Status', wait({ operation: 'getStatus' })],
		['Kexiang Wait for Task (Durable)', durable(), { connections: askAgain() }],
		['Get Result', submitImage({ parameters: { operation: 'kbananaOfficialQuery' } })],
		['an expression', wait({ taskId: '={{ $json.cell }}' })],
	])('%s: refused, with the reason', async (_, node, more = {}) => {
		const { error } = await run(simulator, [node], { input, ...more });
		expect(error?.message).toMatch(WHY);
		expect(error?.message).toContain(`Task ID is ${String(given).slice(0, 8).trim()}`);
		expect(error?.description).toMatch(/as text .* Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each(['taskId', 'cell'])('the column %s: refused, and not paid', async (taskIdColumn) => {
		const node = submitImage({
			parameters: { options: { skipItemsWithTask: true, taskIdColumn } },
		});
		const { error } = await run(simulator, [node], { input });
		expect(error?.message).toMatch(WHY);
		expect(error?.message).toContain(`in the column "${taskIdColumn}"`);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it('refuses such an ID in an error that came from a table', async () => {
	const error = { message: 'm', description: 'd', taskId: ROUNDED, taskSource: 'userTask' };
	const { error: told } = await run(simulator, [wait()], { input: itemsOf({ error }) });
	expect(told?.message).toMatch(WHY);
	expect(simulator.ledger.requests).toEqual([]);
});

it('refuses one item of several where errors go on', async () => {
	const goesOn: Partial<INode> = { onError: 'continueRegularOutput' };
	const { items: made } = await run(simulator, [submitImage()]);
	const taskId = made('Submit')[0]?.json.taskId as string;
	const { items } = await run(simulator, [wait({}, goesOn)], {
		input: itemsOf({ taskId }, { taskId: ROUNDED }),
	});
	expect(items('Wait').map(({ json }) => json)).toEqual([
		expect.objectContaining({ taskId, state: 'success' }),
		{ error: expect.objectContaining({ message: expect.stringMatching(WHY) as string }) },
	]);
});

it.each(AGENT_KINDS)('is told to the model of %s', async (kind) => {
	const { said, errors } = await runAsTool(simulator, kind, wait({ taskId: '1.23E+18' }));
	expect([...said, ...errors].join()).toMatch(WHY);
	expect(simulator.ledger.requests).toEqual([]);
});
