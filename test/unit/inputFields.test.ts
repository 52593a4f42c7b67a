import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { mergeInput } from '../../nodes/shared/run/inputFields';
import { isObject } from '../../nodes/shared/util/json';
import { list } from '../support/rows';

/** The fields of the input item beside those of the result. */

const url = 'https://x.example/1.png';
const ours = { taskId: '33202', state: 'success', status: 'SUCCESS', url };
const OTHER_TASK = { taskId: '1', taskSource: 'toolTask', queryPath: '/a/{id}' };

it.each<[string, IDataObject, IDataObject]>([
	['fields of another name', { row: 7 }, { row: 7 }],
	['what is the same', { url }, {}],
	['an ID that a table holds as a number', { taskId: 33202 }, {}],
	['a clash', { url: 'a' }, { input: { url: 'a' } }],
	['what would make n8n run the node again', { error: '' }, { input: { error: '' } }],
	['the task of another node', OTHER_TASK, { input: OTHER_TASK }],
	['clashes of an earlier node', { input: { status: 'a' } }, { input: { status: 'a' } }],
	['clashes of both', { url: 'a', input: { row: 'b' } }, { input: { url: 'a', row: 'b' } }],
	['of one name', { url: 'a', input: { url: 'b' } }, { input: { url: 'a', input: { url: 'b' } } }],
	['a column that is called input', { input: 'x' }, { input: 'x' }],
	['such a column, and a clash', { input: 'x', url: 'a' }, { input: { input: 'x', url: 'a' } }],
])('%s', (_, theirs, added) => expect(mergeInput(ours, theirs)).toEqual({ ...ours, ...added }));

it('does not keep what the task itself said before', () => {
	const handle = { taskId: '33202', submittedAt: '2026-11-27T00:00:00Z' };
	const before = { ...handle, state: 'pending', status: 'pending', input: { status: 'todo' } };
	const done = { ...ours, ...handle };
	expect(mergeInput(done, before)).toEqual({ ...done, input: { status: 'todo' } });
	const earlier = { submittedAt: 'earlier', state: 'pending' };
	expect(mergeInput(done, { taskId: '33202', ...earlier })).toEqual({ ...done, input: earlier });
});

it('keeps no task of others beside a result without one', () => {
	const result = { state: 'success', url: 'a' };
	expect(mergeInput(result, { taskId: '1', row: 2 })).toEqual({
		...{ ...result, row: 2 },
		input: { taskId: '1' },
	});
});

it('loses nothing, and lets ours win, whatever the row holds', () => {
	const names = list`url state taskId error input __proto__ constructor row`;
	const key = fc.oneof(fc.constantFrom(...names), fc.string());
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
