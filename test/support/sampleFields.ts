import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { inModes, required, type Field } from '../../nodes/shared/operation/field';
import { url, urls } from '../../nodes/shared/operation/mediaFields';
import {
	choice,
	flag,
	jsonObject,
	number,
	path,
	switchOf,
	text,
} from '../../nodes/shared/operation/scalarFields';

/** A field of each kind, and what it says of a value that it refuses. */

export const A = 'https://example.com/a.png';

export const B = 'http://example.com/b,c.png?d=e,f#g';

const FILE = { kind: 'image', description: 'Public URL of the picture' } as const;

export const FIELDS = {
	text: text({ label: 'Prompt', maxLength: 5 }),
	longText: text({ label: 'Prompt' }),
	number: number({ label: 'Duration', min: 1, max: 10, integer: true }),
	anyNumber: number({ label: 'Duration' }),
	choice: choice({
		label: 'Ratio',
		values: ['1:1', { name: 'Wide', value: '16:9' }],
		default: '1:1',
	}),
	quality: choice({ label: 'Resolution', values: ['1k', '2k'], default: '1k' }),
	twoCases: choice({ label: 'Resolution', values: ['HD', 'hd'], default: 'HD' }),
	open: choice({ label: 'Model', values: ['m1'], default: 'm1', acceptsOther: true }),
	flag: flag({ label: 'Watermark', default: false }),
	switch: switchOf({ label: 'Sound', default: true, on: 'yes', off: 0 }),
	url: url({ ...FILE, label: 'Image URL' }),
	asset: url({ ...FILE, label: 'Image URL', assets: true }),
	page: url({ ...FILE, label: 'Video URL', pages: true }),
	urls: urls({ ...FILE, label: 'Image URLs', min: 2, max: 3 }),
	anyUrls: urls({ ...FILE, label: 'Image URLs' }),
	pair: urls({ ...FILE, label: 'Image URLs', min: 2, max: 2 }),
	assets: urls({ ...FILE, label: 'Image URLs', assets: true }),
	json: jsonObject({ label: 'Additional Fields' }),
	path: path({ label: 'Path' }),
	queryPath: path({ label: 'Query Path', withId: true }),
	required: required(text({ label: 'Task ID' })),
	moded: inModes(['a'], text({ label: 'Prompt' })),
} satisfies Record<string, Field<unknown>>;

export type Name = keyof typeof FIELDS;

export const problemOf = (name: Name, raw: unknown): ParameterProblem => {
	let value: unknown;
	try {
		value = FIELDS[name].parse(raw);
	} catch (cause) {
		value = cause;
	}
	if (value instanceof ParameterProblem) return value;
	throw new Error(`${name} made ${String(value)} of it`);
};
