import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { mergeInput } from '../../nodes/shared/run/inputFields';
import { isObject } from '../../nodes/shared/util/json';

const ours = {
	taskId: '33202',
	state: 'success',
	status: 'SUCCESS',
	url: 'https://x.example/1.png',
};

describe('the fields of the input item beside those of the result', () => {
	it.each<[string, IDataObject, IDataObject]>([
		['fields of another name', { row: 7 }, { ...ours, row: 7 }],
		['what is the same', { url: ours.url }, ours],
		['an ID that a table holds as a number', { taskId: 33202 }, ours],
		['a clash', { url: 'https://y.example' }, { ...ours, input: { url: 'https://y.example' } }],
		['what would make n8n run the node again', { error: '' }, { ...ours, input: { error: '' } }],
		[
			'the task of another node',
			{ taskId: '1', taskSource: 'toolTask', queryPath: '/a/{id}' },
			{ ...ours, input: { taskId: '1', taskSource: 'toolTask', queryPath: '/a/{id}' } },
		],
		[
			'clashes of an earlier node',
			{ input: { status: 'todo' } },
			{ ...ours, input: { status: 'todo' } },
		],
		[
			'clashes of both',
			{ url: 'a', input: { status: 'todo' } },
			{ ...ours, input: { url: 'a', status: 'todo' } },
		],
		[
			'clashes of one name',
			{ url: 'a', input: { url: 'b' } },
			{ ...ours, input: { url: 'a', input: { url: 'b' } } },
		],
		['a column that is called input', { input: 'x' }, { ...ours, input: 'x' }],
		[
			'a column that is called input, and a clash',
			{ input: 'x', url: 'a' },
			{ ...ours, input: { input: 'x', url: 'a' } },
		],
	])('%s', (_, theirs, merged) => expect(mergeInput(ours, theirs)).toEqual(merged));

	it('does not keep what the task itself said before', () => {
		const handle = { taskId: '33202', submittedAt: '2026-11-27T00:00:00Z' };
		const before = { ...handle, state: 'pending', status: 'pending', input: { status: 'todo' } };
		expect(mergeInput({ ...ours, ...handle }, before)).toEqual({
			...ours,
			...handle,
			input: { status: 'todo' },
		});
	});

	it('keeps no task of others beside a result without one', () => {
		expect(mergeInput({ state: 'success', url: 'a' }, { taskId: '1', row: 2 })).toEqual({
			state: 'success',
			url: 'a',
			row: 2,
			input: { taskId: '1' },
		});
	});

	it('loses nothing, and lets ours win, whatever the row holds', () => {
		const key = fc.oneof(
			fc.constantFrom(
				'url',
				'state',
				'taskId',
				'error',
				'input',
				'__proto__',
				'constructor',
				'row',
			),
			fc.string(),
		);
		const row = fc
			.array(fc.tuple(key, fc.jsonValue()))
			.map((entries) => Object.fromEntries(entries) as IDataObject);
		fc.assert(
			fc.property(row, (theirs) => {
				const merged = mergeInput(ours, theirs);
				expect(merged).toMatchObject(ours);
				expect(Object.hasOwn(merged, 'error')).toBe(false);
				const text = JSON.stringify(merged);
				const values = Object.entries(theirs).flatMap(([name, value]) =>
					name === 'input' && isObject(value) ? Object.values(value) : [value],
				);
				for (const value of values) expect(text).toContain(JSON.stringify(value));
			}),
			{ numRuns: 500 },
		);
	});
});
